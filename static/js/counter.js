// textarea[maxlength] and input[data-count]: how much has been typed of how much there may be.
for (const field of document.querySelectorAll("textarea[maxlength], input[data-count][maxlength]")) {
  const count = document.createElement("span");
  count.className = "field__count";
  count.setAttribute("aria-hidden", "true");
  const show = () => {
    // Isolated from the left, or the two change places in a page that runs from the right.
    count.textContent = `\u2066${field.value.length} / ${field.maxLength}\u2069`;
    count.classList.toggle("field__count--over", field.value.length >= field.maxLength);
  };
  field.after(count);
  field.addEventListener("input", show);
  show();
}
