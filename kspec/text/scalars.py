"""Plain scalars → values: the core schema of YAML 1.2.

What YAML 1.1 reads as another value is refused, so that no text means two things.
Source: YAML 1.2.2, 10.3.2 (core schema); the types of YAML 1.1, yaml.org/type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kspec.text.limits import Limits
from kspec.text.node import Plain
from kspec.text.source import brief, quoted

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
TRUTHS = {
    **dict.fromkeys(("yes", "on"), "true"),
    **dict.fromkeys(("no", "off"), "false"),
}
"""Words that YAML 1.1 takes for truth values, in any case."""

_MEANT = TRUTHS | {word: word for word in ("true", "false", "null")}
_NUMBER = re.compile(
    r"""
      (?P<integer> [-+]? (?: 0 | [1-9][0-9]* ) )
    | (?P<based> 0o[0-7]+ | 0x[0-9a-fA-F]+ )
    | (?P<zero> [-+]? 0[0-9]+ )
    | (?P<real> [-+]? (?: \.[0-9]+ | [0-9]+ (?:\.[0-9]*)? ) (?: [eE][-+]?[0-9]+ )? )
    | (?P<separated> [-+]? (?: [0-9][0-9_]* (?:\.[0-9_]*)? | \.[0-9][0-9_]* )
                     (?: [eE][-+]?[0-9]+ )? )
    | (?P<radix> [-+]? 0[xXoObB][0-9a-fA-F_]+ )
    | (?P<time> [-+]? [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?:\.[0-9_]*)? )
    | (?P<date> [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?:[Tt]|[ ]+) [0-9]{1,2}:.* )? )
    | (?P<endless> [-+]? \.(?: [iI][nN][fF] | [nN][aA][nN] ) )
    """,
    re.VERBOSE,
)
_TWO_READINGS = {
    "zero": "read as octal by YAML 1.1 and as decimal by YAML 1.2",
    "separated": "a number in YAML 1.1 and a text in YAML 1.2",
    "radix": "a number in YAML 1.1 and a text in YAML 1.2",
    "time": "a number in base 60 in YAML 1.1 and a text in YAML 1.2",
    "date": "a date in YAML 1.1 and a text in YAML 1.2",
    "truth": "a truth value in YAML 1.1 and a text in YAML 1.2",
    "default": "the default value in YAML 1.1 and a text in YAML 1.2",
}
_FIRST = frozenset("+-.0123456789~=nNtTfFyYoO")
"""How a scalar begins that may be something else than a text."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a plain scalar has no value."""

    code: str
    message: str
    hint: str


def resolve(text: str, limits: Limits) -> Plain | Refusal:
    """The value of a plain scalar.

    Example:
    >>> [resolve(text, Limits()) for text in ("1e-3", "0x10", "~", "relu", "3x3")]
    [0.001, 16, None, 'relu', '3x3']
    >>> resolve("no", Limits()).hint
    'quote it: "no", or write false'
    """
    if text and text[0] not in _FIRST:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if found := _NUMBER.fullmatch(text):
        return _number(text, str(found.lastgroup), limits)
    return _word(text)


def _word(text: str) -> str | Refusal:
    if text == "None":
        message = "`None` is null in Python and a text in YAML"
        return Refusal("K004", message, 'write null, or quote it: "None"')
    if text == "=":
        return _ambiguous(text, "default")
    if meant := _MEANT.get(text.lower()):
        if meant == text.lower():
            message, hint = f"`{text}` is no spelling of {meant}", quoted(text)
            return Refusal("K004", message, f"write {meant}, or {hint}")
        return _ambiguous(text, "truth", meant)
    return text


def _number(text: str, kind: str, limits: Limits) -> Plain | Refusal:
    match kind:
        case "integer" | "based":
            return _integer(text, limits)
        case "real":
            return _real(text)
        case "endless":
            hint = f"write a number, or {quoted(text)}"
            return Refusal("K004", f"`{text}` is not a finite number", hint)
        case "zero" | "separated":
            return _ambiguous(text, kind, _without_padding(text))
        case "radix":
            return _ambiguous(text, kind, _in_decimal(text, limits))
        case _:
            return _ambiguous(text, kind)


def _integer(text: str, limits: Limits) -> int | Refusal:
    digits = len(text.lstrip("+-").removeprefix("0o").removeprefix("0x"))
    if digits > limits.integer_digits:
        message = f"expected at most {limits.integer_digits} digits, got {digits}"
        return Refusal("K006", message, f"write a smaller number, or {quoted(text)}")
    return int(text, 0) if text.startswith("0") else int(text)


def _real(text: str) -> float | Refusal:
    value = float(text)
    mantissa = re.split("[eE]", text)[0]
    if abs(value) == float("inf") or (value == 0 and mantissa.strip("+-.0")):
        message = f"expected a number that a float can hold, got {brief(text)}"
        return Refusal("K006", message, f"write another number, or {quoted(text)}")
    return value


def _without_padding(text: str) -> str:
    return re.sub(r"^([-+]?)0+(?=\d)", r"\1", text.replace("_", ""))


def _in_decimal(text: str, limits: Limits) -> str | None:
    digits = text.replace("_", "")
    try:
        return str(int(digits, 0)) if len(digits) <= limits.integer_digits else None
    except ValueError:
        return None


def _ambiguous(text: str, kind: str, meant: str | None = None) -> Refusal:
    message = f"`{brief(text)}` is {_TWO_READINGS[kind]}"
    hint = quoted(text)
    if meant and len(meant) <= 40:
        hint += f", or write {meant}"
    return Refusal("K004", message, hint)
