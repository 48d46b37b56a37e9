"""What the docstring of a layer, an object or a section says, in its parts."""

from __future__ import annotations

import inspect
import re

_HEAD = re.compile(r"(?m)^([A-Z][a-z]+):[ \n]")
_ARGUMENT = re.compile(r"(?m)^(\w+): ")


def summary(cls: type) -> str:
    """The first paragraph, on one line.

    Example:
    >>> from kspec.layers.convolution import Conv2D
    >>> summary(Conv2D)
    'Slides kernels over an image.'
    """
    return _joined(_parts(cls)[0].partition("\n\n")[0])


def section(cls: type, name: str) -> str:
    """The text below a heading such as `Shapes:`, on one line; empty without one.

    Example:
    >>> from kspec.layers.core import Dense
    >>> section(Dense, "Source")
    'keras.layers.Dense.'
    """
    return _joined(_sections(cls).get(name, ""))


def arguments(cls: type) -> dict[str, str]:
    """The texts below `Args:` by name, those of base classes included.

    Example:
    >>> from kspec.layers.regularization import Dropout
    >>> arguments(Dropout)
    {'noise_shape': '1 where an axis is dropped as a whole, null elsewhere.'}
    """
    texts: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        pieces = _ARGUMENT.split(_sections(base).get("Args", ""))
        for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
            texts[name] = _joined(text)
    return texts


def _parts(cls: type) -> list[str]:
    """The text above the first heading, then each heading and its text."""
    return _HEAD.split(inspect.cleandoc(cls.__doc__ or ""))


def _sections(cls: type) -> dict[str, str]:
    parts = _parts(cls)[1:]
    texts = map(inspect.cleandoc, parts[1::2])
    return dict(zip(parts[::2], texts, strict=True))


def _joined(text: str) -> str:
    return " ".join(text.split())
