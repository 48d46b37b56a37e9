"""The arguments of a call: which are tensors, in which slots, and which are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from kspec.decompiler.masks import TENSOR
from kspec.decompiler.recovered import Source
from kspec.decompiler.refusal import no_form, no_value
from kspec.decompiler.serialized import Data, Unwritable, value_of
from kspec.layers.layer import Layer
from kspec.layers.operation import Operation
from kspec.schema import Slot

Found = Callable[[list[Any]], Source]
"""Finds the tensor that Keras calls [layer, call, output]."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a call is given.

    Args:
        inputs: the tensors, in order.
        slots: the call arguments that take them, where the order does not say.
        constants: arguments of the call that are no tensors.
        arguments: numbers in the place of a function's tensors.
    """

    inputs: tuple[Source, ...]
    slots: tuple[Slot, ...] = ()
    constants: dict[str, Any] = field(default_factory=dict[str, Any])
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])


def bound(node: Data, cls: type[Layer] | None, found: Found, place: str) -> Bound:
    """The tensors and other arguments of one call.

    Args:
        node: an item of `inbound_nodes`, as Keras 3 writes it.
        cls: the type of the layer; None for a nested model.

    Raises: DecompileError K303 or K304 for what a spec cannot say.
    """
    tensors: dict[str, list[Source] | Source] = {}
    rest: dict[str, Any] = {}
    for name, value in _named(node, cls, place):
        taken = _tensors(value, found, place)
        if taken is not None:
            tensors[name] = _joined(tensors.get(name), taken)
        elif value is not None:
            rest[name] = _constant(value, name, place)
    nothing: list[Source] = []
    first = next(iter(tensors.values()), nothing)
    if cls is None or cls.arity.listed or "" in tensors:
        if len(tensors) != 1:
            raise no_form(f"{place}: takes its tensors in a way that no spec can say")
        return Bound(tuple(first) if isinstance(first, list) else (first,), (), rest)
    inputs, slots = _in_slots(cls, tensors, place)
    if issubclass(cls, Operation):
        return Bound(inputs, slots, {}, rest)
    return Bound(inputs, slots, rest)


def _joined(
    before: list[Source] | Source | None, taken: list[Source] | Source
) -> list[Source] | Source:
    """The tensors of an argument that takes as many as it is given."""
    if before is None:
        return taken
    lists = [one if isinstance(one, list) else [one] for one in (before, taken)]
    return lists[0] + lists[1]


def _named(
    node: Data, cls: type[Layer] | None, place: str
) -> Iterator[tuple[str, Any]]:
    """The arguments with the names of Keras's signature, as far as they are known."""
    names = _signature(cls)
    args = cast("list[Any]", node.get("args", []))
    for at, value in enumerate(args):
        if at < len(names):
            yield names[at], value
        elif at == 0 or (cls and not cls.slots and _tensor_like(value)):
            yield "", value
        elif value is not None:
            raise no_form(f"{place}: argument {at + 1} of the call has no name")
    for key, value in cast("dict[str, Any]", node.get("kwargs", {})).items():
        yield (names[0] if not args and key in FIRST and names else key), value


FIRST = ("inputs", "x")
"""What the first argument of a layer's call is called in Keras."""


def _signature(cls: type[Layer] | None) -> tuple[str, ...]:
    if cls is None or cls.arity.listed:
        return ("inputs",)
    if not issubclass(cls, Operation):
        return cls.slots or ("inputs",)
    if cls.arity.most is None:
        return ()
    fields = (name for name in cls.argument_names() if name not in cls.slots)
    return (*cls.slots, *fields)


def _in_slots(
    cls: type[Layer], tensors: dict[str, list[Source] | Source], place: str
) -> tuple[tuple[Source, ...], tuple[Slot, ...]]:
    """The tensors in the order of the slots, which are named where they have to be."""
    order = cls.slots or ("inputs",)
    unknown = [name for name in tensors if name not in order]
    if unknown:
        raise no_form(
            f"{place}: takes a tensor `{unknown[0]}`, which a spec cannot give it"
        )
    names = [name for name in order if name in tensors]
    inputs: list[Source] = []
    slots: list[Slot] = []
    for name in names:
        taken = tensors[name]
        listed = name in cls.listed_slots
        several = taken if isinstance(taken, list) else [taken]
        inputs += several
        slots.append(Slot(name, len(several) if listed else None))
    plain = tuple(names) == order[: len(names)] and all(s.count is None for s in slots)
    return tuple(inputs), () if plain or issubclass(cls, Operation) else tuple(slots)


def _tensor_like(value: Any) -> bool:
    return isinstance(value, dict) and cast("Data", value).get("class_name") == TENSOR


def _tensors(value: Any, found: Found, place: str) -> list[Source] | Source | None:
    """The tensor or the list of tensors, or None where the value is another."""
    if _tensor_like(value):
        return found(cast("list[Any]", value["config"]["keras_history"]))
    if isinstance(value, list) and value:
        items = cast("list[Any]", value)
        if all(map(_tensor_like, items)):
            return [found(item["config"]["keras_history"]) for item in items]
        if any(map(_tensor_like, items)):
            raise no_form(f"{place}: takes tensors among other values in one list")
    return None


def _constant(value: Any, name: str, place: str) -> Any:
    try:
        return value_of(value)
    except Unwritable as error:
        raise no_value(
            f"{place}: `{name}` is {error}, which no spec can hold"
        ) from None
