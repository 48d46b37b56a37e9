"""The part of a report about the data."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.training.dataset import Dataset
from kspec.training.feature import Feature
from kspec.training.reports.page import Html, facts, heading, number, table
from kspec.training.table import Samples, in_memory

DIGITS = 12
"""Of a checksum that are shown."""


def of_data(dataset: Dataset) -> Iterator[Html]:
    """The source, the parts, and each input and target."""
    yield facts(
        [
            ("source", dataset.source),
            ("rows read", number(dataset.read)),
            ("rows left out", number(sum(one.count for one in dataset.omitted))),
            *(
                (f"sha256 of {name}", f"{digest[:DIGITS]}…")
                for name, digest in dataset.checksums.items()
            ),
        ]
    )
    yield heading("Parts")
    yield _parts(dataset)
    yield heading("Inputs and targets of the training part, as the model gets them")
    yield _columns(dataset)


def _parts(dataset: Dataset) -> Html:
    parts = (
        ("training", dataset.rows.train, dataset.train),
        ("validation", dataset.rows.validation, dataset.validation),
        ("test", dataset.rows.test, dataset.test),
    )
    rows = [
        [name, number(len(rows)), number(part.samples if part else 0)]
        for name, rows, part in parts
    ]
    return table(["part", "rows", "examples"], rows)


def _columns(dataset: Dataset) -> Html:
    header = ["name", "as", "shape", "type", "from", "to", "mean", "prepared by"]
    preparation, part = dataset.preparation, dataset.train
    rows = [
        [name, kind, *_range(arrays[name]), _prepared(feature)]
        for kind, features, arrays in (
            ("input", preparation.inputs, part.inputs),
            ("target", preparation.targets, part.targets),
        )
        for feature in features
        for name in [feature.recipe.name]
    ]
    return table(header, rows)


def _range(values: Samples) -> list[str]:
    shape = " × ".join(map(str, values.shape[1:])) or "1"
    if not in_memory(values):
        return [shape, str(values.dtype), "–", "–", "–"]
    spread = (values.min(), values.max(), values.mean())
    return [shape, str(values.dtype), *(number(float(value)) for value in spread)]


def _prepared(feature: Feature) -> str:
    code, calendar = feature.encoding, feature.recipe.column.calendar
    steps = [
        f"place in the cycle `{calendar}`" if calendar else "",
        "missing values filled" if code.fill is not None else "",
        "logarithm" if code.log else "",
        "scaled" if code.scale else "",
        f"{len(code.vocabulary.words):,} ids numbered" if code.vocabulary else "",
        "one-hot" if code.classes is not None else "",
    ]
    return ", ".join(filter(None, steps)) or "as it is"
