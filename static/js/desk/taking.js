// [data-takes]: who begins to write a decision takes the case, so that a colleague does not write the same meanwhile.
// It says then whose it is: a colleague's, where they were quicker.
const panel = document.querySelector("[data-takes]");

async function take() {
  const body = new URLSearchParams(new FormData(panel.querySelector("form")));
  const answer = await fetch(panel.dataset.takes, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".holding");
  if (fresh) panel.replaceChildren(...fresh.childNodes);
}

function begins({ target }) {
  if (panel.contains(target) || target.form?.method !== "post") return;
  document.removeEventListener("input", begins);
  take();
}

if (panel) document.addEventListener("input", begins);
