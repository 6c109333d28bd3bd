// input[type=file][data-together]: a form whose files are larger than that together is not sent, because it would be
// turned away as a whole, with what was typed; data-too-heavy says so at its last file until something is changed.
document.addEventListener("submit", (event) => {
  const chosen = [...event.target.elements].filter((input) => input.dataset.together && input.files.length);
  const weight = chosen.flatMap((input) => [...input.files]).reduce((sum, file) => sum + file.size, 0);
  const last = chosen.at(-1);
  if (!last || weight <= Number(last.dataset.together)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  last.setCustomValidity(last.dataset.tooHeavy);
  last.reportValidity();
  event.target.addEventListener("change", () => last.setCustomValidity(""), { once: true });
}, { capture: true });
