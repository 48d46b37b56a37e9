"""Which groups are open: boxes in clusters, one box where copies are alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kspec.drawing.outline import Branch, Leaf, Part, Source, leaves, leaves_of
from kspec.drawing.repetition import same_kinds

Turn = tuple[str, int]
"""The path of a repeat of which one copy is drawn, and the number of a copy."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A box to be: a layer or a closed group.

    Args:
        part: what it says, the first where it stands for several.
        copies: the parts that it is labelled ×n for; one where it is no repeat.
        branch: the repeat or run that the copies are of.
    """

    part: Part
    copies: tuple[Part, ...]
    branch: Branch | None = None


@dataclass(frozen=True, eq=False)
class Opened:
    """A cluster to be: an open group.

    Args:
        times: how many copies there are of what is drawn inside.
    """

    branch: Branch
    items: tuple[Item, ...]
    times: int = 1


Item = Placed | Opened


@dataclass(frozen=True)
class Link:
    """Edges that look the same: a tensor and the place that takes it.

    Args:
        head: the first leaf that takes the tensor; it may be inside a closed group.
        slot: the tensor's place among the leaf's inputs.
    """

    tail: Placed
    source: Source
    into: Placed
    head: Leaf
    slot: int


@dataclass(frozen=True)
class Arrangement:
    """The items from top to bottom.

    Args:
        homes: the box that each leaf belongs to, by its path.
        turns: the copies of drawn-once repeats that each leaf is in.
        order: the leaves in document order.
        given: the tensors that the model gives.
    """

    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    homes: dict[str, Placed]
    turns: dict[str, tuple[Turn, ...]]
    order: tuple[Leaf, ...]
    given: tuple[Source, ...] = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The boxes in order."""
        return tuple(box for item in self.items for box in _placed(item))

    def links(self) -> Iterator[Link]:
        """The edges in the order of the leaves and their inputs, alike ones once."""
        seen: set[object] = set()
        for leaf in self.order:
            for slot, source in enumerate(leaf.inputs):
                tail, into = self.homes[source.path], self.homes[leaf.path]
                if tail is into or self._goes_round(source.path, leaf.path):
                    continue
                key = (id(tail), source.output, id(into), _place(into, leaf, slot))
                if key not in seen:
                    seen.add(key)
                    yield Link(tail, source, into, leaf, slot)

    def _goes_round(self, tail: str, head: str) -> bool:
        """Whether a tensor goes from one copy of a repeat to another."""
        at, to = self.turns.get(tail, ()), self.turns.get(head, ())
        return at != to and any(
            mine[0] == yours[0] and mine[1] != yours[1] for mine in at for yours in to
        )


def _place(into: Placed, leaf: Leaf, slot: int) -> object:
    """What tells the inputs of a box apart: a group has no order among them."""
    if isinstance(into.part, Leaf):
        return slot
    is_model = into.part.kind == "model" and leaf.vertex.layer.family == "input"
    return leaf.path if is_model else None


def _placed(item: Item) -> Iterator[Placed]:
    if isinstance(item, Placed):
        yield item
        return
    for inner in item.items:
        yield from _placed(inner)


def arrange(
    parts: tuple[Part, ...],
    given: tuple[Source, ...] = (),
    *,
    depth: int | None = None,
    roll: bool = True,
) -> Arrangement:
    """The parts with their groups open down to a depth.

    Args:
        given: the tensors that the model gives.
        depth: how many levels of groups are open; None for all.
        roll: whether one copy is drawn for a repeat, labelled ×n.
    """
    arranger = _Arranger(roll)
    items = tuple(arranger.item((part,), depth) for part in parts)
    order = leaves_of(parts)
    return Arrangement(parts, items, arranger.homes, arranger.turns, order, given)


@dataclass
class _Arranger:
    roll: bool
    homes: dict[str, Placed] = field(default_factory=dict[str, Placed])
    turns: dict[str, tuple[Turn, ...]] = field(
        default_factory=dict[str, tuple[Turn, ...]]
    )

    def item(self, twins: tuple[Part, ...], depth: int | None) -> Item:
        """What is drawn for a part and its twins in other copies of a repeat."""
        part = twins[0]
        if isinstance(part, Leaf):
            return self._place((part,), twins)
        if self._is_rolled(part):
            return self._rolled(part, twins, depth)
        if depth == 0:
            return self._place((part,), twins)
        return Opened(part, self._inside(twins, depth))

    def _is_rolled(self, branch: Branch) -> bool:
        if branch.kind == "run":
            return True
        return self.roll and branch.kind == "repeat" and same_kinds(branch.parts)

    def _rolled(
        self, branch: Branch, twins: tuple[Part, ...], depth: int | None
    ) -> Item:
        copies = tuple(self._copies(twins))
        shown = copies[0]
        if isinstance(shown, Leaf) or depth == 0:
            return self._place(branch.parts, copies, branch)
        return Opened(branch, self._inside(copies, depth), len(branch.parts))

    def _copies(self, twins: tuple[Part, ...]) -> Iterator[Part]:
        for twin in twins:
            assert isinstance(twin, Branch)
            for number, copy in enumerate(twin.parts):
                for leaf in leaves(copy):
                    earlier = self.turns.get(leaf.path, ())
                    self.turns[leaf.path] = (*earlier, (twin.path, number))
                yield copy

    def _inside(self, twins: tuple[Part, ...], depth: int | None) -> tuple[Item, ...]:
        inner = [twin.parts for twin in twins if isinstance(twin, Branch)]
        less = None if depth is None else depth - 1
        return tuple(self.item(same, less) for same in zip(*inner, strict=True))

    def _place(
        self,
        copies: tuple[Part, ...],
        twins: tuple[Part, ...],
        branch: Branch | None = None,
    ) -> Placed:
        box = Placed(copies[0], copies, branch)
        for twin in twins:
            for leaf in leaves(twin):
                self.homes[leaf.path] = box
        return box
