"""Lints: what is legal and probably not meant. One file a rule, one signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kspec.errors import Diagnostic
from kspec.graph.ir import Graph
from kspec.graph.lint.bias import bias_before_normalization
from kspec.graph.lint.blocks import unused_block
from kspec.graph.lint.broadcasting import silent_broadcast
from kspec.graph.lint.classes import activation_of_another_loss
from kspec.graph.lint.dropout import dropout_at_the_end
from kspec.graph.lint.labels import labels_beyond_units
from kspec.graph.lint.logits import scores_or_probabilities
from kspec.graph.lint.masks import lost_mask
from kspec.graph.lint.overriding import overridden_training
from kspec.graph.lint.parameters import unused_parameter
from kspec.graph.lint.reach import reaches_no_output
from kspec.graph.lint.single import softmax_over_one
from kspec.graph.lint.states import shuffled_states
from kspec.graph.lint.subject import Subject
from kspec.schema import Spec

Rule = Callable[[Subject], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    reaches_no_output,
    scores_or_probabilities,
    activation_of_another_loss,
    softmax_over_one,
    silent_broadcast,
    labels_beyond_units,
    dropout_at_the_end,
    bias_before_normalization,
    lost_mask,
    shuffled_states,
    overridden_training,
    unused_parameter,
    unused_block,
)
"""Every rule, in the order of its code."""


def lint(spec: Spec, graph: Graph) -> tuple[Diagnostic, ...]:
    """The warnings (K7xx) about a spec whose graph has no error."""
    whole = Subject(spec, graph)
    subjects = (whole, *whole.inner)
    return tuple(found for rule in RULES for one in subjects for found in rule(one))
