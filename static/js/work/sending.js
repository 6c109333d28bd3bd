// form[data-send]: what is chosen in its [data-upload] fields is sent to that address by itself, at once and in pieces.
// A piece that does not arrive is sent again, later and later; the same file chosen again goes on where it stopped.
// What is kept comes into #kept-<field> from data-page. Until then the file stays chosen, so that the form could bring it,
// and what was left because no answer came is begun again when the line is back or the page is looked at again. What is on
// its way is kept on the device too, under data-autosave-key, and goes on by itself when the page comes anew; what is
// given back in [data-gives-back] does not.
const PIECE = 256 * 1024;
const WAITS = [1, 2, 4, 8, 15, 30, 30, 30, 60, 60];
const TIMEOUT = 60_000;
// What is found in a picture comes some seconds after it is kept.
const LOOKS = 3;
const BETWEEN = 5000;

const LARGEST_KEPT = 32 * 1024 * 1024;
const LONGEST_KEPT = 86_400_000;

const nameOf = (file) => [file.name, file.size, file.lastModified].join();

function wait(seconds) {
  return new Promise((done) => {
    setTimeout(done, seconds * 1000);
    addEventListener("online", done, { once: true });
  });
}

// Files in the browser's cache, which holds them on disk. A browser that keeps nothing, as in a private window or without
// https, or has no room: then the file has to be chosen again, as ever.
function device(key) {
  const place = `/unsaved/${key}/`;
  const within = (url) => new URL(url).pathname.startsWith(place);
  const address = ({ input, file }) => {
    const told = new URLSearchParams({ name: file.name, size: file.size, stamp: file.lastModified });
    return `${place}${input.name}?${told}`;
  };
  const inCache = async (what) => {
    try {
      return await what(await caches.open("unsaved"));
    } catch {
      return null;
    }
  };
  const read = async (cache, request) => {
    const answer = await cache.match(request);
    const { pathname, searchParams: told } = new URL(request.url);
    const body = await answer.blob();
    const file = new File([body], told.get("name"), { type: body.type, lastModified: Number(told.get("stamp")) });
    return [pathname.slice(place.length), file];
  };
  return {
    keep: (one) => inCache((cache) => {
      const headers = { "Content-Type": one.file.type, "X-Since": Date.now() };
      return one.file.size <= LARGEST_KEPT && cache.put(address(one), new Response(one.file, { headers }));
    }),
    forget: (one) => inCache((cache) => cache.delete(address(one))),
    clear: () => inCache(async (cache) => {
      for (const request of await cache.keys()) if (within(request.url)) await cache.delete(request);
    }),
    files: () => inCache(async (cache) => {
      const found = [];
      for (const request of await cache.keys()) {
        const since = Number((await cache.match(request)).headers.get("X-Since"));
        if (Date.now() - since > LONGEST_KEPT) await cache.delete(request);
        else if (within(request.url)) found.push(await read(cache, request));
      }
      return found;
    }),
  };
}

function bag(files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  return all.files;
}

// What was asked for is there: nothing says any more that it is not.
function answered(form, input) {
  input.closest(".field").classList.remove("field--bad");
  input.removeAttribute("aria-invalid");
  document.getElementById(`${input.id}_error`)?.remove();
  const summary = form.querySelector("[data-summary]");
  summary?.querySelector(`a[href="#${input.id}"]`)?.closest("li").remove();
  if (!summary || summary.querySelector("li")) return;
  summary.remove();
  document.querySelector("[data-refused]")?.remove();
}

