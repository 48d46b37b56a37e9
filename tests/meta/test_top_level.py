"""The root of the repository holds what was agreed, and nothing else."""

from __future__ import annotations

import subprocess

import pytest

from tests.meta.package import ROOT

AGREED = {
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "kspec",
    "pyproject.toml",
    "specs",
    "tests",
}


def test_the_top_level_is_as_agreed() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    top = {name.partition("/")[0] for name in listing.stdout.split("\0") if name}
    assert {name for name in top if not name.startswith(".")} <= AGREED
