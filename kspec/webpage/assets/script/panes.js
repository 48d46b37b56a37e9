// Within a pane one item takes part in the focus order; arrow keys go on from it.

const PARTS = [".pane.spec", ".pane.diagram", ".pane.code", ".layers"];

const itemsOf = (pane) => all("button.mark, .node[tabindex]", pane).filter(isShown);
const paneOf = (element) => element.closest("[data-part]");

function restoreFocusOrder() {
  for (const pane of PARTS.map((part) => one(part)).filter(Boolean)) {
    const items = itemsOf(pane);
    const current = items.find((item) => item.tabIndex === 0) || items[0];
    for (const item of all("[tabindex='0']", pane)) if (item !== current) item.tabIndex = -1;
    if (current) current.tabIndex = 0;
    for (const area of all(".scroll, .wide", pane)) area.tabIndex = current ? -1 : 0;
  }
}

function becomeCurrent(item) {
  const pane = paneOf(item);
  for (const other of all("[tabindex='0']", pane)) other.tabIndex = -1;
  item.tabIndex = 0;
}

function step(item, by) {
  const items = itemsOf(paneOf(item));
  const at = items.indexOf(item);
  const next = items[Math.min(Math.max(at + by, 0), items.length - 1)];
  if (next) next.focus();
}

// Bring what is lit into view in all panes but the one that the reader is in.
function reveal(layers, except, where = "nearest") {
  const elements = elementsOf(layers);
  for (const pane of all(".pane")) {
    if (pane === except) continue;
    const first = all("[data-for]", pane).find((item) => elements.has(item) && isShown(item));
    if (first) bringIntoView(one(".scroll", pane), first, where);
  }
}

function bringIntoView(scroller, element, where) {
  const outer = scroller.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  if (!outer.height || !inner.height) return;
  const above = inner.top - outer.top;
  const below = inner.bottom - outer.bottom;
  if (where === "nearest" && above >= 0 && below <= 0) return;
  const middle = above - (outer.height - inner.height) / 2;
  scroller.scrollBy({ top: middle, behavior: calm() ? "instant" : "smooth" });
}
