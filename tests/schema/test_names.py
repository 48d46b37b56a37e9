"""Names: what may be one, and what is proposed instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec.schema.names import is_name, nearest_name


@pytest.mark.parametrize("text", ["a", "_x", "block1_conv1", "A" * 64, "match"])
def test_identifiers_are_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    ["", "1a", "a-b", "a b", "层", "class", "None", "A" * 65, "a/b", "a.b", "a\n"],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_name(text)


@given(st.text())
def test_the_proposed_name_is_a_name(text: str) -> None:
    assert is_name(nearest_name(text))
