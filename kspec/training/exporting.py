"""Exporting a run's model to formats that run without Keras."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import warnings
from collections.abc import Generator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kspec.builder import keras_module
from kspec.errors import BuildError, Diagnostic, ToolError, UsageError
from kspec.files import replacing, writing
from kspec.training.run import write_json
from kspec.training.saved import find_run


@dataclass(frozen=True)
class Target:
    """A format.

    Args:
        title: what readers call it.
        keras: what Keras calls it.
        needs: the backends that Keras can write it from, and the packages that each
            takes.
    """

    title: str
    keras: str
    needs: dict[str, tuple[str, ...]]


TARGETS = {
    "": Target(
        "SavedModel", "tf_saved_model", {"tensorflow": (), "jax": ("tensorflow",)}
    ),
    ".onnx": Target(
        "ONNX",
        "onnx",
        {
            "tensorflow": ("tf2onnx",),
            "jax": ("tensorflow", "tf2onnx"),
            "torch": ("onnx", "onnxscript"),
        },
    ),
    ".tflite": Target("LiteRT", "litert", {"tensorflow": ()}),
}
"""The formats by the ending of the path; a path without one is a folder."""


def export(
    run: str | Path, output: str | Path, *, runs: str | Path = "runs"
) -> tuple[Target, Path]:
    """Write a run's model for use without Keras: the format, and where it lies.

    The inputs of the exported model are prepared numbers; how to prepare them stands
    beside it, in `NAME.preparation.json`.

    Args:
        run: its folder, a folder of runs, or a spec, whose newest run is taken.
        output: a folder for a SavedModel, `FILE.onnx` or `FILE.tflite`.

    Raises: UsageError K923 for another ending, K907 for a folder that is there, K921
        and K922 where there is no run; ToolError K506 where a package is missing;
        BuildError K403 where Keras or the backend cannot write the format.
    """
    path = Path(output)
    target = _target(path)
    saved = find_run(run, runs)
    _check_able(target)
    model = saved.model
    _call_once(model)
    with _placed(path) as temporary, _blaming(target), _quiet():
        model.export(str(temporary), format=target.keras, verbose=False)
    beside = path.with_name(f"{path.stem}.preparation.json")
    write_json(beside, saved.preparation.to_json())
    return target, path


def _target(path: Path) -> Target:
    if path.suffix not in TARGETS:
        message = f"there is no format for `{path.name}`"
        hint = "a folder for a SavedModel, FILE.onnx or FILE.tflite"
        raise UsageError(Diagnostic("K923", message, hint=hint))
    if path.suffix == "" and path.exists():
        message = f"`{path}` exists, and a SavedModel is a folder of its own"
        hint = "name a folder that is not there yet"
        raise UsageError(Diagnostic("K907", message, hint=hint))
    return TARGETS[path.suffix]


def _check_able(target: Target) -> None:
    backend = keras_module().backend.backend()
    if backend not in target.needs:
        message = f"Keras on {backend} writes no {target.title}"
        hint = f"add `--backend {next(iter(target.needs))}`"
        raise BuildError(Diagnostic("K403", message, hint=hint))
    missing = [name for name in target.needs[backend] if not find_spec(name)]
    if missing:
        message = f"writing {target.title} needs `{missing[0]}`, which is not installed"
        hint = f"pip install {' '.join(missing)}"
        raise ToolError(Diagnostic("K506", message, hint=hint))


def _call_once(model: Any) -> None:
    """Keras exports no model to ONNX that has never been called since it was loaded."""
    zeros = keras_module().ops.zeros
    given = [
        zeros([dim or 1 for dim in tensor.shape], tensor.dtype)
        for tensor in model.inputs
    ]
    model(given if given[1:] else given[0])


@contextlib.contextmanager
def _placed(path: Path) -> Generator[Path]:
    """A temporary path that takes its place when all is written."""
    if path.suffix:
        with replacing(path) as temporary:
            yield temporary
        return
    temporary = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield temporary
        with writing(path):
            temporary.replace(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def _quiet() -> Generator[None]:
    """Keras and the converters print and warn of themselves as they go."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _blaming(target: Target) -> Generator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:600]
        message = f"the model cannot be written as {target.title}: {said}"
        raise BuildError(Diagnostic("K403", message)) from error
