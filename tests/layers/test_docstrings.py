"""Docstrings are read as they are written in this package."""

from __future__ import annotations

from kspec.layers import docstrings


class Outer:
    """Does one thing,
    and says so.

    More about it, which no summary has.

    Shapes: (batch, …) → (batch, …),
        or so.

    Args:
        first: one line.
        second: a text that
            goes on: with a colon.
    Source: somewhere; Somebody (2001).
    """


class Inner(Outer):
    """Does another.

    Args:
        second: its own.
    """


class Silent(Outer):
    pass


def test_a_docstring_is_taken_apart() -> None:
    assert docstrings.summary(Outer) == "Does one thing, and says so."
    assert docstrings.section(Outer, "Shapes") == "(batch, …) → (batch, …), or so."
    assert docstrings.section(Outer, "Source") == "somewhere; Somebody (2001)."
    assert docstrings.section(Outer, "Raises") == ""


def test_arguments_are_those_of_the_bases_too() -> None:
    second = "a text that goes on: with a colon."
    assert docstrings.arguments(Outer) == {"first": "one line.", "second": second}
    assert docstrings.arguments(Inner) == {"first": "one line.", "second": "its own."}


def test_a_class_without_a_docstring_says_nothing_itself() -> None:
    assert docstrings.summary(Silent) == ""
    assert docstrings.arguments(Silent) == docstrings.arguments(Outer)
