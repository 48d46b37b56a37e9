"""A plan's arguments and calls as Python expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kspec.codegen.layout import Document, Group, alone, bracketed, listed
from kspec.expr import Formula, to_python
from kspec.plan import Argument, Call, Constant, List, Table, Tuple

PREFIXES = {"keras.layers.": "layers.", "keras.ops.": "ops."}
"""Modules that the printed file imports by a shorter name."""


@dataclass(frozen=True)
class Printer:
    """Prints arguments.

    Args:
        names: the variables of the spec's parameters.
        truths: the parameters that are true or false.
    """

    names: Mapping[str, str] = field(default_factory=dict[str, str])
    truths: frozenset[str] = frozenset()

    def call(self, call: Call, tensors: Iterable[Document] = ()) -> Document:
        """A constructor's call, or a function's, with its tensors in their place."""
        given = self._arguments(call)
        items = [*given[: call.before], *tensors, *given[call.before :]]
        target = call.target
        for module, short in PREFIXES.items():
            if target.startswith(module):
                target = short + target.removeprefix(module)
        return bracketed(f"{target}(", items, ")")

    def _arguments(self, call: Call) -> list[Document]:
        return [
            self._named("" if at < call.positional else f"{key}=", value)
            for at, (key, value) in enumerate(call.arguments)
        ]

    def argument(self, argument: Argument) -> Document:
        """Any argument's value."""
        match argument:
            case Constant(value, formula):
                return literal(value) if formula is None else self.formula(formula)
            case Tuple((single,)):
                return alone(self.argument(single))
            case Tuple(items):
                return listed("(", map(self.argument, items), ")")
            case List(items):
                return listed("[", map(self.argument, items), "]")
            case Table(items):
                pairs = [self._named(f"{literal(k)}: ", value) for k, value in items]
                return listed("{", pairs, "}")
            case Call():
                return self.call(argument)

    def formula(self, formula: Formula) -> str:
        """A formula over the parameters' variables."""
        return to_python(
            formula, lambda name: self.names.get(name, name), booleans=self.truths
        )

    def _named(self, name: str, value: Argument) -> Document:
        return Group((name, self.argument(value)))


def literal(value: bool | int | float | str | None) -> str:
    r"""A plain value as Python source, strings in double quotes where ruff would.

    Example:
    >>> literal("same"), literal('"'), literal(None)
    ('"same"', '\'"\'', 'None')
    """
    if not isinstance(value, str):
        return repr(value)
    text = repr(value)
    if text.startswith("'") and '"' not in text:
        return f'"{text[1:-1]}"'
    return text
