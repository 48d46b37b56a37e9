from __future__ import annotations

from typing import Any

import pytest

from kspec.errors import TextError
from kspec.text import Mapping, Scalar, plain, read
from kspec.text.limits import DEFAULT
from kspec.text.scalars import Refusal, resolve

READ: tuple[tuple[str, Any], ...] = (
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False),
    ("FALSE", False), ("0", 0), ("-0", 0), ("7", 7), ("+7", 7), ("-7", -7),
    ("2147483648", 2**31), ("0o17", 15), ("0x1F", 31), ("0xff", 255), ("1e-3", 0.001),
    ("1E5", 100_000.0), ("1e3", 1000.0), ("-1e+3", -1000.0), ("+1.5", 1.5), (".5", 0.5),
    ("-.5", -0.5), ("1.", 1.0), ("1.e2", 100.0), ("0.0", 0.0), ("01.5", 1.5),
    ("0e5", 0.0), ("12345678901234567890", 12345678901234567890), ("relu", "relu"),
    ("隐含层1", "隐含层1"), ("3x3", "3x3"), ("a.b", "a.b"), (".", "."),
    ("1.2.3", "1.2.3"), ("e3", "e3"), ("1e", "1e"), ("0x", "0x"), ("0xg", "0xg"),
    ("+", "+"), ("../a.csv", "../a.csv"), ("nan", "nan"), ("inf", "inf"),
    ("none", "none"), ("not", "not"), ("nope", "nope"), ("One", "One"),
    ("yesterday", "yesterday"), ("1_conv", "1_conv"), ("_1", "_1"), ("12:75", "12:75"),
    ("2024-01", "2024-01"),
)  # fmt: skip

QUOTE = 'quote it: "{}"'
REFUSED = (
    ("yes", "write true"), ("Yes", "write true"), ("YES", "write true"),
    ("on", "write true"), ("On", "write true"), ("no", "write false"),
    ("No", "write false"), ("NO", "write false"), ("off", "write false"),
    ("OFF", "write false"), ("tRue", "write true"), ("fALSE", "write false"),
    ("nULL", "write null"), ("None", "write null"), ("012", "write 12"),
    ("-012", "write -12"), ("00", "write 0"), ("08", "write 8"),
    ("1_000", "write 1000"), ("1_0.5", "write 10.5"), ("1_", "write 1"),
    ("0_1", "write 1"), ("0b101", "write 5"), ("-0x1F", "write -31"),
    ("0x_F", "write 15"), ("0O17", "write 15"), ("12:30", ""), ("1:2:3", ""),
    ("-1:30.5", ""), ("09:30", ""), ("2024-01-31", ""), ("2024-1-5", ""),
    ("2024-13-45", ""), ("2024-01-31 12:00:00", ""), ("2024-01-31T12:00:00Z", ""),
    (".inf", "write a number"), ("-.Inf", "write a number"), (".NAN", "write a number"),
    ("=", ""), ("0b12", ""),
)  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_plain_scalar_has_its_value_of_the_core_schema(text: str, value: Any) -> None:
    found = resolve(text, DEFAULT)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "alternative"), REFUSED)
def test_what_could_mean_two_things_is_refused(text: str, alternative: str) -> None:
    found = resolve(text, DEFAULT)
    assert isinstance(found, Refusal)
    assert found.code == "K004"
    assert QUOTE.format(text) in found.hint
    assert alternative in found.hint


@pytest.mark.parametrize("text", [text for text, _ in (*READ, *REFUSED)])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_quoted_scalar_is_a_text(text: str, quote: str) -> None:
    assert read(f"{quote}{text}{quote}", file="a.yaml") == Scalar(text)


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_the_hint_of_a_refusal_can_be_followed(text: str) -> None:
    found = resolve(text, DEFAULT)
    assert isinstance(found, Refusal)
    for written in found.hint.replace("quote it: ", "").split(", or "):
        example = written.removeprefix("write ").replace("a number", "1.0")
        assert len(plain(read(f"[{example}]", file="a.yaml"))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1" * 21, "expected at most 20 digits, got 21"),
        ("-" + "9" * 5000, "expected at most 20 digits, got 5000"),
        ("0x" + "f" * 21, "expected at most 20 digits, got 21"),
        ("1e999", "expected a number that a float can hold, got 1e999"),
        ("-1.5e400", "expected a number that a float can hold, got -1.5e400"),
        ("1e-999", "expected a number that a float can hold, got 1e-999"),
    ],
)
def test_a_number_out_of_bounds_is_refused(text: str, message: str) -> None:
    found = resolve(text, DEFAULT)
    assert isinstance(found, Refusal)
    assert (found.code, found.message) == ("K006", message)


@pytest.mark.parametrize("key", ["y", "n", "no", "On", "yes", "OFF"])
def test_a_key_cannot_be_a_truth_value(key: str) -> None:
    node = read(f"{key}: 1", file="a.yaml")
    assert isinstance(node, Mapping)
    assert node.get(key) == Scalar(1)


@pytest.mark.parametrize(
    "key", ["1", "true", "~", "1.5", "012", "12:30", "None", "0x1"]
)
def test_a_key_that_is_no_name_is_refused(key: str) -> None:
    with pytest.raises(TextError) as caught:
        read(f"{{? {key} : 1}}", file="a.yaml")
    (found,) = caught.value.diagnostics
    assert found.code == "K007"
    assert found.message == f"expected a name before the colon, got {key}"
    assert found.hint == f'quote it: "{key}"'
