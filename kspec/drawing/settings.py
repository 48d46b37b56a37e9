"""A layer's settings in short words: `64 · 3×3 · same`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast, get_args, get_origin

from kspec.drawing.quoting import shortened, visible
from kspec.layers.arguments import Arguments, spread
from kspec.layers.layer import Layer
from kspec.shape import Tensor

LONGEST_WORD = 32
LONGEST_NEST = 48

POSITIONS = ("axis", "axes", "dims")
"""Arguments that number axes; a bare number would read as a size."""


def settings(layer: Layer, outputs: tuple[Tensor, ...] = ()) -> tuple[str, ...]:
    """The arguments that say what this layer is, each in a few words.

    Those are a leading size such as `pool_size`, and whatever differs from its default.
    A shape or a dtype that the output shows anyway is left out, and so is `trainable`.

    Example:
    >>> from kspec.layers.core import Dense, Input
    >>> settings(Dense(units=10, activation="sigmoid", use_bias=False))
    ('10', 'sigmoid', 'use_bias false')
    >>> settings(Input(shape=(1,), dtype="int32"), (Tensor((None, 1), "int32"),))
    ()
    """
    seen = {tensor.shape[1:] for tensor in outputs} | {t.dtype for t in outputs}
    return tuple(
        phrase(layer, name, value)
        for name, value in _telling(layer)
        if not (isinstance(value, tuple | str) and value in seen)
    )


def _telling(layer: Layer) -> Iterator[tuple[str, Any]]:
    changed = layer.changed()
    size = _leading_size(layer)
    if size and size not in changed:
        yield size, getattr(layer, size)
    for name, value in changed.items():
        if name != "trainable":
            yield name, value


def _leading_size(layer: Layer) -> str | None:
    """The first argument, where there is one and it is a size per axis."""
    first = next(iter(layer.argument_names()), None)
    return first if first and _sizes(layer, first) else None


def _sizes(layer: Layer, name: str) -> int:
    annotation = type(layer).model_fields[name].annotation
    return 0 if name in POSITIONS else axes(annotation)


def phrase(layer: Layer, name: str, value: Any) -> str:
    """An argument as the box shows it: its value, after its name if that is needed."""
    if value is True:
        return name
    longest = LONGEST_NEST if isinstance(value, Layer) else LONGEST_WORD
    word = shortened(visible(_word(value, _sizes(layer, name))), longest)
    return word if _speaks(layer, name, value) else f"{name} {word}"


def _speaks(layer: Layer, name: str, value: Any) -> bool:
    """Whether the value tells which argument it is.

    A required argument and a leading size do, and so does a word such as `same`; but
    `relu` does not where a second argument ends in `activation`.
    """
    fields = type(layer).model_fields
    if fields[name].is_required() or name == _leading_size(layer):
        return name not in POSITIONS
    rivals = any(other.endswith(f"_{name}") for other in fields)
    return isinstance(value, str | Arguments) and "_" not in name and not rivals


def _word(value: Any, sizes: int) -> str:
    if isinstance(value, Layer):
        return f"{type(value).__name__}({', '.join(settings(value))})"
    if isinstance(value, Arguments):
        return type(value).__name__
    if sizes > 1 and isinstance(value, int | tuple):
        each = spread(cast("int | tuple[int, ...]", value), sizes)
        return "×".join(str(size) for size in each)
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        if any(isinstance(item, Arguments) for item in items):
            return " + ".join(_word(item, 0) for item in items)
        return f"({', '.join(_word(item, 0) for item in items)})"
    return short(value)


def short(value: object) -> str:
    """A value in a few characters; what a fraction has beyond six digits is left out.

    Example:
    >>> short(0.0036363636363636364), short(1e-06), short(64), short(0.5)
    ('0.00363636', '1e-06', '64', '0.5')
    """
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.6g}"
    return str(value)


def axes(annotation: Any) -> int:
    """How many axes an argument gives a size for; 0 where it is no size per axis.

    Example:
    >>> axes(int | tuple[int, int]), axes(int), axes(int | tuple[int, ...])
    (2, 0, 0)
    """
    if get_origin(annotation) is tuple:
        sizes = get_args(annotation)
        return len(sizes) if all(size is int for size in sizes) else 0
    return max((axes(part) for part in get_args(annotation)), default=0)
