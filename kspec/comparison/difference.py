"""The difference of two specs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kspec.comparison.changes import changes
from kspec.comparison.checkpoint import Checkpoint, checkpoint
from kspec.comparison.edits import Edit
from kspec.comparison.matching import Matching, match
from kspec.graph import Graph, compile_spec
from kspec.schema import Spec


@dataclass(frozen=True)
class Diff:
    """What differs between two models, and what becomes of a checkpoint.

    Args:
        edits: each difference; none where the specs mean the same.
        matching: which layer of one is which of the other.
        checkpoint: what the new model's `load_weights` does with the old one's file.
    """

    edits: tuple[Edit, ...]
    matching: Matching
    checkpoint: Checkpoint

    def __bool__(self) -> bool:
        return bool(self.edits)

    @property
    def params(self) -> tuple[int, int]:
        """The number of parameters before and after."""
        return self.matching.old.params, self.matching.new.params

    @property
    def trainable_params(self) -> tuple[int, int]:
        """The number of parameters that training changes, before and after."""
        old, new = self.matching.old, self.matching.new
        return old.trainable_params, new.trainable_params

    @cached_property
    def inverse(self) -> tuple[Edit, ...]:
        """The edits that lead back."""
        return tuple(edit.inverse() for edit in self.edits)

    def __str__(self) -> str:
        from kspec.comparison.report import text

        return text(self)


def diff(old: Spec, new: Spec) -> Diff:
    """What differs between two specs: layers, arguments, wiring, outputs, parameters.

    Comments, layout and formulas that give the same value do not count.

    Raises: GraphError K2xx where one of them is wrong.

    Example:
    >>> from kspec import loads
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> diff(loads(text), loads(text.replace("2", "3"))).edits
    (Changed(layer='y', now='y', argument='units', old=2, new=3),)
    """
    return compare(compile_spec(old), compile_spec(new))


def compare(old: Graph, new: Graph) -> Diff:
    """What differs between two checked graphs."""
    found = match(old, new)
    return Diff(changes(found), found, checkpoint(old, new, found.origins))
