"""Every diagnostic code that kspec gives has a wrong spec that shows its message."""

from __future__ import annotations

import ast
import re

from tests.meta.package import ROOT, parsed, python_files

CODE = re.compile(r"K\d{3}")

NOT_FROM_A_SPEC = {
    "K3": "a Keras model, not a spec, is at fault",
    "K4": "Keras refuses what kspec accepts: no spec is known that does it",
    "K5": "the machine lacks something, or fails",
    "K6": "the data are at fault, not the spec",
    "K9": "the command line is at fault",
    "K209": "the message names this machine's memory",
}
"""Codes, or how they begin, that no wrong spec shows on every machine."""


def codes() -> set[str]:
    """The codes that stand as texts of their own in the package."""
    constants = (
        node.value
        for path in python_files("kspec")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in constants if CODE.fullmatch(text)}


def shown() -> set[str]:
    """The codes that a wrong spec is named after."""
    return {path.name[:4] for path in (ROOT / "tests" / "bad").glob("*.yaml")}


def test_every_code_has_a_wrong_spec() -> None:
    missing = {code for code in codes() if not code.startswith((*NOT_FROM_A_SPEC,))}
    assert not sorted(missing - shown())


def test_every_wrong_spec_shows_a_code_that_exists() -> None:
    assert not sorted(shown() - codes())
