"""What a report tells of: a run's spec, data, epochs and results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kspec.graph import Graph
from kspec.schema import Spec
from kspec.schema.training import Train
from kspec.training.dataset import Dataset
from kspec.training.table import Array


@dataclass(frozen=True)
class Story:
    """A run as its report needs it.

    Args:
        title: of the page, such as `mnist_cnn, run 3`.
        facts: what `run.json` says.
        history: one row for each epoch.
        measures: for each output those of the model and of each baseline; empty for a
            run that was interrupted.
        predictions: for each output in the data's own units; empty likewise.
        diagram: as SVG; None where it could not be drawn.
    """

    title: str
    spec: Spec
    graph: Graph
    train: Train
    dataset: Dataset
    facts: dict[str, Any]
    history: tuple[dict[str, float], ...]
    diagram: str | None
    measures: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=dict[str, dict[str, dict[str, Any]]]
    )
    predictions: dict[str, Array] = field(default_factory=dict[str, Array])