function bind(form) {
  const words = form.dataset;
  const kept = device(words.autosaveKey);
  const restored = new Set();
  const going = new Map();
  const left = new Map();
  const silenced = new Set();
  let held = null;

  const post = (address, body, headers) => fetch(address, {
    method: "POST",
    body,
    headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...headers },
    signal: AbortSignal.timeout(TIMEOUT),
  });

  // An answer, however often the line breaks; null where it never comes.
  const patiently = async (ask, one) => {
    for (const seconds of [...WAITS, 0]) {
      const answer = await ask().catch(() => null);
      if (one.dropped) return null;
      if (answer && answer.status < 500) return answer;
      if (!seconds) break;
      one.say(words.again);
      await wait(seconds);
    }
    return null;
  };

  const row = (input, file) => {
    const box = document.createElement("div");
    box.className = "progress";
    const line = document.createElement("div");
    line.className = "progress__words";
    line.setAttribute("role", "status");
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const said = document.createElement("span");
    const bar = document.createElement("progress");
    bar.max = file.size;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button--plain button--small";
    drop.textContent = words.drop;
    line.append(name, said);
    box.append(line, bar, drop);
    input.closest(".field").append(box);
    const one = { input, file, box, drop, address: "", dropped: false, say: (text) => (said.textContent = text) };
    let how = words.waiting;
    one.tell = () => one.say(held ? `${how} · ${words.then}` : how);
    one.far = (offset) => {
      bar.value = offset;
      how = `${Math.floor((100 * offset) / file.size)}%`;
      one.tell();
    };
    drop.addEventListener("click", () => {
      one.dropped = true;
      if (one.address) post(`${one.address}drop/`).catch(() => null);
      over(one);
    });
    return one;
  };

  // It is no longer chosen, and nothing waits for it.
  const over = (one) => {
    const { input, file, box } = one;
    one.kept.then(() => kept.forget(one));
    going.delete(nameOf(file));
    box.remove();
    input.files = bag([...input.files].filter((other) => nameOf(other) !== nameOf(file)));
    input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "over" }));
    if (!going.size && held) form.requestSubmit(held.by);
  };

  const refuse = (one, text) => {
    held = null;
    over(one);
    one.input.dispatchEvent(new CustomEvent("refused", { detail: { file: one.file, words: text } }));
  };

  // The form's own sending is left: the file stays chosen.
  const giveUp = (one, silent = false) => {
    going.delete(nameOf(one.file));
    if (silent) silenced.add(one.input);
    left.set(nameOf(one.file), one.box);
    held = null;
    one.say(words.given);
    one.box.querySelector("progress").remove();
    one.drop.remove();
  };

  const page = async () => new DOMParser().parseFromString(await (await fetch(words.page)).text(), "text/html");
  let look = 0;
  const later = (looks) => {
    clearTimeout(look);
    if (looks && document.querySelector("[data-unread]")) look = setTimeout(refresh, BETWEEN, looks - 1);
  };
  const refresh = async (looks = LOOKS) => {
    const fresh = await page().catch(() => null);
    for (const part of document.querySelectorAll("[data-fresh]")) {
      const other = fresh?.getElementById(part.id);
      if (other) part.replaceWith(other);
    }
    later(looks);
  };
  later(LOOKS);

  const send = async (one) => {
    const { file } = one;
    const said = { field: one.input.name, name: file.name, size: file.size, stamp: file.lastModified };
    // The answer that it is kept may be what got lost.
    if (restored.delete(nameOf(file))) said.again = 1;
    const begun = await patiently(() => post(words.send, new URLSearchParams(said)), one);
    if (one.dropped) return;
    if (!begun || begun.redirected || begun.status === 403) return giveUp(one, !begun);
    let told = await begun.json();
    if (!begun.ok) return refuse(one, told.words);
    one.address = told.url;
    let { offset } = told;
    while (!told.kept) {
      one.far(offset);
      const piece = () => post(one.address, file.slice(offset, offset + PIECE), {
        "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset),
      });
      const answer = await patiently(piece, one);
      if (one.dropped) return;
      if (!answer || answer.redirected || [403, 404, 413].includes(answer.status)) return giveUp(one, !answer);
      told = await answer.json();
      if (answer.status !== 409 && !answer.ok) return refuse(one, told.words);
      offset = Number(answer.headers.get("Upload-Offset"));
    }
    one.far(file.size);
    await refresh();
    answered(form, one.input);
    over(one);
  };

  let last = Promise.resolve();
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("input[data-upload]")) return;
    const chosen = new Set([...target.files].map(nameOf));
    for (const [name, one] of going) {
      if (one.input !== target || chosen.has(name)) continue;
      // Another was chosen in its place.
      one.dropped = true;
      one.kept.then(() => kept.forget(one));
      one.box.remove();
      going.delete(name);
    }
    for (const file of target.files) {
      if (going.has(nameOf(file))) continue;
      left.get(nameOf(file))?.remove();
      const one = row(target, file);
      one.kept = kept.keep(one);
      going.set(nameOf(file), one);
      one.tell();
      // One after the other: a bad line is not made better by two at once.
      last = last.then(() => one.dropped || send(one).catch(() => giveUp(one)));
    }
  });

  const again = () => {
    for (const input of silenced) input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "again" }));
    silenced.clear();
  };
  addEventListener("online", again);
  const restore = async () => {
    for (const [name, file] of (await kept.files()) ?? []) {
      const input = form.elements[name];
      if (!input?.multiple && input?.files?.length !== 0) continue;
      restored.add(nameOf(file));
      input.files = bag([...input.files, file]);
      input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "again" }));
    }
  };
  restore();
  document.addEventListener("visibilitychange", () => document.hidden || again());

  document.addEventListener("submit", async (event) => {
    if (event.target.closest("[data-gives-back]")) kept.clear();
    if (event.target !== form || !going.size || event.defaultPrevented) return;
    event.preventDefault();
    const { submitter } = event;
    if (!submitter?.hasAttribute("formaction")) {
      held = { by: submitter };
      for (const one of going.values()) one.tell();
      return;
    }
    // Anything else is done meanwhile, without leaving what is on its way.
    const body = new FormData(form, submitter);
    for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
    await fetch(submitter.formAction, { method: "POST", body }).catch(() => null);
    await refresh();
  }, { capture: true });
}

document.querySelectorAll("form[data-send]").forEach(bind);
