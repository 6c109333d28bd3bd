// [data-scripted]: of use only where scripts run, so shown only there.
// details[data-menu]: closes on a press elsewhere and on Escape. select[data-submits]: sends its form.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-submits]")) target.form.submit();
});

for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
