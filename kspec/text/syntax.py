"""What the YAML parser says → what the writer of a spec can do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from kspec.errors import Diagnostic, Related
from kspec.text.slips import ASSIGNED
from kspec.text.source import Mark, Source, brief, quoted

Explanation = tuple[str, str]
"""A message and its hint."""

_CLOSED_BY = {"[": "]", "{": "}"}
_SPACES = "indent with spaces"
_TIGHT = re.compile(r"\s*(?P<key>[^\s:#\"'{\[]+):(?P<value>[^\s:/].*)")
_BLANK = re.compile(r"\s*(?P<key>[A-Za-z_]\w*)\s+(?P<value>[^\s:]+)")
_SEPARATORS = {"；": ",", ";": ",", "，": ",", "、": ",", "：": ": "}
"""Signs that stand where YAML has another one."""
_NO_TAGS = ("while parsing a tag", "while scanning a tag")


def explain(
    error: yaml.YAMLError, source: Source, opened: Mark | None = None
) -> Diagnostic:
    """The diagnostic for what the parser refused.

    Args:
        opened: the bracket that was opened last and is not closed.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or not error.problem:
        message = f"this is not YAML: {brief(str(error))}"
        return Diagnostic("K002", message, source.span_at(0, 0))
    if known := _unread(error, source) or _unclosed(error, source):
        return known
    mark: Any = error.problem_mark
    if opened and not source.text[mark.index :].strip():
        return _never_closed(source, opened)
    if error.problem.startswith("could not find expected ':'"):
        mark = error.context_mark
    for beginning, explanation in _EXPLANATIONS.items():
        if error.problem.startswith(beginning):
            found = explanation(source, mark) if callable(explanation) else explanation
            message, hint = found
            return Diagnostic("K002", message, source.char_at(mark), hint)
    message = f"this is not YAML: {error.problem}"
    return Diagnostic("K002", message, source.char_at(mark), "quote it if it is a text")


def _unread(error: yaml.MarkedYAMLError, source: Source) -> Diagnostic | None:
    """Features that kspec does not read, where the parser does not like them either."""
    problem, context = str(error.problem), str(error.context)
    mark: Any = error.context_mark or error.problem_mark
    if "directive" in problem + context or "incompatible YAML" in problem:
        message, hint = "kspec reads no directives", "delete the line"
    elif "tag handle" in problem or context.startswith(_NO_TAGS):
        message, hint = "kspec reads no tags", quoted(brief(_word(source, mark)))
    elif context.endswith(("an alias", "an anchor")):
        sign = source.text[mark.index]
        message = f"an unquoted text cannot start with {sign}"
        hint = quoted(brief(_word(source, mark)))
    else:
        return None
    return Diagnostic("K005", message, source.char_at(mark), hint)


def _unclosed(error: yaml.MarkedYAMLError, source: Source) -> Diagnostic | None:
    """Brackets and quotes without their other half."""
    start: Any = error.context_mark
    problem, mark = str(error.problem), error.problem_mark
    if start is None or mark is None:
        return None
    opened = source.text[start.index : start.index + 1]
    if "unexpected end of stream" in problem or "document indicator" in problem:
        message, hint = f"`{opened}` is never closed", f"add {opened} after the text"
        return Diagnostic("K002", message, source.char_at(start), hint)
    if opened not in _CLOSED_BY or "did not find expected ','" not in problem:
        return None
    closing = _CLOSED_BY[opened]
    if not source.text[mark.index :].strip():
        return _never_closed(source, start)
    got = source.text[mark.index]
    message = f"expected `,` or `{closing}`, got {got}"
    before = source.text[start.index : mark.index]
    hint = f"close it with `{closing}`, or put `,` between the entries"
    meant = _colon_within(source, start, mark) if got == ":" else None
    hint = _wrong_sign(re.split("[,{[]", before)[-1]) or meant or hint
    if before.endswith("$"):
        hint = "write $(name) for the value of a parameter"
    related = Related(source.char_at(start), f"`{opened}` is here")
    return Diagnostic("K002", message, source.char_at(mark), hint, (related,))


def _colon_within(source: Source, start: Mark, mark: Mark) -> str | None:
    """The hint for a text with a colon, such as `caption: step: two`, in brackets.

    Of `type: Dense units: 8` it says nothing, for there a comma is missing.
    """
    entry = re.split("[,{[]", source.text[start.index : mark.index])[-1]
    key, colon, value = entry.partition(":")
    of_words = key.strip() in ("caption", "note", "name")
    several = " " in value.strip() and not of_words
    if not colon or several or "\n" in value:
        return None
    rest = re.split(r"[,}\]\n]", source.text[mark.index :])[0]
    return quoted(f"{value}{rest}".strip())


