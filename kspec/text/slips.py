"""Slips of the pen in brackets, told from what YAML makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kspec.errors import Diagnostic
from kspec.text.source import Source, brief, quoted

ASSIGNED = re.compile(r"\s*(?P<key>[A-Za-z_]\w*)\s*[=：]\s*(?P<value>\S.*)")
"""A key and its value with another sign between them than a colon."""

_GROUPED = re.compile(r"(?P<first>[-+]?\d+),(?P<rest>\d+(?:,\d+)*)(?=\s*[,}])")
_TUPLE = re.compile(r"\(\s*(?P<inside>[^()\n]*?)\s*,?\s*\)")


@dataclass(frozen=True, slots=True)
class Torn:
    """A value that YAML ends too early.

    Args:
        end: where in the text it ends for its writer.
        is_whole: whether that is sure; else more may have been swallowed.
    """

    found: Diagnostic
    end: int
    is_whole: bool = True


Assigned = tuple[str, str, str]
"""A key, its value and what is wrong."""


def assigned(text: str) -> Assigned | None:
    """What was meant by a key without a colon and a space behind it.

    Example:
    >>> assigned("units=8")
    ('units', '8', 'expected `key: value`, got units=8')
    """
    if found := ASSIGNED.fullmatch(text):
        message = f"expected `key: value`, got {brief(text)}"
        return found["key"], found["value"], message
    name, _, rest = text.partition(":")
    message = f"a space is missing after the colon, got {brief(text)}"
    return (name, rest, message) if name and rest else None


def torn(event: Any, source: Source, *, in_mapping: bool) -> Torn | None:
    """What is wrong with a value that YAML ends at a comma, which was meant in it.

    Args:
        event: an unquoted scalar that is no formula, or a wrong one.
        in_mapping: whether it is the value of a key; in a list a comma is right.
    """
    start, cut = event.start_mark.index, event.end_mark.index
    if event.style or not source.text[cut : cut + 40].lstrip(" ").startswith(","):
        return None
    if "$(" in event.value:
        is_open = event.value.count("(") > event.value.count(")")
        return _formula(event, source) if is_open else None
    if found := _TUPLE.match(source.text, start):
        message = f"YAML has no tuples, got {brief(found[0])}"
        hint = f"write [{found['inside']}], or {quoted(found[0])}"
        return _torn(message, hint, found, source)
    if in_mapping and (found := _GROUPED.match(source.text, start)):
        message = f"a comma ends the value, got {found[0]}"
        return _torn(message, _number(found["first"], found["rest"]), found, source)
    return None


def _number(first: str, rest: str) -> str:
    """The hint for digits with commas in groups of three, or with a decimal comma."""
    meant: list[str] = []
    if all(len(group) == 3 for group in rest.split(",")) and first.strip("+-0"):
        meant.append(first + rest.replace(",", ""))
    if "," not in rest:
        meant.append(f"{first}.{rest}")
    return f"write {' or '.join(meant)}" if meant else "write [a, b] for a list"


def _torn(message: str, hint: str, found: re.Match[str], source: Source) -> Torn:
    span = source.span_at(found.start(), found.end())
    return Torn(Diagnostic("K002", message, span, hint), found.end())


def _formula(event: Any, source: Source) -> Torn:
    """A `$(…)` that holds a comma without quotes."""
    start, cut = event.start_mark.index, event.end_mark.index
    end, is_whole = _end_of_formula(event, source.text)
    stop = end if is_whole else cut
    hint = quoted(source.text[start:stop]) if is_whole else "quote the whole value"
    message = f"YAML ends an unquoted value at the comma, got {event.value}"
    found = Diagnostic("K010", message, source.span_at(start, stop), hint)
    return Torn(found, end, is_whole)


def _end_of_formula(event: Any, text: str) -> tuple[int, bool]:
    """Where its brackets close; without that, the end of the line."""
    depth = 0
    start = text.index("$(", event.start_mark.index)
    stop = text.find("\n", start)
    stop = stop if stop >= 0 else len(text)
    for index in range(start, stop):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0 and text[index] == ")" and index >= event.end_mark.index:
            return index + 1, True
    return stop, False
