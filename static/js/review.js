// [data-key]: a letter presses it, except while typing. A details' summary opens and its first field is ready.
// input[data-ticks]: ticks all boxes of that name.
const READY = 300; // A key pressed for the page before must not judge this one.
const shown = performance.now();

// Not where they are not told of, as on a phone, nor where they are turned off on this device: [data-keys] does that.
const told = document.querySelector("[data-keys]");
const untold = matchMedia("(max-width: 47.99rem), (pointer: coarse)");
const OFF = "keys off";
let off = kept();

function kept() {
  try {
    return Boolean(localStorage.getItem(OFF));
  } catch {
    return false;
  }
}

function keep() {
  try {
    if (off) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // Where nothing may be kept on the device they are off for this page.
  }
}

function areOn() {
  return !untold.matches && !off;
}

function tell() {
  if (!told) return;
  const { on, off } = told.dataset;
  told.textContent = areOn() ? off : on;
}

function shut(details) {
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
}

told?.addEventListener("click", () => {
  off = areOn();
  keep();
  tell();
});
// Turned off or on in another window.
addEventListener("storage", () => {
  off = kept();
  tell();
});
tell();

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || performance.now() - shown < READY) return;
  if (key === "Escape") return shut(target.closest("details.reject[open]"));
  if (!areOn()) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
  const details = pressed.closest("details[open]");
  details?.querySelector("select, input:not([type=hidden]), textarea")?.focus();
});

// a[href="#…"] to what a closed details holds opens it, and its first field is ready.
document.addEventListener("click", ({ target }) => {
  const held = document.getElementById(target.closest("a[href^='#']")?.hash.slice(1))?.closest("details");
  if (!held) return;
  held.open = true;
  held.querySelector("select, input:not([type=hidden]), textarea")?.focus();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-ticks]")) return;
  for (const box of document.getElementsByName(target.dataset.ticks)) box.checked = target.checked;
});

// a[data-zoom]: a press shows its picture at full size in its place, another one as it was; dragging moves it. One
// that is shown at full size already stays.
for (const link of document.querySelectorAll("a[data-zoom]")) {
  link.setAttribute("aria-expanded", "false");
  link.draggable = link.firstElementChild.draggable = false;
}

let dragged = false;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const opens = link.getAttribute("aria-expanded") !== "true";
  const { naturalWidth, clientWidth } = link.firstElementChild;
  if (dragged || (opens && naturalWidth && naturalWidth <= clientWidth)) return;
  link.setAttribute("aria-expanded", String(opens));
});

document.addEventListener("pointerdown", (event) => {
  dragged = false;
  const link = event.target.closest("a[data-zoom][aria-expanded=true]");
  if (!link || event.pointerType !== "mouse") return;
  const move = ({ movementX, movementY }) => {
    dragged ||= Math.abs(movementX) + Math.abs(movementY) > 1;
    link.scrollBy(-movementX, -movementY);
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", () => document.removeEventListener("pointermove", move), { once: true });
});
