// form[data-guard]: asks before leaving with something typed and not sent.
// Also brings the summary of a refused form into view.
let typed = null;

document.addEventListener("input", ({ target }) => {
  typed = target.closest("form[data-guard]") ?? typed;
});

document.addEventListener("submit", () => {
  typed = null;
});

addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});

document.querySelector("[data-summary]")?.focus();
