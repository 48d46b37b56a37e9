"""A recovered model as the tree of a spec, flat: a line for each call."""

from __future__ import annotations

from typing import Any

from kspec.decompiler.naming import named, note_of
from kspec.decompiler.recovered import INPUT, Call, Recovered, Source
from kspec.schema.names import is_name, nearest_name
from kspec.schema.spec import VERSION

Plain = dict[str, Any]


def flat(model: Recovered) -> Plain:
    """The spec of a model without any structure, as plain data."""
    names = named(model.calls)
    inputs: Plain = {}
    layers: Plain = {}
    for at, call in enumerate(model.calls):
        section = inputs if call.kind == INPUT else layers
        section[names[at]] = entry(model, at, names)
    return header(model) | {"inputs": inputs, "layers": layers} | outputs(model, names)


def header(model: Recovered) -> Plain:
    """The sections before the inputs."""
    name = model.name if is_name(model.name) else nearest_name(model.name)
    root: Plain = {"kspec": VERSION, "name": name}
    return root | ({"mode": "functional"} if needs_mode(model) else {})


def needs_mode(model: Recovered) -> bool:
    """Whether kspec would make a sequential model of a functional one."""
    return model.mode == "functional" and all(
        call.inputs == ((Source(at - 1),) if at else ())
        for at, call in enumerate(model.calls)
    )


def entry(model: Recovered, at: int, names: tuple[str, ...]) -> Plain:
    """What stands under the name of a call."""
    call = model.calls[at]
    note = note_of(call, names[at])
    noted = {"note": note} if note else {}
    if call.kind == INPUT:
        return call.arguments | noted
    return _kind(call, names) | called(model, at, names) | noted


def called(model: Recovered, at: int, names: tuple[str, ...]) -> Plain:
    """What a call takes: `from:`, where it is not the one above, and `call:`."""
    call = model.calls[at]
    given: Plain = {} if is_next(model, at) else {"from": _taken(call, names)}
    return given | ({"call": call.constants} if call.constants else {})


def is_next(model: Recovered, at: int) -> bool:
    """Whether a call takes the first output of the one above, and that alone."""
    call = model.calls[at]
    first = len(model.inputs)
    return (
        call.inputs == (Source(at - 1),)
        and not call.slots
        and (at > first or first == 1)
    )


def outputs(model: Recovered, names: tuple[str, ...]) -> Plain:
    """The `outputs:` section, nothing where the last layer is the output."""
    ends = [reference(source, names) for source in model.outputs.sources]
    match model.outputs.form:
        case "one":
            last = Source(len(model.calls) - 1)
            return {} if model.outputs.sources == (last,) else {"outputs": ends[0]}
        case "list":
            return {"outputs": ends}
        case "mapping":
            return {"outputs": dict(zip(model.outputs.names, ends, strict=True))}


def reference(source: Source, names: tuple[str, ...]) -> str:
    """A tensor as `from:` names it."""
    name = names[source.call]
    return f"{name}.{source.output}" if source.output else name


def _kind(call: Call, names: tuple[str, ...]) -> Plain:
    if call.shares is not None:
        return {"use": names[call.shares]}
    return {"type": call.kind} | call.arguments


def _taken(call: Call, names: tuple[str, ...]) -> Any:
    refs = [reference(source, names) for source in call.inputs]
    if not call.slots:
        return refs[0] if len(refs) == 1 else refs
    rest = iter(refs)
    return {
        slot.name: next(rest)
        if slot.count is None
        else [next(rest) for _ in range(slot.count)]
        for slot in call.slots
    }
