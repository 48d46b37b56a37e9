"""Printed statements of the training part of a module."""

from __future__ import annotations

from collections.abc import Iterable

from kspec.codegen.expressions import literal
from kspec.codegen.layout import INDENT, Document, Group, bracketed, listed
from kspec.codegen.lines import assignment, statement
from kspec.errors import Diagnostic, Span, UsageError
from kspec.shape import Shape, is_known


def call(function: str, *given: Document) -> Document:
    """A call, its arguments in order."""
    return bracketed(f"{function}(", given, ")")


def several(items: Iterable[str]) -> Document:
    """One item as it is, several as a list."""
    given = list(items)
    return given[0] if len(given) == 1 else listed("[", given, "]")


def texts(items: Iterable[str | int]) -> Document:
    """A list of texts."""
    return listed("[", map(literal, items), "]")


def assign(variable: str, *value: Document, indent: int = INDENT) -> str:
    """A value given to a variable."""
    return assignment(variable, value, indent)


def said(*parts: Document, indent: int = INDENT) -> str:
    """Any other statement."""
    return statement(parts, indent)


def named(name: str, value: Document) -> Document:
    """An argument, or an item of a dictionary, that stays on the line of its name."""
    return Group((name, value))


def remark(text: str, indent: int = INDENT) -> str:
    """A comment on a line of its own."""
    return f"{' ' * indent}# {text}"


def number(value: float) -> str:
    """A number as a person writes it.

    Example:
    >>> number(255.0), number(0.5)
    ('255', '0.5')
    """
    return str(int(value)) if float(value).is_integer() else repr(value)


def dimensions(shape: Shape) -> str:
    """The dimensions of a shape after the batch, as arguments."""
    return "".join(f", {dim}" for dim in shape)


def fitted(row: Shape | None, shape: Shape) -> str:
    """What brings samples into the model's shape: axes of length 1, or all.

    Args:
        row: the shape of one as it stands; None where only the data know it.

    Example:
    >>> fitted((), (1,)), fitted((28, 28), (28, 28, 1)), fitted(None, (28, 28))
    ('[:, None]', '[..., None]', '.reshape(-1, 28, 28)')
    """
    if not is_known(shape):
        return ""
    if row is None:
        return "" if None in shape else f".reshape(-1{dimensions(shape)})"
    if _agree(row, shape):
        return ""
    if _agree((*row, 1), shape):
        return "[..., None]" if row else "[:, None]"
    return "[..., 0]"


def _agree(row: Shape, shape: Shape) -> bool:
    pairs = zip(row, shape, strict=False)
    return len(row) == len(shape) and all(
        None in pair or len({*pair}) == 1 for pair in pairs
    )


def refusal(key: str, why: str, span: Span | None) -> UsageError:
    """What plain code does not say."""
    message = f"plain code has no form for `{key}`: {why}"
    hint = "`kspec train` does it; `kspec code` without `--train` prints the model"
    return UsageError(Diagnostic("K925", message, span, hint=hint))
