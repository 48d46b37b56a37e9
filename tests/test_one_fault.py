"""One fault at a known place of a valid spec: one error, of its code, exactly there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kspec import Diagnostic, SpecError, check, loads
from kspec.errors import Span
from kspec.text import Item, Mapping, Node, Scalar, Sequence, read
from kspec.text.edits import Edit, Places, edited
from tests.specs import specs, text_of
from tests.text.layouts import remarked

Fault = tuple[Edit, str, int]
"""What is changed, the code that it must be given, and the place in the new text."""


class Document:
    """A spec's text with the places of its parts."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = read(text, file="spec.yaml")
        assert isinstance(root, Mapping)
        self.root = root
        self.places = Places(text)

    def section(self, name: str) -> Mapping:
        node = self.root.get(name)
        assert isinstance(node, Mapping)
        return node

    def layers(self) -> Iterator[tuple[Item, Mapping]]:
        for item in self.section("layers"):
            assert isinstance(item.value, Mapping)
            yield item, item.value

    def replaced(self, span: Span | None, text: str, code: str) -> Fault:
        assert span
        start, end = self.places.stretch(span)
        return Edit(start, end, text), code, start

    def added(self, body: Mapping, text: str, code: str) -> Fault:
        """An entry more in the brackets of a layer."""
        assert body.span
        end = self.places.stretch(body.span)[1] - 1
        assume(self.text[end] == "}")
        return Edit(end, end, f", {text}"), code, end + 2


def values(document: Document, key: str) -> Iterator[Scalar]:
    """The values of an argument, in all layers."""
    for _, body in document.layers():
        value = body.get(key)
        if isinstance(value, Scalar):
            yield value


def references(document: Document) -> Iterator[Scalar]:
    for _, body in document.layers():
        yield from scalars(body.get("from"))


def scalars(node: Node | None) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from scalars(item)
        case Mapping():
            for item in node:
                yield from scalars(item.value)
        case None:
            pass


def unknown_type(document: Document) -> Iterator[Fault]:
    for value in values(document, "type"):
        yield document.replaced(value.span, "Frobnicate", "K103")


def unknown_argument(document: Document) -> Iterator[Fault]:
    for _, body in document.layers():
        yield document.added(body, "frobnicate: 1", "K104")


def wrong_value(document: Document) -> Iterator[Fault]:
    for value in values(document, "units"):
        yield document.replaced(value.span, "[[two]]", "K106")


def unknown_reference(document: Document) -> Iterator[Fault]:
    for value in references(document):
        yield document.replaced(value.span, "nowhere", "K201")


def repeated_key(document: Document) -> Iterator[Fault]:
    for _, body in document.layers():
        yield document.added(body, "type: Dense", "K003")


def ambiguous_scalar(document: Document) -> Iterator[Fault]:
    for key in ("units", "type", "caption", "rate"):
        for value in values(document, key):
            yield document.replaced(value.span, "012", "K004")


def alias(document: Document) -> Iterator[Fault]:
    for value in scalars(document.section("layers")):
        yield document.replaced(value.span, "*a", "K005")


def unknown_parameter(document: Document) -> Iterator[Fault]:
    for key in ("units", "rate", "caption"):
        for value in values(document, key):
            edit, code, place = document.replaced(value.span, "$(1 + nok)", "K011")
            yield edit, code, place + len("$(1 + ")


def wrong_expression(document: Document) -> Iterator[Fault]:
    for value in values(document, "units"):
        edit, code, place = document.replaced(value.span, "$(k ** 2)", "K010")
        yield edit, code, place + len("$(k ")


def unknown_section(document: Document) -> Iterator[Fault]:
    for item in document.root:
        assert item.key_span
        start, _ = document.places.stretch(item.key_span)
        yield Edit(start, start, "frobnicate: 1\n"), "K101", start


def missing_space(document: Document) -> Iterator[Fault]:
    for _, body in document.layers():
        yield document.added(body, "frobnicate:1", "K002")


FAULTS: tuple[Callable[[Document], Iterator[Fault]], ...] = (
    unknown_type, unknown_argument, wrong_value, unknown_reference, repeated_key,
    ambiguous_scalar, alias, unknown_parameter, wrong_expression, unknown_section,
)  # fmt: skip


def errors_of(text: str) -> list[Diagnostic]:
    try:
        found: Any = check(loads(text))
    except SpecError as error:
        found = error.diagnostics
    return [one for one in found if one.severity == "error"]


@pytest.mark.parametrize("faults", FAULTS, ids=lambda fault: fault.__name__)
@given(remarked(specs().map(text_of)), st.data())
def test_one_fault_is_one_error_at_its_place(
    faults: Callable[[Document], Iterator[Fault]], text: str, data: st.DataObject
) -> None:
    assume(not errors_of(text))
    found = [*faults(Document(text))]
    assume(found)
    edit, code, place = data.draw(st.sampled_from(found))
    changed = edited(text, [edit])
    (error,) = errors_of(changed)
    assert error.code == code
    assert error.span
    assert Places(changed).stretch(error.span)[0] == place


@given(remarked(specs().map(text_of)), st.data())
def test_a_missing_space_is_told_where_it_is(text: str, data: st.DataObject) -> None:
    found = [*missing_space(Document(text))]
    assume(found and not errors_of(text))
    edit, code, place = data.draw(st.sampled_from(found))
    first, *rest = errors_of(edited(text, [edit]))
    assert [first.code, *(one.code for one in rest)] == [code, "K104"]
    assert first.span
    assert Places(edited(text, [edit])).stretch(first.span)[0] == place
