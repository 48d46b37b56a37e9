"""Diagnostics: their order, their text, their excerpts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.errors import (
    Diagnostic,
    KspecError,
    Related,
    Span,
    SpecError,
    ToolError,
    UsageError,
    closest,
    printable,
    rendered,
)

TEXT = "layers:\n  输入: {type: Dens, units: 3}\n"
FOUND = Diagnostic("K103", "no `Dens`", Span("a.yaml", 2, 14, 2, 18), "try `Dense`")


def test_a_diagnostic_shows_its_place_its_line_and_a_caret_below_it() -> None:
    assert list(rendered(FOUND, {"a.yaml": TEXT})) == [
        "a.yaml:2:14: K103 no `Dens`",
        "  2 │   输入: {type: Dens, units: 3}",
        "    │                ^^^^",
        "  hint: try `Dense`",
    ]


def test_without_the_text_only_the_place_is_shown() -> None:
    lines = list(rendered(FOUND, {}))
    assert lines == ["a.yaml:2:14: K103 no `Dens`", "  hint: try `Dense`"]


def test_a_related_place_is_shown_with_its_own_line() -> None:
    related = Related(Span("a.yaml", 1, 1, 1, 7), "here")
    found = Diagnostic("K203", "…", related=(related,))
    assert list(rendered(found, {"a.yaml": TEXT}))[1:] == [
        "  a.yaml:1:1: here",
        "  1 │ layers:",
        "    │ ------",
    ]


def test_a_long_line_is_cut_around_the_mark() -> None:
    text = f"{'a' * 300}X{'b' * 300}"
    found = Diagnostic("K101", "…", Span("a", 1, 301, 1, 302))
    _, line, mark = rendered(found, {"a": text})
    assert len(line) < 120
    assert line[mark.index("^")] == "X"


def test_diagnostics_are_sorted_by_place_and_said_once() -> None:
    later = Diagnostic("K101", "later", Span("a.yaml", 9, 1, 9, 2))
    error = SpecError(later, FOUND, later)
    assert error.diagnostics == (FOUND, later)
    assert str(error).splitlines()[0].startswith("a.yaml:2:14")


@pytest.mark.parametrize(
    ("kind", "code"), [(SpecError, 1), (UsageError, 2), (ToolError, 3)]
)
def test_an_error_knows_its_exit_code(kind: type[KspecError], code: int) -> None:
    assert kind(FOUND).exit_code == code  # pyright: ignore[reportCallIssue]


@given(st.text())
def test_nothing_unprintable_is_left(text: str) -> None:
    assert printable(text).isprintable()


@given(st.text(), st.integers(1, 5), st.integers(1, 80), st.integers(0, 90))
def test_any_span_can_be_shown(text: str, line: int, column: int, length: int) -> None:
    span = Span("a", line, column, line, column + length)
    for shown in rendered(Diagnostic("K101", text, span, text), {"a": text}):
        assert shown.isprintable()


def test_the_closest_name_is_found_whatever_its_case() -> None:
    assert closest("maxpooling2d", ["MaxPooling1D", "MaxPooling2D"]) == "MaxPooling2D"
    assert closest("x", []) is None
