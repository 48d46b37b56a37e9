"""From a `train:` section and a model to the dataset that fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kspec.graph import Graph
from kspec.graph.columns import columns_of
from kspec.schema.column import Column
from kspec.schema.data import Data, Window
from kspec.schema.places import Key, Places
from kspec.schema.training import Train
from kspec.training.cells import Cells
from kspec.training.controls import (
    Controls,
    WeightRecipe,
    controls_of,
    groups_told,
    order_by,
    parts_told,
)
from kspec.training.dataset import Dataset, Part
from kspec.training.feature import Feature, fit_feature
from kspec.training.gathering import Gathered, Gatherer
from kspec.training.preparation import Preparation, check_strangers
from kspec.training.reading import Reading
from kspec.training.recipe import Recipe, image_form, input_recipe, target_recipe
from kspec.training.sources import Source, open_source
from kspec.training.spacing import check_spacing
from kspec.training.splitting import Extent, Rows, split_rows
from kspec.training.table import Array, Samples, loaded
from kspec.training.windows import window_starts


def load(
    train: Train,
    graph: Graph,
    *,
    folder: Path = Path(),
    places: Places | None = None,
) -> Dataset:
    """The dataset that a `train:` section describes, checked against the model.

    Args:
        folder: the spec's; paths of sources are relative to it.
        places: where the section stands in the user's file.

    Raises: DataError K6xx where the data do not fit, ToolError K504 and K505 where a
        known dataset cannot be had.
    """
    places, data = places or Places(), train.data
    inputs, targets = _recipes(train, graph, places)
    controls = controls_of(data, folder, places)
    weights = _weight_recipes(train, places)
    recipes = (*inputs, *targets, *weights, *controls.recipes)
    span = places.at("data", "source")
    source = open_source(data.source, folder, _reading(data, recipes), span)
    stored = (data.stream,) * len(inputs) + (False,) * len(recipes[len(inputs) :])
    gatherer = Gatherer(recipes, data.na_values, data.on_bad_rows == "skip", stored)
    gathered, extent = _gathered(source, gatherer, controls)
    if controls.time:
        moments = gathered.cells[recipes.index(controls.time)]
        gathered = _in_time(gathered, moments, extent, data, places)
    gathered = gathered.completed(recipes)
    extent = replace(extent, told=_told(data, controls, gathered))
    span = places.at("data", "split")
    rows = split_rows(data.split, extent, seed=train.seed, span=span)
    learned = (*inputs, *targets)
    features = _features(learned, gathered, rows)
    cutter = _Cutter(_preparation(data, features, len(inputs)), gathered, places)
    counted = _counted(gathered, len(learned)) if weights else None
    return replace(cutter.dataset(source, rows), weights=counted)


def _in_time(
    gathered: Gathered, moments: Cells, extent: Extent, data: Data, places: Places
) -> Gathered:
    """The rows in order of time; those of a series have to be evenly spaced."""
    order = order_by(moments, extent)
    arranged = gathered.arranged(order)
    if data.window and data.window.gaps == "error":
        span = places.at("data", "time")
        check_spacing(loaded(moments.values)[order], arranged.place, span)
    return arranged


def _features(
    recipes: tuple[Recipe, ...], gathered: Gathered, rows: Rows
) -> tuple[Feature, ...]:
    """What each input and target learns from the training part."""
    return tuple(
        fit_feature(recipe, cells, rows.train)
        for recipe, cells in zip(recipes, gathered.cells, strict=False)
    )


def _preparation(data: Data, features: tuple[Feature, ...], inputs: int) -> Preparation:
    return Preparation(
        inputs=features[:inputs],
        targets=features[inputs:],
        window=data.window,
        time=data.time,
        na_values=data.na_values,
        skip=data.on_bad_rows == "skip",
    )


def _counted(gathered: Gathered, at: int) -> Array:
    return loaded(gathered.cells[at].values).astype(np.float32)


def _weight_recipes(train: Train, places: Places) -> tuple[Recipe, ...]:
    if train.sample_weight is None:
        return ()
    column, span = Column(column=train.sample_weight), places.at("sample_weight")
    return (WeightRecipe("sample_weight", column, "float32", (), span=span),)


def _recipes(
    train: Train, graph: Graph, places: Places
) -> tuple[tuple[Recipe, ...], tuple[Recipe, ...]]:
    inputs, targets = columns_of(train, graph)
    return (
        tuple(
            input_recipe(graph, places.key("inputs", name), column)
            for name, column in inputs.items()
        ),
        tuple(
            target_recipe(
                graph, train, name, _target_key(name, train.data, places), column
            )
            for name, column in targets.items()
        ),
    )


def _target_key(name: str, data: Data, places: Places) -> Key:
    """The place that a target's errors point at: without targets it is the input."""
    if data.targets:
        return places.key("targets", name)
    return Key(name, places.at("data", "inputs", *data.inputs))


