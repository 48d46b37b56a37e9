// Layers and the lines, boxes and rows that stand for them: lighting up and pinning.

let index = new Map();
let pointed = null;

function layersOf(element) {
  const own = words(element.dataset.for);
  const closed = words(element.dataset.anchor).filter((id) => state.folded.has(id));
  return [...own, ...closed.flatMap((id) => blocks.get(id).layers)];
}

function indexLayers() {
  index = new Map();
  for (const element of all("[data-for]")) {
    for (const layer of layersOf(element)) {
      if (!index.has(layer)) index.set(layer, new Set());
      index.get(layer).add(element);
    }
  }
}

function elementsOf(layers) {
  const found = new Set();
  for (const layer of layers) {
    for (const element of index.get(layer) || []) found.add(element);
  }
  return found;
}

function mark(name, elements) {
  for (const element of all(`.${name}`)) {
    if (!elements.has(element)) element.classList.remove(name);
  }
  for (const element of elements) element.classList.add(name);
}

function edgesOf(elements) {
  const ends = new Set([...elements].map((element) => element.id).filter(Boolean));
  return all("[data-ends]").filter((edge) => words(edge.dataset.ends).some((id) => ends.has(id)));
}

function light(element) {
  if (element === pointed) return;
  pointed = element;
  const layers = element ? layersOf(element) : [];
  const elements = elementsOf(layers);
  mark("lit", new Set([...elements, ...edgesOf(elements)]));
  tell(layers.length ? layers : [...state.pinned]);
}

function pin(layers, more = false) {
  const release = layers.every((layer) => state.pinned.has(layer)) &&
    (more || state.pinned.size === layers.length);
  if (!more) state.pinned.clear();
  for (const layer of layers) {
    if (release) state.pinned.delete(layer);
    else state.pinned.add(layer);
  }
  showPinned();
}

function showPinned() {
  const pinned = elementsOf(state.pinned);
  mark("pinned", pinned);
  for (const button of all("[aria-pressed].mark, .node[aria-pressed]")) {
    const owner = button.closest("[data-for]");
    if (owner) button.setAttribute("aria-pressed", String(pinned.has(owner)));
  }
  const hash = state.pinned.size ? `#${[...state.pinned].join(",")}` : " ";
  try {
    history.replaceState(null, "", hash === " " ? location.pathname + location.search : hash);
  } catch {
    // A page that was opened from a file may not be allowed to.
  }
  tell([...state.pinned]);
}

function letGo() {
  state.pinned.clear();
  pointed = null;
  mark("lit", new Set());
  showPinned();
}

// One line at the foot of the page says what is lit, for those who see no colours too.
function tell(layers) {
  const rows = layers.map(layerRow).filter(Boolean);
  one("#told").textContent = rows.length === 1 ? oneLayer(rows[0]) : severalLayers(rows);
}

function oneLayer(row) {
  const [, kind, shape, params, share, from, caption] = [...row.cells]
    .slice(1)
    .map((cell) => cell.textContent.trim());
  const name = one("th", row).textContent.trim();
  const size = params === "0" ? "" : `${params} parameters${share ? ` (${share})` : ""}`;
  const said = [caption && `【${caption}】 ${name}`, !caption && name, kind, shape, size, from && `from ${from}`];
  return said.filter(Boolean).join(" · ");
}

function severalLayers(rows) {
  if (!rows.length) return "";
  const [params] = sizeCells(rows);
  return `${rows.length} layers · ${params.textContent} parameters`;
}
