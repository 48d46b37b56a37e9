"""A recovered model as the tree of a spec."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kspec.decompiler.naming import Names, named
from kspec.decompiler.parts import completed, outputs_of, parts_of
from kspec.decompiler.recovered import INPUT, Call, Recovered, Source
from kspec.decompiler.structure import (
    Block,
    Element,
    Instance,
    Link,
    Part,
    Run,
    Structured,
    structured,
)
from kspec.decompiler.structure.blocks import X, given
from kspec.decompiler.structure.elements import Body, Member
from kspec.decompiler.structure.tandem import renamed
from kspec.decompiler.tree import lines_of
from kspec.schema.names import is_name, nearest_name
from kspec.schema.spec import VERSION

Plain = dict[str, Any]


def document(
    model: Recovered, *, flat: bool = False, free_names: bool = False
) -> Plain:
    """The spec of a model, as plain data.

    Args:
        flat: a line for each call, without blocks and repeats.
        free_names: whether layers may be renamed where that makes the spec shorter.
    """
    models = _Models()
    nested = {
        at: models.body(call)
        for at, call in enumerate(model.calls)
        if call.model and call.shares is None
    }
    parts = parts_of(model, named(model.calls), nested)
    if free_names:
        parts = renamed(parts)
    if flat:
        result = Structured((), tuple(range(len(parts))), ())
    else:
        result = structured(
            parts, outputs_of(model), completed, lines_of, taken=models.blocks
        )
    sections = _Writer(model, parts, result).sections()
    blocks = models.blocks | sections.pop("blocks")
    return _header(model) | ({"blocks": blocks} if blocks else {}) | sections


class _Models:
    """The models inside a model, each a block that is nested; equal ones are one."""

    def __init__(self) -> None:
        self.blocks: Plain = {}
        self._names = Names()

    def body(self, call: Call) -> Plain:
        """What stands under the name of a layer that is a model."""
        assert call.model is not None
        block = self._block(call.model)
        same = (name for name, known in self.blocks.items() if known == block)
        name = next(same, None) or self._names.take(call.name)
        self.blocks[name] = block
        return {"block": name, "nested": True} | call.arguments

    def _block(self, model: Recovered) -> Plain:
        nested = {
            at: self.body(call)
            for at, call in enumerate(model.calls)
            if call.model and call.shares is None
        }
        model = _as_block(model)
        parts = parts_of(model, named(model.calls), nested)
        plain = Structured((), tuple(range(len(parts))), ())
        sections = _Writer(model, parts, plain).sections()
        inputs = {"inputs": [*sections.pop("inputs")]}
        del sections["blocks"]
        return (inputs if inputs["inputs"] != [X] else {}) | sections


def _as_block(model: Recovered) -> Recovered:
    """A model under the names of a block that is nested: they follow its own."""
    before = f"{model.name}_"
    calls = [replace(call, name=call.name.removeprefix(before)) for call in model.calls]
    if len(model.inputs) == 1:
        calls[0] = replace(calls[0], name=X)
    return replace(model, calls=tuple(calls))


def _header(model: Recovered) -> Plain:
    name = model.name if is_name(model.name) else nearest_name(model.name)
    root: Plain = {"kspec": VERSION, "name": name}
    return root | ({"mode": "functional"} if needs_mode(model) else {})


def needs_mode(model: Recovered) -> bool:
    """Whether kspec would make a sequential model of a functional one."""
    return model.mode == "functional" and all(
        call.inputs == ((Source(at - 1),) if at else ())
        for at, call in enumerate(model.calls)
    )


class _Writer:
    """Writes the sections; it knows by which name each tensor goes."""

    def __init__(
        self, model: Recovered, parts: Sequence[Part], result: Structured
    ) -> None:
        self.model = model
        self.parts = parts
        self.result = result
        self.blocks = {block.name: block for block in result.blocks}
        self.names: dict[int, str] = {}
        for element in result.elements:
            self.names |= _names(element, parts, self.blocks)

    def sections(self) -> Plain:
        """Blocks, inputs, layers and outputs."""
        inputs: Plain = {}
        layers: Plain = {}
        above: str | None = None
        for element in self.result.elements:
            name = _name(element, self.parts)
            if isinstance(element, int) and self.model.calls[element].kind == INPUT:
                inputs[name] = dict(self.parts[element].body)
                above = name if len(inputs) == 1 else None
            else:
                layers[name] = self.entry(element, above)
                above = name
        blocks = {block.name: _block(block) for block in self.result.blocks}
        ends = self.outputs(above)
        return {"blocks": blocks, "inputs": inputs, "layers": layers} | ends

    def entry(self, element: Element, above: str | None) -> Plain:
        """What stands under the name of an element."""
        match element:
            case int():
                part = self.parts[element]
                taken = _from(part.inputs, part.slots, self.reference, above)
                return _with_from(part.body, taken)
            case Instance():
                return self.instance(element, element.arguments, above)
            case Run(first=first):
                one = (
                    self.entry(first, above)
                    if isinstance(first, int)
                    else self.instance(first, element.arguments, above)
                )
                return one | {"repeat": element.copies}

    def instance(self, one: Instance, arguments: Body, above: str | None) -> Plain:
        """A block with its arguments and what it takes."""
        body = {"block": one.block} | given(arguments, self.blocks[one.block])
        return body | _from(one.inputs, (), self.reference, above)

    def outputs(self, above: str | None) -> Plain:
        """The `outputs:` section, nothing where the last layer is the output."""
        ends = self.model.outputs
        refs = [self.reference(link) for link in outputs_of(self.model)]
        match ends.form:
            case "one":
                return {} if refs == [above] else {"outputs": refs[0]}
            case "list":
                return {"outputs": refs}
            case "mapping":
                return {"outputs": dict(zip(ends.names, refs, strict=True))}

    def reference(self, link: Link) -> str:
        """A tensor as `from:` names it."""
        name = self.names[link.part]
        return f"{name}.{link.output}" if link.output else name


def _name(element: Element, parts: Sequence[Part]) -> str:
    return parts[element].name if isinstance(element, int) else element.name


def _names(
    element: Element, parts: Sequence[Part], blocks: Mapping[str, Block]
) -> dict[int, str]:
    """By which name the outputs of an element's parts go outside of it."""
    match element:
        case int():
            return {element: parts[element].name}
        case Instance():
            return _ends(element, blocks[element.block])
        case Run():
            return {element.end: element.name}


