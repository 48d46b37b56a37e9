"""Weights beside a spec: those of a model, in a file that Keras or others read."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kspec.decompiler.archive import WEIGHTS
from kspec.errors import Diagnostic, ToolError, UsageError
from kspec.files import replacing

if TYPE_CHECKING:
    import keras

HDF5 = ".weights.h5"
ENDINGS = (HDF5, ".safetensors")


def check_ending(path: Path) -> None:
    """Refuse a file of weights whose ending says no format (K943).

    Raises: UsageError.
    """
    if not path.name.endswith(ENDINGS):
        message = f"weights are saved as FILE{' or FILE'.join(ENDINGS)}"
        message += f", got `{path.name}`"
        raise UsageError(Diagnostic("K943", message))


def save_weights(model: keras.Model, path: Path) -> None:
    """Write the weights of a live model.

    Raises: UsageError K943 for another ending, ToolError K506 where the format needs a
        package that is not installed.
    """
    check_ending(path)
    with replacing(path) as temporary:
        if path.name.endswith(".safetensors"):
            _tensors_saved(model, temporary)
        else:
            # Keras tells the format by the ending, which a temporary name has too.
            model.save_weights(temporary)  # pyright: ignore[reportUnknownMemberType]


def copy_weights(archive: Path, path: Path) -> None:
    """Write the weights of a `.keras` file as they are; nothing of it is run.

    Raises: UsageError K943 where it has none.
    """
    check_ending(path)
    with replacing(path) as temporary:
        _extract(archive, temporary)


def load_weights(model: keras.Model, archive: Path) -> None:
    """Give a model that is built like the one in a `.keras` file its weights.

    Raises: UsageError K943 where the file has none.
    """
    with tempfile.TemporaryDirectory() as folder:
        extracted = Path(folder) / WEIGHTS
        _extract(archive, extracted)
        model.load_weights(extracted)  # pyright: ignore[reportUnknownMemberType]


def _extract(archive: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened, opened.open(WEIGHTS) as source:
            target.write_bytes(source.read())
    except (KeyError, zipfile.BadZipFile) as error:
        message = f"`{archive}` holds no weights"
        raise UsageError(Diagnostic("K943", message)) from error


def named_weights(model: keras.Model) -> Iterator[tuple[str, Any]]:
    """The variables of a model by path, such as `conv/kernel`."""
    variables: Any = model.weights  # pyright: ignore
    for variable in variables:
        yield variable.path, variable.numpy()


def _tensors_saved(model: keras.Model, path: Path) -> None:
    try:
        from safetensors.numpy import save_file  # pyright: ignore
    except ImportError as error:
        message = "writing safetensors needs the package `safetensors`"
        hint = "pip install safetensors"
        raise ToolError(Diagnostic("K506", message, hint=hint)) from error
    save_file(dict(named_weights(model)), path)
