// Blocks fold in the spec, the diagram and the code at once.

let blocks = new Map();

function readBlocks() {
  blocks = new Map();
  for (const item of all("#blocks li")) {
    blocks.set(item.dataset.id, {
      id: item.dataset.id,
      label: item.textContent,
      caption: item.dataset.caption,
      boxes: words(item.dataset.boxes),
      isLayer: "layer" in item.dataset,
      facts: item.dataset.facts,
      parent: item.dataset.parent,
      layers: words(item.dataset.layers),
    });
  }
  for (const id of state.folded) if (!blocks.has(id)) state.folded.delete(id);
}

function isInsideFolded(block) {
  for (let at = blocks.get(block.parent); at; at = blocks.get(at.parent)) {
    if (state.folded.has(at.id)) return true;
  }
  return false;
}

const closedBlocks = () =>
  [...blocks.values()].filter((block) => state.folded.has(block.id) && !isInsideFolded(block));

function fold(id, folded) {
  if (folded) state.folded.add(id);
  else state.folded.delete(id);
  showFolds();
}

function foldAll(folded) {
  state.folded = new Set(folded ? blocks.keys() : []);
  showFolds();
}

function showFolds() {
  const closed = closedBlocks();
  const several = closed.filter((block) => !block.isLayer);
  const covered = new Set(several.flatMap((block) => block.layers));
  const anchors = new Map(several.map((block) => [block.id, block]));
  for (const list of all(".lines")) foldLines(list, covered, anchors);
  foldDiagram(closed);
  foldTable(several);
  const button = one("[data-action=fold-all]");
  const every = blocks.size > 0 && state.folded.size === blocks.size;
  button.hidden = !blocks.size;
  button.setAttribute("aria-pressed", String(every));
  button.textContent = every ? "Unfold blocks" : "Fold blocks";
  indexLayers();
  showPinned();
  restoreFocusOrder();
}

function foldLines(list, covered, anchors) {
  const lines = all(".line", list);
  for (const line of lines) {
    const closed = words(line.dataset.anchor).map((id) => anchors.get(id)).filter(Boolean);
    const layers = words(line.dataset.for);
    const inside = layers.length > 0 && layers.every((layer) => covered.has(layer));
    line.hidden = inside && !closed.length;
    line.classList.toggle("closed", closed.length > 0);
    one(".text", line).dataset.facts = closed.length ? closed[0].facts : "";
    for (const button of all(".fold", line)) {
      const folded = state.folded.has(button.dataset.block);
      button.setAttribute("aria-expanded", String(!folded));
      button.setAttribute("aria-label", `${folded ? "unfold" : "fold"} ${button.dataset.block}`);
    }
  }
  hideGaps(lines);
}

// An empty line between two lines that are hidden is hidden too.
function hideGaps(lines) {
  let gap = [];
  let afterHidden = false;
  for (const line of lines) {
    if (!line.dataset.for && !one("code", line).textContent.trim()) {
      line.hidden = false;
      gap.push(line);
      continue;
    }
    if (afterHidden && line.hidden) for (const empty of gap) empty.hidden = true;
    afterHidden = line.hidden;
    gap = [];
  }
}

// The innermost block around a layer that is open, or the outermost that is closed.
function blockOf(layers, folded) {
  const around = [...blocks.values()].filter((block) => layers.every((id) => block.layers.includes(id)));
  if (folded) return around.find((block) => state.folded.has(block.id));
  return around.reverse().find((block) => block.boxes.length > 1 && !state.folded.has(block.id));
}
