"""The preparation: all that turns rows into what a model takes, and its outputs back.

It is a plain value. A run keeps it as JSON, so that the model can be evaluated and used
without the spec and without the data that it was trained on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.schema.data import Window
from kspec.training.cells import dates
from kspec.training.feature import Feature
from kspec.training.formats import read_tables
from kspec.training.gathering import Gathered, Gatherer
from kspec.training.reading import Reading
from kspec.training.recipe import image_form
from kspec.training.spacing import check_spacing
from kspec.training.table import Array, Omission, Samples, Table, and_more, loaded

FORMAT = 1


@dataclass(frozen=True)
class Prepared:
    """Rows as a model takes them.

    Args:
        inputs: an array for each input, in the model's order; what is too large to be
            held gives its samples by `[rows]`.
        targets: the same for the outputs; None where they were not asked for.
        rows: of each sample the row of the file that it was made of, from 1; for
            windows the last row that is given.
        omitted: the rows that were left out, by reason.
        files: the file that each sample is, where it is one.
    """

    inputs: dict[str, Samples]
    targets: dict[str, Samples] | None
    rows: Array
    omitted: tuple[Omission, ...] = ()
    files: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Preparation:
    """What was fitted on the training part, and what the spec says of rows.

    Args:
        inputs: in the model's order.
        targets: the same for the outputs.
        window: makes rows a series.
        time: the column that orders them.
        na_values: texts that stand for a missing value.
        skip: whether damaged rows are left out instead of refused.
    """

    inputs: tuple[Feature, ...]
    targets: tuple[Feature, ...]
    window: Window | None = None
    time: str | None = None
    na_values: tuple[str, ...] = ()
    skip: bool = False

    @property
    def reading(self) -> Reading:
        """How files of such rows are read."""
        return Reading(
            texts=id_columns(self.inputs + self.targets),
            na_values=self.na_values,
            skip=self.skip,
            image=image_form([feature.recipe for feature in self.inputs]),
        )

    def read(self, path: Path) -> Iterator[Table]:
        """The rows of a file or a folder of images, table by table.

        Raises: DataError K601, K604; ToolError K506.
        """
        return read_tables(path, path.name, self.reading)

    def prepare(self, table: Table, *, targets: bool = False) -> Prepared:
        """A table's rows as the model takes them.

        Args:
            targets: whether the table has them, as for an evaluation.

        Raises: DataError K602 to K606.
        """
        features = self.inputs + (self.targets if targets else ())
        gatherer = Gatherer(
            tuple(feature.recipe for feature in features), self.na_values, self.skip
        )
        gatherer.add(self._in_time(table))
        gathered = gatherer.finish().completed(f.recipe for f in features)
        check_strangers(features, gathered)
        if self.window:
            return self._windows(features, gathered, self.window)
        return self._rows(features, gathered)

    def _in_time(self, table: Table) -> Table:
        """The rows in order of time, where the table tells it."""
        if self.time is None or self.time not in table.columns:
            return table
        cells = dates(loaded(table.columns[self.time]), self.na_values)
        moments = loaded(cells.values)
        order = np.argsort(moments, kind="stable")
        ordered = table.kept(order)
        if self.window and self.window.gaps == "error":
            check_spacing(moments[order], ordered.place)
        return ordered

    def _rows(self, features: tuple[Feature, ...], gathered: Gathered) -> Prepared:
        rows = np.arange(gathered.rows)
        made = {
            feature.recipe.name: feature.samples(feature.numbered(cells), rows)
            for feature, cells in zip(features, gathered.cells, strict=True)
        }
        return self._prepared(made, gathered.numbers, gathered)

    def _windows(
        self, features: tuple[Feature, ...], gathered: Gathered, window: Window
    ) -> Prepared:
        has_targets = len(features) > len(self.inputs)
        needed = window.reach + (window.horizon if has_targets else 0)
        if gathered.rows < needed:
            found = "is 1 row" if gathered.rows == 1 else f"are {gathered.rows} rows"
            message = f"there {found}; a window needs {needed}"
            raise DataError(Diagnostic("K606", message))
        starts = np.arange(0, gathered.rows - needed + 1, window.stride)
        made: dict[str, Samples] = {}
        for at, (feature, cells) in enumerate(
            zip(features, gathered.cells, strict=True)
        ):
            is_target = at >= len(self.inputs)
            first = starts + window.reach if is_target else starts
            given = tuple(range(window.horizon)) if is_target else window.given
            name = feature.recipe.name
            made[name] = feature.windows(feature.numbered(cells), first, given)
        last = gathered.numbers[starts + window.reach - 1]
        return self._prepared(made, last, gathered)

    def _prepared(
        self, made: dict[str, Samples], rows: Array, gathered: Gathered
    ) -> Prepared:
        inputs = {f.recipe.name: made[f.recipe.name] for f in self.inputs}
        names = [f.recipe.name for f in self.targets if f.recipe.name in made]
        targets = {name: made[name] for name in names} if names else None
        return Prepared(inputs, targets, rows, gathered.omitted, gathered.names)

    def inverted(self, output: str, values: Array) -> Array:
        """An output's values in the data's own units; classes stay as they are."""
        return self.target(output).encoding.invert(values)

    def labels(self, output: str) -> tuple[str | None, ...] | None:
        """What each class number of an output means; None where it has no ids."""
        return self.target(output).encoding.labels

    def target(self, output: str) -> Feature:
        """How an output is encoded."""
        return next(f for f in self.targets if f.recipe.name == output)

    def to_json(self) -> dict[str, Any]:
        """The preparation as plain data."""
        return {
            "format": FORMAT,
            "inputs": [feature.to_json() for feature in self.inputs],
            "targets": [feature.to_json() for feature in self.targets],
            "window": self.window
            and self.window.model_dump(mode="json", exclude_none=True),
            "time": self.time,
            "na_values": list(self.na_values),
            "on_bad_rows": "skip" if self.skip else "error",
        }

    @staticmethod
    def from_json(plain: dict[str, Any]) -> Preparation:
        """The preparation that plain data describe.

        Raises: ValueError where they are of another format.
        """
        if plain.get("format") != FORMAT:
            raise ValueError(f"expected format {FORMAT}, got {plain.get('format')}")
        window = plain["window"]
        return Preparation(
            inputs=tuple(map(Feature.from_json, plain["inputs"])),
            targets=tuple(map(Feature.from_json, plain["targets"])),
            window=window and Window.model_validate(window),
            time=plain["time"],
            na_values=tuple(plain["na_values"]),
            skip=plain["on_bad_rows"] == "skip",
        )


def id_columns(features: tuple[Feature, ...]) -> frozenset[str]:
    """The columns that are read as texts, so that `007` stays what it is."""
    recipes = [feature.recipe for feature in features]
    return frozenset(r.columns[0] for r in recipes if r.column.ids)


def check_strangers(features: tuple[Feature, ...], gathered: Gathered) -> None:
    """Whether every id has a number, or a place for all others.

    Raises: DataError K605.
    """
    for feature, cells in zip(features, gathered.cells, strict=False):
        unknown = feature.strangers(cells)
        if unknown is None:
            continue
        assert cells.words is not None
        rows = np.flatnonzero(unknown)
        code = int(cells.values[rows[:1]][0])
        message = (
            f"`{feature.recipe.name}` in {gathered.place(int(rows[0]))} is "
            f"{cells.words[code]!r}, which the training part does not have"
            f"{and_more(len(rows) - 1)}"
        )
        hint = (
            "`ids: {values: […]}` names all classes"
            if feature.recipe.classes
            else "`ids: {first: 1}` keeps number 0 for such ids"
        )
        span = feature.recipe.span
        raise DataError(Diagnostic("K605", message, span, hint=hint))
