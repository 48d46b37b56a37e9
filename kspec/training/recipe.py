"""Recipes: what the spec and the model say of one input or output, before any data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.graph import Graph
from kspec.graph.columns import sample_of_input, sample_of_target
from kspec.schema.column import Column, Fill
from kspec.schema.places import Key
from kspec.schema.training import Train
from kspec.shape import Shape
from kspec.training.calendar import places_in_cycle
from kspec.training.cells import Cells, dates, ids, numbers
from kspec.training.contract import (
    Range,
    range_of_classes,
    range_of_input,
)
from kspec.training.reading import ImageForm
from kspec.training.sequences import are_sequences, padded
from kspec.training.table import Array, Table, column, in_memory, loaded


@dataclass(frozen=True)
class Recipe:
    """How the cells of one input or output are read, and what they have to be.

    Args:
        name: of the input or output.
        column: as the spec describes it.
        dtype: of the array that is made.
        shape: of one sample in the model.
        range: what whole numbers have to lie in; None for any number.
        classes: how many the output tells; None for no classes.
        span: where the spec describes it.
    """

    name: str
    column: Column
    dtype: str
    shape: Shape
    range: Range | None = None
    classes: int | None = None
    span: Span | None = None

    @property
    def key(self) -> Key:
        """The name and its place, for messages."""
        return Key(self.name, self.span)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        name = self.column.column or self.name
        return name if isinstance(name, tuple) else (name,)

    def cells(self, table: Table, na: tuple[str, ...] = ()) -> Cells:
        """The cells of its columns, checked.

        Raises: DataError K602.
        """
        read = [self._read(table, name, na) for name in self.columns]
        if not isinstance(self.column.column, tuple):
            return read[0]
        faults = tuple(fault for cells in read for fault in cells.faults)
        missing = [_missing(cells) for cells in read]
        values = np.stack([loaded(cells.values) for cells in read], axis=1)
        return Cells(values, np.stack(missing, axis=1), faults)

    def _read(self, table: Table, name: str, na: tuple[str, ...]) -> Cells:
        values = column(table, Key(name, self.span))
        if not in_memory(values):
            return Cells(values)
        if are_sequences(values):
            values = padded(values, self.shape[0] if self.shape else None)
        if self.column.ids:
            cells = ids(values, na, _id_filled(self.column))
        elif self.column.calendar:
            cells = places_in_cycle(dates(values, na), self.column.calendar)
        else:
            cells = self._checked(numbers(values, na))
        named = tuple(replace(fault, column=name) for fault in cells.faults)
        return replace(cells, faults=named)

    def _checked(self, cells: Cells) -> Cells:
        """The cells, their faults noted where the model needs certain numbers."""
        values = loaded(cells.values)
        with np.errstate(invalid="ignore"):
            if self.column.log:
                cells = cells.checked(values <= 0, "above 0 to have a logarithm")
            if self.range is None:
                return cells
            if values.dtype.kind == "f":
                broken = np.isfinite(values) & (values != np.floor(values))
                cells = cells.checked(broken, "a whole number")
            outside = (values < self.range.low) | (values > self.range.high)
        return cells.checked(outside, self.range.wanted, "K605")

    def to_json(self) -> dict[str, Any]:
        """The recipe as plain data, without its place in the user's file."""
        return {
            "name": self.name,
            "column": self.column.model_dump(mode="json", exclude_defaults=True),
            "dtype": self.dtype,
            "shape": list(self.shape),
            "range": self.range and self.range.to_json(),
            "classes": self.classes,
        }

    @staticmethod
    def from_json(plain: dict[str, Any]) -> Recipe:
        """The recipe that plain data describe."""
        return Recipe(
            name=plain["name"],
            column=Column.model_validate(plain["column"]),
            dtype=plain["dtype"],
            shape=tuple(plain["shape"]),
            range=plain["range"] and Range(**plain["range"]),
            classes=plain["classes"],
        )


def input_recipe(graph: Graph, key: Key, column: Column) -> Recipe:
    """The recipe of an input of the model.

    Raises: DataError K607 where whole numbers would be scaled.
    """
    sample = sample_of_input(graph, key.name)
    if "int" in sample.dtype:
        _refuse_fractions(key, column)
    limits = range_of_input(graph, key.name, sample.dtype)
    return Recipe(key.name, column, sample.dtype, sample.shape, limits, span=key.span)


def target_recipe(
    graph: Graph, train: Train, name: str, key: Key, column: Column
) -> Recipe:
    """The recipe of an output of the model.

    Raises: DataError K607 where class numbers would be scaled.
    """
    sample = sample_of_target(graph, train, name, column)
    classes = sample.classes
    if classes is not None:
        _refuse_fractions(key, column)
    return Recipe(
        name=name,
        column=column
        if column.column
        else column.model_copy(update={"column": key.name}),
        dtype=sample.dtype,
        shape=sample.shape,
        range=range_of_classes(classes) if classes is not None else None,
        classes=classes,
        span=key.span,
    )


def image_form(recipes: Sequence[Recipe]) -> ImageForm | None:
    """The form that a model's input gives to images; None where it takes none."""
    for recipe in recipes:
        shape = recipe.shape
        if "image" in recipe.columns and len(shape) in (2, 3):
            channels = shape[2] if len(shape) == 3 else 0
            resize = recipe.column.resize
            if channels in (0, 1, 3, 4):
                return ImageForm(shape[0], shape[1], channels or 0, resize)
    return None


def _refuse_fractions(key: Key, column: Column) -> None:
    words = {"scale": column.scale, "log": column.log, "calendar": column.calendar}
    for word in (word for word, given in words.items() if given):
        message = f"`{key.name}` takes whole numbers, which `{word}` does not give"
        hint = f"leave out `{word}:`, or give the input a float dtype"
        raise DataError(Diagnostic("K607", message, key.span, hint=hint))


def _id_filled(column: Column) -> str | None:
    if not isinstance(column.missing, Fill):
        return None
    fill = column.missing.fill
    return str(int(fill)) if isinstance(fill, float | int) else fill


def _missing(cells: Cells) -> Array:
    if cells.missing is not None:
        return cells.missing
    return np.zeros(len(cells.values), bool)
