// Finding layers by name, type or caption.

let matches = [];
let matched = -1;

const plain = (text) => text.normalize("NFKC").toLowerCase();

function search(query) {
  state.query = query;
  const wanted = plain(query.trim());
  const rows = all("tbody tr.layer");
  const fits = (row) => plain([1, 2, 7].map((at) => row.cells[at].textContent).join(" ")).includes(wanted);
  const found = wanted ? rows.filter(fits) : [];
  matches = found.map((row) => row.dataset.for);
  matched = -1;
  showRows();
  mark("found", elementsOf(matches));
  root.toggleAttribute("data-searching", Boolean(wanted));
  one("#found").textContent = wanted ? `${found.length} of ${rows.length}` : "";
  if (matches.length) reveal([matches[0]], null);
  restoreFocusOrder();
}

function nextMatch(by) {
  if (!matches.length) return;
  matched = (matched + by + matches.length) % matches.length;
  state.pinned = new Set([matches[matched]]);
  showPinned();
  reveal(state.pinned, null, "center");
  one("#found").textContent = `${matched + 1} of ${matches.length}`;
}
