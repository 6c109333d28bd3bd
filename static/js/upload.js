// input[type=file][data-upload]: shows pictures before they are sent, takes a drop or a paste (one more where it takes
// several), and refuses a wrong kind (by accept) or a file over data-max-bytes with the words of
// data-wrong-kind and data-too-large; what fits stays chosen.
function refusal(input, file) {
  const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  const fits = kinds.some((kind) => {
    if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
    return file.type === kind || (kind.endsWith("/*") && file.type.startsWith(kind.slice(0, -1)));
  });
  if (kinds.length && !fits) return input.dataset.wrongKind;
  const limit = Number(input.dataset.maxBytes);
  if (limit && file.size > limit) return input.dataset.tooLarge;
  return "";
}

function bag(files) {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data.files;
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
  const shown = document.createElement("div");
  shown.className = "upload__shown";
  box.append(shown);

  const look = () => {
    const files = [...input.files];
    const why = files.map((file) => refusal(input, file) || "");
    bad.textContent = why.find(Boolean) || "";
    if (bad.textContent) input.files = bag(files.filter((_, number) => !why[number]));
    for (const image of shown.children) URL.revokeObjectURL(image.src);
    shown.replaceChildren(
      ...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
        const image = document.createElement("img");
        image.className = "upload__show";
        image.alt = "";
        image.src = URL.createObjectURL(file);
        return image;
      }),
    );
  };
  const take = (files) => {
    if (!files.length) return;
    input.files = bag(input.multiple ? [...input.files, ...files] : [files[0]]);
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

// With one field for pictures, a screenshot can be pasted anywhere on the page.
if (takers.length === 1) {
  document.addEventListener("paste", (event) => takers[0](event.clipboardData.files));
}
