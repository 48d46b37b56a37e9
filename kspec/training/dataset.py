"""A dataset: the arrays that a model is trained and tested on, and their encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kspec.schema.data import Window
from kspec.training.encoding import Encoding
from kspec.training.splitting import Rows
from kspec.training.table import Array


@dataclass(frozen=True)
class Part:
    """The samples of one part.

    Args:
        inputs: an array for each input of the model, by its name, in the model's order.
        targets: the same for its outputs.
        positions: the row of each sample in the source, in order of time where it has
            one; of each target row where the samples are windows.
    """

    inputs: dict[str, Array]
    targets: dict[str, Array]
    positions: Array

    @property
    def samples(self) -> int:
        """Number of samples."""
        return len(self.positions)


@dataclass(frozen=True)
class Dataset:
    """The parts of a source, prepared for a model.

    Args:
        source: its name.
        validation: None where the spec holds none out; the test part serves then.
        inputs: how each input was encoded.
        targets: the same for the outputs.
        truth: each output's values in the data's own units, for all rows.
        rows: the rows of each part.
        window: the windows over a series.
        checksums: the sha256 of each file's content.
    """

    source: str
    train: Part
    validation: Part | None
    test: Part
    inputs: dict[str, Encoding]
    targets: dict[str, Encoding]
    truth: dict[str, Array]
    rows: Rows
    window: Window | None
    checksums: dict[str, str]

    @property
    def watched(self) -> Part:
        """The part that is measured after each epoch."""
        return self.validation or self.test

    def facts(self) -> dict[str, Any]:
        """What a run remembers of the data, for `data.json`."""
        return {
            "source": self.source,
            "sha256": self.checksums,
            "rows": {
                "train": len(self.rows.train),
                "validation": len(self.rows.validation),
                "test": len(self.rows.test),
            },
            "samples": {
                "train": self.train.samples,
                "validation": self.validation.samples if self.validation else 0,
                "test": self.test.samples,
            },
            "inputs": {name: code.facts() for name, code in self.inputs.items()},
            "targets": {name: code.facts() for name, code in self.targets.items()},
        }
