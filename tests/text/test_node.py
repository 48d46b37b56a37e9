from __future__ import annotations

import pytest

from kspec.errors import Span
from kspec.expr import parse
from kspec.text import Item, Mapping, Scalar, Sequence, from_plain, plain, read


def test_a_tree_is_plain_data_with_spans() -> None:
    data = {"a": [1, 2.5, None, True, "x"], "b": {"c": []}, "d": {}}
    assert plain(from_plain(data)) == data


def test_a_tuple_is_a_list() -> None:
    assert from_plain((1, 2)) == Sequence((Scalar(1), Scalar(2)))


def test_spans_take_no_part_in_equality() -> None:
    here = Mapping((Item("a", Scalar(1, Span("a.yaml", 1, 4, 1, 5))),))
    assert here == from_plain({"a": 1})
    assert here == read("a:     1", file="b.yaml")


def test_a_value_and_the_formula_it_came_from_differ_from_the_value() -> None:
    formula = parse("$(k)")
    assert not isinstance(formula, str)
    assert Scalar(8, formula=formula) != Scalar(8)


def test_a_mapping_is_asked_by_key() -> None:
    mapping = Mapping((Item("a", Scalar(1)), Item("b", Scalar(2))))
    assert mapping.get("b") == Scalar(2)
    assert mapping.get("c") is None
    assert mapping.item("a").value == Scalar(1)
    assert [item.key for item in mapping] == ["a", "b"]
    assert "a" in mapping
    assert "c" not in mapping


def test_a_missing_item_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Mapping().item("a")
