// [data-key]: a letter presses it, except while typing. A details' summary opens and its first field is ready.
// input[data-ticks]: ticks all boxes of that name.
const READY = 300; // A key pressed for the page before must not judge this one.
const shown = performance.now();

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || performance.now() - shown < READY) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  const pressed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
  const details = pressed.closest("details[open]");
  details?.querySelector("select, input:not([type=hidden]), textarea")?.focus();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[data-ticks]")) return;
  for (const box of document.getElementsByName(target.dataset.ticks)) box.checked = target.checked;
});
