"""Inputs and layers: their type and their typed arguments."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from kspec.errors import Span, closest, did_you_mean
from kspec.layers import catalogue
from kspec.layers.calling import Calling
from kspec.layers.core import Input
from kspec.layers.layer import Layer
from kspec.schema.evaluation import is_evaluated
from kspec.schema.expectation import LayerExpectation
from kspec.schema.findings import CODES, Findings
from kspec.schema.members import Entry
from kspec.schema.references import reference
from kspec.text import Item, Mapping, Node, Scalar, Sequence

COMMON_KEYS = ("caption", "note", "expect")
"""The keys that inputs and layers have in common."""

LANGUAGE_KEYS = ("type", "from", "call", "repeat", "when", *COMMON_KEYS)
"""The keys of a layer that are not arguments of its Keras class."""

USE_KEYS = ("use", "from", "call", "repeat", "when", *COMMON_KEYS)
"""The keys of a layer that is called again."""

HEADS = ("type", "use", "block", "spec")
"""The keys that say what a member is: one of them stands in each."""


def input_entry(item: Item, findings: Findings) -> Entry:
    """One entry of `inputs:`; a list is short for its shape."""
    node = item.value
    if isinstance(node, Sequence):
        node = Mapping((Item("shape", node, item.key_span),), node.span)
    body = body_of(node, item, findings, "an input is a mapping such as {shape: [8]}")
    return _entry(item, body, Input, COMMON_KEYS, findings)


def layer_entry(item: Item, body: Mapping, findings: Findings) -> Entry:
    """A member with a `type`, evaluated."""
    cls = _class_of(body, item, findings)
    return _entry(item, body, cls, LANGUAGE_KEYS, findings)


def use_entry(item: Item, body: Mapping, findings: Findings) -> Entry:
    """A member with `use`, evaluated: a layer that is called again."""
    check_keys(body, USE_KEYS, "a layer that is used again", findings)
    node = body.get("use")
    used = reference(node, findings) if node and is_evaluated(node) else None
    return Entry(
        name=item.key,
        kind=None,
        call=call_of(body, findings),
        use=used,
        caption=text(body, "caption", findings),
        note=text(body, "note", findings),
        expect=expectation(body, findings),
        body=body,
        span=item.key_span,
    )


def body_of(node: Node, item: Item, findings: Findings, expected: str) -> Mapping:
    """The mapping under a key; notes K106 where there is none."""
    if isinstance(node, Mapping):
        return node
    if is_evaluated(node):
        message = f"`{item.key}` is {_noun(node)}; {expected}"
        hint = _layer_meant(node, item.key) if "`type`" in expected else None
        findings.error("K106", message, node.span, hint=hint)
    return Mapping((), node.span, partial=True)


def _layer_meant(node: Node, name: str) -> str | None:
    """How to write a layer of which only the type is there."""
    text = node.value if isinstance(node, Scalar) else None
    kind = closest(text, _like(text)) if isinstance(text, str) else None
    return f"write `{name}: {{type: {kind}}}`, with its arguments" if kind else None


def check_keys(
    body: Mapping, known: tuple[str, ...], what: str, findings: Findings
) -> None:
    """Note each key that is none of the known ones (K101)."""
    for item in body:
        if item.key not in known:
            findings.error(
                "K101",
                f"{what} has no key `{item.key}`",
                item.key_span,
                hint=did_you_mean(item.key, known) or f"keys: {', '.join(known)}",
            )


def call_of(body: Mapping, findings: Findings) -> Mapping:
    """What stands under `call:`; notes K106 where that is no mapping."""
    node = body.get("call")
    if node is None or not is_evaluated(node):
        return Mapping()
    if isinstance(node, Mapping):
        return node
    message = "`call` is no mapping; expected arguments such as {training: false}"
    findings.error("K106", message, node.span)
    return Mapping()


def calling(
    cls: type[Calling], call: Mapping, span: Span | None, findings: Findings
) -> Calling | None:
    """The typed arguments of a call; None where it has none, or a wrong one."""
    return findings.typed(cls, call, span, CODES) if call.items else None


def text(body: Mapping, key: str, findings: Findings) -> Scalar | None:
    """The text under a key; notes K106 where it is none."""
    node = body.get(key)
    if node is None or not is_evaluated(node):
        return None
    if isinstance(node, Scalar) and node.value is not None:
        return node
    findings.error("K106", f"expected a text as the {key}", node.span)
    return None


def expectation(body: Mapping, findings: Findings) -> LayerExpectation | None:
    """The claims of a layer's own `expect:`."""
    node = body.get("expect")
    if node is None or not is_evaluated(node):
        return None
    if isinstance(node, Mapping):
        return findings.typed(LayerExpectation, node, node.span)
    findings.error("K106", "expected a mapping such as {shape: [null, 8]}", node.span)
    return None


