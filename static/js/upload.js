// input[type=file][data-upload]: shows the picture before it is sent, takes a drop or a paste, and
// refuses a wrong kind (by accept) or a file over data-max-bytes with the words of
// data-wrong-kind and data-too-large.
function refusal(input, file) {
  const kinds = input.accept.split(",").map((kind) => kind.trim()).filter(Boolean);
  const fits = kinds.some((kind) => file.type === kind || (kind.endsWith("/*") && file.type.startsWith(kind.slice(0, -1))));
  if (kinds.length && !fits) return input.dataset.wrongKind;
  const limit = Number(input.dataset.maxBytes);
  if (limit && file.size > limit) return input.dataset.tooLarge;
  return "";
}

function note(box, name, role) {
  const element = document.createElement("p");
  element.className = name;
  element.setAttribute("role", role);
  box.append(element);
  return element;
}

function bind(input) {
  const box = document.createElement("div");
  box.className = "upload";
  input.replaceWith(box);
  box.append(input);
  if (input.dataset.hint) note(box, "upload__hint", "note").textContent = input.dataset.hint;
  const bad = note(box, "upload__bad", "alert");
  const show = document.createElement("img");
  show.className = "upload__show";
  show.alt = "";
  show.hidden = true;
  box.append(show);

  const look = () => {
    const [file] = input.files;
    bad.textContent = file ? refusal(input, file) || "" : "";
    if (bad.textContent) input.value = "";
    URL.revokeObjectURL(show.src);
    show.hidden = !input.files.length || !file.type.startsWith("image/");
    if (!show.hidden) show.src = URL.createObjectURL(file);
  };
  const take = (files) => {
    if (!files.length) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("change", look);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("upload--over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("upload--over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("upload--over");
    take(event.dataTransfer.files);
  });
  return take;
}

const takers = [...document.querySelectorAll("input[type=file][data-upload]")].map(bind);

// With one picture asked for, a screenshot can be pasted anywhere on the page.
if (takers.length === 1) {
  document.addEventListener("paste", (event) => takers[0](event.clipboardData.files));
}
