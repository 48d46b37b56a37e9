"""What the box of a layer says, line by line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from kspec.drawing.options import Detail
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.settings import settings
from kspec.graph.ir import Vertex
from kspec.shape import Shape, Tensor, Weight, is_known, show

T = TypeVar("T")

SEPARATOR = " · "
SPAN = " … "
WIDEST = 44
"""Columns after which settings go on in a new line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box: printable text, and what it tells."""

    part: Literal["caption", "title", "settings", "facts", "note"]
    text: str


def lines(
    vertices: tuple[Vertex, ...], detail: Detail, *, frozen: bool = False
) -> tuple[Line, ...]:
    """The lines of a box, the caption first where it has one.

    Args:
        vertices: the layer, or the copies of it that the box stands for.
        frozen: whether training leaves its parameters alone.
    """
    return tuple(_BY_DETAIL[detail](vertices, frozen))


def _brief(vertices: tuple[Vertex, ...], _: bool) -> Iterator[Line]:
    yield from captions(vertices)
    kind, name = kind_of(vertices[0]), named(vertices)
    text = kind if vertices[0].caption else f"{name}{SEPARATOR}{kind}"
    yield Line("title", shortened(visible(text)))


def _normal(vertices: tuple[Vertex, ...], frozen: bool) -> Iterator[Line]:
    yield from _telling(vertices)
    facts = [tensors(spans([vertex.outputs for vertex in vertices]))]
    yield Line("facts", SEPARATOR.join([*facts, *_variables(vertices, frozen)]))


def _telling(vertices: tuple[Vertex, ...]) -> Iterator[Line]:
    yield from captions(vertices)
    title = f"{named(vertices)}{SEPARATOR}{kind_of(vertices[0])}"
    yield Line("title", shortened(visible(title)))
    if vertices[0].layer.family == "model":
        return
    words = [settings(vertex.layer, vertex.outputs) for vertex in vertices]
    for text in wrapped(spanned(words)):
        yield Line("settings", text)


def _full(vertices: tuple[Vertex, ...], frozen: bool) -> Iterator[Line]:
    yield from _telling(vertices)
    first = vertices[0]
    for each in spans([vertex.outputs for vertex in vertices]):
        for tensor in each:
            yield Line("facts", f"{show(tensor.shape)} {tensor.dtype}")
    for text in _variables(vertices, frozen):
        yield Line("facts", text)
    for text in wrapped(tuple(_weight(weight) for weight in first.weights)):
        yield Line("facts", text)
    if first.note:
        yield Line("note", shortened(visible(first.note)))


_BY_DETAIL = {"brief": _brief, "normal": _normal, "full": _full}


def captions(vertices: tuple[Vertex, ...]) -> Iterator[Line]:
    """The caption of a layer; of several, the first and the last where they differ."""
    found = spans([vertex.caption or "" for vertex in vertices])
    yield from caption(SPAN.join(text for text in found if text))


def caption(text: str | None) -> Iterator[Line]:
    """A caption's line, where there is one."""
    if text:
        yield Line("caption", f"【{shortened(visible(text))}】")


def kind_of(vertex: Vertex) -> str:
    """The layer's type; of a nested model its block, or its file without the folder."""
    if vertex.layer.family != "model":
        return vertex.kind
    return vertex.kind.replace("\\", "/").rpartition("/")[2]


def named(vertices: tuple[Vertex, ...]) -> str:
    """The name of a layer, or the names of several."""
    return together(vertices[0].name, vertices[-1].name)


def together(first: str, last: str) -> str:
    """The first and the last of several names, what they begin with said once.

    Example:
    >>> together("block1_conv1", "block1_conv3"), together("fc1", "fc12")
    ('block1_conv1…3', 'fc1…12')
    >>> together("block1b", "block1d"), together("dense", "dense_5")
    ('block1b…d', 'dense … dense_5')
    """
    if first == last:
        return first
    same = itertools.takewhile(
        lambda pair: pair[0] == pair[1], zip(first, last, strict=False)
    )
    stem = "".join(char for char, _ in same)
    rest = first[len(stem) :] + last[len(stem) :]
    if rest[:1].isdigit():
        # A number is told whole.
        stem = stem.rstrip("0123456789")
    if len(stem) < min(len(first), len(last)):
        return f"{first}…{last[len(stem) :]}"
    return f"{first}{SPAN}{last}"


def spans(values: list[T]) -> tuple[T, ...]:
    """The value that all have; the first and the last where they differ.

    Example:
    >>> spans([8, 8, 8]), spans([8, 4, 2])
    ((8,), (8, 2))
    """
    if all(value == values[0] for value in values):
        return (values[0],)
    return (values[0], values[-1])


def spanned(words: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The words of several layers as those of one.

    Example:
    >>> spanned([("64", "relu"), ("128", "relu"), ("256", "relu")])
    ('64 … 256', 'relu')
    """
    if len({len(each) for each in words}) > 1:
        return words[0]
    columns = zip(*words, strict=True)
    return tuple(SPAN.join(spans(list(column))) for column in columns)


def tensors(outputs: tuple[tuple[Tensor, ...], ...]) -> str:
    """The shape of the output, its dtype where it is unusual; or how many there are.

    Args:
        outputs: those of the layer; of the first and the last where they differ.

    Example:
    >>> tensors(((Tensor((None, 8)),),)), tensors(((Tensor((None, 1), "int32"),),))
    ('(None, 8)', '(None, 1) int32')
    >>> tensors(((Tensor((None, 8)), Tensor((None, 8))),))
    '2 outputs'
    """
    return SPAN.join(dict.fromkeys(_tensor(each) for each in outputs))


def _tensor(outputs: tuple[Tensor, ...]) -> str:
    if len(outputs) != 1:
        return f"{len(outputs)} outputs"
    shape, dtype = show(outputs[0].shape), outputs[0].dtype
    return shape if dtype == "float32" else f"{shape} {dtype}"


def sizes(shape: Shape) -> str:
    """The shape of one example, short.

    Example:
    >>> sizes((None, 28, 28, 32)), sizes((None, None, 8)), sizes((None,))
    ('28×28×32', '?×8', 'a number')
    """
    rest = ("?" if size is None else str(size) for size in shape[1:])
    return "×".join(rest) or ("a number" if is_known(shape) else "?")


def _variables(vertices: tuple[Vertex, ...], frozen: bool) -> Iterator[str]:
    count = sum(vertex.params for vertex in vertices)
    if vertices[0].shares:
        yield f"weights of {shortened(visible(vertices[0].shares))}"
    elif not all(vertex.knows_weights for vertex in vertices):
        yield "? params"
    elif count:
        yield parameters(count, frozen=frozen)


def parameters(count: int, *, frozen: bool) -> str:
    """The number of parameters, and whether training leaves them alone.

    Example:
    >>> parameters(90, frozen=True)
    '90 params frozen'
    """
    return f"{counted(count, 'param')}{' frozen' if frozen else ''}"


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
