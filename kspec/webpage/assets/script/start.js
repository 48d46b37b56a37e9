// The events of the whole page, and what is done anew when its content is replaced.

function connect() {
  readBlocks();
  readDiagram();
  const known = new Set(all("tbody tr.layer").map((row) => row.dataset.for));
  for (const layer of state.pinned) if (!known.has(layer)) state.pinned.delete(layer);
  showFolds();
  showStyle(state.style);
  showPart(state.part);
  showSorted();
  if (state.query) search(state.query);
}

let revealing = 0;

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const element = event.target.closest("[data-for]");
  light(element);
  clearTimeout(revealing);
  // A pointer that only passes moves nothing.
  if (element) revealing = setTimeout(() => reveal(layersOf(element), paneOf(element)), 150);
});
root.addEventListener("pointerleave", () => light(null));
document.addEventListener("focusin", (event) => {
  const element = event.target.closest("[data-for]");
  if (!element || !event.target.matches("button.mark, .node")) return;
  becomeCurrent(event.target);
  light(element);
  reveal(layersOf(element), paneOf(element));
});
document.addEventListener("focusout", () => light(null));
document.addEventListener("click", (event) => {
  const button = event.target.closest("button, .node");
  if (button && press(button)) return;
  const frame = event.target.closest("[data-frame]");
  if (frame) return fold(frame.dataset.frame, true);
  const element = event.target.closest("[data-for]");
  // To select text is not to pin it.
  if (!element || (!button && String(getSelection()).trim())) return;
  choose(element, event.ctrlKey || event.metaKey || event.shiftKey);
});
document.addEventListener("dblclick", (event) => {
  const folded = event.target.closest(".folded");
  if (folded) fold(folded.dataset.block, false);
});
document.addEventListener("keydown", onKey);
document.addEventListener("input", (event) => {
  if (event.target.matches("#query")) search(event.target.value);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => showTheme(null));
addEventListener("hashchange", () => {
  state.pinned = new Set(addressed());
  showPinned();
  reveal(state.pinned, null, "center");
});

// The layers that the address names; a name that there is not pins nothing.
function addressed() {
  // All names are of letters, digits and `_`: nothing is ever encoded.
  const names = location.hash.slice(1).split(",");
  return names.filter((id) => layerRow(id));
}

showTheme(remembered("theme"));
state.pinned = new Set(addressed());
connect();
reveal(state.pinned, null, "center");
if (root.hasAttribute("data-live")) watch();
