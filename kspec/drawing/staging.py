"""Graph → Scene."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from kspec.drawing import groups, wording
from kspec.drawing.arrangement import Arrangement, Opened, Placed
from kspec.drawing.arrangement import Item as Arranged
from kspec.drawing.description import describe, headline
from kspec.drawing.folding import folded
from kspec.drawing.options import DrawOptions
from kspec.drawing.outline import Branch, Leaf, Part, leaves, leaves_of
from kspec.drawing.quoting import identifiers
from kspec.drawing.scene import Box, Cluster, Entry, Item, Role, Scene, walk
from kspec.drawing.tensors import edges
from kspec.drawing.theme import THEMES
from kspec.graph.ir import Graph
from kspec.layers.layer import Family


def stage(
    graph: Graph,
    options: DrawOptions | None = None,
    code: Mapping[str, str] | None = None,
) -> Scene:
    """The scene of a graph.

    Args:
        code: the line of code that makes each layer, by the layer's name.
    """
    options = options or DrawOptions()
    arrangement = folded(graph, options)
    stager = _Stager.of(arrangement, options, code or {})
    items = tuple(map(stager.item, arrangement.items))
    return Scene(
        name=graph.name,
        headline=headline(graph),
        description=describe(graph),
        items=items,
        edges=tuple(edges(arrangement, stager.ids, options)),
        legend=tuple(_legend(items, options)) if options.legend == "below" else (),
        direction=options.direction,
        theme=options.theme,
        wrapped=options.wrap,
    )


@dataclass(frozen=True)
class _Stager:
    """What the boxes of one drawing have in common.

    Args:
        ids: of the boxes, by identity, since several parts may have one name.
        group_ids: of the clusters, in the same way.
        given: the paths of the layers that an output of the model comes from.
        frozen: the paths of the layers that training leaves alone.
        shared: the sign of each layer that is called several times.
    """

    options: DrawOptions
    ids: dict[int, str]
    group_ids: dict[int, str]
    given: frozenset[str]
    frozen: frozenset[str]
    shared: dict[str, str]
    code: Mapping[str, str]

    @classmethod
    def of(
        cls,
        arrangement: Arrangement,
        options: DrawOptions,
        code: Mapping[str, str],
    ) -> _Stager:
        placed, opened = arrangement.placed, [*_opened(arrangement.items)]
        return cls(
            options,
            _ids(list(placed), [_named(box) for box in placed]),
            _ids(opened, [item.branch for item in opened]),
            frozenset(source.path for source in arrangement.given),
            frozenset(_frozen(arrangement.parts)),
            _signs(arrangement.order),
            code,
        )

    def item(self, item: Arranged) -> Item:
        """A box or a cluster of boxes."""
        if isinstance(item, Opened):
            return self._cluster(item)
        part = item.part
        if isinstance(part, Leaf):
            return self._layer(item, part)
        return self._group(item, part)

    def _layer(self, item: Placed, leaf: Leaf) -> Box:
        vertices = tuple(found.vertex for found in leaves_of(item.copies))
        frozen = leaf.path in self.frozen
        return Box(
            id=self.ids[id(item)],
            name=wording.named(vertices),
            kind=wording.kind_of(leaf.vertex),
            family=leaf.vertex.layer.family,
            lines=wording.lines(vertices, self.options.detail, frozen=frozen),
            params=sum(vertex.params for vertex in vertices),
            frozen=frozen,
            role=self._role(item),
            layers=tuple(found.path for found in leaves_of(item.copies)),
            times=len(item.copies),
            shared=self.shared.get(leaf.path),
            code=self.code.get(leaf.path),
        )

    def _group(self, item: Placed, branch: Branch) -> Box:
        inside = leaves_of(item.copies)
        name = groups.name_of(item.branch or branch)
        weighty = [leaf.path for leaf in inside if leaf.vertex.params]
        frozen = bool(weighty) and self.frozen.issuperset(weighty)
        detail = self.options.detail
        return Box(
            id=self.ids[id(item)],
            name=name,
            kind=groups.kind_of(branch),
            family=groups.family_of(branch),
            lines=groups.closed(item.copies, detail, frozen=frozen, name=name),
            params=sum(leaf.vertex.params for leaf in inside),
            frozen=frozen,
            role=self._role(item),
            layers=tuple(leaf.path for leaf in inside),
            times=len(item.copies),
            is_group=True,
            shared=self.shared.get(branch.path),
        )

    def _cluster(self, item: Opened) -> Cluster:
        weighty = [leaf.path for leaf in leaves(item.branch) if leaf.vertex.params]
        frozen = bool(weighty) and self.frozen.issuperset(weighty)
        return Cluster(
            id=self.group_ids[id(item)],
            name=groups.name_of(item.branch),
            kind=item.branch.kind,
            lines=groups.opened(item.branch, self.options.detail, frozen=frozen),
            items=tuple(map(self.item, item.items)),
            times=item.times,
            frozen=frozen,
            shared=self.shared.get(item.branch.path),
        )

    def _role(self, item: Placed) -> Role:
        inside = leaves_of(item.copies)
        if any(leaf.path in self.given for leaf in inside):
            return "output"
        first = inside[0]
        is_input = first.vertex.layer.family == "input" and not first.inputs
        return "input" if is_input and len(inside) == 1 else "inner"


def _opened(items: tuple[Arranged, ...]) -> Iterator[Opened]:
    for item in items:
        if isinstance(item, Opened):
            yield item
            yield from _opened(item.items)


def _named(box: Placed) -> Part:
    """The part whose name a box has: a repeat's own, or the first of a found run's."""
    if box.branch is None or box.branch.kind == "run":
        return box.part
    return box.branch


def _ids(items: list[Placed] | list[Opened], parts: list[Part]) -> dict[int, str]:
    """An identifier for each item; a path that comes twice is numbered."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for part in parts:
        seen[part.path] += 1
        number = seen[part.path]
        names.append(part.path if number == 1 else f"{part.path} {number}")
    known = identifiers(names)
    return {id(item): known[name] for item, name in zip(items, names, strict=True)}


