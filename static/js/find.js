// form[data-finds]: what it finds comes into the [data-found] parts, and its address into the history, without a new page;
// so does another page of the list.
// form[data-hides]: a button of it in a card hides the card and leaves the words, with the way to undo it, in its place;
// one that hides more than the card brings the list anew, with the words above it.
const filters = document.querySelector("form[data-finds]");
let asked = new AbortController();
let shown = location.pathname + location.search;

async function page(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function replace(fresh) {
  for (const part of document.querySelectorAll("[data-found]")) part.replaceWith(fresh.getElementById(part.id));
  document.querySelector("[data-status]").textContent = document.getElementById("found").dataset.words;
}

async function find(address) {
  asked.abort();
  asked = new AbortController();
  document.getElementById("found").setAttribute("aria-busy", "true");
  try {
    replace(await page(address, { signal: asked.signal }));
    history.pushState(null, "", address);
    shown = location.pathname + location.search;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

// The first order is the one there is anyway.
function address() {
  const usual = filters.elements.sort.options[0].value;
  const chosen = [...new FormData(filters)].filter(([name, value]) => value && (name !== "sort" || value !== usual));
  return `${location.pathname}?${new URLSearchParams(chosen)}`.replace(/\?$/, "");
}

if (filters) {
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    find(address());
  });
  filters.addEventListener("change", () => find(address()));
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("#found .pager a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await find(link.href);
    document.querySelector("#found a").focus();
  });
  // A link within the page is no other list.
  addEventListener("popstate", () => location.pathname + location.search === shown || location.reload());
}

document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  const place = target.matches("form[data-hides]") && submitter?.closest("li");
  if (!place) return;
  event.preventDefault();
  try {
    const fresh = await page(submitter.formAction, { method: "POST", body: new FormData(target) });
    const words = fresh.querySelector(".messages");
    if (submitter.formAction.includes("/task/")) {
      place.replaceChildren(words);
      document.querySelector("#found .tabs").replaceWith(fresh.querySelector("#found .tabs"));
    } else {
      replace(fresh);
      document.getElementById("found").prepend(words);
    }
    // What stands above the page is of before this.
    document.querySelector("#main > .messages")?.remove();
    words.querySelector("button").focus();
  } catch {
    location.reload();
  }
});
