from __future__ import annotations

import pytest

from kspec.errors import TextError
from kspec.text import read

ALIAS = "write the value out, or name it under `params`"
LINE = "delete the line"
TAG = "delete it: kspec knows the types, and a text can be quoted"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a: *x", "1:4", "kspec reads no aliases, got *x", ALIAS),
        ("a: &x 1", "1:4", "kspec reads no anchors, got &x", ALIAS),
        ("a: [&x {b: 1}]", "1:5", "kspec reads no anchors, got &x", ALIAS),
        (
            "a: !!python/name:os 1",
            "1:4",
            "kspec reads no tags, got !!python/name:os",
            TAG,
        ),
        ('a: ! "x"', "1:4", "kspec reads no tags, got !", TAG),
        ("a: !!map\n  b: 1", "1:4", "kspec reads no tags, got !!map", TAG),
        ("a: !e!x 1", "1:4", "kspec reads no tags", 'quote it: "!e!x"'),
        (
            "<<: {a: 1}",
            "1:1",
            "kspec reads no merge keys, got <<",
            "write the keys out",
        ),
        (
            "%YAML 1.1\n---\na: 1",
            "1:1",
            "kspec reads no directives, got %YAML 1.1",
            LINE,
        ),
        ("%YAML 1.3\n---\na: 1", "1:1", "kspec reads no directives", LINE),
        ("%TAG ! x\n---\na: 1", "1:1", "kspec reads no directives, got %TAG ! x", LINE),
        ("%X y\n---\na: 1", "1:1", "kspec reads no directives", LINE),
        (
            "a: 1\n---\nb: 1\n---\nc: 1",
            "2:1",
            "expected one document, got a second one",
            "put it in a file of its own",
        ),
        ("{?a: b}", "1:3", "a key after `?` without a space, got ?a", 'quote it: "?a"'),
        ("a: *", "1:4", "an unquoted text cannot start with *", 'quote it: "*"'),
        ("a: [&, b]", "1:5", "an unquoted text cannot start with &", 'quote it: "&"'),
    ],
)
def test_a_feature_that_kspec_does_not_read_says_what_to_write(
    text: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K005", f"a.yaml:{place}")
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "units: {{k}}",
            "1:9",
            "expected a name as key, got a mapping",
            "write $(name) for the value of a parameter",
        ),
        ("[a]: 1", "1:1", "expected a name as key, got a list", "write a name"),
        (
            "? {a: 1}\n: 2",
            "1:3",
            "expected a name as key, got a mapping",
            "write a name",
        ),
    ],
)
def test_a_collection_is_no_key(text: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K007", f"a.yaml:{place}")
    assert (found.message, found.hint) == (message, hint)


@pytest.mark.parametrize(
    "text", ["---\na: 1\n", "---\na: 1\n...\n", '"<<": 1', "a: <<"]
)
def test_what_only_looks_like_such_a_feature_is_read(text: str) -> None:
    read(text, file="a.yaml")
