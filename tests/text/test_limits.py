from __future__ import annotations

import pytest

from kspec.errors import Diagnostic, TextError
from kspec.text import read
from kspec.text.limits import Limits


def only(text: str, limits: Limits) -> Diagnostic:
    """The only thing that is wrong with a text."""
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml", limits=limits)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    "text", ["[[1]]", "a: {b: 1}", "- - 1", "a:\n  b:\n    1", "a:\n- 1"]
)
def test_nesting_counts_open_collections(text: str) -> None:
    read(text, file="a.yaml", limits=Limits(nesting=2))
    found = only(text, Limits(nesting=1))
    assert (found.code, found.message) == (
        "K006",
        "expected at most 1 levels, got more",
    )
    assert found.hint == "write it flatter"


@pytest.mark.parametrize(
    ("text", "nodes"), [("[1, 2]", 3), ("{a: 1, b: []}", 5), ("a:\nb:", 5), ("x", 1)]
)
def test_nodes_are_keys_values_and_collections(text: str, nodes: int) -> None:
    read(text, file="a.yaml", limits=Limits(nodes=nodes))
    found = only(text, Limits(nodes=nodes - 1))
    message = f"expected at most {nodes - 1} keys and values, got more"
    assert (found.code, found.message) == ("K006", message)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 层层", "1:4"),
        ("a: '层层'", "1:4"),
        ("层层: 1", "1:1"),
        ("a: |\n  层层", "1:4"),
    ],
)
def test_a_scalar_counts_bytes(text: str, place: str) -> None:
    read(text, file="a.yaml", limits=Limits(scalar_bytes=6))
    found = only(text, Limits(scalar_bytes=5))
    assert (found.code, str(found.span)) == ("K006", f"a.yaml:{place}")
    assert found.message == "expected a text of at most 5 bytes, got more"


@pytest.mark.parametrize("number", ["1234", "+1234", "-1234", "0x1234", "0o1234"])
def test_an_integer_counts_digits(number: str) -> None:
    read(f"a: {number}", file="a.yaml", limits=Limits(integer_digits=4))
    found = only(f"a: {number}", Limits(integer_digits=3))
    assert (found.code, str(found.span)) == ("K006", "a.yaml:1:4")
    assert found.message == "expected at most 3 digits, got 4"


def test_reading_stops_after_so_many_errors() -> None:
    with pytest.raises(TextError) as caught:
        read("[" + "no, " * 50 + "]", file="a.yaml", limits=Limits(errors=7))
    assert len(caught.value.diagnostics) == 7


def test_a_text_at_the_limits_of_every_size_is_read() -> None:
    text = "[" * 63 + ",".join(["[1]"] * 10) + "]" * 63
    read(text, file="a.yaml")
    read("a: " + "x" * 65536, file="a.yaml")
    read("a: " + "9" * 20, file="a.yaml")


def test_the_limits_are_those_that_the_design_promises() -> None:
    assert Limits() == Limits(
        file_bytes=1024 * 1024, nesting=64, nodes=200_000, scalar_bytes=64 * 1024
    )
