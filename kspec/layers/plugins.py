"""Plugins: layers of installed packages, and of modules that the user names.

A spec names types, never modules: a type that Keras does not have is looked for among
the layers of the modules given to `plugins(…)` or `--plugin`, then among the entry
points of installed packages.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import EntryPoint, EntryPoints, distributions
from types import ModuleType

from kspec.errors import Diagnostic, UsageError
from kspec.layers.custom import CustomLayer
from kspec.layers.layer import Layer

GROUP = "kspec.layers"
"""The group of entry points, each named as the type that it gives."""


_given: ContextVar[dict[str, type[CustomLayer]]] = ContextVar("plugins")


@contextmanager
def plugins(*modules: str | ModuleType) -> Generator[None]:
    """Let specs that are read inside name the layers of modules.

    Args:
        modules: each a module or its name; its subclasses of `CustomLayer` count.

    Raises: UsageError K960 where a module cannot be used.
    """
    token = _given.set({**given(), **_layers_of(*modules)})
    try:
        yield
    finally:
        _given.reset(token)


def activate(*modules: str) -> None:
    """Let every spec that is read from now on name the layers of modules.

    Modules of the current folder count too, after all installed ones.

    Raises: UsageError K960 where a module cannot be used.
    """
    if modules and os.getcwd() not in sys.path:
        sys.path.append(os.getcwd())
    _given.set({**given(), **_layers_of(*modules)})


def given() -> dict[str, type[CustomLayer]]:
    """The layers of the modules that the user has named, by type."""
    return _given.get({})


def find(kind: str) -> type[Layer] | None:
    """The plugin's class of a layer type, where there is one.

    Raises: UsageError K960 where an installed package offers it and cannot be used.
    """
    return given().get(kind) or installed(kind)


def names() -> tuple[str, ...]:
    """Every type that plugins offer."""
    return tuple(dict.fromkeys((*given(), *_offered(tuple(sys.path)))))


def installed(kind: str) -> type[CustomLayer] | None:
    """The class that an installed package offers for a type.

    Raises: UsageError K960.
    """
    offers = _offered(tuple(sys.path)).get(kind, ())
    if not offers:
        return None
    if len({entry.value for entry in offers}) > 1:
        places = " and ".join(f"`{entry.value}`" for entry in offers)
        raise _wrong(f"two packages offer the layer `{kind}`: {places}")
    (entry, *_) = offers
    try:
        found = entry.load()
    except Exception as error:  # whatever the package's own code raises
        raise _not_imported(entry.value, error) from error
    if not _is_layer(found):
        raise _wrong(f"`{entry.value}` is no subclass of `CustomLayer`")
    if found.kind() != kind:
        hint = f"name the entry point `{found.kind()}`"
        raise _wrong(f"`{entry.value}` is `{found.kind()}`, not `{kind}`", hint)
    return _checked(found, entry.value)


@functools.lru_cache(maxsize=4)
def _offered(path: tuple[str, ...]) -> dict[str, tuple[EntryPoint, ...]]:
    """The entry points by type, of the packages on a search path."""
    found: dict[str, tuple[EntryPoint, ...]] = {}
    for entry in EntryPoints(
        entry
        for package in distributions(path=[*path])
        for entry in package.entry_points
    ).select(group=GROUP):
        found[entry.name] = (*found.get(entry.name, ()), entry)
    return found


def _layers_of(*modules: str | ModuleType) -> dict[str, type[CustomLayer]]:
    found: dict[str, type[CustomLayer]] = {}
    for named in modules:
        module = named if isinstance(named, ModuleType) else _imported(named)
        layers = [cls for cls in vars(module).values() if _is_layer(cls)]
        if not layers:
            hint = "subclass `kspec.layers.custom.CustomLayer` there"
            raise _wrong(f"the plugin `{module.__name__}` has no layer", hint)
        found |= {cls.kind(): _checked(cls, module.__name__) for cls in layers}
    return found


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # whatever the module's own code raises
        raise _not_imported(name, error) from error


def _is_layer(value: object) -> bool:
    """Whether it is a layer to name: not the base, and none that begins with `_`."""
    return (
        isinstance(value, type)
        and issubclass(value, CustomLayer)
        and value is not CustomLayer
        and not value.__name__.startswith("_")
    )


def _checked(cls: type[CustomLayer], place: str) -> type[CustomLayer]:
    """The class, where its name is free and it says what it stands for."""
    from kspec.layers.catalogue import is_taken

    kind = cls.kind()
    if is_taken(kind):
        hint = "give the class another name"
        raise _wrong(f"the plugin `{place}` has a layer `{kind}`, as Keras has", hint)
    if not getattr(cls, "implementation", ""):
        hint = f'write `implementation = "my_package.{kind}"`'
        raise _wrong(f"`{kind}` of `{place}` names no Keras layer", hint)
    return cls


def _not_imported(name: str, error: Exception) -> UsageError:
    missing = isinstance(error, ModuleNotFoundError) and error.name == name
    said = "there is no such module" if missing else f"{type(error).__name__}: {error}"
    return _wrong(f"the plugin `{name}` cannot be imported: {said}")


def _wrong(message: str, hint: str | None = None) -> UsageError:
    return UsageError(Diagnostic("K960", message, hint=hint))