def _noun(node: Node) -> str:
    if isinstance(node, Scalar):
        return "empty" if node.value is None else "a single value"
    return "a list"


def _class_of(body: Mapping, item: Item, findings: Findings) -> type[Layer] | None:
    node = body.get("type")
    if node is None:
        if isinstance(item.value, Mapping) and not item.value.partial:
            findings.error(
                "K102",
                f"`{item.key}` has no `type`",
                item.key_span,
                hint=_type_hint(body),
            )
        return None
    kind = node.value if isinstance(node, Scalar) else None
    if not isinstance(kind, str):
        if is_evaluated(node):
            findings.error("K106", "expected the name of a layer type", node.span)
        return None
    cls = None if kind == Input.__name__ else catalogue.find(kind)
    if cls is None:
        _unknown_type(kind, node.span, findings)
    return cls


def _type_hint(body: Mapping) -> str | None:
    for item in body:
        if item.key in catalogue.layer_names():
            return f"write `type: {item.key}`, and its arguments beside it"
        if meant := did_you_mean(item.key, HEADS):
            return meant.replace("did you mean", f"`{item.key}` may be meant for")[:-1]
    return "a layer has `type`, `use`, `block` or `spec`"


def _unknown_type(kind: str, span: Span | None, findings: Findings) -> None:
    if kind in (Input.__name__, "InputLayer"):
        findings.error("K109", f"`{kind}` is no layer; write it under `inputs:`", span)
        return
    if kind in catalogue.REFUSED:
        findings.error(
            "K109", f"`{kind}` has no place in a spec: {catalogue.REFUSED[kind]}", span
        )
        return
    hint = did_you_mean(kind, _like(kind)) or "`kspec explain` lists the layers"
    findings.error("K103", f"there is no layer type `{kind}`", span, hint=hint)


def _like(kind: str) -> list[str]:
    """The types that a misspelt one may be meant for: operations for an operation."""
    names = (*catalogue.layer_names(), *catalogue.application_names())
    prefix = kind.partition(".")[0] + "."
    alike = [name for name in names if name.startswith(prefix)]
    return alike or [name for name in names if "." not in name]


def _entry(
    item: Item,
    body: Mapping,
    cls: type[Layer] | None,
    language: tuple[str, ...],
    findings: Findings,
) -> Entry:
    arguments = _arguments(body, language, cls)
    call = call_of(body, findings) if "call" in language else Mapping()
    strays = _strays(body, cls, findings) if cls else ()
    others = tuple(one for one in arguments if one.key not in strays)
    arguments = replace(arguments, items=others)
    layer = _typed(cls, arguments, item, language, findings) if cls else None
    layer = None if strays else layer
    called = calling(cls.calling, call, item.key_span, findings) if cls else None
    return Entry(
        name=item.key,
        kind=cls.kind() if cls else None,
        arguments=arguments,
        layer=layer.called(called) if layer and called else layer,
        call=call,
        caption=text(body, "caption", findings),
        note=text(body, "note", findings),
        expect=expectation(body, findings),
        body=body,
        span=item.key_span,
    )


def _strays(body: Mapping, cls: type[Layer], findings: Findings) -> tuple[str, ...]:
    """The `b` of `{from: a, b}`: meant as one more of a list, and noted (K104)."""
    items = iter(body)
    first = next((item for item in items if item.key == "from"), None)
    known = (*cls.model_fields, *LANGUAGE_KEYS)
    found = [*takewhile(lambda one: one.key not in known and _is_bare(one), items)]
    if first is None or not isinstance(first.value, Scalar) or not found:
        return ()
    names = ", ".join((str(first.value.value), *(one.key for one in found)))
    findings.error(
        "K104",
        f"`{cls.kind()}` has no argument `{found[0].key}`",
        found[0].key_span,
        hint=f"write `from: [{names}]`",
    )
    return tuple(one.key for one in found)


def _is_bare(item: Item) -> bool:
    return isinstance(item.value, Scalar) and item.value.value is None


def _arguments(
    body: Mapping, language: tuple[str, ...], cls: type[Layer] | None
) -> Mapping:
    order = {name: at for at, name in enumerate(cls.argument_names() if cls else ())}
    items = [item for item in body if item.key not in language]
    items.sort(key=lambda item: order.get(item.key, len(order)))
    return replace(body, items=tuple(items))


def _typed(
    cls: type[Layer],
    arguments: Mapping,
    item: Item,
    language: tuple[str, ...],
    findings: Findings,
) -> Layer | None:
    if not is_evaluated(arguments):
        known = Mapping(tuple(i for i in arguments if is_evaluated(i.value)))
        partial = Findings()
        partial.typed(cls, known, item.key_span, CODES, also=language)
        findings += [found for found in partial if found.code != CODES["missing"]]
        return None
    return findings.typed(cls, arguments, item.key_span, CODES, also=language)
