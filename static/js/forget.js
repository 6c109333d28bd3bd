// form[data-forget]: who signs out by it leaves nothing typed and unsaved on the device for whoever comes next.
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-forget]")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("unsaved ")) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
});
