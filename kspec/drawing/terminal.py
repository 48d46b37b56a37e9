"""Scene → text: a row for each box, its wires at the left as in a graph of commits.

A tensor has a lane from the box that gives it to the last one that takes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kspec.drawing.labels import signs
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.scene import Box, Cluster, Scene, walk
from kspec.drawing.wording import Line
from kspec.errors import width_of

DOTS = {"input": "○", "inner": "●", "output": "◉"}
COLUMNS = 3
"""The name, what the layer is, and what it gives."""

MOST_LANES = 16
"""Lanes that are drawn; what takes more is told by names alone."""


def write(scene: Scene) -> str:
    """The scene as lines of text."""
    rows = list(_rows(scene))
    lanes = max((width_of(wires) for wires, _ in rows), default=0)
    widths = [_widest(rows, column) for column in range(COLUMNS - 1)]
    lines = [_line(wires, lanes, cells, widths) for wires, cells in rows]
    return "\n".join([*lines, "", *scene.headline]) + "\n"


def _widest(rows: list[tuple[str, list[str]]], column: int) -> int:
    """The width of a column; a heading, which has one cell, goes beyond it."""
    cells = (cells[column] for _, cells in rows if len(cells) == COLUMNS)
    return max(map(width_of, cells), default=0)


def _line(wires: str, lanes: int, cells: list[str], widths: list[int]) -> str:
    padded = [
        cell + " " * max(0, width - width_of(cell))
        for cell, width in zip(cells, [*widths, 0], strict=False)
    ]
    gap = " " * (lanes - width_of(wires) + 2)
    return (wires + gap + "  ".join(padded)).rstrip()


def _rows(scene: Scene) -> Iterator[tuple[str, list[str]]]:
    lanes = _Lanes(scene)
    names = {box.id: _name(box) for box in scene.boxes}
    for item, around in walk(scene.items):
        indent = "  " * len(around)
        if isinstance(item, Cluster):
            yield lanes.passing(), [f"{indent}▾ {_heading(item)}"]
        else:
            sources = lanes.sources[item.id]
            wires = lanes.row(item)
            told = _told(item, [names[source] for source in sources], indent)
            yield wires, told


def _told(box: Box, sources: list[str], indent: str) -> list[str]:
    """The name, the type and settings, the shape and parameters, the sources."""
    marks = "".join(f" {sign}" for sign in signs(box))
    fold = "▸ " if box.is_group else ""
    caption = _words(box.lines, "caption")
    kind = "" if box.is_group else f"{box.kind} "
    says = f"{kind}{_words(box.lines, 'settings')}".strip()
    facts = [_words(box.lines, "facts"), caption, _words(box.lines, "note")]
    joined = f"← {', '.join(sources)}" if len(sources) > 1 else ""
    return [
        f"{indent}{fold}{_name(box)}{marks}",
        says,
        "  ".join(word for word in [*facts, joined] if word),
    ]


def _name(box: Box) -> str:
    return shortened(visible(box.name))


def _heading(cluster: Cluster) -> str:
    marks = [f" {sign}" for sign in signs(cluster)]
    return "  ".join(line.text for line in cluster.lines) + "".join(marks)


def _words(lines: tuple[Line, ...], part: str) -> str:
    return " · ".join(line.text for line in lines if line.part == part)


class _Lanes:
    """Which tensors are on their way, each in a lane of its own."""

    def __init__(self, scene: Scene) -> None:
        self.sources: dict[str, list[str]] = {box.id: [] for box in scene.boxes}
        self.last: dict[str, str] = {}
        for edge in scene.edges:
            self.sources[edge.head].append(edge.tail)
        for box in scene.boxes:
            for source in self.sources[box.id]:
                self.last[source] = box.id
        self.lanes: list[str | None] = []

    def passing(self) -> str:
        """The wires where no box stands."""
        return self._drawn(["│" if lane else " " for lane in self.lanes])

    def row(self, box: Box) -> str:
        """The wires beside a box, which ends some lanes and begins its own."""
        taken = set(self.sources[box.id])
        ends = [
            at
            for at, lane in enumerate(self.lanes)
            if lane is not None and lane in taken and self.last[lane] == box.id
        ]
        place = ends[0] if ends else self._free()
        cells = [self._cell(at, place, taken, set(ends)) for at in self._columns(place)]
        for at in ends:
            self.lanes[at] = None
        while len(self.lanes) <= place:
            self.lanes.append(None)
        cells[place] = DOTS[box.role]
        self.lanes[place] = box.id if box.id in self.last else None
        while self.lanes and self.lanes[-1] is None:
            self.lanes.pop()
        return self._drawn(cells)

    def _columns(self, place: int) -> range:
        return range(max(len(self.lanes), place + 1))

    def _free(self) -> int:
        return next(
            (at for at, lane in enumerate(self.lanes) if lane is None), len(self.lanes)
        )

    def _cell(self, at: int, place: int, taken: set[str], ends: set[int]) -> str:
        lane = self.lanes[at] if at < len(self.lanes) else None
        joins = [i for i, name in enumerate(self.lanes) if name in taken] + [place]
        crossed = min(joins) <= at <= max(joins)
        if lane in taken and at != place:
            left = at < place
            if at in ends:
                return "╰" if left else "╯"
            return "├" if left and at == min(joins) else "┼" if left else "┤"
        if lane is not None:
            return "┼" if crossed and min(joins) < at < max(joins) else "│"
        return "─" if crossed and min(joins) < at < max(joins) else " "

    def _drawn(self, cells: list[str]) -> str:
        if len(cells) > MOST_LANES:
            cells = [*cells[:MOST_LANES], "…"]
        wires = "".join(
            cell + ("─" if cell in "─├╰┼" and after in "─┼╯┤●○◉" else " ")
            for cell, after in zip(cells, [*cells[1:], " "], strict=True)
        )
        return _joined(wires)


def _joined(wires: str) -> str:
    """The wires with a box's dot joined to the lane at its right."""
    for dot in DOTS.values():
        at = wires.find(dot)
        if at >= 0 and any(sign in wires[at + 1 :] for sign in "╯┤"):
            stop = max(wires.rfind(sign) for sign in "╯┤")
            inside = wires[at + 1 : stop].replace(" ", "─")
            wires = wires[: at + 1] + inside + wires[stop:]
    return wires.rstrip()
