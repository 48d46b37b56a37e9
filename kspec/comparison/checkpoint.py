"""Whether a checkpoint of one model loads into another, and which tensors do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from kspec.comparison.storage import Stored, stored
from kspec.graph import Graph
from kspec.shape import Shape, Weight

Problem = Literal[
    "missing", "count", "shape", "beside", "other layer", "other weight", "unused"
]
"""What is wrong with a tensor.

`missing`: the file has no such layer. `count`: the file has another number of tensors
for the layer. `shape`: the two shapes differ. `beside`: it fits, but another tensor of
its layer does not, and Keras loads a layer whole. `other layer`, `other weight`: Keras
loads it from what the spec calls otherwise. `unused`: no layer takes it.
"""

REFUSED = ("missing", "count", "shape", "beside")
MISPLACED = ("other layer", "other weight")

Verdict = Literal["whole", "unused", "misplaced", "refused"]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor that does not load as it should.

    Args:
        layer: of the new model; of the old one where the tensor is not used.
        old: its shape in the file; None where it is not there.
        new: its shape in the model; None where it is not there.
        source: what Keras takes for it.
    """

    layer: str
    weight: str
    problem: Problem
    old: Shape | None = None
    new: Shape | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What `load_weights` of the new model does with a checkpoint of the old one.

    Args:
        tensors: those that do not load, or not from where they should.
    """

    tensors: tuple[Tensor, ...] = ()

    @property
    def loads(self) -> bool:
        """Whether Keras loads it without an error."""
        return self.verdict != "refused"

    @property
    def verdict(self) -> Verdict:
        """The worst that happens to a tensor."""
        problems = {tensor.problem for tensor in self.tensors}
        if problems.intersection(REFUSED):
            return "refused"
        if problems.intersection(MISPLACED):
            return "misplaced"
        return "unused" if problems else "whole"


def checkpoint(old: Graph, new: Graph, origins: dict[str, str]) -> Checkpoint:
    """What happens to a checkpoint of `old` in `new`.

    Args:
        origins: the old name of each layer of the new model that the old one has too,
            those in nested models as `MODEL.LAYER`.
    """
    have, want = stored(old), stored(new)
    found: list[Tensor] = []
    for place, one in want.items():
        found += _loaded(have.get(place), one, origins)
    for place, one in have.items():
        if place not in want:
            found += [Tensor(one.layer, w.name, "unused", w.shape) for w in one.weights]
    return Checkpoint(tuple(found))


def _loaded(
    have: Stored | None, want: Stored, origins: dict[str, str]
) -> Iterator[Tensor]:
    there = have.weights if have else ()
    if have is None or not there:
        for weight in want.weights:
            yield Tensor(want.layer, weight.name, "missing", None, weight.shape)
    elif len(there) != len(want.weights):
        yield from _counted(have, want)
    else:
        yield from _paired(have, want, origins)


def _counted(have: Stored, want: Stored) -> Iterator[Tensor]:
    for stored_, wanted in zip_longest(have.weights, want.weights):
        yield Tensor(
            want.layer,
            (wanted or stored_).name,
            "count",
            stored_.shape if stored_ else None,
            wanted.shape if wanted else None,
            have.layer,
        )


def _paired(have: Stored, want: Stored, origins: dict[str, str]) -> Iterator[Tensor]:
    pairs = [*zip(have.weights, want.weights, strict=True)]
    fits = all(stored_.shape == wanted.shape for stored_, wanted in pairs)
    is_same = origins.get(want.layer) == have.layer
    for stored_, wanted in pairs:
        problem = _problem(stored_, wanted, fits, is_same)
        if problem:
            source = f"{have.layer}/{stored_.name}"
            yield Tensor(
                want.layer, wanted.name, problem, stored_.shape, wanted.shape, source
            )


def _problem(
    stored_: Weight, wanted: Weight, fits: bool, is_same: bool
) -> Problem | None:
    if stored_.shape != wanted.shape:
        return "shape"
    if not fits:
        return "beside"
    if not is_same:
        return "other layer"
    return "other weight" if stored_.name != wanted.name else None
