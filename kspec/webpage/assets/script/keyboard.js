// Everything that a pointer does, from the keyboard.

function choose(item, more) {
  const owner = item.closest("[data-for]");
  pin(layersOf(owner), more);
  reveal(layersOf(owner), paneOf(owner), "center");
}

const MOVES = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity, PageDown: 10, PageUp: -10 };

// A button's plain Enter or space bar is a click already.
const isChoice = (event, item) =>
  event.key === "Enter" || event.key === " " ? event.ctrlKey || event.metaKey || !item.matches("button") : false;

function onItemKey(event, item) {
  const layers = layersOf(item.closest("[data-for]"));
  if (event.key in MOVES) step(item, MOVES[event.key]);
  else if (isChoice(event, item)) choose(item, event.ctrlKey || event.metaKey);
  else if (event.key === "ArrowLeft") foldAt(layers, true, item);
  else if (event.key === "ArrowRight") foldAt(layers, false, item);
  else return;
  event.preventDefault();
}

function foldAt(layers, folded, item) {
  const block = blockOf(layers, !folded);
  if (!block) return;
  const pane = paneOf(item);
  fold(block.id, folded);
  if (isShown(item) && item.isConnected) return;
  const same = itemsOf(pane).find((other) =>
    layersOf(other.closest("[data-for]")).some((layer) => block.layers.includes(layer)));
  if (same) same.focus();
}

function onSearchKey(event) {
  if (event.key === "Enter") nextMatch(event.shiftKey ? -1 : 1);
  else if (event.key !== "Escape") return;
  else {
    event.target.value = "";
    search("");
  }
  event.preventDefault();
}

function onKey(event) {
  if (event.target.matches("#query")) return onSearchKey(event);
  const item = event.target.closest("button.mark, .node");
  if (event.key === "Escape") letGo();
  else if (event.key === "/" && !event.ctrlKey && !event.metaKey) {
    one("#query").focus();
    event.preventDefault();
  } else if (item) onItemKey(event, item);
}
