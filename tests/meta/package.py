"""The repository as the meta tests see it: its files, parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOFT_LIMIT_LINES = 300


def python_files(*folders: str) -> list[Path]:
    """The Python files below folders of the repository, in order."""
    return sorted(path for name in folders for path in (ROOT / name).rglob("*.py"))


def name_of(path: Path) -> str:
    """The path from the root of the repository, as tests show it."""
    return path.relative_to(ROOT).as_posix()


def length_lines(path: Path) -> int:
    """Number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def long_files() -> list[str]:
    """What a report says of each file that has grown past the soft limit."""
    sizes = {name_of(p): length_lines(p) for p in python_files("kspec", "tests")}
    return [
        f"{name}: {lines} lines; look for a second subject (from 400 on it fails)"
        for name, lines in sizes.items()
        if lines > SOFT_LIMIT_LINES
    ]
