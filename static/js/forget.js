// form[data-forget]: who signs out by it leaves nothing typed and unsaved on the device for whoever comes next.
// [data-forgets]: work that is handed in or over, of which nothing unsaved is needed any more.
function forget(beginning) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(beginning)) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

document.addEventListener("submit", ({ target }) => {
  if (target.matches("form[data-forget]")) forget("unsaved ");
});

for (const { dataset } of document.querySelectorAll("[data-forgets]")) forget(`unsaved ${dataset.forgets}`);