def _reading(data: Data, recipes: Sequence[Recipe]) -> Reading:
    return Reading(
        texts=frozenset(r.columns[0] for r in recipes if r.column.ids),
        columns=frozenset(name for recipe in recipes for name in recipe.columns),
        na_values=data.na_values,
        skip=data.on_bad_rows == "skip",
        stream=data.stream,
        image=image_form(recipes),
    )


def _gathered(
    source: Source, gatherer: Gatherer, controls: Controls
) -> tuple[Gathered, Extent]:
    """The rows of all pieces, and how many are in the source's own parts."""
    counts = {"all": 0, "train": 0, "validation": 0, "test": 0}
    for piece in source.pieces:
        for table in controls.add_parts(piece.tables()):
            counts[piece.part] += gatherer.add(table)
    rows = sum(counts.values())
    return gatherer.finish(), Extent(rows, counts["validation"], counts["test"])


def _told(data: Data, controls: Controls, gathered: Gathered) -> Array | None:
    if controls.told is None:
        return None
    cells = gathered.cells[-1]
    return parts_told(cells) if data.split.is_told else groups_told(cells)


@dataclass(frozen=True)
class _Cutter:
    """Cuts the fields into parts, by rows or by windows."""

    preparation: Preparation
    gathered: Gathered
    places: Places

    def dataset(self, source: Source, rows: Rows) -> Dataset:
        """All parts."""
        features = self.preparation.inputs + self.preparation.targets
        check_strangers(features, self.gathered)
        numbers = tuple(
            feature.numbered(cells)
            for feature, cells in zip(features, self.gathered.cells, strict=False)
        )
        first = len(self.preparation.inputs)
        fields = [*zip(features, numbers, strict=True)]
        return Dataset(
            source=source.name,
            train=self._part("training", rows.train, fields),
            validation=self._part("validation", rows.validation, fields)
            if rows.validation.size
            else None,
            test=self._part("test", rows.test, fields),
            preparation=self.preparation,
            truth={f.recipe.name: values for f, values in fields[first:]},
            rows=rows,
            checksums=source.checksums,
            read=self.gathered.read,
            omitted=self.gathered.omitted,
        )

    def _part(
        self, name: str, rows: Array, fields: list[tuple[Feature, Samples]]
    ) -> Part:
        if self.preparation.window:
            return self._windows(name, rows, fields, self.preparation.window)
        made = [(f.recipe.name, f.samples(values, rows)) for f, values in fields]
        first = len(self.preparation.inputs)
        return Part(dict(made[:first]), dict(made[first:]), rows)

    def _windows(
        self,
        name: str,
        rows: Array,
        fields: list[tuple[Feature, Samples]],
        window: Window,
    ) -> Part:
        begin, end = int(rows[0]), int(rows[-1]) + 1
        span = self.places.at("data", "window")
        starts = window_starts(window, begin, end, part=name, span=span)
        ahead, horizon = starts + window.reach, tuple(range(window.horizon))
        first = len(self.preparation.inputs)
        inputs = [
            (f.recipe.name, f.windows(values, starts, window.given))
            for f, values in fields[:first]
        ]
        targets = [
            (f.recipe.name, f.windows(values, ahead, horizon))
            for f, values in fields[first:]
        ]
        positions = ahead[:, None] + np.arange(window.horizon)
        return Part(dict[str, Samples](inputs), dict[str, Samples](targets), positions)
