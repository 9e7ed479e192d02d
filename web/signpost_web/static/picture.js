/* Makes pictures larger and smaller: buttons, + - 0 and the arrow keys, and dragging. Without it they are whole.
   It is our own: of the libraries that pip installs, the one with zooming alone is a D3 of 2016 of 330 kB. */
"use strict";

for (const picture of document.querySelectorAll("[data-zoom]")) {
  const whole = new Map([...picture.querySelectorAll("svg")].map((svg) => [svg, svg.getAttribute("viewBox").split(" ").map(Number)]));
  const seen = new Map([...whole].map(([svg, box]) => [svg, [...box]]));

  const shown = () => [...whole.keys()].find((svg) => svg.getClientRects().length);
  const within = (value, most) => Math.min(Math.max(value, 0), Math.max(most, 0));
  const set = (svg, x, y, width, height) => {
    const [, , w, h] = whole.get(svg);
    seen.set(svg, [within(x, w - width), within(y, h - height), width, height]);
    svg.setAttribute("viewBox", seen.get(svg).join(" "));
    picture.classList.toggle("zoomed", width < w);
  };
  const zoom = (by) => {
    const svg = shown(), [x, y, width, height] = seen.get(svg), [, , w, h] = whole.get(svg);
    const to = Math.min(Math.max(width / by, w / 6), w), high = (to / w) * h;
    set(svg, x + (width - to) / 2, y + (height - high) / 2, to, high);
  };
  const pan = (right, down) => {
    const svg = shown(), [x, y, width, height] = seen.get(svg);
    set(svg, x + right * width, y + down * height, width, height);
  };
  const all = () => { const svg = shown(); set(svg, ...whole.get(svg)); };

  const keys = { "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), "0": all,
    ArrowLeft: () => pan(-0.15, 0), ArrowRight: () => pan(0.15, 0), ArrowUp: () => pan(0, -0.15), ArrowDown: () => pan(0, 0.15) };
  const tools = document.createElement("p");
  tools.className = "drawing-tools";
  for (const [name, said, act] of [["+", "Larger", keys["+"]], ["−", "Smaller", keys["-"]], ["Whole picture", "", all]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-secondary";
    button.textContent = name;
    if (said) button.setAttribute("aria-label", said);
    button.addEventListener("click", act);
    tools.append(button);
  }
  picture.before(tools);
  for (const place of [tools, picture]) {
    place.addEventListener("keydown", (event) => {
      const arrows = event.key.startsWith("Arrow") && !picture.classList.contains("zoomed");
      if (event.ctrlKey || event.metaKey || event.altKey || arrows || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  let from = null;
  picture.addEventListener("pointerdown", (event) => {
    if (picture.classList.contains("zoomed") && event.button === 0 && !event.target.closest("a")) from = event;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const size = shown().getBoundingClientRect();
    pan((from.clientX - event.clientX) / size.width, (from.clientY - event.clientY) / size.height);
    from = event;
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => { from = null; });
}
