// img[data-cover="id of a form"]: rectangles drawn over it are sent with the form as `part`, their sides in thousandths
// of the picture's. [data-uncover] takes the last one back. The form named by data-turn brings along what is drawn, and
// the link [data-covered] sends it as `done`; whoever leaves in another way is asked first. The parts that a form
// [data-found] would cover are framed.
const WHOLE = 1000;
const LEAST = 5;

for (const image of document.querySelectorAll("img[data-cover]")) {
  const form = document.getElementById(image.dataset.cover);
  const turn = document.getElementById(image.dataset.turn);
  const uncover = form.querySelector("[data-uncover]");
  const drawn = [];
  let leaving = false;
  let from = null;
  let box = null;

  Object.assign(image.parentElement.style, { position: "relative", inlineSize: "fit-content" });
  // The whole picture must be in sight, and a page can still be moved beside it.
  Object.assign(image.style, { maxBlockSize: "65vh", inlineSize: "auto", touchAction: "pinch-zoom", cursor: "crosshair" });
  image.draggable = false;

  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    const within = (part) => Math.round(Math.min(Math.max(part, 0), 1) * WHOLE);
    return [within((clientX - left) / width), within((clientY - top) / height)];
  };
  const sides = (to) => [
    Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1]),
  ];
  const show = ([left, top, right, bottom], box, look = { background: "#222" }) => {
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = image;
    Object.assign(box.style, look, {
      position: "absolute",
      pointerEvents: "none",
      left: `${offsetLeft + (left / WHOLE) * offsetWidth}px`,
      top: `${offsetTop + (top / WHOLE) * offsetHeight}px`,
      width: `${((right - left) / WHOLE) * offsetWidth}px`,
      height: `${((bottom - top) / WHOLE) * offsetHeight}px`,
    });
  };

  image.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    from = place(event);
    box = document.createElement("div");
    image.after(box);
    image.setPointerCapture(event.pointerId);
  });
  image.addEventListener("pointermove", (event) => from && show(sides(place(event)), box));
  const hidden = (name, value) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    return input;
  };
  const end = (event) => {
    if (!from) return;
    const part = sides(place(event));
    from = null;
    if (event.type === "pointercancel" || part[2] - part[0] < LEAST || part[3] - part[1] < LEAST) return box.remove();
    show(part, box);
    const input = hidden("part", part.join());
    form.append(input);
    drawn.push([input, box]);
    uncover.hidden = false;
  };
  image.addEventListener("pointerup", end);
  image.addEventListener("pointercancel", end);
  uncover.addEventListener("click", () => {
    for (const node of drawn.pop() ?? []) node.remove();
    uncover.hidden = !drawn.length;
  });

  const found = [...document.querySelectorAll("form[data-found] [name=part]")].map(({ value }) => [value.split(",").map(Number), document.createElement("div")]);
  const frame = () => {
    for (const [part, box] of found) show(part, box, { outline: "3px dashed #d33" });
  };
  image.after(...found.map(([, box]) => box));
  image.decode().then(frame, () => null);
  addEventListener("resize", frame);

  form.querySelector("[data-covered]").addEventListener("click", (event) => {
    if (!drawn.length) return;
    event.preventDefault();
    form.append(hidden("done", "1"));
    form.requestSubmit();
  });
  turn.addEventListener("submit", () => turn.append(...drawn.map(([input]) => input)));
  document.addEventListener("submit", ({ target }) => {
    leaving = leaving || target === form || target === turn;
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (drawn.length && !leaving) event.preventDefault();
  });
}
