"""What stands under the drawing: the model's name and size, the key of the boxes."""

from __future__ import annotations

from kspec.drawing.quoting import markup
from kspec.drawing.scene import Entry, Scene
from kspec.drawing.theme import Theme

PER_ROW = {"TB": 3, "LR": 8}
"""Entries of the key in one row: a chain from top to bottom is narrow."""

SAMPLE = (16, 10)
"""Width and height of a sample in points."""


def table(scene: Scene, theme: Theme, *, columns: int = 1) -> str:
    """The headline and the key as the content of an HTML-like label.

    Args:
        columns: how many columns of boxes stand above.
    """
    count = min(8, PER_ROW[scene.direction] * columns)
    starts = range(0, len(scene.legend), count)
    rows = [_row(scene.legend[at : at + count], theme) for at in starts]
    titles = [
        f"<TR><TD>{_text(line, theme.text_size, theme.ink)}</TD></TR>"
        for line in scene.headline
    ]
    key = [f"<TR><TD>{_table(rows)}</TD></TR>"] if rows else []
    return _table([*titles, *key])


def _table(rows: list[str]) -> str:
    return (
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">'
        f"{''.join(rows)}</TABLE>"
    )


def _row(entries: tuple[Entry, ...], theme: Theme) -> str:
    return f"<TR>{''.join(_entry(entry, theme) for entry in entries)}</TR>"


def _entry(entry: Entry, theme: Theme) -> str:
    text = _text(entry.text, theme.small_size, theme.faded)
    return f'<TD>{_sample(entry, theme)}</TD><TD ALIGN="LEFT">{text}  </TD>'


def _sample(entry: Entry, theme: Theme) -> str:
    """A small box that looks as the boxes that it stands for."""
    outline = f'BORDER="1" COLOR="{theme.faded}"'
    match entry.sample:
        case "output":
            return _box(f'{outline} CELLBORDER="1" CELLSPACING="1"', rim=2)
        case "frozen":
            return _box(
                f'{outline} CELLBORDER="0" CELLSPACING="0" STYLE="DASHED"', rim=1
            )
        case "shared":
            return _text("①", theme.text_size, theme.faded)
        case "group":
            return _text("▸", theme.text_size, theme.faded)
        case family:
            colour = theme.bars[family]
            return _box(f'BORDER="0" CELLSPACING="0" BGCOLOR="{colour}"', rim=0)


def _box(look: str, rim: int) -> str:
    """A table as large as a sample; its one cell leaves `rim` points on each side."""
    width, height = SAMPLE
    cell = f'WIDTH="{width - 2 * rim}" HEIGHT="{height - 2 * rim}"'
    return (
        f'<TABLE {look} CELLPADDING="0" FIXEDSIZE="TRUE" '
        f'WIDTH="{width}" HEIGHT="{height}"><TR><TD {cell}></TD></TR></TABLE>'
    )


def _text(text: str, size: int, colour: str) -> str:
    return f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{markup(text)}</FONT>'
