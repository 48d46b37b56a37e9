"""Inputs and layers: their type, their typed arguments, and where they take tensors."""

from __future__ import annotations

from dataclasses import replace

from kspec.errors import Span, did_you_mean
from kspec.layers import catalogue
from kspec.layers.core import Input
from kspec.layers.layer import Layer
from kspec.schema.evaluation import is_evaluated
from kspec.schema.expectation import LayerExpectation
from kspec.schema.findings import CODES, LATER, LATER_KEYS, Findings
from kspec.schema.references import sources
from kspec.schema.spec import Entry
from kspec.text import Item, Mapping, Node, Scalar, Sequence

LANGUAGE_KEYS = ("type", "from", "caption", "note", "expect")
"""The keys of a layer that are not arguments of its Keras class."""


def input_entry(item: Item, findings: Findings) -> Entry:
    """One entry of `inputs:`; a list is short for its shape."""
    node = item.value
    if isinstance(node, Sequence):
        node = Mapping((Item("shape", node, item.key_span),), node.span)
    body = _body(node, item, findings, "an input is a mapping such as {shape: [8]}")
    return _entry(item, body, "Input", Input, findings)


def layer_entry(item: Item, findings: Findings) -> Entry:
    """One entry of `layers:`."""
    body = _body(item.value, item, findings, "a layer is a mapping with a `type`")
    kind, cls = _class_of(body, item, findings)
    return _entry(item, body, kind, cls, findings)


def _body(node: Node, item: Item, findings: Findings, expected: str) -> Mapping:
    if isinstance(node, Mapping):
        return node
    if is_evaluated(node):
        findings.error("K106", f"`{item.key}` is {_noun(node)}; {expected}", node.span)
    return Mapping((), node.span, partial=True)


def _noun(node: Node) -> str:
    if isinstance(node, Scalar):
        return "empty" if node.value is None else "a single value"
    return "a list"


def _class_of(
    body: Mapping, item: Item, findings: Findings
) -> tuple[str | None, type[Layer] | None]:
    node = body.get("type")
    if node is None:
        if isinstance(item.value, Mapping) and not item.value.partial:
            findings.error(
                "K102",
                f"`{item.key}` has no `type`",
                item.key_span,
                hint=_type_hint(body),
            )
        return None, None
    kind = node.value if isinstance(node, Scalar) else None
    if not isinstance(kind, str):
        if is_evaluated(node):
            findings.error("K106", "expected the name of a layer type", node.span)
        return None, None
    cls = None if kind == Input.__name__ else catalogue.find(kind)
    if cls is None:
        _unknown_type(kind, node.span, findings)
    return (cls.kind() if cls else None), cls


def _type_hint(body: Mapping) -> str | None:
    if any(key in body for key in LATER_KEYS):
        return LATER
    for item in body:
        if did_you_mean(item.key, ["type"]):
            return f"`{item.key}` may be meant for `type`"
    return None


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
    dotted = kind.startswith("ops.")
    return [
        name for name in catalogue.layer_names() if name.startswith("ops.") == dotted
    ]


def _entry(
    item: Item,
    body: Mapping,
    kind: str | None,
    cls: type[Layer] | None,
    findings: Findings,
) -> Entry:
    language = LANGUAGE_KEYS if kind != "Input" else ("caption", "note", "expect")
    arguments = _arguments(body, language, cls)
    layer = _typed(cls, arguments, item, language, findings) if cls else None
    source = body.get("from") if "from" in language else None
    inputs, slots = sources(source, cls, arguments, findings)
    expected = body.get("expect")
    return Entry(
        name=item.key,
        kind=kind,
        arguments=arguments,
        layer=layer,
        inputs=inputs,
        slots=slots,
        caption=_text(body, "caption", findings),
        note=_text(body, "note", findings),
        expect=_expectation(expected, findings) if expected else None,
        body=body,
        span=item.key_span,
    )


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


def _text(body: Mapping, key: str, findings: Findings) -> Scalar | None:
    node = body.get(key)
    if node is None or not is_evaluated(node):
        return None
    if isinstance(node, Scalar) and node.value is not None:
        return node
    findings.error("K106", f"expected a text as the {key}", node.span)
    return None


def _expectation(node: Node, findings: Findings) -> LayerExpectation | None:
    if not is_evaluated(node):
        return None
    if isinstance(node, Mapping):
        return findings.typed(LayerExpectation, node, node.span)
    findings.error("K106", "expected a mapping such as {shape: [null, 8]}", node.span)
    return None
