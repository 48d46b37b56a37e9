// Folding the diagram: heights between boxes that are still shown shrink, nothing else
// moves. So the drawing stays the one that Graphviz made.

const FOLDED_HEIGHT = 56;
const ARROW = 24;
const PAIR = /(-?[\d.]+)([ ,])(-?[\d.]+)/g;
let drawing = null;

function readDiagram() {
  const svg = one(".pane.diagram svg");
  drawing = null;
  if (!svg) return;
  const nodes = new Map();
  for (const node of all(".node[data-for]:not(.folded)", svg)) {
    nodes.set(node.id, { node, box: boxOf(node) });
  }
  const shapes = all("path, polygon, polyline, text", svg)
    .filter((shape) => !shape.closest(".node, defs"))
    .map((shape) => ({ shape, name: placeName(shape), was: shape.getAttribute(placeName(shape)) }));
  const frames = new Map(all("[data-frame]", svg).map((frame) => [frame, boxOf(frame)]));
  drawing = { svg, nodes, shapes, frames, view: svg.getAttribute("viewBox").split(/\s+/).map(Number) };
  for (const frame of frames.keys()) addSign(frame);
  resize();
}

const placeName = (shape) => ({ path: "d", text: "y" })[shape.tagName] || "points";

function boxOf(node) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const shape of all("path, polygon", node)) {
    for (const [, x, , y] of shape.getAttribute(placeName(shape)).matchAll(PAIR)) {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box;
}

const around = (boxes) => ({
  left: Math.min(...boxes.map((box) => box.left)),
  right: Math.max(...boxes.map((box) => box.right)),
  top: Math.min(...boxes.map((box) => box.top)),
  bottom: Math.max(...boxes.map((box) => box.bottom)),
});

function foldDiagram(closed) {
  if (!drawing) return;
  for (const old of all(".folded", drawing.svg)) old.remove();
  const places = closed
    .map((block) => ({ block, boxes: block.boxes.map((id) => drawing.nodes.get(id)?.box).filter(Boolean) }))
    .filter((place) => place.boxes.length > 1)
    .map((place) => ({ block: place.block, box: around(place.boxes) }));
  const owner = new Map(places.flatMap(({ block }) => block.boxes.map((id) => [id, block])));
  const shown = [...drawing.nodes].filter(([id]) => !owner.has(id));
  const moved = squeeze(places.flatMap(rangesOf), shown.map(([, { box }]) => box));
  moveNodes(owner, moved);
  moveShapes(owner, moved);
  for (const place of places) addFolded(place, moved);
  const [left, top, width, height] = drawing.view;
  drawing.svg.setAttribute("viewBox", `${left} ${top} ${width} ${height + moved(1e6) - 1e6}`);
  resize();
}

// The heights that a folded block gives up, each with what is left of it: its boxes, and
// above and below them what its frame takes up, but for the room that an arrow needs.
function rangesOf({ block, box }) {
  const ranges = [{ ...box, height: FOLDED_HEIGHT }];
  const frame = drawing.svg.querySelector(`[data-frame="${CSS.escape(block.id)}"]`);
  if (frame) {
    const { top, bottom } = drawing.frames.get(frame);
    ranges.push({ top, bottom: box.top - ARROW, height: 0 });
    ranges.push({ top: box.bottom + ARROW, bottom, height: 0 });
  }
  return ranges.filter((range) => range.top < range.bottom);
}

// Where each height goes: what lies in a folded box shrinks, unless a shown box is beside it.
function squeeze(ranges, shown) {
  const edges = new Set([...ranges, ...shown].flatMap((box) => [box.top, box.bottom]));
  const steps = [...edges].sort((a, b) => a - b);
  const inside = (box, top, bottom) => box.top <= top && bottom <= box.bottom;
  const parts = steps.slice(1).map((bottom, at) => ({ top: steps[at], bottom }));
  const isFree = ({ top, bottom }) => !shown.some((box) => inside(box, top, bottom));
  const length = (some) => some.reduce((sum, part) => sum + part.bottom - part.top, 0);
  for (const part of parts) {
    part.scale = 1;
    const over = ranges.filter((range) => inside(range, part.top, part.bottom));
    if (!over.length || !isFree(part)) continue;
    part.scale = Math.max(...over.map((range) => {
      const within = parts.filter((other) => inside(range, other.top, other.bottom));
      const free = length(within.filter(isFree));
      return Math.min(1, Math.max(0, range.height - length(within) + free) / free);
    }));
  }
  return (y) => {
    const passed = parts.filter((part) => part.top < y);
    const lost = passed.map((part) => (1 - part.scale) * (Math.min(y, part.bottom) - part.top));
    return y - lost.reduce((sum, one) => sum + one, 0);
  };
}

function moveNodes(owner, moved) {
  for (const [id, { node, box }] of drawing.nodes) {
    node.toggleAttribute("hidden", owner.has(id));
    node.setAttribute("transform", `translate(0 ${moved(box.top) - box.top})`);
  }
}

function moveShapes(owner, moved) {
  for (const { shape, name, was } of drawing.shapes) {
    const place = (y) => moved(Number(y)).toFixed(2);
    const now = name === "y" ? place(was) : was.replace(PAIR, (_, x, gap, y) => x + gap + place(y));
    shape.setAttribute(name, now);
  }
  for (const edge of all("[data-ends]", drawing.svg)) {
    const [tail, head] = words(edge.dataset.ends).map((id) => owner.get(id));
    edge.toggleAttribute("hidden", tail !== undefined && tail === head);
  }
  // The frame of a folded block goes, and those inside.
  for (const frame of all("[data-boxes]", drawing.svg)) {
    const owners = new Set(words(frame.dataset.boxes).map((id) => owner.get(id)));
    frame.toggleAttribute("hidden", owners.size === 1 && !owners.has(undefined));
  }
}

function made(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function addFolded({ block, box }, moved) {
  const top = moved(box.top);
  const height = moved(box.bottom) - top;
  const width = Math.max(box.right - box.left, widthOf(block));
  const left = (box.left + box.right - width) / 2;
  const group = made("g", {
    class: "node folded",
    role: "button",
    tabindex: "-1",
    "aria-pressed": "false",
    "aria-label": `${block.label}, folded, ${block.facts}`,
    "data-for": block.layers.join(" "),
    "data-block": block.id,
  });
  for (const shift of [6, 3, 0]) {
    group.append(made("rect", { x: left + shift, y: top + shift, width, height: height - 6, rx: 6 }));
  }
  const lines = [
    ["facts", block.facts],
    ["name", `▸ ${block.label}`],
    ...(block.caption ? [["name", block.caption]] : []),
  ];
  let y = top + height / 2 + 1 + 7.5 * (lines.length - 1);
  for (const [kind, text] of lines) {
    group.append(made("text", { x: left + 10, y, class: kind }, text));
    y -= 15;
  }
  // Where its boxes stand, so that arrow keys find it between its neighbours.
  const first = block.boxes.find((id) => drawing.nodes.has(id));
  drawing.nodes.get(first).node.before(group);
}

// What the pointer folds a block by: a sign in the corner of its frame.
function addSign(frame) {
  const { right, top } = drawing.frames.get(frame);
  const sign = made("text", { x: right - 16, y: top + 15, class: "sign", "aria-hidden": "true" }, "▾");
  frame.append(sign);
  drawing.shapes.push({ shape: sign, name: "y", was: String(top + 15) });
}

// About as wide as its longest line; characters beyond Latin take two columns.
function widthOf(block) {
  const columns = (text) => [...text].reduce((sum, one) => sum + (one > "\u2e7f" ? 2 : 1), 0);
  return 26 + 6.3 * Math.max(...[`▸ ${block.label}`, block.caption, block.facts].map(columns));
}

// As wide as its pane at most, and never larger than it was drawn, until the reader zooms.
function resize() {
  if (!drawing) return;
  const [, , width, height] = drawing.svg.getAttribute("viewBox").split(/\s+/).map(Number);
  const full = (width * 4) / 3;
  drawing.svg.style.width = `${full * (state.zoom || 1)}px`;
  drawing.svg.style.maxWidth = state.zoom ? "none" : "100%";
  drawing.svg.style.aspectRatio = `${width} / ${height}`;
}

function zoom(by) {
  const svg = drawing?.svg;
  if (!svg) return;
  const [, , width] = svg.getAttribute("viewBox").split(/\s+/).map(Number);
  const now = svg.getBoundingClientRect().width / ((width * 4) / 3);
  state.zoom = by ? Math.min(Math.max(now * by, 0.1), 4) : null;
  resize();
}
