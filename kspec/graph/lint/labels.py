"""Class numbers that an output has no unit for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kspec.errors import Diagnostic, Related
from kspec.graph.columns import columns_of
from kspec.graph.lint.measured import Measured
from kspec.graph.lint.subject import Subject, argument_span, column_place, warning

if TYPE_CHECKING:
    from kspec.schema.data import Column, Data

CLASSES = {("mnist", "label"): 10, ("mnist-5k", "label"): 10}
"""How many classes the columns of the known datasets number, each from 0."""


def labels_beyond_units(subject: Subject) -> Iterator[Diagnostic]:
    """K706: more classes than units, where the spec tells how many there are."""
    train = subject.graph.train
    if train is None:
        return
    _, targets = columns_of(train, subject.graph)
    for one in subject.measured:
        column = targets[one.name]
        labels = known_labels(one.name, column, train.data)
        numbered = one.kind.startswith("Sparse") or column.one_hot
        if labels and numbered and one.units and labels.highest >= one.units:
            yield _warning(subject, one, labels)


@dataclass(frozen=True, slots=True)
class Labels:
    """The largest class number of a target, or the least that it can be."""

    highest: int
    is_least: bool = False


def known_labels(name: str, column: Column, data: Data) -> Labels | None:
    """What the spec tells of a target's class numbers.

    Ids are those of the training part, of which only the data tell how many there are,
    unless they are listed.
    """
    if column.ids:
        first, listed = (
            (0, None)
            if isinstance(column.ids, bool)
            else (column.ids.first, column.ids.values)
        )
        if listed:
            return Labels(first + len(listed) - 1)
        return Labels(first, is_least=True) if first else None
    count = CLASSES.get((str(data.source), str(column.column or name)))
    return Labels(count - 1) if count else None


def _warning(subject: Subject, one: Measured, labels: Labels) -> Diagnostic:
    vertex = subject.graph.by_name[one.port.vertex]
    place = column_place(subject, one.name)
    return warning(
        "K706",
        f"`{one.name}` has units for the classes 0 to {(one.units or 0) - 1}; its"
        f" target has {labels.highest}" + (" and more" if labels.is_least else ""),
        argument_span(vertex, "units"),
        hint=f"give it{' at least' * labels.is_least} {labels.highest + 1} units",
        related=[Related(place, f"the target of `{one.name}`")],
    )
