"""Probabilities where the loss takes scores, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic, Related
from kspec.graph.lint.endings import Ending
from kspec.graph.lint.measured import Measured
from kspec.graph.lint.subject import Subject, argument_span, warning

PROBABILITIES = frozenset(
    {"hard_sigmoid", "sigmoid", "softmax", "sparse_sigmoid", "sparsemax"}
)
"""Activations between 0 and 1."""

POSITIVE = frozenset(
    {"exponential", "relu", "relu6", "softplus", "sparse_plus", "squareplus"}
)
"""Others that are never below 0; a categorical loss divides them by their sum."""


def scores_or_probabilities(subject: Subject) -> Iterator[Diagnostic]:
    """K702: the last activation and `from_logits` of a cross-entropy disagree."""
    for one in subject.measured:
        if one.ending is None or one.from_logits is None:
            continue
        if one.from_logits and one.ending.activation in PROBABILITIES:
            yield _probabilities(subject, one, one.ending)
        elif not one.from_logits and not _is_fine(one, one.ending.activation):
            yield _scores(subject, one, one.ending)


def _is_fine(one: Measured, activation: str) -> bool:
    if activation in PROBABILITIES:
        return True
    return activation in POSITIVE and not one.kind.startswith("Binary")


def _probabilities(subject: Subject, one: Measured, end: Ending) -> Diagnostic:
    return warning(
        "K702",
        f"`{one.name}` gives probabilities (`{end.activation}`), where the loss takes"
        " scores",
        subject.places.at(*one.path, "from_logits"),
        hint=f"leave out `from_logits: true`, or `{end.activation}`",
        related=[_place(end)],
    )


def _scores(subject: Subject, one: Measured, end: Ending) -> Diagnostic:
    fitting = "sigmoid" if one.kind.startswith("Binary") else "softmax"
    return warning(
        "K702",
        f"`{one.name}` ends in `{end.activation}`, which is no probability, where the"
        f" loss takes probabilities",
        subject.places.at(*one.path, "type"),
        hint=f"write `loss: {{type: {one.kind}, from_logits: true}}`, or end in"
        f" `{fitting}`",
        related=[_place(end)],
    )


def _place(end: Ending) -> Related:
    span = argument_span(end.vertex, *end.path) if end.path else end.vertex.span
    return Related(span, f"`{end.vertex.name}` applies `{end.activation}`")
