// A form is sent once: the button rests after the first press and wakes when the page is shown again.
function rest(form, button) {
  form.dataset.sent = "";
  if (button) {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[data-many]")) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  // After this turn, so that the pressed button's own name and value are still sent.
  setTimeout(() => {
    if (!event.defaultPrevented) rest(form, event.submitter);
  });
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  }
});
