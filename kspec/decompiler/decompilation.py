"""`decompile`: from a model, a file or a configuration to a spec."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kspec.decompiler.archive import configuration, read_model
from kspec.decompiler.document import document
from kspec.decompiler.recovery import recover
from kspec.decompiler.refusal import no_form
from kspec.decompiler.tree import tree
from kspec.schema import Spec, loads
from kspec.text import write

if TYPE_CHECKING:
    import keras


def decompile(
    source: keras.Model | Mapping[str, Any] | str | Path,
    *,
    flat: bool = False,
    names: Literal["exact", "free"] = "exact",
) -> Spec:
    """The spec of a Keras model: canonical, Keras's defaults left out.

    Args:
        source: a model; the configuration that `to_json` or `get_config` gives; or
            the path of a `.keras` or JSON file, which is read as data: nothing in it
            is run, and Keras is not imported.
        flat: a line for each layer, without blocks and repeats.
        names: `exact` keeps those of Keras; `free` renames layers that repeat, where
            the spec gets shorter so.

    Raises: DecompileError K301 to K304 for what has no form in a spec, UsageError K901
        where there is no such file.

    Example:
    >>> layers = [
    ...     {"module": "keras.layers", "class_name": "InputLayer",
    ...      "config": {"name": "x", "batch_shape": [None, 8]}},
    ...     {"module": "keras.layers", "class_name": "Dense",
    ...      "config": {"name": "y", "units": 2}},
    ... ]
    >>> [entry.name for entry in decompile({"name": "m", "layers": layers}).entries]
    ['x', 'y']
    """
    model = recover(_configuration(source))
    free = (False, True) if names == "free" else (False,)
    texts = [write(tree(document(model, flat=flat, free_names=one))) for one in free]
    shortest = min(texts, key=lambda text: text.count("\n"))
    return loads(shortest, file=f"{model.name}.yaml")


def _configuration(source: keras.Model | Mapping[str, Any] | str | Path) -> Any:
    if isinstance(source, str | Path):
        return read_model(Path(source))
    if isinstance(source, Mapping):
        return configuration(source, "the mapping")
    return serialized(source)


def serialized(model: keras.Model) -> dict[str, Any]:
    """A live model's configuration, as a file would hold it.

    Raises: DecompileError K304 for a model that does not say how it is made.
    """
    try:
        text = model.to_json()  # pyright: ignore[reportUnknownMemberType]
    except (NotImplementedError, TypeError, ValueError) as error:
        raise no_form(
            f"Keras cannot write this model down (`{type(model).__name__}`): "  # pyright: ignore
            f"{' '.join(str(error).split())[:200]}"
        ) from error
    return json.loads(text)
