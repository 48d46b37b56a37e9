// The table of layers, sorted by a column; a second time the other way round.

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
