"""The inputs, outputs and weights of a training: columns, and what the model takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kspec.codegen.namespace import variables
from kspec.graph import Graph
from kspec.graph.columns import (
    Sample,
    columns_of,
    sample_of_input,
    sample_of_target,
)
from kspec.schema.column import Column
from kspec.schema.training import Train

WORDS = """
angle begin common_words data days digits end ends file files films folder
folders future genres groups hours images is_test keras known_genres labels
marks math months names np order part parts past path pd people photos prepare
re read_photo rows seed starts test told test_begin text times train url validation
validation_begin weekdays weight windows words x y years
"""
TAKEN = frozenset(WORDS.split())
"""What the printed `load_data()` itself calls by name."""


@dataclass(frozen=True)
class Field:
    """One input or output.

    Args:
        variable: what holds its values in the printed code.
        column: as the spec describes it.
        sample: what the model takes for one example.
        others: the variables of all fields.
    """

    name: str
    variable: str
    column: Column
    sample: Sample
    others: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        name = self.column.column or self.name
        return name if isinstance(name, tuple) else (name,)

    @property
    def is_vector(self) -> bool:
        """Whether it is made of a list of columns."""
        return isinstance(self.column.column, tuple)

    def beside(self, what: str) -> str:
        """A variable for something that is learned of the field."""
        name = f"{self.variable.rstrip('_')}_{what}"
        while name in self.others:
            name += "_"
        return name

    def says(self) -> tuple[object, ...]:
        """What its values are made of; two fields that say the same share them."""
        plain = self.column.model_copy(update={"column": self.columns})
        one_hot = self.sample.classes if self.column.one_hot else None
        return (plain, self.is_vector, self.sample.dtype, one_hot)


@dataclass(frozen=True)
class Fields:
    """The fields of a training, in the model's order."""

    inputs: tuple[Field, ...]
    targets: tuple[Field, ...]

    def __iter__(self) -> Iterator[Field]:
        """The inputs, then the outputs."""
        yield from (*self.inputs, *self.targets)


def fields_of(train: Train, graph: Graph) -> Fields:
    """The fields that a checked spec describes."""
    inputs, targets = columns_of(train, graph)
    wanted = [*inputs, *(f"{n}_target" if n in inputs else n for n in targets)]
    named = variables(wanted, taken=TAKEN)
    others = frozenset(named.values())
    given = tuple(
        Field(name, named[name], column, sample_of_input(graph, name), others)
        for name, column in inputs.items()
    )
    keys = wanted[len(inputs) :]
    predicted = tuple(
        Field(name, named[key], column, sample, others)
        for key, (name, column) in zip(keys, targets.items(), strict=True)
        for sample in [sample_of_target(graph, train, name, column)]
    )
    return Fields(given, predicted)
