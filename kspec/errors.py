"""Places, diagnostics and the exception tree.

Every stage reports what is wrong with a file as `Diagnostic` values: plain data
that the command line, JSON and `str(error)` all render from. Exceptions carry them:

    KspecError                exit 1
    ├── SpecError             the user's file is wrong: one or more diagnostics
    │   ├── TextError         K0xx  not YAML, a duplicate key, an ambiguous scalar
    │   ├── SchemaError       K1xx  an unknown layer or key, a wrong type, out of range
    │   └── GraphError        K2xx  an undefined input, a wrong arity, a shape clash
    ├── DecompileError        K3xx  a layer that has no spec form
    ├── BuildError            K4xx  Keras refused; the original is the cause
    ├── ToolError             K5xx  exit 3: an engine, a backend or the disk failed
    ├── DataError             K6xx  the data do not fit the spec
    └── UsageError                  exit 2: the call itself is wrong
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text file; lines and columns count characters from 1.

    `end_column` is the column just after the last character.

    Example:
    >>> str(Span("mlp.yaml", 3, 5, 3, 9))
    'mlp.yaml:3:5'
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a diagnostic, such as a tensor's producer."""

    span: Span | None
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: what, where, what was expected, the closest fix.

    Args:
        code: stable, such as `K103`; `kspec explain` and the documentation know it.
        message: lower case, no full stop; what is wrong with the value shown and
            what was expected.
        span: the exact place; None where the value came from Python.
        hint: the closest fix.
        related: other places that explain it.
        severity: warnings do not stop a build.
    """

    code: str
    message: str
    span: Span | None = None
    hint: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        word = "" if self.severity == "error" else f"{self.severity}: "
        return f"{place}{self.code} {word}{self.message}"


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics without repetition, sorted by file, line, column and code."""
    nowhere = Span("", 0, 0, 0, 0)
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda found: (found.span or nowhere, found.code)))


class KspecError(Exception):
    """Whatever kspec raises on purpose; `exit_code` is the command's exit status."""

    exit_code = 1


class _Diagnosed(KspecError):
    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(*self.diagnostics)

    def __str__(self) -> str:
        lines: list[str] = []
        for found in self.diagnostics:
            lines.append(str(found))
            lines += [f"  {r.span or '-'}: {r.message}" for r in found.related]
            lines += [f"  hint: {found.hint}"] if found.hint else []
        return "\n".join(lines)


class SpecError(_Diagnosed):
    """The user's file is wrong."""


class TextError(SpecError):
    """The text is not the YAML that kspec reads."""


class SchemaError(SpecError):
    """The document does not have the form of a spec."""


class GraphError(SpecError):
    """The layers do not fit together."""


class DecompileError(_Diagnosed):
    """A Keras model holds something that has no spec form."""


class BuildError(_Diagnosed):
    """Keras refused what the checker accepted; the original is `__cause__`."""


class ToolError(_Diagnosed):
    """Something on the machine is missing or failed; the message says what to do."""

    exit_code = 3


class DataError(_Diagnosed):
    """The data do not fit the spec."""


class UsageError(_Diagnosed):
    """The call itself is wrong, such as a file that does not exist."""

    exit_code = 2


def printable(text: str) -> str:
    r"""The text with what could steer a terminal made visible.

    Example:
    >>> printable("隐含层1" + chr(27) + "[31m")
    '隐含层1\\x1b[31m'
    """
    return "".join(
        char
        if unicodedata.category(char)[0] not in "CZ" or char == " "
        else _escaped(char)
        for char in text
    )


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def rendered(found: Diagnostic, sources: Mapping[str, str]) -> Iterator[str]:
    """The lines that show a diagnostic: place and message, excerpt with caret, hint.

    Args:
        sources: the text of each file that spans point into.
    """
    yield printable(str(found))
    yield from _excerpt(found.span, sources, "^")
    for related in found.related:
        yield f"  {printable(f'{related.span}: ' if related.span else '')}" + printable(
            related.message
        )
        yield from _excerpt(related.span, sources, "-")
    if found.hint:
        yield f"  hint: {printable(found.hint)}"


def _excerpt(span: Span | None, sources: Mapping[str, str], mark: str) -> Iterator[str]:
    text = sources.get(span.file) if span else None
    if span is None or text is None:
        return
    lines = text.split("\n")
    if not 0 < span.line <= len(lines):
        return
    line = lines[span.line - 1].rstrip("\r").replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(line) + 1
    start, line = _window(span.column - 1, line)
    length = max(1, min(end - span.column, len(line) - start))
    number = str(span.line)
    margin = " " * width_of(printable(line[:start]))
    marks = mark * max(1, width_of(printable(line[start : start + length])))
    yield f"  {number} │ {printable(line)}"
    yield f"  {' ' * len(number)} │ {margin}{marks}"


def _window(start: int, line: str, width: int = 100) -> tuple[int, str]:
    """A long line cut to the part around its mark, and where the mark is in it."""
    if len(line) <= width:
        return start, line
    first = max(0, start - width // 2)
    part = line[first : first + width]
    before, after = "… " * (first > 0), " …" * (first + width < len(line))
    return start - first + len(before), f"{before}{part}{after}"


def width_of(text: str) -> int:
    """Columns that a text takes: two for a wide (East Asian) character.

    Example:
    >>> width_of("隐含层1")
    7
    """
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was most likely meant to be, or None.

    A call and the module in front of a name are left out, as in `layers.Dense(8)`.

    Example:
    >>> closest("Dens", ["Conv2D", "Dense"])
    'Dense'
    >>> closest("relu", ["ReLU"])
    'ReLU'
    >>> closest("keras.layers.Dense(8)", ["EinsumDense", "Dense"])
    'Dense'
    >>> closest("banana", ["Conv2D", "Dense"]) is None
    True
    """
    names = list(candidates)
    folded = {candidate.casefold(): candidate for candidate in reversed(names)}
    whole = name.casefold().partition("(")[0].strip()
    spellings = dict.fromkeys((name.casefold(), whole, whole.rpartition(".")[2]))
    for spelling in spellings:
        if spelling in folded:
            return folded[spelling]
    for spelling in spellings:
        if found := difflib.get_close_matches(spelling, folded, n=1, cutoff=0.6):
            return folded[found[0]]
    return None


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The hint for a misspelt name, or None where nothing is close.

    Example:
    >>> did_you_mean("actvation", ["units", "activation"])
    'did you mean `activation`?'
    """
    match = closest(name, candidates)
    return f"did you mean `{match}`?" if match else None
