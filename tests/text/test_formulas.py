from __future__ import annotations

import pytest

from kspec.errors import TextError
from kspec.expr import parse
from kspec.text import Item, Mapping, Scalar, Sequence, read

ERRORS = (
    ("a: $(k + )", "1:10"),
    ("层: 层$(k + )", "1:11"),
    ('a: "层$(k + )"', "1:12"),
    ("a: '$(k + )'", "1:11"),
    ("a: [$(k), $(k ** 2)]", "1:15"),
    ("a:\n  - b: $(k + )", "2:14"),
    ('a: "\\t$(k + )"', "1:4"),
    ("a: '''$(k + )'", "1:4"),
    ("a: >-\n  x\n  $(k + )", "1:4"),
    ("a: x\n  $(k + )", "1:4"),
    ("a: $(k", "1:4"),
    ("{a: $(k ** 2), b: 1}", "1:9"),
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("$(k)", "$(k)"),
        ('"$(min(a, b))"', "$(min(a, b))"),
        ("'$(k) a'", "$(k) a"),
        ("隐含层$(k // 4)", "隐含层$(k // 4)"),
        ("$(k) # remark", "$(k)"),
        (">-\n  $(a +\n  b)\n", "$(a + b)"),
    ],
)
def test_a_value_with_an_expression_is_a_formula(text: str, source: str) -> None:
    assert read(text, file="a.yaml") == Scalar(parse(source))


def test_a_comma_in_block_style_belongs_to_the_formula() -> None:
    node = read("a: $(min(a, b))", file="a.yaml")
    assert node == Mapping((Item("a", Scalar(parse("$(min(a, b))"))),))


def test_an_escaped_expression_is_a_text() -> None:
    assert read("[$$(k), a $$(k)]", file="a.yaml") == Sequence(
        (Scalar("$(k)"), Scalar("a $(k)"))
    )


def test_a_key_is_no_formula() -> None:
    assert read("$(k): 1", file="a.yaml") == Mapping((Item("$(k)", Scalar(1)),))


@pytest.mark.parametrize(("text", "place"), ERRORS)
def test_an_error_points_at_the_character_where_it_has_a_place_of_its_own(
    text: str, place: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K010", f"a.yaml:{place}")


@pytest.mark.parametrize(
    ("text", "place", "got", "hint"),
    [
        ("{u: $(min(a, b))}", "1:5", "$(min(a", 'quote it: "$(min(a, b))"'),
        (
            "{u: 层$(min(a , b)), x: 1}",
            "1:5",
            "层$(min(a",
            'quote it: "层$(min(a , b))"',
        ),
        ("[1, $(max(a,\n b)), 2]", "1:5", "$(max(a", "quote the whole value"),
        ("{u: $(min(a, b, c))}", "1:5", "$(min(a", 'quote it: "$(min(a, b, c))"'),
        (
            "{a: $(max(1, 2)), b: 3, 2)): 1}",
            "1:5",
            "$(max(1",
            'quote it: "$(max(1, 2))"',
        ),
    ],
)
def test_a_comma_in_flow_style_asks_for_quotes(
    text: str, place: str, got: str, hint: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    found = caught.value.diagnostics[0]
    assert (found.code, str(found.span)) == ("K010", f"a.yaml:{place}")
    assert found.message == f"YAML ends an unquoted value at the comma, got {got}"
    assert found.hint == hint
    assert len(caught.value.diagnostics) == 1


def test_every_torn_formula_is_reported_and_its_pieces_are_not() -> None:
    text = "{u: $(min(a, b)), v: $(max(a, b)), w: $(min(a, b))}"
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    places = [str(found.span) for found in caught.value.diagnostics]
    assert places == ["a.yaml:1:5", "a.yaml:1:22", "a.yaml:1:39"]
