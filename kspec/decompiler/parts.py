"""A recovered model as the parts of a flat graph: names, bodies, links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kspec.decompiler.arguments import default_of, spelled_out
from kspec.decompiler.naming import note_of
from kspec.decompiler.recovered import INPUT, Call, Recovered
from kspec.decompiler.structure import Link, Part
from kspec.decompiler.structure.elements import Body
from kspec.layers import catalogue
from kspec.layers.layer import Layer


def parts_of(
    model: Recovered, names: Sequence[str], nested: Mapping[int, Body]
) -> tuple[Part, ...]:
    """The parts of a model.

    Args:
        names: of the calls.
        nested: how the models inside are written, by the position of the call.
    """
    shared = {call.shares for call in model.calls if call.shares is not None}
    return tuple(
        Part(
            names[at],
            _body(call, names, names[at], nested.get(at)),
            tuple(Link(source.call, source.output) for source in call.inputs),
            tuple((slot.name, slot.count) for slot in call.slots),
            free=call.numbered,
            fixed=call.kind == INPUT
            or call.shares is not None
            or at in shared
            or note_of(call, names[at]) is not None,
        )
        for at, call in enumerate(model.calls)
    )


def outputs_of(model: Recovered) -> tuple[Link, ...]:
    """The tensors that the model gives."""
    return tuple(Link(one.call, one.output) for one in model.outputs.sources)


def completed(bodies: Sequence[Body]) -> list[Body]:
    """The bodies of one type, each with what any of them says.

    What Keras takes without it is added, where that is a number or a text.

    Example:
    >>> completed([{"type": "ReLU"}, {"type": "ReLU", "threshold": 1.0}])
    [{'type': 'ReLU', 'threshold': 0.0}, {'type': 'ReLU', 'threshold': 1.0}]
    """
    cls = catalogue.find(str(bodies[0].get("type")))
    if cls is None or all(body == bodies[0] for body in bodies):
        return [*bodies]
    full = _with_defaults(cls, bodies)
    lists: dict[str, Any] = {
        key: value
        for body in full
        for key, value in body.items()
        if isinstance(value, list)
    }
    return [
        {key: spelled_out(cls, key, v, lists.get(key)) for key, v in body.items()}
        for body in full
    ]


def _with_defaults(cls: type[Layer], bodies: Sequence[Body]) -> list[Body]:
    """The bodies, each with Keras's defaults for what another one says."""
    said = {key for body in bodies for key in body}
    keys = [key for key in ("type", *cls.argument_names()) if key in said]
    keys += [key for key in said if key not in keys]
    defaults = {
        name: default
        for name in said & cls.model_fields.keys()
        if isinstance(default := default_of(cls, name), bool | int | float | str)
    }
    return [
        {
            key: body.get(key, defaults.get(key))
            for key in keys
            if key in body or key in defaults
        }
        for body in bodies
    ]


def _body(
    call: Call, names: Sequence[str], name: str, nested: Body | None
) -> dict[str, Any]:
    if nested is not None:
        body = dict(nested)
    elif call.kind == INPUT:
        body = dict(call.arguments)
    elif call.shares is not None:
        body: dict[str, Any] = {"use": names[call.shares]}
    else:
        body = {"type": call.kind} | call.arguments
    if call.constants:
        body["call"] = call.constants
    if note := note_of(call, name):
        body["note"] = note
    return body
