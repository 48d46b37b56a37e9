"""The HTML-like labels of boxes, clusters and edges, all text in them escaped."""

from __future__ import annotations

from kspec.drawing.options import Direction
from kspec.drawing.quoting import markup
from kspec.drawing.scene import Box, Cluster, Edge
from kspec.drawing.theme import SIGNS, Theme
from kspec.drawing.wording import Line
from kspec.errors import width_of

NARROWEST, WIDEST = 140, 200
"""Points. Between the two, all boxes are as wide as the widest needs to be, so that
the model's spine stands straight."""

LETTER = 0.53
"""Width of a letter as a share of its height, about."""

CODE = "DejaVu Sans Mono,Menlo,Consolas,monospace"
NO_BREAK = "\u00a0"
"""Graphviz drops ordinary spaces at the beginning of a line."""

PLAIN = 'BORDER="0" CELLBORDER="0" CELLSPACING="0"'


def content(box: Box, width: int, theme: Theme) -> str:
    """A box's lines, the signs at the right of the first one."""
    first, *rest = box.lines
    found = signs(box)
    pills = "".join(f"<TD>{_pill(sign, theme)}</TD>" for sign in found)
    span = f' COLSPAN="{len(found) + 1}"' if found else ""
    head = _text(first, theme, bold=True)
    if box.is_group:
        head = f"{_font('▸ ', theme.small_size, theme.faded)}{head}"
    room = width - sum(_pill_width(sign, theme) + 2 for sign in found)
    wide = f' WIDTH="{room}"' if found else ""
    rows = [
        f'<TR><TD ALIGN="LEFT"{wide}>{head}</TD>{pills}</TR>',
        *(_row(line, theme, span) for line in rest),
    ]
    table = f'<TABLE {PLAIN} CELLPADDING="1" WIDTH="{width}">{"".join(rows)}</TABLE>'
    return _beside(table, box.code, theme) if box.code else table


def _beside(table: str, code: str, theme: Theme) -> str:
    """A box's lines, and the code that makes its layer at their right."""
    lines = "".join(
        f"{_font(markup(line.replace(' ', NO_BREAK)), theme.small_size, theme.ink)}"
        '<BR ALIGN="LEFT"/>'
        for line in code.splitlines()
    )
    code_cell = (
        f'<TD ALIGN="LEFT" BALIGN="LEFT"><FONT FACE="{CODE}">{lines}</FONT></TD>'
    )
    return (
        f'<TABLE {PLAIN} CELLPADDING="6"><TR><TD>{table}</TD><VR/>{code_cell}'
        "</TR></TABLE>"
    )


def code_width(box: Box, theme: Theme) -> int:
    """About how many points the code beside a box takes."""
    widest = max((width_of(line) for line in (box.code or "").splitlines()), default=0)
    return round(widest * theme.small_size * 0.6) + 24 if widest else 0


def signs(box: Box | Cluster) -> list[str]:
    """What stands beside the first line: the mark, shared weights, the copies."""
    mark = box.mark if isinstance(box, Box) else None
    times = f"×{box.times:,}" if box.times > 1 else None
    found = [SIGNS[mark] if mark else None, box.shared, times]
    return [sign for sign in found if sign]


def heading(cluster: Cluster, theme: Theme) -> str:
    """What stands above the boxes of a cluster, the signs beside its name."""
    found = signs(cluster)
    pills = "".join(f"<TD>{_pill(sign, theme)}</TD>" for sign in found)
    span = f' COLSPAN="{len(found) + 1}"' if found else ""
    rows = [
        f'<TR><TD ALIGN="LEFT">{_text(line, theme, bold=True)}</TD>{pills}</TR>'
        if line.part == "title"
        else _row(line, theme, span)
        for line in cluster.lines
    ]
    return f'<TABLE {PLAIN} CELLPADDING="2">{"".join(rows)}</TABLE>'


def _row(line: Line, theme: Theme, span: str) -> str:
    return f'<TR><TD ALIGN="LEFT"{span}>{_text(line, theme)}</TD></TR>'


def _text(line: Line, theme: Theme, *, bold: bool = False) -> str:
    text = f"<B>{markup(line.text)}</B>" if bold else markup(line.text)
    colour = theme.faded if line.part in ("facts", "note") else theme.ink
    return _font(text, theme.title_size if bold else size_of(line, theme), colour)


def _font(text: str, size: int, colour: str) -> str:
    return f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{text}</FONT>'


def size_of(line: Line, theme: Theme) -> int:
    """The height of a line's letters in points."""
    return theme.small_size if line.part in ("facts", "note") else theme.text_size


def common_width(boxes: tuple[Box, ...], theme: Theme) -> int:
    """The width of the text of all boxes but the widest, in points."""
    widest = max((text_width(box, theme) for box in boxes), default=0)
    return min(max(NARROWEST, widest), WIDEST)


def text_width(box: Box, theme: Theme) -> int:
    """About how many points the widest line of a box takes."""
    return max(
        round(width_of(line.text) * size_of(line, theme) * LETTER) for line in box.lines
    )


def _pill(text: str, theme: Theme) -> str:
    """A word in a frame of its own, which does not grow with the cell around it."""
    width = _pill_width(text, theme)
    mark = next((name for name, sign in SIGNS.items() if sign == text), None)
    colour = theme.marks[mark] if mark else theme.faded
    word = f"<B>{markup(text)}</B>" if mark else markup(text)
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" '
        f'STYLE="ROUNDED" COLOR="{colour}" BGCOLOR="{theme.paper}" '
        f'FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="15">'
        f'<TR><TD WIDTH="{width - 2}" HEIGHT="13">'
        f"{_font(word, theme.text_size if mark else theme.small_size - 2, colour)}"
        "</TD></TR></TABLE>"
    )


def _pill_width(text: str, theme: Theme) -> int:
    return max(15, round(width_of(text) * (theme.small_size - 2) * LETTER) + 8)


def badge(text: str, theme: Theme) -> str:
    """The place among the inputs, on the edge itself, as a label costs a rank."""
    return _pill(text, theme)


def tag(edge: Edge, theme: Theme) -> str:
    """The tensor's name, after the badge where there is one."""
    place = f"<TD>{_pill(edge.badge, theme)}</TD>" if edge.badge else ""
    return (
        f'<TABLE {PLAIN} CELLPADDING="3">'
        f"<TR>{place}<TD>{markup(edge.label or '')}</TD></TR></TABLE>"
    )


def shape_width(text: str, theme: Theme) -> int:
    """About how many points a shape beside an edge takes."""
    return round(width_of(text) * (theme.small_size - 1) * LETTER)


def shape_tag(text: str, direction: Direction, theme: Theme) -> str:
    """A tensor's shape beside the edge, whose point is in the middle of the label."""
    size = theme.small_size - 1
    word = f"<TD>{_font(markup(text), size, theme.faded)}</TD>"
    if direction == "TB":
        width = shape_width(text, theme) + 14
        row = f'<TR><TD WIDTH="{width}"></TD>{word}</TR>'
    else:
        row = f'<TR>{word}</TR><TR><TD HEIGHT="{size + 4}"></TD></TR>'
    return f'<TABLE {PLAIN} CELLPADDING="0">{row}</TABLE>'
