"""States that pass from batch to batch, where the batches come in any order."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic
from kspec.graph.ir import Vertex
from kspec.graph.lint.subject import Subject, argument_span, warning
from kspec.layers.layer import Layer


def shuffled_states(subject: Subject) -> Iterator[Diagnostic]:
    """K710: a stateful layer goes on from the batch before, which shuffling changes."""
    train = subject.graph.train
    if train is None or not train.shuffle:
        return
    for vertex in subject.living:
        if not vertex.shares and (path := _stateful(vertex)):
            yield warning(
                "K710",
                f"`{vertex.name}` goes on from the batch before, and `train:` shuffles"
                " the rows",
                argument_span(vertex, *path),
                hint="write `shuffle: false` under `train:`",
            )


def _stateful(vertex: Vertex) -> tuple[str, ...]:
    """The path of the argument; empty where the layer is not stateful."""
    inner = getattr(vertex.layer, "layer", None)
    if isinstance(inner, Layer) and getattr(inner, "stateful", False):
        return ("layer", "stateful")
    return ("stateful",) if getattr(vertex.layer, "stateful", False) else ()
