"""What a page says, before anything decides how it looks.

Layers go by the identifiers that they have in the diagram. A line stands for any number
of them: one line of a block for those of all its instances.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kspec.errors import Severity
from kspec.layers.layer import Family

Style = Literal["sequential", "functional", "flat"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that has one colour; `kind` is empty for ordinary text."""

    text: str
    kind: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnostic as the page shows it below its line."""

    code: str
    severity: Severity
    message: str
    hint: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the spec or of the code.

    Args:
        layers: the layers that it stands for.
        label: what its button is called; only the first line of a layer has one.
        family: the colour of its margin, where all its layers have the same.
        anchors: the blocks that fold here.
    """

    number: int
    pieces: tuple[Piece, ...]
    layers: tuple[str, ...] = ()
    label: str | None = None
    family: Family | None = None
    anchors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def margin(self) -> str:
        """The blanks that it begins with."""
        text = "".join(piece.text for piece in self.pieces)
        return text[: len(text) - len(text.lstrip(" \t"))]

    @property
    def rest(self) -> tuple[Piece, ...]:
        """The pieces after the margin."""
        left = len(self.margin)
        kept: list[Piece] = []
        for piece in self.pieces:
            if text := piece.text[left:]:
                kept.append(replace(piece, text=text))
            left = max(0, left - len(piece.text))
        return tuple(kept)


@dataclass(frozen=True, slots=True)
class Listing:
    """A text as lines: a file of the spec, or the code in one style.

    Args:
        name: the file as diagnostics call it, or the style.
        title: what the reader sees of that.
    """

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Layers that fold together.

    Args:
        boxes: the elements of the diagram that stand for them.
        parent: the block around it.
        is_layer: whether it is one layer, a nested model, which only the diagram shows
            in parts.
    """

    id: str
    label: str
    caption: str | None
    facts: str
    layers: tuple[str, ...]
    boxes: tuple[str, ...] = ()
    parent: str | None = None
    is_layer: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A layer in the table; `size` is the number of its outputs' elements.

    Args:
        params: None where only the built model knows.
    """

    id: str
    number: int
    name: str
    kind: str
    family: Family
    shape: str
    size: int
    params: int | None
    share: str
    sources: tuple[str, ...]
    caption: str | None


@dataclass(frozen=True, slots=True)
class Model:
    """What a page shows of a graph: all but the spec's own text.

    Args:
        params: how many parameters are known of.
        counted: the same in words; `at least` where there may be more.
        drawing: the diagram as SVG elements, safe to put into HTML.
    """

    name: str
    caption: str | None
    facts: tuple[str, ...]
    totals: str
    params: int
    counted: str
    drawing: str
    code: tuple[tuple[Style, Listing], ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole page.

    Args:
        model: None where the spec has never been right.
        spec: the spec, and the files that it takes blocks from.
        problems: diagnostics without a line of their own.
        stale: whether the model is an earlier one, as the spec is wrong now.
        live: whether the page is served and changes with the file.
    """

    file: str
    spec: tuple[Listing, ...]
    model: Model | None
    problems: tuple[Problem, ...] = ()
    errors: int = 0
    stale: bool = False
    live: bool = False
