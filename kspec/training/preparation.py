"""From the rows of a source to the arrays that fit a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kspec.errors import Span
from kspec.graph import Graph
from kspec.schema.training import Data, Train, Window
from kspec.training.dataset import Dataset, Part
from kspec.training.fields import Field, Fields
from kspec.training.names import columns_of
from kspec.training.places import Key, Places
from kspec.training.sources import Source, read_source
from kspec.training.splitting import split_rows, window_starts
from kspec.training.table import Array, Table, identifiers


def prepare(
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
    inputs, targets = columns_of(train, graph, places)
    source = read_source(data.source, folder, places.at("data", "source"))
    table = _in_order(source, data, places)
    rows = split_rows(
        data.split,
        table.rows,
        source.test_rows,
        seed=train.seed,
        span=places.at("data", "split"),
    )
    fields = Fields(table, rows, train, graph)
    cutter = _Cutter(
        [fields.input(places.key("inputs", n), column) for n, column in inputs.items()],
        [
            fields.target(n, _target_key(n, data, places), column)
            for n, column in targets.items()
        ],
        data.window,
        places.at("data", "window"),
    )
    return Dataset(
        source=source.name,
        train=cutter.part("training", rows.train),
        validation=cutter.part("validation", rows.validation)
        if rows.validation.size
        else None,
        test=cutter.part("test", rows.test),
        inputs={f.key.name: f.encoding for f in cutter.inputs},
        targets=dict(zip(targets, (f.encoding for f in cutter.targets), strict=True)),
        truth=dict(zip(targets, (f.values for f in cutter.targets), strict=True)),
        rows=rows,
        window=data.window,
        checksums=source.checksums,
    )


def _in_order(source: Source, data: Data, places: Places) -> Table:
    """The rows by time where a column tells it; the source's test part stays last."""
    table = source.table
    if data.time is None:
        return table
    moments = identifiers(table, Key(data.time, places.at("data", "time")))
    end = table.rows - source.test_rows
    first = np.argsort(moments[:end], kind="stable")
    last = np.argsort(moments[end:], kind="stable") + end
    return table.arranged(np.concatenate([first, last]))


def _target_key(name: str, data: Data, places: Places) -> Key:
    """The place that a target's errors point at: without targets it is the input."""
    if data.targets:
        return places.key("targets", name)
    return Key(name, places.at("data", "inputs", *data.inputs))


@dataclass(frozen=True)
class _Cutter:
    """Cuts the fields into parts, by rows or by windows."""

    inputs: list[Field]
    targets: list[Field]
    window: Window | None
    span: Span | None

    def part(self, name: str, rows: Array) -> Part:
        """The samples of a part."""
        if self.window:
            return self._windows(name, rows, self.window)
        return Part(
            {f.key.name: f.samples(rows) for f in self.inputs},
            {f.key.name: f.samples(rows) for f in self.targets},
            rows,
        )

    def _windows(self, name: str, rows: Array, window: Window) -> Part:
        first, end = int(rows[0]), int(rows[-1]) + 1
        starts = window_starts(window, first, end, part=name, span=self.span)
        targets = starts + window.length
        return Part(
            {f.key.name: f.windows(starts, window.length) for f in self.inputs},
            {f.key.name: f.windows(targets, window.horizon) for f in self.targets},
            targets[:, None] + np.arange(window.horizon),
        )
