// On the page for when there is no line: the page that was asked for comes as soon as there is one.
const again = document.querySelector("a[data-again]");
if (location.pathname !== again.dataset.again) {
  again.href = location.href;
  // A link to the very same address, with the same place in it, would load nothing.
  again.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
  addEventListener("online", () => location.reload());
}
