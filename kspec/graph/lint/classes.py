"""An activation for one kind of classes, a loss for another."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, Related
from kspec.graph.lint.endings import Ending
from kspec.graph.lint.measured import Measured
from kspec.graph.lint.subject import Subject, argument_span, warning

CATEGORICAL = (
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "SparseCategoricalCrossentropy",
)
BINARY = ("BinaryCrossentropy", "BinaryFocalCrossentropy")


def activation_of_another_loss(subject: Subject) -> Iterator[Diagnostic]:
    """K703: classes that exclude each other on one side, and do not on the other."""
    for one in subject.measured:
        activation = one.ending.activation if one.ending else None
        if one.kind in CATEGORICAL and one.units == 1:
            # A softmax over one unit has a code of its own.
            if activation != "softmax":
                yield _one_unit(subject, one)
        elif one.ending and one.kind in CATEGORICAL and activation == "sigmoid":
            yield _sigmoid(subject, one, one.ending)
        elif one.kind in BINARY and activation == "softmax" and (one.units or 0) > 1:
            yield _softmax(subject, one)


def _sigmoid(subject: Subject, one: Measured, end: Ending) -> Diagnostic:
    span = argument_span(end.vertex, *end.path) if end.path else end.vertex.span
    return warning(
        "K703",
        f"`sigmoid` lets several classes of `{one.name}` hold at once, where its loss"
        " expects one",
        span,
        hint="write `softmax`, or the loss `binary_crossentropy` if several may hold",
        related=[_loss(subject, one)],
    )


def _softmax(subject: Subject, one: Measured) -> Diagnostic:
    return warning(
        "K703",
        f"this loss measures each class of `{one.name}` by itself, where `softmax`"
        " makes them exclude each other",
        subject.places.at(*one.path, "type"),
        hint="write `categorical_crossentropy`, or `sigmoid` if several may hold",
    )


def _one_unit(subject: Subject, one: Measured) -> Diagnostic:
    return warning(
        "K703",
        f"a categorical loss over the one unit of `{one.name}` is always 0",
        subject.places.at(*one.path, "type"),
        hint="write `binary_crossentropy` for two classes, or give it a unit for each",
    )


def _loss(subject: Subject, one: Measured) -> Related:
    return Related(subject.places.at(*one.path, "type"), f"the loss of `{one.name}`")
