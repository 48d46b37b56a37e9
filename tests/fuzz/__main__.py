"""Coverage-guided fuzzing: `python -m tests.fuzz SECONDS`, or `make fuzz`.

Whatever bytes it is given, kspec answers with diagnostics. The corpus begins with the
bundled, the wrong and the hostile specs; what breaks is kept in `build/fuzz`.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "fuzz"
SEEDS = ("specs", "tests/bad", "tests/models", "tests/hostile/specs")
LONGEST = 4096
"""Bytes of an input; faults do not need long ones."""


def checked(data: bytes) -> None:
    """Read, check and dump a spec; nothing but diagnostics may come out."""
    from kspec import SpecError, check, dump, loads
    from kspec.text import read

    try:
        read(data, file="fuzz.yaml")
        spec = loads(data.decode("utf-8"), file="fuzz.yaml")
    except (SpecError, UnicodeDecodeError):
        return
    check(spec)
    loads(dump(spec), file="fuzz.yaml")


def corpus() -> Path:
    """A folder with the specs to begin with."""
    folder = FOLDER / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS:
        for path in (ROOT / seed).glob("*.yaml"):
            if path.stat().st_size <= LONGEST:
                shutil.copy(path, folder / f"{seed.replace('/', '-')}-{path.name}")
    return folder


def main() -> None:
    import atheris  # pyright: ignore

    seconds = sys.argv[1] if sys.argv[1:] else "60"
    with atheris.instrument_imports(include=["kspec"]):  # pyright: ignore
        for module in ("kspec.graph", "kspec.schema"):
            importlib.import_module(module)
    arguments = [
        sys.argv[0],
        str(corpus()),
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=100",
        f"-artifact_prefix={FOLDER}/",
    ]
    atheris.Setup(arguments, checked)  # pyright: ignore
    atheris.Fuzz()  # pyright: ignore


if __name__ == "__main__":
    main()
