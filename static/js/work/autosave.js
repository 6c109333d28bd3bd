// form[data-autosave]: what changed is posted to that address when typing rests, and when the page is left; words of it
// stand in [data-autosaved]. What is not saved yet is kept on the device under data-autosave-key, and put back when the
// page comes again, unless something else was saved meanwhile. The key names the worker: a device may have several.
const REST = 1200;
const LONGEST_WAIT = 30_000;

function ticks(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function value(field) {
  return ticks(field) ? field.checked : field.value;
}

// As the page brought it, whatever the browser filled in since.
function brought(field) {
  if (ticks(field)) return field.defaultChecked;
  if (field.options) return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value;
  return field.defaultValue;
}

function put(field, text) {
  if (ticks(field)) field.checked = text;
  else field.value = text;
}

function device(key) {
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {};
      }
    },
    write(left) {
      try {
        if (Object.keys(left).length) localStorage.setItem(key, JSON.stringify(left));
        else localStorage.removeItem(key);
      } catch {
        // A browser that keeps nothing: the market still does.
      }
    },
  };
}

function bind(form) {
  const shown = form.querySelector("[data-autosaved]");
  const kept = device(`unsaved ${form.dataset.autosaveKey}`);
  const fields = new Map();
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
    fields.set(ticks(field) ? `${field.name} ${field.value}` : field.name, field);
  }
  const saved = new Map([...fields].map(([key, field]) => [key, brought(field)]));
  let timer = 0;
  let wait = REST;
  let sending = false;
  let over = false;
  let leaving = false;
  let refused = false;

  const changed = () => [...fields].filter(([key, field]) => value(field) !== saved.get(key));
  const note = () => kept.write(Object.fromEntries(changed().map(([key, field]) => [key, [saved.get(key), value(field)]])));
  const say = (words, bad) => {
    shown.hidden = false;
    shown.textContent = words;
    // Being saved is no news to who listens; not being saved is.
    shown.setAttribute("role", bad ? "alert" : "note");
  };
  const later = (after) => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(save, after);
  };

  const post = (what, more) => {
    const body = new FormData();
    const all = new FormData(form);
    body.append("csrfmiddlewaretoken", all.get("csrfmiddlewaretoken"));
    for (const name of new Set(what.map(([, field]) => field.name))) {
      for (const one of all.getAll(name)) body.append(name, one);
    }
    return fetch(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" }, ...more });
  };

  const failed = (words) => {
    // That it was not handed in is said until the line is back: saving goes on by itself, handing in does not.
    if (!refused) say(words, true);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    later(wait);
  };

  async function save() {
    const what = changed();
    if (!what.length || sending || over) return;
    sending = true;
    const as = what.map(([key, field]) => [key, value(field)]);
    const answer = await post(what).catch(() => null);
    sending = false;
    if (!answer || answer.status >= 500) return failed(navigator.onLine ? form.dataset.unsaved : form.dataset.offline);
    const told = answer.redirected ? null : await answer.json().catch(() => null);
    // Signed out or turned away: asking again would change nothing.
    if (!told) return say(form.dataset.signedOut, true);
    if (answer.status === 409) over = true;
    else for (const [key, text] of as) saved.set(key, text);
    note();
    wait = REST;
    if (!refused) say(told.words, !answer.ok);
    if (changed().length) later(REST);
  }

  for (const [key, [base, text]] of Object.entries(kept.read())) {
    const field = fields.get(key);
    if (field && value(field) === base && brought(field) === base) {
      put(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  note();
  if (changed().length) later(REST);

  const typed = ({ target }) => {
    if (target.form !== form || target.type === "file") return;
    note();
    later(wait);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  addEventListener("online", () => {
    if (refused) say(form.dataset.nowAgain, true);
    else if (!changed().length) shown.hidden = true;
    refused = false;
    later(0);
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    leaving = navigator.onLine;
    if (leaving) return;
    // The browser would put a page of its own in place of what is typed.
    event.preventDefault();
    refused = true;
    say(form.dataset.notNow, true);
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  document.addEventListener("visibilitychange", () => {
    const what = changed();
    if (document.hidden && what.length && !over && !leaving) post(what, { keepalive: true }).catch(() => null);
  });
  addEventListener("beforeunload", (event) => {
    if (shown.getAttribute("role") === "alert" && changed().length && !leaving) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(bind);
