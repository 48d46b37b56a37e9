from __future__ import annotations

import pytest

from kspec.errors import TextError
from kspec.text import read


@pytest.mark.parametrize(
    ("text", "second", "first"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "1:1"),
        ("x: {隐: 1, b: 2, 隐: 3}", "1:17", "1:5"),
        ("x:\n  - a: 1\n    'a': 2\n", "3:5", "2:5"),
        ('"é": 1\n"e\\u0301": 2\n', "2:1", "1:1"),
        ("units: 1\nｕｎｉｔｓ: 2\n", "2:1", "1:1"),
    ],
)
def test_a_duplicate_key_points_at_the_second_key(
    text: str, second: str, first: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K003", f"a.yaml:{second}")
    assert [str(place.span) for place in found.related] == [f"a.yaml:{first}"]
    assert found.hint == "keep one of the two, or give them different names"


def test_a_third_equal_key_names_the_first() -> None:
    with pytest.raises(TextError) as caught:
        read("a: 1\na: 2\na: 3\n", file="a.yaml")
    places = [str(found.related[0].span) for found in caught.value.diagnostics]
    assert places == ["a.yaml:1:1", "a.yaml:1:1"]


def test_equal_keys_of_different_mappings_are_no_duplicates() -> None:
    read("a: {b: 1}\nc: {b: 1, a: 2}\n", file="a.yaml")


def test_a_key_in_other_characters_shows_both() -> None:
    with pytest.raises(TextError) as caught:
        read("units: 1\nｕｎｉｔｓ: 2\n", file="a.yaml")
    message = (
        "the key `ｕｎｉｔｓ` stands here a second time, as `units` in other characters"
    )
    assert caught.value.diagnostics[0].message == message
