"""From the rows of a source to the arrays that fit a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kspec.errors import Span
from kspec.graph import Graph
from kspec.graph.columns import columns_of
from kspec.schema.data import Data, Window
from kspec.schema.places import Key, Places
from kspec.schema.training import Train
from kspec.training.dataset import Dataset, Part
from kspec.training.fields import Field, Fields
from kspec.training.sources import Source, read_source
from kspec.training.splitting import Rows, split_rows, window_starts
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
    inputs, targets = columns_of(train, graph)
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
        {n: fields.input(places.key("inputs", n), c) for n, c in inputs.items()},
        {
            n: fields.target(n, _target_key(n, data, places), c)
            for n, c in targets.items()
        },
        data.window,
        places.at("data", "window"),
    )
    return cutter.dataset(source, rows)


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

    inputs: dict[str, Field]
    targets: dict[str, Field]
    window: Window | None
    span: Span | None

    def dataset(self, source: Source, rows: Rows) -> Dataset:
        """All parts."""
        held_out = (
            self._part("validation", rows.validation) if rows.validation.size else None
        )
        return Dataset(
            source=source.name,
            train=self._part("training", rows.train),
            validation=held_out,
            test=self._part("test", rows.test),
            inputs={name: field.encoding for name, field in self.inputs.items()},
            targets={name: field.encoding for name, field in self.targets.items()},
            truth={name: field.values for name, field in self.targets.items()},
            rows=rows,
            window=self.window,
            checksums=source.checksums,
        )

    def _part(self, name: str, rows: Array) -> Part:
        if self.window:
            return self._windows(name, rows, self.window)
        return Part(
            {name: field.samples(rows) for name, field in self.inputs.items()},
            {name: field.samples(rows) for name, field in self.targets.items()},
            rows,
        )

    def _windows(self, name: str, rows: Array, window: Window) -> Part:
        first, end = int(rows[0]), int(rows[-1]) + 1
        starts = window_starts(window, first, end, part=name, span=self.span)
        ahead = starts + window.length
        return Part(
            {n: f.windows(starts, window.length) for n, f in self.inputs.items()},
            {n: f.windows(ahead, window.horizon) for n, f in self.targets.items()},
            ahead[:, None] + np.arange(window.horizon),
        )
