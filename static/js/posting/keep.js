// form[data-keep]: what is typed and not sent is kept on the device under that key and filled in when the page comes
// again, unless something else was saved meanwhile. [data-kept] says so then, and its button takes it back. So leaving
// loses nothing, and nobody is asked about it. A page that answers a refused form, [data-refused], brings what was typed:
// what is kept stays, against what was there before.
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

function put(field, to) {
  if (ticks(field)) field.checked = to;
  else field.value = to;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function bind(form) {
  const key = `unsaved ${form.dataset.keep}`;
  const fields = new Map();
  for (const field of form.elements) {
    if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
    fields.set(ticks(field) ? `${field.name} ${field.value}` : field.name, field);
  }
  const left = JSON.parse(localStorage.getItem(key)) ?? {};
  const refused = "refused" in form.dataset;
  const was = (name, field) => (refused ? left[name]?.[0] : null) ?? brought(field);
  const base = new Map([...fields].map(([name, field]) => [name, was(name, field)]));
  const note = () => {
    const changed = [...fields].filter(([name, field]) => value(field) !== base.get(name));
    if (!changed.length) return localStorage.removeItem(key);
    const kept = changed.map(([name, field]) => [name, [base.get(name), value(field)]]);
    return localStorage.setItem(key, JSON.stringify(Object.fromEntries(kept)));
  };

  const back = refused
    ? []
    : Object.entries(left).filter(([name, [before, is]]) => {
        const field = fields.get(name);
        return field && brought(field) === before && is !== before;
      });
  for (const [name, [, is]] of back) put(fields.get(name), is);
  note();
  const said = document.querySelector("[data-kept]");
  said.hidden = !back.length;
  said.querySelector("button").addEventListener("click", () => {
    for (const [name, [before]] of back) put(fields.get(name), before);
    note();
    said.hidden = true;
  });
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  delete form.dataset.guard;
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  try {
    bind(form);
  } catch {
    // A browser that keeps nothing: the form asks before somebody leaves it.
  }
}
