"""Wrong expressions with a mark before the character to blame."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from kspec.expr import ExprError, Value, evaluate, parse

MARK = "¦"


def outcome(text: str, names: Mapping[str, Value]) -> Value | ExprError:
    """The value of a text, or the error that stands for it."""
    try:
        formula = parse(text)
        return formula if isinstance(formula, str) else evaluate(formula, names)
    except ExprError as error:
        return error


def refusal(marked: str, use: Callable[[str], object]) -> ExprError:
    """The error for a text; it must blame the character after the mark."""
    text = marked.replace(MARK, "")
    with pytest.raises(ExprError) as caught:
        use(text)
    offset = caught.value.offset
    assert f"{text[:offset]}{MARK}{text[offset:]}" == marked
    return caught.value