def _frozen(parts: tuple[Part, ...], within: bool = False) -> Iterator[str]:
    """The layers with parameters that training leaves alone."""
    for part in parts:
        if isinstance(part, Branch):
            yield from _frozen(part.parts, within or _is_frozen_model(part))
        elif part.vertex.params and (within or not part.vertex.layer.trainable):
            yield part.path


def _is_frozen_model(branch: Branch) -> bool:
    model = branch.vertex
    return model is not None and model.params > 0 and model.trainable_params == 0


def _signs(order: tuple[Leaf, ...]) -> dict[str, str]:
    """A number in a circle for each layer that is called again, and for its calls."""
    signs: dict[str, str] = {}
    for leaf in order:
        if leaf.vertex.shares:
            owner = leaf.path.removesuffix(leaf.vertex.name) + leaf.vertex.shares
            if owner not in signs:
                signs[owner] = sign(len(set(signs.values())) + 1)
            signs[leaf.path] = signs[owner]
    return signs


def sign(number: int) -> str:
    """A number in a circle; beyond the circles that there are, in parentheses.

    Example:
    >>> sign(1), sign(20), sign(21)
    ('①', '⑳', '(21)')
    """
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


def _legend(items: tuple[Item, ...], options: DrawOptions) -> Iterator[Entry]:
    found = [item for item, _ in walk(items)]
    boxes = [item for item in found if isinstance(item, Box)]
    present = {box.family for box in boxes}
    if THEMES[options.theme].has_colours:
        for family in get_args(Family):
            if family in present:
                yield Entry(family, family)
    yield Entry("output", "output")
    if any(item.frozen for item in found):
        yield Entry("frozen", "frozen")
    if any(item.shared for item in found):
        yield Entry("shared", "same weights")
    if any(box.is_group for box in boxes):
        yield Entry("group", "folded")
