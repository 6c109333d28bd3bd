// textarea[maxlength] and input[data-count]: how much has been typed of how much there may be.
for (const field of document.querySelectorAll("textarea[maxlength], input[data-count][maxlength]")) {
  const count = document.createElement("span");
  count.className = "field__count";
  count.setAttribute("aria-hidden", "true");
  const show = () => {
    count.textContent = `${field.value.length} / ${field.maxLength}`;
    count.classList.toggle("field__count--over", field.value.length >= field.maxLength);
  };
  field.after(count);
  field.addEventListener("input", show);
  show();
}
