"""Models made by a function that the user of the command line names."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kspec.errors import Diagnostic, UsageError, did_you_mean

if TYPE_CHECKING:
    import keras

WEIGHTS = "weights"


def is_factory(text: str) -> bool:
    """Whether a text names a function, as in `keras.applications:ResNet50`.

    Example:
    >>> is_factory("keras.applications:ResNet50"), is_factory("model.keras")
    (True, False)
    """
    module, colon, name = text.partition(":")
    parts = [*module.split("."), *name.split(".")]
    return bool(colon) and all(part.isidentifier() for part in parts)


def model_of(factory: str, arguments: Mapping[str, Any]) -> keras.Model:
    """The model that `module:function` makes; a factory without weights is asked so.

    Args:
        arguments: of the function, by name.

    Raises: UsageError K941 where there is no such function, K942 where it fails or
        makes no model.
    """
    module, _, path = factory.partition(":")
    function = _function(module, path)
    given = dict(arguments)
    if WEIGHTS in _parameters(function):
        given.setdefault(WEIGHTS, None)
    try:
        model = function(**given)
    except Exception as error:
        said = " ".join(str(error).split()) or type(error).__name__
        message = f"`{factory}` fails: {said[:300]}"
        raise UsageError(Diagnostic("K942", message)) from error
    if hasattr(model, "to_json"):
        return model
    message = f"`{factory}` makes a `{type(model).__name__}`, expected a Keras model"
    raise UsageError(Diagnostic("K942", message))


def _function(module: str, path: str) -> Callable[..., Any]:
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found: Any = importlib.import_module(module)
    except ImportError as error:
        message = f"cannot import `{module}`: {error}"
        raise UsageError(Diagnostic("K941", message)) from error
    for part in path.split("."):
        if not hasattr(found, part):
            message = f"`{module}` has no `{path}`"
            hint = did_you_mean(part, dir(found))
            raise UsageError(Diagnostic("K941", message, hint=hint))
        found = getattr(found, part)
    if not callable(found):
        message = f"`{module}:{path}` is no function that makes a model"
        raise UsageError(Diagnostic("K941", message))
    return found


def _parameters(function: Callable[..., Any]) -> Mapping[str, Any]:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}
