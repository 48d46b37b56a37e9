"""Parser events → the node tree, with a stack instead of recursion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from kspec.errors import Diagnostic, Span, TextError
from kspec.text import features
from kspec.text.formulas import torn_end
from kspec.text.frames import OpenMapping, OpenSequence
from kspec.text.leaves import key_of, value_of
from kspec.text.limits import Limits
from kspec.text.node import Node, Scalar
from kspec.text.source import Source, brief
from kspec.text.syntax import explain


def compose(source: Source, limits: Limits) -> Node:
    """The tree of a text.

    Raises: TextError with everything that is wrong, as far as reading could go on.
    """
    composer = _Composer(source, limits)
    parser: Any = yaml.CSafeLoader(source.text)
    try:
        while parser.check_event():
            composer.take(parser.get_event())
    except yaml.YAMLError as error:
        raise composer.failure(explain(error, source)) from None
    return composer.result()


class _Composer:
    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._found: list[Diagnostic] = []
        self._document = OpenSequence(None)
        self._stack: list[OpenSequence | OpenMapping] = [self._document]
        self._nodes = 0
        self._documents = 0
        self._torn_until = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        match event:
            case yaml.ScalarEvent():
                self._take_scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, OpenMapping(event.start_mark))
            case yaml.SequenceStartEvent():
                self._open(event, OpenSequence(event.start_mark))
            case yaml.CollectionEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._report(features.alias(event, self._source))
                self._stack[-1].add(Scalar(None, self._span(event)))
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case _:
                pass

    def result(self) -> Node:
        """The root.

        Raises: TextError.
        """
        root = self._document.last
        if root is None or root == Scalar(None):
            hint = "a spec starts with `kspec: 1`"
            span = Span(self._source.file, 1, 1, 1, 1)
            self._report(Diagnostic("K002", "the document is empty", span, hint))
        if root is None or self._found:
            raise TextError(*self._found)
        return root

    def failure(self, found: Diagnostic) -> TextError:
        """What ends the reading, after everything found before."""
        return TextError(*self._found, found)

    def _report(self, found: Diagnostic) -> None:
        if len(self._found) + 1 >= self._limits.errors:
            raise self.failure(found)
        self._found.append(found)

    def _span(self, event: Any) -> Span:
        return self._source.between(event.start_mark, event.end_mark)

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            message = f"expected at most {self._limits.nodes} keys and values, got more"
            hint = "a spec this large is not meant to be written by hand"
            raise self.failure(Diagnostic("K006", message, self._span(event), hint))
        if event.anchor is not None or event.tag is not None:
            for found in features.properties(event, self._source):
                self._report(found)

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self.failure(features.second_document(event, self._source))
        if found := features.directive(event, self._source):
            self._report(found)

    def _take_scalar(self, event: Any) -> None:
        self._count(event)
        top = self._stack[-1]
        span = self._source.stretch(event.start_mark, event.end_mark, event.style)
        torn = event.start_mark.index < self._torn_until
        if isinstance(top, OpenMapping) and top.key is None:
            top.key = ("" if torn else self._key(event, top, span)), span
            return
        if isinstance(top, OpenMapping) and not torn:
            self._check_colon(top, span)
        top.add(Scalar(None if torn else self._value(event), span))

    def _key(self, event: Any, mapping: OpenMapping, span: Span) -> str:
        key = key_of(event, self._source, self._limits)
        if isinstance(key, Diagnostic):
            self._report(key)
            return ""
        if duplicate := mapping.duplicate(key, span):
            self._report(duplicate)
        return key

    def _value(self, event: Any) -> Any:
        value = value_of(event, self._source, self._limits)
        if isinstance(value, Diagnostic):
            self._report(value)
            if value.code == "K010":
                self._torn_until = torn_end(event, self._source) or self._torn_until
            return None
        return value

    def _check_colon(self, mapping: OpenMapping, value: Span) -> None:
        """Refuse `{units:8}`, where YAML sees a key `units:8` without a value."""
        key, span = mapping.key or ("", value)
        alone = (value.line, value.column) == (span.end_line, span.end_column)
        unquoted = span.end_column - span.column == len(key)
        name, colon, rest = key.partition(":")
        if alone and unquoted and name and colon:
            message = f"a space is missing after the colon, got {brief(key)}"
            hint = f"write `{brief(name)}: {brief(rest)}`"
            self._report(Diagnostic("K002", message, span, hint))

    def _open(self, event: Any, frame: OpenSequence | OpenMapping) -> None:
        self._count(event)
        parent = self._stack[-1]
        if isinstance(parent, OpenMapping) and parent.key is None:
            self._report(features.collection_key(event, self._source))
        if len(self._stack) > self._limits.nesting:
            message = f"expected at most {self._limits.nesting} levels, got more"
            hint = "write it flatter"
            raise self.failure(Diagnostic("K006", message, self._span(event), hint))
        self._stack.append(frame)

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        start, last = frame.start, frame.last
        span = self._source.between(start, event.end_mark)
        bracketed = event.start_mark.index < event.end_mark.index
        if last and last.span and not bracketed:
            span = replace(
                span, end_line=last.span.end_line, end_column=last.span.end_column
            )
        self._stack[-1].add(frame.close(span))
