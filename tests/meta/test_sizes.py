"""Files have one subject, and functions fit in the eye."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.meta.package import (
    Function,
    functions,
    length_lines,
    name_of,
    parsed,
    python_files,
)

FILE_LIMIT_LINES = 400
FUNCTION_LIMIT_LINES = 35


@pytest.mark.parametrize("path", python_files("kspec", "tests"), ids=name_of)
def test_a_file_stays_below_the_hard_limit(path: Path) -> None:
    assert length_lines(path) <= FILE_LIMIT_LINES


@pytest.mark.parametrize("path", python_files("kspec"), ids=name_of)
def test_a_function_fits_in_the_eye(path: Path) -> None:
    long = {
        f"{node.name} (line {node.lineno})": size
        for node in functions(parsed(path))
        if (size := body_lines(node)) > FUNCTION_LIMIT_LINES
    }
    assert not long, f"longer than {FUNCTION_LIMIT_LINES} lines"


def body_lines(node: Function) -> int:
    """Lines from the first statement after the docstring to the end."""
    documented = ast.get_docstring(node) is not None
    body = node.body[documented:] or node.body
    return (node.end_lineno or 0) - body[0].lineno + 1
