"""What a group of layers is called and says, open or closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kspec.drawing import wording
from kspec.drawing.options import Detail
from kspec.drawing.outline import NESTED, Branch, Part, leaves
from kspec.drawing.quoting import shortened, visible
from kspec.drawing.settings import short
from kspec.drawing.wording import (
    SEPARATOR,
    Line,
    caption,
    counted,
    parameters,
    spans,
    tensors,
    together,
    wrapped,
)
from kspec.graph.ir import Vertex
from kspec.layers.layer import Family
from kspec.shape import Tensor
from kspec.text import Plain

LONGEST = 40
"""Columns of one argument of a block."""

MOST_IN_ORDER = 4
"""Layers of a closed group that are told one by one."""


def name_of(part: Part) -> str:
    """A part's name without those of the models around it.

    Example:
    >>> name_of(Branch("encoder/block1", "stage", ()))
    'block1'
    """
    if isinstance(part, Branch) and part.kind in ("run", "copy"):
        return together(name_of(part.parts[0]), name_of(part.parts[-1]))
    return part.path.rpartition(NESTED)[2]


def kind_of(branch: Branch) -> str:
    """What a group is, in a word: the block's name, the model's type."""
    copy = branch.parts[0] if branch.kind in ("repeat", "run") else branch
    if not isinstance(copy, Branch):
        return wording.kind_of(copy.vertex)
    if copy.vertex is not None:
        return wording.kind_of(copy.vertex)
    return copy.block or ("layers" if copy.kind == "copy" else copy.kind)


def closed(
    copies: tuple[Part, ...], detail: Detail, *, frozen: bool, name: str
) -> tuple[Line, ...]:
    """What the box of a closed group says."""
    return tuple(_closed(copies, detail, frozen, name))


def _closed(
    copies: tuple[Part, ...], detail: Detail, frozen: bool, name: str
) -> Iterator[Line]:
    first = copies[0]
    assert isinstance(first, Branch)
    yield from caption(first.caption)
    kind = kind_of(first)
    yield _title(name, kind if first.kind != "stage" else name)
    if detail == "brief":
        return
    for text in wrapped(arguments(first.arguments)):
        yield Line("settings", text)
    for text in wrapped(contents(first)):
        yield Line("settings", text)
    facts = [tensors(spans([outputs(copy) for copy in copies]))]
    facts += size(copies, frozen=frozen)
    yield Line("facts", SEPARATOR.join(facts))


def opened(branch: Branch, detail: Detail, *, frozen: bool) -> tuple[Line, ...]:
    """What stands above the boxes of an open group."""
    copies = branch.parts if branch.kind in ("repeat", "run") else (branch,)
    kind = kind_of(branch)
    first = copies[0]
    is_found = isinstance(first, Branch) and first.kind == "stage"
    title = _title(name_of(branch), name_of(branch) if is_found else kind)
    said: list[Line] = []
    if isinstance(first, Branch) and detail != "brief":
        text = SEPARATOR.join(arguments(first.arguments))
        said += [Line("settings", shortened(text))] if text else []
    if detail == "full":
        said += [Line("facts", text) for text in size(copies, frozen=frozen)]
    return (*caption(branch.caption), title, *said)


def _title(name: str, kind: str) -> Line:
    """The name and the kind, which many a name begins with already."""
    words = [name] if name.startswith(kind) else [name, kind]
    return Line("title", shortened(visible(SEPARATOR.join(words))))


def arguments(given: tuple[tuple[str, Plain], ...]) -> tuple[str, ...]:
    """A block's arguments, each in a few words.

    Example:
    >>> arguments((("filters", 64), ("deep", True)))
    ('filters 64', 'deep true')
    """
    return tuple(
        shortened(visible(f"{name} {short(value)}"), LONGEST)
        for name, value in given
        if name != "trainable"
    )


def contents(branch: Branch) -> tuple[str, ...]:
    """The layers of a closed group: in order where they are few, else counted."""
    kinds = [v.kind for v in vertices(branch) if v.layer.family != "input"]
    if len(kinds) <= MOST_IN_ORDER:
        return tuple(kinds)
    counts = Counter(kinds).most_common()
    return (
        counted(len(kinds), "layer"),
        *(f"{count} {kind}" if count > 1 else kind for kind, count in counts),
    )


def vertices(part: Part) -> tuple[Vertex, ...]:
    """The layers of a part in order."""
    return tuple(leaf.vertex for leaf in leaves(part))


def outputs(part: Part) -> tuple[Tensor, ...]:
    """What a part gives: a model all its outputs, any other those of its last layer."""
    if isinstance(part, Branch) and part.vertex is not None:
        return part.vertex.outputs
    return vertices(part)[-1].outputs


def size(copies: tuple[Part, ...], *, frozen: bool) -> list[str]:
    """How many parameters there are; nothing where there are none."""
    inside = [vertex for copy in copies for vertex in vertices(copy)]
    if not all(vertex.knows_weights for vertex in inside):
        return ["? params"]
    count = sum(vertex.params for vertex in inside)
    return [parameters(count, frozen=frozen)] if count else []


def family_of(part: Part) -> Family:
    """The family that most of a part's parameters belong to, or most of its layers."""
    most: Counter[Family] = Counter()
    for vertex in vertices(part):
        if vertex.layer.family != "input":
            most[vertex.layer.family] += 1 + 1000 * vertex.params
    return most.most_common(1)[0][0] if most else "input"
