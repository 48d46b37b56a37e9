"""What a box says, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kspec.drawing.options import Detail
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.settings import settings
from kspec.graph.ir import Vertex
from kspec.shape import Tensor, Weight, show

SEPARATOR = " · "
WIDEST = 44
"""Columns after which settings go on in a new line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box: printable text, and what it tells."""

    part: Literal["caption", "title", "settings", "facts", "note"]
    text: str


def lines(vertex: Vertex, detail: Detail) -> tuple[Line, ...]:
    """The lines of a vertex's box, the caption first where it has one."""
    return tuple(_BY_DETAIL[detail](vertex))


def _brief(vertex: Vertex) -> Iterator[Line]:
    yield from _caption(vertex)
    text = vertex.kind if vertex.caption else f"{vertex.name}{SEPARATOR}{vertex.kind}"
    yield Line("title", shortened(visible(text)))


def _normal(vertex: Vertex) -> Iterator[Line]:
    yield from _caption(vertex)
    yield Line("title", shortened(visible(f"{vertex.name}{SEPARATOR}{vertex.kind}")))
    for text in wrapped(settings(vertex.layer, vertex.outputs)):
        yield Line("settings", text)
    yield Line("facts", SEPARATOR.join(_facts(vertex)))


def _full(vertex: Vertex) -> Iterator[Line]:
    *first, _ = _normal(vertex)
    yield from first
    for tensor in vertex.outputs:
        yield Line("facts", f"{show(tensor.shape)} {tensor.dtype}")
    if vertex.params:
        yield Line("facts", _parameters(vertex))
    for text in wrapped(tuple(_weight(weight) for weight in vertex.weights)):
        yield Line("facts", text)
    if vertex.note:
        yield Line("note", shortened(visible(vertex.note)))


_BY_DETAIL = {"brief": _brief, "normal": _normal, "full": _full}


def _caption(vertex: Vertex) -> Iterator[Line]:
    if vertex.caption:
        yield Line("caption", f"【{shortened(visible(vertex.caption))}】")


def _facts(vertex: Vertex) -> Iterator[str]:
    yield tensors(vertex.outputs)
    if vertex.params:
        yield _parameters(vertex)


def tensors(outputs: tuple[Tensor, ...]) -> str:
    """The shape of the output, its dtype where it is unusual; or how many there are.

    Example:
    >>> tensors((Tensor((None, 8)),)), tensors((Tensor((None, 1), "int32"),))
    ('(None, 8)', '(None, 1) int32')
    >>> tensors((Tensor((None, 8)), Tensor((None, 8))))
    '2 outputs'
    """
    if len(outputs) != 1:
        return f"{len(outputs)} outputs"
    shape, dtype = show(outputs[0].shape), outputs[0].dtype
    return shape if dtype == "float32" else f"{shape} {dtype}"


def _parameters(vertex: Vertex) -> str:
    if not vertex.layer.trainable:
        return f"{counted(vertex.params, 'param')} frozen"
    return counted(vertex.params, "param")


def _weight(weight: Weight) -> str:
    return f"{weight.name} {'×'.join(str(size) for size in weight.shape) or 'scalar'}"


def counted(count: int, noun: str) -> str:
    """The number with its noun.

    Example:
    >>> counted(1, "layer"), counted(421642, "param")
    ('1 layer', '421,642 params')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def wrapped(words: tuple[str, ...]) -> list[str]:
    """The words joined by a separator, in as many lines as they need.

    Example:
    >>> wrapped(("10", "sigmoid"))
    ['10 · sigmoid']
    >>> wrapped(("48", "kernel_initializer he_uniform", "return_sequences"))
    ['48 · kernel_initializer he_uniform', 'return_sequences']
    """
    rows: list[str] = []
    for word in words:
        longer = SEPARATOR.join([*rows[-1:], word])
        if rows and len(longer) <= WIDEST:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows
