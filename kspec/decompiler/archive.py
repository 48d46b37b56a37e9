"""Files that hold a Keras model, read as data: nothing in them is run."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from kspec.decompiler.refusal import not_a_model
from kspec.errors import Diagnostic, UsageError

CONFIG = "config.json"
LIMIT = 64 * 1024 * 1024
"""Bytes of a configuration at most; that of 10,000 layers has less than 20 MiB."""

WEIGHTS = "model.weights.h5"


def read_model(path: Path) -> dict[str, Any]:
    """The configuration in a `.keras` file, or in a JSON file.

    Raises: DecompileError K301 where it holds no Keras model, UsageError K901 where
        there is no such file.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(0)
            text = _from_archive(path) if start[:2] == b"PK" else file.read(LIMIT + 1)
    except FileNotFoundError:
        raise UsageError(Diagnostic("K901", f"no such file: `{path}`")) from None
    except OSError as error:
        message = f"cannot read `{path}`: {error.strerror}"
        raise UsageError(Diagnostic("K901", message)) from error
    if start.startswith(b"\x89HDF"):
        raise not_a_model(
            f"`{path}` is an HDF5 file; expected a `.keras` file or JSON",
            hint='load it with Keras and save it as "model.keras"',
        )
    return configuration(_parsed(text, path), str(path))


def configuration(data: Any, origin: str) -> dict[str, Any]:
    """The configuration with its class, which `get_config()` leaves out.

    Raises: DecompileError K301 where it is none.
    """
    table: Any = dict(data) if isinstance(data, Mapping) else None  # pyright: ignore
    if not isinstance(table, dict):
        raise not_a_model(f"{origin} holds no configuration of a Keras model")
    config = cast("dict[str, Any]", table)
    if "class_name" in config or "layers" not in config:
        return config
    functional = "output_layers" in config
    name = "Functional" if functional else "Sequential"
    module = "keras.src.models.functional" if functional else "keras"
    return {"module": module, "class_name": name, "config": config}


def _from_archive(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CONFIG) as file:
            return file.read(LIMIT + 1)
    except KeyError:
        raise not_a_model(f"the archive `{path}` has no `{CONFIG}`") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise not_a_model(f"`{path}` is a damaged archive: {error}") from error


def _parsed(text: bytes, path: Path) -> Any:
    if len(text) > LIMIT:
        raise not_a_model(f"the configuration in `{path}` is larger than {LIMIT} bytes")
    try:
        return json.loads(text)
    except RecursionError:
        raise not_a_model(f"the configuration in `{path}` is nested too deep") from None
    except ValueError as error:
        raise not_a_model(
            f"`{path}` is neither a `.keras` file nor JSON: {error}",
            hint="a spec is no Keras model; `kspec build` makes one of it",
        ) from error
