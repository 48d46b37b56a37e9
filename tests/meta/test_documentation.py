"""Whatever is public says what it is; an override may leave that to its interface."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.meta.package import Function, name_of, parsed, python_files

PACKAGE = python_files("kspec")


def public(nodes: list[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    for node in nodes:
        if isinstance(node, ast.ClassDef | Function) and node.name[0] != "_":
            yield node


def classes(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef):
            yield node


@cache
def interface() -> frozenset[str]:
    """The names of the methods that some class of the package documents."""
    found = (m for path in PACKAGE for cls in classes(path) for m in public(cls.body))
    return frozenset(method.name for method in found if ast.get_docstring(method))


def is_protocol(cls: ast.ClassDef) -> bool:
    """Whether the class lists what others have; its docstring says what for."""
    return any(
        isinstance(base, ast.Name) and base.id == "Protocol" for base in cls.bases
    )


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(parsed(path))


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_public_classes_and_functions_are_documented(path: Path) -> None:
    silent = [n.name for n in public(parsed(path).body) if not ast.get_docstring(n)]
    assert not silent


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_public_methods_are_documented_or_override_one_that_is(path: Path) -> None:
    documented = interface()
    silent = [
        f"{cls.name}.{method.name}"
        for cls in classes(path)
        if cls.name[0] != "_" and not is_protocol(cls)
        for method in public(cls.body)
        if not ast.get_docstring(method)
        and not (cls.bases and method.name in documented)
    ]
    assert not silent
