// The table of layers, sorted by a column, a second time the other way round; a closed block is one row.

const layerRow = (layer) => one(`tbody tr.layer[data-for="${CSS.escape(layer)}"]`);

function foldTable(closed) {
  for (const row of all("tbody tr.group")) row.remove();
  one("tbody")?.append(...closed.map(groupRow));
  showRows();
  showSorted();
}

// A search shows the layers that it finds, those in closed blocks too.
function showRows() {
  const searching = Boolean(state.query.trim());
  const found = new Set(matches);
  const groups = all("tbody tr.group");
  const inside = new Set(groups.flatMap((row) => words(row.dataset.for)));
  for (const row of groups) row.hidden = searching;
  for (const row of all("tbody tr.layer")) {
    row.hidden = searching ? !found.has(row.dataset.for) : inside.has(row.dataset.for);
  }
}

function groupRow(block) {
  const rows = block.layers.map(layerRow);
  const row = document.createElement("tr");
  row.className = "group";
  row.dataset.for = block.layers.join(" ");
  const names = new Set(rows.map((inner) => one("th", inner).textContent));
  const sources = new Set(rows.flatMap((inner) => inner.cells[6].textContent.split(", ")));
  row.append(
    rows[0].cells[0].cloneNode(true),
    groupName(block),
    cellOf(rows.length === 1 ? "1 layer" : `${rows.length} layers`),
    rows.at(-1).cells[3].cloneNode(true),
    ...sizeCells(rows),
    cellOf([...sources].filter((source) => !names.has(source)).join(", ")),
    cellOf(block.caption.replace(/^【|】$/g, "")),
  );
  return row;
}

function groupName(block) {
  const heading = document.createElement("th");
  heading.scope = "row";
  const fold = document.createElement("button");
  fold.className = "fold";
  fold.tabIndex = -1;
  fold.dataset.block = block.id;
  fold.setAttribute("aria-expanded", "false");
  fold.setAttribute("aria-label", `unfold ${block.id}`);
  const mark = document.createElement("button");
  mark.className = "mark";
  mark.tabIndex = -1;
  mark.setAttribute("aria-pressed", "false");
  mark.textContent = block.label;
  for (const button of [fold, mark]) button.type = "button";
  heading.append(fold, mark);
  return heading;
}

// How many parameters the rows have together, and which share that is.
function sizeCells(rows) {
  const params = rows.reduce((sum, row) => sum + Number(row.cells[4].dataset.value), 0);
  const total = Number(one("tfoot [data-value]").dataset.value);
  const known = rows.every((row) => row.cells[4].textContent !== "?");
  const share = known && params ? `${((100 * params) / total).toFixed(1)}%` : "";
  return [cellOf(known ? params.toLocaleString("en") : "?", params), cellOf(share, params)];
}

function cellOf(text, value) {
  const cell = document.createElement("td");
  cell.textContent = text;
  if (value === undefined) return cell;
  cell.className = "right";
  cell.dataset.value = value;
  return cell;
}

function sortBy(button) {
  const heading = button.closest("th");
  const column = heading.cellIndex;
  const descending = heading.ariaSort === "ascending" ||
    (heading.ariaSort !== "descending" && column > 0 && button.dataset.sort === "number");
  state.sort = { column, descending };
  showSorted();
}

function showSorted() {
  const { column, descending } = state.sort;
  const heading = all("thead th")[column];
  if (!heading) return;
  const numeric = one("button", heading)?.dataset.sort === "number";
  for (const other of all("thead th")) {
    if (other === heading) other.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else other.removeAttribute("aria-sort");
  }
  const value = (row) => (numeric ? Number(row.cells[column].dataset.value) : row.cells[column].textContent);
  const compare = (a, b) => (numeric ? value(a) - value(b) : value(a).localeCompare(value(b), "en"));
  const place = (row) => Number(row.cells[0].dataset.value);
  const sign = descending ? -1 : 1;
  const body = one("tbody");
  body.append(...all("tr", body).sort((a, b) => sign * compare(a, b) || place(a) - place(b)));
}
