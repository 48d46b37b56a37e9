"""Keras, started quietly: TensorFlow greets on the terminal whatever it is told."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO


def start_keras(backend: str | None) -> None:
    """Import Keras on a backend: the one named, or one that is installed.

    Raises: UsageError K904 for an unknown backend, ToolError K502 where none is
        installed.
    """
    from kspec.builder import keras_module, select_backend

    select_backend(backend)
    with native_output_held():
        keras_module()


@contextmanager
def native_output_held() -> Generator[None]:
    """Keep what libraries print to stderr past Python; show it where one fails."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held, _stderr_kept() as stderr:
        os.dup2(held.fileno(), stderr)
        try:
            yield
        except BaseException:
            _replay(held)
            raise


@contextmanager
def _stderr_kept() -> Generator[int]:
    stderr = 2
    kept = os.dup(stderr)
    try:
        yield stderr
    finally:
        os.dup2(kept, stderr)
        os.close(kept)


def _replay(held: IO[bytes]) -> None:
    held.seek(0)
    sys.stderr.write(held.read().decode(errors="replace"))
