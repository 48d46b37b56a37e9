"""A plan's arguments and calls as Python expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kspec.codegen.layout import Document, Group, alone, bracketed, listed
from kspec.expr import Formula, to_python
from kspec.plan import Argument, Call, Constant, List, Name, Table, Tuple
from kspec.schema.evaluation import COPY

PREFIXES = {"keras.layers.": "layers.", "keras.ops.": "ops."}
"""Modules that the printed file imports by a shorter name."""


@dataclass(frozen=True)
class Printer:
    """Prints arguments.

    Args:
        names: the variables of the spec's parameters.
        truths: the parameters that are true or false.
        instance: the variable that holds the name of a block's instance.
        copy: the variable that counts the copies of a repeat.
    """

    names: Mapping[str, str] = field(default_factory=dict[str, str])
    truths: frozenset[str] = frozenset()
    instance: str = "name"
    copy: str = "i"

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
            case Tuple(items):
                return self._tuple(items)
            case List(items):
                return listed("[", map(self.argument, items), "]")
            case Table(items):
                pairs = [self._named(f"{literal(k)}: ", value) for k, value in items]
                return listed("{", pairs, "}")
            case Call():
                return self.call(argument)
            case Name():
                return self.name(argument)

    def _tuple(self, items: tuple[Argument, ...]) -> Document:
        inner = [self.argument(item) for item in items]
        return alone(*inner) if len(inner) == 1 else listed("(", inner, ")")

    def name(self, name: Name) -> str:
        """The name of a layer that is made in several places, as an f-string."""
        joint = "" if name.key.startswith("_") else "_"
        before = f"{{{self.instance}}}{joint}" if name.in_block else ""
        number = f"{{{self.copy}}}" if name.numbered else ""
        text = f'"{before}{name.key}{number}{name.inner}"'
        return f"f{text}" if before or number else text

    def formula(self, formula: Formula) -> str:
        """A formula over the parameters' variables."""
        return to_python(formula, self._renamed, booleans=self.truths)

    def arguments(self, given: Iterable[tuple[str, Argument]]) -> list[Document]:
        """Arguments by name, whose names are those of parameters."""
        return [self._named(f"{key}=", value) for key, value in given]

    def _renamed(self, name: str) -> str:
        return self.copy if name == COPY else self.names.get(name, name)

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