def _never_closed(source: Source, start: Mark) -> Diagnostic:
    bracket = source.text[start.index]
    if bracket not in _CLOSED_BY:
        # A pair in a list, `[key: value]`, has no brackets of its own.
        message, hint = "a list is never closed", "add `]`"
    else:
        message, hint = f"`{bracket}` is never closed", f"add `{_CLOSED_BY[bracket]}`"
    return Diagnostic("K002", message, source.char_at(start), hint)


def _wrong_sign(text: str) -> str | None:
    """The hint where a sign of another language or keyboard stands in a text."""
    for sign, meant in _SEPARATORS.items():
        if sign in text and not re.search("[\"']", text):
            return f"write `{meant}` for `{sign}`"
    return None


def _colon(source: Source, mark: Mark) -> Explanation:
    message = "a `key: value` cannot stand here"
    before = source.text[: mark.index].rpartition("\n")
    if sign := _wrong_sign(before[2]):
        return message, sign
    if re.search(r":\s", before[2]):
        return message, "quote a text that holds a colon and a space"
    above = _line_above(before[0])
    if meant := _pair(above, _TIGHT, ASSIGNED, _BLANK):
        return message, f"write `{meant}` above it"
    if above and ":" not in above:
        return message, f"write `{brief(above.strip())}:` above it, with a colon"
    return message, "begin the line below the key above it, at the same column"


def _pair(line: str, *forms: re.Pattern[str]) -> str | None:
    """A line of one of the forms as the `key: value` that was meant."""
    for form in forms:
        if found := form.fullmatch(line):
            return f"{found['key']}: {brief(found['value'])}"
    return None


def _simple_key(source: Source, mark: Mark) -> Explanation:
    line = source.line_at(mark)
    message = f"expected `key: value`, got {brief(line)}"
    if meant := _pair(line, _TIGHT, ASSIGNED, _BLANK):
        return message, f"write `{meant}`"
    if re.match(r"-\S", line):
        return message, f"write `- {brief(line[1:])}`"
    return message, "put a colon and a space after the key"


def _indentation(source: Source, mark: Mark) -> Explanation:
    before = source.text[: mark.index].rpartition("\n")[2]
    if before.strip():
        got = source.line_at(mark)
        message = f"expected the end of the line, got {brief(got)}"
        if got[0] in _CLOSED_BY.values():
            return message, "delete it: nothing that it could close is open"
        if got.startswith("//"):
            return message, "begin a comment with #"
        return message, "put one pair of quotes around the whole value"
    message = "the line begins below no key above it"
    return message, "indent it like the entries it belongs to, with spaces"


def _token(source: Source, mark: Mark) -> Explanation:
    char = source.text[mark.index]
    if char == "\t":
        return "a tab indents the line", _SPACES
    message = f"an unquoted text cannot start with {char}"
    return message, quoted(brief(_word(source, mark)))


def _value(source: Source, mark: Mark) -> Explanation:
    got = source.text[mark.index : mark.index + 1].strip() or "nothing"
    return f"expected a value, got {got}", "write a value, or quote it if it is a text"


def _escape(source: Source, mark: Mark) -> Explanation:
    start = source.text.rfind("\\", 0, mark.index + 2)
    got = _word(source, mark) if start < 0 else source.text[start : start + 2]
    message = f"`{got}` does not begin an escape that YAML knows here"
    return message, r"write \\ for a backslash, or put the text in single quotes"


_EXPLANATIONS: dict[str, Explanation | Callable[[Source, Mark], Explanation]] = {
    "mapping values are not allowed": _colon,
    "could not find expected ':'": _simple_key,
    "did not find expected key": _indentation,
    "did not find expected '-' indicator": _indentation,
    "found character that cannot start any token": _token,
    "did not find expected node content": _value,
    "found unknown escape": _escape,
    "found invalid Unicode character": _escape,
    "did not find expected hexdecimal": _escape,
    "found a tab": ("a tab indents the line", _SPACES),
    "block sequence entries": (
        "a list cannot start here",
        "write [a, b], or start it on a line of its own",
    ),
    "did not find expected <document start>": (
        "text after the end of the document",
        "a file holds one document",
    ),
    "did not find expected comment": (
        "text beside the sign that begins a block",
        "start it on the next line",
    ),
}


def _line_above(text: str) -> str:
    lines = (line for line in reversed(text.split("\n")) if line.strip())
    return next((x for x in lines if not x.lstrip().startswith("#")), "").rstrip()


def _word(source: Source, mark: Mark) -> str:
    return re.split(r"[\s,\]}]", source.line_at(mark), maxsplit=1)[0]
