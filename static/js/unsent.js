// form[data-guard]: what is sent last is kept in this tab. Where there was no line, or its person was signed out
// meanwhile, the form's own page comes again with #unsent and says it as it was typed; the words of data-guard stand above
// it then. Forms that keep what is typed in another way have none. Who signs out leaves nothing behind.
const SENT = "sent";
const ASIDE = ["hidden", "password", "file", "submit", "button"];

function said(form) {
  return [...form.elements].filter(({ name, type }) => name && !ASIDE.includes(type));
}

function ticks({ type }) {
  return type === "checkbox" || type === "radio";
}

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-guard]:not([data-guard=''])")) return;
  const typed = said(target).map((field) => [field.name, ticks(field) ? field.checked : field.value]);
  try {
    sessionStorage.setItem(SENT, JSON.stringify([location.pathname, target.getAttribute("action"), typed]));
  } catch {
    // A browser that keeps nothing: the page for when there is no line says that it may not have arrived.
  }
});

function putBack(form, typed) {
  const fields = said(form);
  if (fields.length !== typed.length || fields.some(({ name }, number) => name !== typed[number][0])) return;
  for (const [number, field] of fields.entries()) {
    if (ticks(field)) field.checked = typed[number][1];
    else field.value = typed[number][1];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const words = document.createElement("p");
  words.className = "message message--info";
  words.setAttribute("role", "status");
  form.before(words);
  words.textContent = form.dataset.guard;
  words.scrollIntoView({ block: "center" });
}

function takeUp() {
  if (location.hash !== "#unsent") return;
  const [path, action, typed] = JSON.parse(sessionStorage.getItem(SENT)) ?? [];
  sessionStorage.removeItem(SENT);
  history.replaceState(null, "", location.pathname + location.search);
  const forms = [...document.querySelectorAll("form[data-guard]:not([data-guard=''])")];
  const form = path === location.pathname && forms.find((one) => one.getAttribute("action") === action);
  if (form) putBack(form, typed);
}

try {
  takeUp();
} catch {
  // As above.
}
