from __future__ import annotations

import pytest

from kspec.errors import TextError
from kspec.text import read
from kspec.text.limits import Limits

INVISIBLE = "delete it: it makes the text look different from what it says"


@pytest.mark.parametrize(
    ("char", "name", "hint"),
    [
        ("\0", "U+0000", "is this a text file?"),
        ("\x1b", "U+001B", "delete it"),
        ("\x7f", "U+007F", "delete it"),
        ("\x85", "U+0085", "use an ordinary line break"),
        ("\x9b", "U+009B", "delete it"),
        ("\u2028", "U+2028 (line separator)", "use an ordinary line break"),
        ("\u2029", "U+2029 (paragraph separator)", "use an ordinary line break"),
        ("\u061c", "U+061C (arabic letter mark)", INVISIBLE),
        ("\u200f", "U+200F (right-to-left mark)", INVISIBLE),
        ("\u202e", "U+202E (right-to-left override)", INVISIBLE),
        ("\u2066", "U+2066 (left-to-right isolate)", INVISIBLE),
        ("\ufeff", "U+FEFF (zero width no-break space)", "delete it"),
        ("\ufdd0", "U+FDD0", "delete it"),
        ("\uffff", "U+FFFF", "delete it"),
        ("\U0001fffe", "U+1FFFE", "delete it"),
        ("\ud800", "U+D800", "delete it"),
    ],
)
def test_a_forbidden_character_is_refused_before_yaml_sees_it(
    char: str, name: str, hint: str
) -> None:
    with pytest.raises(TextError) as caught:
        read(f"a: 1\n层: {char}\n", file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K001", "a.yaml:2:4")
    assert found.message == f"{name} is not a character that a spec may hold"
    assert found.hint == hint


@pytest.mark.parametrize(
    "escape", [r"\0", r"\e", r"\N", r"\L", r"\x7f", r"\u202e", r"\uFFFF"]
)
def test_an_escape_brings_no_forbidden_character_in(escape: str) -> None:
    with pytest.raises(TextError) as caught:
        read(f'a: "x{escape}"', file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K001", "a.yaml:1:4")
    assert found.hint == "delete the escape"


@pytest.mark.parametrize("char", ["\t", "é", "隐", "😀", "\xa0", "\u200d", "\u3000"])
def test_other_characters_are_read(char: str) -> None:
    read(f"a: x{char}y\n", file="a.yaml")


def test_each_forbidden_character_is_reported_once() -> None:
    with pytest.raises(TextError) as caught:
        read("\x01\x02\x01\x02\n", file="a.yaml")
    assert [str(found.span) for found in caught.value.diagnostics] == [
        "a.yaml:1:1",
        "a.yaml:1:2",
    ]


def test_a_carriage_return_alone_is_refused() -> None:
    with pytest.raises(TextError, match=r"a\.yaml:1:5: K001 a carriage return"):
        read("a: 1\rb: 2\r\n", file="a.yaml")


@pytest.mark.parametrize(
    ("data", "place", "got"),
    [
        (b"a: \xff", "1:4", "the byte 0xff"),
        ("a: 1\n层: ".encode() + b"\x80\n", "2:4", "the byte 0x80"),
        (b"a: \xed\xa0\x80", "1:4", "the byte 0xed"),
        (b"a: \xc0\xaf", "1:4", "the byte 0xc0"),
        ("a: é".encode("latin-1"), "1:4", "the byte 0xe9"),
        ("a: 1".encode("utf-16"), "1:1", "UTF-16"),
        (b"\xfe\xff\0a", "1:1", "UTF-16"),
    ],
)
def test_another_encoding_is_refused(data: bytes, place: str, got: str) -> None:
    with pytest.raises(TextError) as caught:
        read(data, file="a.yaml")
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == ("K001", f"a.yaml:{place}")
    assert found.message == f"expected a text in UTF-8, got {got}"
    assert found.hint == "save it as UTF-8"


@pytest.mark.parametrize("text", ["层: 1", "层: 1".encode()])
def test_the_size_counts_bytes(text: str | bytes) -> None:
    read(text, file="a.yaml", limits=Limits(file_bytes=6))
    with pytest.raises(TextError, match="K006 expected at most 5 bytes, got more"):
        read(text, file="a.yaml", limits=Limits(file_bytes=5))
