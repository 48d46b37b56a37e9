"""The 40 models of `keras.applications` and back: `make roundtrip`.

`python -m tests.decompiler.applications` compares each model with what is built from
its spec, and prints how many are the same; `--write` writes `specs/applications/`.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from pathlib import Path
from typing import Any

from kspec import build, bundled, decompile, load
from kspec.decompiler import allowing
from tests.decompiler.roundtrip import assert_same_graph, assert_same_outputs

SIZE = 96
"""Pixels of an image at a side, at which every application works."""


def factories() -> dict[str, Any]:
    """The functions that make the models, by name."""
    import keras

    return {
        name: made
        for name, made in vars(keras.applications).items()
        if inspect.isfunction(made)
    }


def path_of(name: str) -> Path:
    """The file of an application's spec."""
    return bundled.directory() / "applications" / f"{name.lower()}.yaml"


def text_of(name: str) -> str:
    """The spec of an application as it is bundled; no weights are made."""
    import keras

    keras.utils.clear_session()
    with keras.StatelessScope(initialize_variables=False):
        model = factories()[name](weights=None)
    return allowing.text_of(decompile(model))


def check_graph(name: str) -> None:
    """Compare the model and what is built from its bundled spec, without weights."""
    import keras

    keras.utils.clear_session()
    with keras.StatelessScope(initialize_variables=False):
        model = factories()[name](weights=None)
        keras.utils.clear_session()
        again = build(load(path_of(name)))
    assert_same_graph(model, again)


def check_outputs(name: str) -> None:
    """Compare what a small model gives with what it gives after the round trip."""
    import keras

    keras.utils.clear_session()
    model = factories()[name](weights=None, input_shape=(SIZE, SIZE, 3), classes=10)
    keras.utils.clear_session()
    assert_same_outputs(model, build(decompile(model)))


def main() -> int:
    """Write the specs, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="all where none is given")
    parser.add_argument("--write", action="store_true", help="write the specs")
    parser.add_argument("--graphs", action="store_true", help="compare no outputs")
    given = parser.parse_args()
    names = given.names or sorted(factories())
    passed = sum(_done(name, given.write, given.graphs) for name in names)
    print(f"{passed} of {len(names)}")
    return 0 if passed == len(names) else 1


def _done(name: str, write: bool, graphs: bool) -> bool:
    if write:
        path_of(name).parent.mkdir(exist_ok=True)
        path_of(name).write_text(text_of(name), encoding="utf-8")
        return True
    try:
        assert path_of(name).read_text(encoding="utf-8") == text_of(name), "not current"
        check_graph(name)
        if not graphs:
            check_outputs(name)
    except AssertionError as error:
        print(f"{name}: differs: {str(error)[:300]}")
        return False
    print(f"{name}: the same")
    return True


if __name__ == "__main__":
    sys.exit(main())
