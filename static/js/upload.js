// input[type=file][data-upload]: shows pictures before they are sent, takes a drop or a paste (one more where it takes
// several), opens the camera of a phone by a button named data-camera, and refuses a wrong kind (by accept) or a file
// over data-max-bytes with the words of data-wrong-kind and data-too-large; what fits stays chosen. Each file that is
// refused is named, those refused for the same reason in one line, also one refused elsewhere by an event `refused`,
// until more is chosen.
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

function note(box, name, role, tag = "p") {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute("role", role);
  box.append(element);
  return element;
}

// The same field, asked for the camera this once.
function camera(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button--quiet button--small";
  button.textContent = input.dataset.camera;
  button.addEventListener("click", () => {
    const before = [...input.files];
    input.setAttribute("capture", "environment");
    input.click();
    input.removeAttribute("capture");
    // What a camera brings is one more, where there may be more.
    const add = () => {
      if (input.multiple) input.files = bag([...before, ...input.files]);
    };
    input.addEventListener("change", add, { once: true, capture: true });
    input.addEventListener("cancel", () => input.removeEventListener("change", add, { capture: true }), { once: true });
  });
  return button;
}

function bind(input) {
  const box = document.createElement("div");
  box.className = "upload";
  input.replaceWith(box);
  box.append(input);
  if (input.dataset.hint) note(box, "upload__hint", "note").textContent = input.dataset.hint;
  const bad = note(box, "upload__bad", "alert", "div");
  const shown = document.createElement("div");
  shown.className = "upload__shown";
  box.append(shown);

  if (input.dataset.camera && matchMedia("(pointer: coarse)").matches) box.append(camera(input));

  const refuse = (file, words) => {
    const name = document.createElement("bdi");
    name.textContent = file.name;
    const said = `: ${words}`;
    const same = [...bad.children].find((line) => line.lastChild.textContent === said);
    if (same) return same.lastChild.before(" · ", name);
    const line = document.createElement("p");
    line.append(name, said);
    bad.append(line);
  };
  const look = ({ detail }) => {
    // A file that went out by itself, or is begun again, is no choice.
    if (detail !== "over" && detail !== "again") bad.replaceChildren();
    const files = [...input.files];
    const why = files.map((file) => refusal(input, file));
    files.forEach((file, number) => why[number] && refuse(file, why[number]));
    if (why.some(Boolean)) input.files = bag(files.filter((_, number) => !why[number]));
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
    if (!input.multiple && input.dataset.onlyOne) [...files].slice(1).forEach((file) => refuse(file, input.dataset.onlyOne));
  };

  input.addEventListener("change", look);
  input.addEventListener("refused", ({ detail }) => refuse(detail.file, detail.words));
  box.addEventListener("focusin", () => {
    pasted = take;
  });
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

// A screenshot can be pasted anywhere on the page: it goes to the field used last, or the first.
let pasted = null;
const takers = [...document.querySelectorAll("input[type=file][data-upload]")].map(bind);
if (takers.length) {
  document.addEventListener("paste", (event) => (pasted ?? takers[0])(event.clipboardData.files));
}
