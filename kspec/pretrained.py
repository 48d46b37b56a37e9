"""Weights that a built model is given: Keras's own of an application, or a file's."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kspec.errors import Diagnostic, Span, ToolError, UsageError, did_you_mean
from kspec.layers.applications import SIGNATURES
from kspec.schema import Spec

IMAGENET = "imagenet"
KERAS_ENDINGS = (".weights.h5", ".keras")
TENSORS = ".safetensors"


def give_weights(keras: Any, model: Any, spec: Spec, weights: str) -> tuple[str, ...]:
    """Give a model weights; the names of the layers that keep their new ones.

    Args:
        keras: the module, on its backend.
        weights: `imagenet` for those of the application that the spec describes, the
            name of an application, or a file: FILE.weights.h5, .keras or .safetensors.

    Raises: UsageError K944 where there are no such weights, or none that fit;
        ToolError K508 where Keras cannot download them.
    """
    if weights.endswith((*KERAS_ENDINGS, TENSORS)):
        _give_file(model, Path(weights))
        return ()
    name = _application(spec, weights)
    pretrained = _downloaded(keras, name)
    new = copied(pretrained, model)
    if len(new) == len(_weighted(model)):
        message = f"no layer of `{spec.name}` has the name and shapes of one of {name}"
        raise _unfit(message, f"`kspec copy {name.casefold()}` has them all")
    return new


def _application(spec: Spec, weights: str) -> str:
    """The application of that name, or that a spec or its file is called after."""
    called = (weights,)
    if weights == IMAGENET:
        called = (Path(spec.file).stem, spec.name)
    names = {name.casefold(): name for name in SIGNATURES}
    found = [names[one.casefold()] for one in called if one.casefold() in names]
    if found:
        return found[0]
    if weights == IMAGENET:
        message = f"`{spec.name}` is called after none of Keras's applications"
        raise _unfit(message, "name one, such as `--weights ResNet50`")
    endings = ", ".join((*KERAS_ENDINGS, TENSORS))
    hint = did_you_mean(weights, (IMAGENET, *SIGNATURES)) or f"a file ends in {endings}"
    raise _unfit(f"there are no weights `{weights}`", hint)


def _downloaded(keras: Any, name: str) -> Any:
    """The application with Keras's weights, from its cache where they are there."""
    with downloading(name, "try again with a network"):
        return getattr(keras.applications, name)(weights=IMAGENET)


@contextmanager
def downloading(name: str, hint: str, span: Span | None = None) -> Generator[None]:
    """Turn a failed download of weights into a diagnostic.

    Raises: ToolError K508.
    """
    try:
        yield
    except Exception as error:
        if not str(error).startswith("URL fetch failure"):
            raise
        message = f"the weights of {name} cannot be downloaded: {str(error).strip()}"
        raise ToolError(Diagnostic("K508", message, span, hint=hint)) from error


def copied(source: Any, target: Any) -> tuple[str, ...]:
    """Copy the weights of each layer by its name; those that find none."""
    named = _named(source)
    new: list[str] = []
    for layer in _weighted(target):
        found = named.get(layer.name)
        if found is not None and _shapes(found) == _shapes(layer):
            layer.set_weights(found.get_weights())
        else:
            new.append(layer.name)
    return tuple(new)


def _named(model: Any) -> dict[str, Any]:
    """The layers by the names that they have where nothing was made before them.

    Keras numbers what has no name through a whole process: `conv2d_7` may be the first.
    """
    first: dict[str, int] = {}
    for layer in model.layers:
        base, number = _chosen(layer)
        first[base] = min(number, first.get(base, number))
    return {_unnumbered(layer, first): layer for layer in model.layers}


def _unnumbered(layer: Any, first: dict[str, int]) -> str:
    base, number = _chosen(layer)
    return f"{base}_{number - first[base]}" if number > first[base] else base


def _chosen(layer: Any) -> tuple[str, int]:
    """The name that Keras chose for a layer, and its number; one that was given."""
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", type(layer).__name__)
    base = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    number = layer.name.removeprefix(f"{base}_")
    return (base, int(number)) if number.isdigit() else (layer.name, 0)


def _weighted(model: Any) -> list[Any]:
    return [layer for layer in model.layers if layer.weights]


def _shapes(layer: Any) -> list[tuple[int, ...]]:
    return [tuple(weight.shape) for weight in layer.weights]


def _give_file(model: Any, path: Path) -> None:
    if not path.is_file():
        raise UsageError(Diagnostic("K901", f"there is no file `{path}`"))
    try:
        if path.name.endswith(TENSORS):
            _give_tensors(model, path)
        else:
            model.load_weights(path)
    except (ValueError, KeyError, OSError) as error:
        said = " ".join(str(error).split())
        raise _unfit(f"the weights in `{path}` do not fit: {said}", None) from error


def _give_tensors(model: Any, path: Path) -> None:
    """Tensors under the paths of the model's variables, such as `conv/kernel`."""
    from safetensors.numpy import load_file  # pyright: ignore[reportUnknownVariableType]

    tensors: dict[str, Any] = load_file(path)
    paths = [variable.path for variable in model.weights]
    if missing := [one for one in paths if one not in tensors]:
        raise ValueError(f"there is no tensor `{missing[0]}`")
    for variable in model.weights:
        variable.assign(tensors[variable.path])


def _unfit(message: str, hint: str | None) -> UsageError:
    return UsageError(Diagnostic("K944", message, hint=hint))
