"""Fixtures that every test may ask for: golden files, the article's data, profiles.

Golden files live in `tests/golden/`. A mismatch shows the diff and the command that
accepts it; a golden file that no test of a full run claims fails that run.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.meta.package import long_files

GOLDEN = Path(__file__).parent / "golden"
CLAIMED = pytest.StashKey[set[str]]()
NO_DATA = "KSPEC_DATA is not set: it names the folder of the article's data"

# Read for doctests, these would import Keras where nobody needs it.
collect_ignore = ["article/__main__.py", "benchmarks", "by_hand.py"]

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

settings.register_profile("quick", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("ci", max_examples=150, derandomize=True, deadline=None)
settings.register_profile("full", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("KSPEC_HYPOTHESIS", "quick"))

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="rewrite golden files that differ"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[CLAIMED] = set()
    if config.getoption("--bless") and os.environ.get("CI"):
        raise pytest.UsageError("--bless is refused where CI is set: nobody reads it")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with `tests/golden/<name>`."""

    def compare(name: str, text: str) -> None:
        request.config.stash[CLAIMED].add(name)
        path = GOLDEN / name
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if text == expected and path.exists():
            return
        if request.config.getoption("--bless"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        accept = f"accept it: pytest --bless '{request.node.nodeid}'"
        pytest.fail(f"{difference(name, expected, text)}\n{accept}", pytrace=False)

    return compare


def difference(name: str, expected: str, actual: str) -> str:
    """The unified diff from a golden file to the text that came instead."""
    lines = difflib.unified_diff(
        expected.splitlines(),
        actual.splitlines(),
        f"tests/golden/{name}",
        "what came",
        lineterm="",
    )
    return "\n".join(lines) or f"tests/golden/{name}: only the ends of lines differ"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of the article's data; the test is skipped where it is not named."""
    name = os.environ.get("KSPEC_DATA")
    if not name:
        pytest.skip(NO_DATA)
    folder = Path(name).resolve()
    if not folder.is_dir():
        pytest.fail(f"KSPEC_DATA names no folder, got {name}", pytrace=False)
    return folder


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    claimed = config.stash[CLAIMED]
    worker_output: dict[str, object] | None = getattr(config, "workeroutput", None)
    if worker_output is not None:
        worker_output["golden"] = sorted(claimed)
        return
    if is_full_run(config) and not session.testsfailed and unclaimed(claimed):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Collect what a worker of pytest-xdist claimed."""
    output: dict[str, list[str]] = getattr(node, "workeroutput", {})
    node.config.stash[CLAIMED].update(output.get("golden", ()))


def is_full_run(config: pytest.Config) -> bool:
    """Whether nothing on the command line leaves a test out."""
    chosen = ("keyword", "markexpr", "collectonly", "lf", "deselect")
    everywhere = config.args_source == pytest.Config.ArgsSource.TESTPATHS
    return everywhere and not any(config.getoption(name, None) for name in chosen)


def unclaimed(claimed: set[str]) -> list[str]:
    """The golden files that no test asked for."""
    files = (path for path in GOLDEN.rglob("*") if path.is_file())
    return sorted({path.relative_to(GOLDEN).as_posix() for path in files} - claimed)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if is_full_run(config):
        for line in long_files():
            terminalreporter.write_line(line, yellow=True)
    skipped = terminalreporter.stats.get("skipped", [])
    without_data = [report for report in skipped if NO_DATA in str(report.longrepr)]
    if without_data:
        terminalreporter.write_line(
            f"{len(without_data)} tests skipped for want of data ({NO_DATA})",
            yellow=True,
        )
    if is_full_run(config) and not terminalreporter.stats.get("failed"):
        for name in unclaimed(config.stash[CLAIMED]):
            terminalreporter.write_line(
                f"tests/golden/{name}: no test claims it; delete it", red=True
            )
