"""The part of a report about the data."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.training.dataset import Dataset
from kspec.training.encoding import Encoding
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
    yield table(
        ["part", "rows", "examples"],
        [
            [name, number(len(rows)), number(part.samples if part else 0)]
            for name, rows, part in (
                ("training", dataset.rows.train, dataset.train),
                ("validation", dataset.rows.validation, dataset.validation),
                ("test", dataset.rows.test, dataset.test),
            )
        ],
    )
    yield heading("Inputs and targets of the training part, as the model gets them")
    header = ["name", "as", "shape", "type", "from", "to", "mean", "prepared by"]
    rows = [
        [name, kind, *_range(values), _prepared(codes[name])]
        for kind, arrays, codes in (
            ("input", dataset.train.inputs, dataset.inputs),
            ("target", dataset.train.targets, dataset.targets),
        )
        for name, values in arrays.items()
    ]
    yield table(header, rows)


def _range(values: Samples) -> list[str]:
    shape = " × ".join(map(str, values.shape[1:])) or "1"
    if not in_memory(values):
        return [shape, str(values.dtype), "–", "–", "–"]
    spread = (values.min(), values.max(), values.mean())
    return [shape, str(values.dtype), *(number(float(value)) for value in spread)]


def _prepared(code: Encoding) -> str:
    steps = [
        "missing values filled" if code.fill is not None else "",
        "logarithm" if code.log else "",
        "scaled" if code.scale else "",
        f"{len(code.vocabulary.words):,} ids numbered" if code.vocabulary else "",
        "one-hot" if code.classes is not None else "",
    ]
    return ", ".join(filter(None, steps)) or "as it is"
