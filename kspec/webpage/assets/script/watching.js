// A page that is served takes the place of itself when the file is saved; what is pinned,
// folded, found and scrolled to stays.

function watch() {
  const events = new EventSource("/events");
  events.onmessage = (event) => {
    if (event.data !== root.dataset.revision) fetchPage();
  };
  events.onopen = () => (one("#connection").hidden = true);
  events.onerror = () => (one("#connection").hidden = false);
}

function fetchPage() {
  const request = new XMLHttpRequest();
  request.open("GET", "/");
  request.responseType = "document";
  request.onload = () => {
    if (request.status === 200 && request.response) replaceBy(request.response);
  };
  request.send();
}

function replaceBy(page) {
  const scrolled = all(".scroll").map((area) => [area.scrollLeft, area.scrollTop]);
  const height = scrollY;
  const focused = placeOfFocus();
  for (const selector of [".title", "main"]) {
    one(selector).replaceWith(document.adoptNode(one(selector, page)));
  }
  document.title = page.title;
  root.dataset.revision = page.documentElement.dataset.revision;
  connect();
  all(".scroll").forEach((area, at) => area.scrollTo(...scrolled[at]));
  scrollTo({ top: height, behavior: "instant" });
  restoreFocus(focused);
}

function placeOfFocus() {
  const owner = document.activeElement?.closest("main [data-for]");
  return owner && { part: paneOf(owner).dataset.part, layers: layersOf(owner) };
}

function restoreFocus(place) {
  const pane = place && one(`[data-part="${place.part}"]`);
  const item = pane && itemsOf(pane).find((other) =>
    layersOf(other.closest("[data-for]")).some((layer) => place.layers.includes(layer)));
  if (item) item.focus({ preventScroll: true });
}
