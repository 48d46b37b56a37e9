"""Keras's archives of texts: lists of word numbers, which NumPy stores as pickles.

Nothing but arrays and lists is unpickled, whatever the file holds.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from typing import Any

import numpy as np
from numpy.lib import format as npy

from kspec.training.table import Array

ALLOWED = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("_codecs", "encode"),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"it holds a {module}.{name}, which is no array")


def word_lists(data: bytes) -> dict[str, Array]:
    """The arrays of an archive, by name.

    Raises: ValueError where it holds something else than arrays of numbers and lists.
    """
    found: dict[str, Array] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                content = io.BytesIO(archive.read(name))
                found[name.removesuffix(".npy")] = _array(content)
    except (pickle.UnpicklingError, zipfile.BadZipFile, EOFError) as error:
        raise ValueError(str(error)) from error
    return found


def _array(content: io.BytesIO) -> Array:
    version = npy.read_magic(content)
    read_header: Any = npy.read_array_header_1_0
    if version != (1, 0):
        read_header = npy.read_array_header_2_0
    shape, _, dtype = read_header(content)
    if not dtype.hasobject:
        content.seek(0)
        return npy.read_array(content, allow_pickle=False)
    lists: Any = _Unpickler(content, encoding="latin1").load()
    return np.asarray(lists, object).reshape(shape)