def _ends(one: Instance, block: Block) -> dict[int, str]:
    """The names of an instance's outputs; the first goes by that of the instance."""
    first, *rest = one.ends
    named = {
        at: f"{one.name}.{name}"
        for at, name in zip(rest, block.outputs[1:], strict=True)
    }
    return named | {first: one.name}


def _from(
    inputs: Sequence[Any],
    slots: Sequence[tuple[str, int | None]],
    reference: Callable[[Any], str],
    above: str | None,
) -> Plain:
    """The `from:` of something, nothing where it takes what stands above it."""
    refs = [reference(link) for link in inputs]
    if slots:
        rest = iter(refs)
        taken: Any = {
            name: next(rest) if count is None else [*itertools.islice(rest, count)]
            for name, count in slots
        }
    elif len(refs) == 1:
        if refs[0] == above:
            return {}
        taken = refs[0]
    else:
        taken = refs
    return {"from": taken}


def _with_from(body: Body, taken: Plain) -> Plain:
    """The body with `from:` behind the arguments, before the rest."""
    last = {key: value for key, value in body.items() if key in ("call", "note")}
    first = {key: value for key, value in body.items() if key not in last}
    return first | taken | last


def _block(block: Block) -> Plain:
    params = {"params": dict(block.params)} if block.params else {}
    inputs = {"inputs": [*block.inputs]} if len(block.inputs) > 1 else {}
    ends = {name: name for name in block.outputs}
    outputs = {"outputs": ends} if len(ends) > 1 else {}
    layers: Plain = {}
    above = block.inputs[0] if len(block.inputs) == 1 else None
    for member in block.members:
        layers[member.name] = _member(member, above)
        above = member.name
    return params | inputs | {"layers": layers} | outputs


def _member(member: Member, above: str | None) -> Plain:
    taken = _from(member.inputs, member.slots, _inner_reference, above)
    copies = {} if member.copies is None else {"repeat": member.copies}
    when = {} if member.when is None else {"when": member.when}
    return _with_from(member.body, taken) | copies | when


def _inner_reference(ref: tuple[str, int]) -> str:
    return f"{ref[0]}.{ref[1]}" if ref[1] else ref[0]
