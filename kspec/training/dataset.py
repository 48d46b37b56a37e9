"""A dataset: the samples that a model is trained and tested on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kspec.schema.data import Window
from kspec.training.encoding import Encoding
from kspec.training.preparation import Preparation
from kspec.training.splitting import Rows
from kspec.training.table import Array, Omission, Samples, in_memory


@dataclass(frozen=True)
class Part:
    """The samples of one part.

    Args:
        inputs: the samples for each input of the model, by its name, in the model's
            order: an array, or where they lie on the disk what gives them by `[rows]`.
        targets: the same for its outputs.
        positions: the row of each sample in the source, in order of time where it has
            one; of each target row where the samples are windows.
    """

    inputs: dict[str, Samples]
    targets: dict[str, Samples]
    positions: Array

    @property
    def samples(self) -> int:
        """Number of samples."""
        return len(self.positions)

    @property
    def is_stored(self) -> bool:
        """Whether some samples lie on the disk."""
        arrays = (*self.inputs.values(), *self.targets.values())
        return not all(in_memory(values) for values in arrays)


@dataclass(frozen=True)
class Dataset:
    """The parts of a source, prepared for a model.

    Args:
        source: its name.
        validation: None where the spec holds none out; the test part serves then.
        preparation: what was fitted on the training part; a run keeps it.
        truth: each output's values in the data's own units, for all rows; class
            numbers where it tells classes.
        rows: the rows of each part.
        checksums: the sha256 of each file's content.
        read: rows that the source has.
        omitted: rows that were left out, by reason.
        weights: what each row counts in the loss; None where all count the same.
    """

    source: str
    train: Part
    validation: Part | None
    test: Part
    preparation: Preparation
    truth: dict[str, Samples]
    rows: Rows
    checksums: dict[str, str]
    read: int
    omitted: tuple[Omission, ...]
    weights: Array | None = None

    @property
    def inputs(self) -> dict[str, Encoding]:
        """How each input is encoded."""
        return {f.recipe.name: f.encoding for f in self.preparation.inputs}

    @property
    def targets(self) -> dict[str, Encoding]:
        """How each output's target is encoded."""
        return {f.recipe.name: f.encoding for f in self.preparation.targets}

    @property
    def window(self) -> Window | None:
        """The windows over a series."""
        return self.preparation.window

    @property
    def watched(self) -> Part:
        """The part that is measured after each epoch."""
        return self.validation or self.test

    def facts(self) -> dict[str, Any]:
        """What a run remembers of the data, for `data.json`."""
        return {
            "source": self.source,
            "sha256": self.checksums,
            "read": self.read,
            "omitted": [
                {"reason": one.reason, "rows": one.count, "places": list(one.places)}
                for one in self.omitted
            ],
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
            "inputs": {name: code.to_json() for name, code in self.inputs.items()},
            "targets": {name: code.to_json() for name, code in self.targets.items()},
        }
