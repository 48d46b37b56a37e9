"""The pages as the meta tests see them: fenced blocks, each with the line above it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.meta.package import ROOT

PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
_FENCE = re.compile(
    r"(?P<above>[^\n]*)\n+^```(?P<language>\w*)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_FILE = re.compile(r"<!-- file: ([\w.]+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page.

    Args:
        above: the line above it; a comment there directs the tests.
        line: where its text begins.
    """

    page: Path
    line: int
    language: str
    above: str
    text: str

    @property
    def is_wrong(self) -> bool:
        """Whether it shows a mistake."""
        return "wrong on purpose -->" in self.above

    @property
    def is_run(self) -> bool:
        """Whether nothing says why it is not run."""
        return "<!-- not run: " not in self.above

    @property
    def file(self) -> str | None:
        """The file that the reader is told to save it as."""
        found = _FILE.search(self.above)
        return found[1] if found else None

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


@dataclass(frozen=True, slots=True)
class Command:
    """A `$ kspec …` line of a page and what the page says that it prints."""

    words: tuple[str, ...]
    output: str


def blocks(page: Path, *languages: str) -> list[Block]:
    """The blocks of a page in these languages, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page,
            text.count("\n", 0, found.start("body")) + 1,
            found["language"],
            found["above"],
            found["body"],
        )
        for found in _FENCE.finditer(text)
        if found["language"] in languages
    ]


def commands(text: str) -> Iterator[Command]:
    """The kspec commands of a block, each with the lines up to the next `$`."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        words = shlex.split(line)
        if words[0] == "kspec":
            yield Command(tuple(words[1:]), stripped(output))


def stripped(text: str) -> str:
    """The text without blanks at the ends of its lines and of itself."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
