"""The names in a `train:` section that have to be names of the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kspec.errors import DataError, Diagnostic, Span, did_you_mean
from kspec.graph import Graph
from kspec.schema.training import Column, Data, Train
from kspec.training.places import Places

Columns = dict[str, Column]


def columns_of(train: Train, graph: Graph, places: Places) -> tuple[Columns, Columns]:
    """The columns of the model's inputs and outputs, in the model's order.

    Raises: DataError K607 with every name that only the spec or only the model has.
    """
    data = train.data
    inputs, outputs = [v.name for v in graph.inputs], graph.outputs.names
    targets = data.targets or _forecast(data, inputs, outputs)
    at_inputs, at_targets = places.at("data", "inputs"), places.at("data", "targets")
    found = [
        *_unknown("input", data.inputs, inputs, at_inputs),
        *_missing("input", "column", data.inputs, inputs, at_inputs),
        *_unknown("output", targets, outputs, at_targets),
        *_missing("output", "target", targets, outputs, at_targets),
        *_by_output(train, outputs, places),
    ]
    if found:
        raise DataError(*found)
    return {n: data.inputs[n] for n in inputs}, {n: targets[n] for n in outputs}


def _forecast(data: Data, inputs: Sequence[str], outputs: Sequence[str]) -> Columns:
    """Without targets, a model of one input and one output predicts that input."""
    if len(inputs) == len(outputs) == 1 and set(inputs) == set(data.inputs):
        column = data.inputs[inputs[0]]
        named = column.column or inputs[0]
        return {outputs[0]: column.model_copy(update={"column": named})}
    return {}


def _by_output(
    train: Train, outputs: Sequence[str], places: Places
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if isinstance(train.loss, dict):
        found += _unknown("output", train.loss, outputs, places.at("loss"))
        found += _missing("output", "loss", train.loss, outputs, places.at("loss"))
    if isinstance(train.metrics, dict):
        found += _unknown("output", train.metrics, outputs, places.at("metrics"))
    weights = train.loss_weights or {}
    return found + _unknown("output", weights, outputs, places.at("loss_weights"))


def _unknown(
    side: str, given: Iterable[str], known: Sequence[str], span: Span | None
) -> list[Diagnostic]:
    return [
        Diagnostic(
            "K607",
            f"the model has no {side} `{name}`",
            span,
            hint=did_you_mean(name, known) or f"it has {', '.join(known)}",
        )
        for name in given
        if name not in known
    ]


def _missing(
    side: str,
    noun: str,
    given: Iterable[str],
    wanted: Sequence[str],
    span: Span | None,
) -> list[Diagnostic]:
    given = [*given]
    message = f"the model's {side} `{{}}` has no {noun}"
    hint = "every input has a column, every output a target and a loss"
    return [
        Diagnostic("K607", message.format(name), span, hint=hint)
        for name in wanted
        if name not in given
    ]
