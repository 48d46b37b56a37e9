"""Parser events → the node tree, with a stack instead of recursion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import yaml

from kspec.errors import Diagnostic, Span, TextError
from kspec.text import features
from kspec.text.frames import Key, OpenMapping, OpenSequence
from kspec.text.leaves import key_of, value_of
from kspec.text.limits import Limits
from kspec.text.node import UNREAD, Node, Plain, Scalar, Unread
from kspec.text.scalars import Refusal, resolve
from kspec.text.slips import Assigned, assigned, torn
from kspec.text.source import Source, brief
from kspec.text.syntax import explain

_TEARABLE = frozenset("(+-0123456789")
"""How a value begins that may be a tuple or a number with commas."""


def compose(source: Source, limits: Limits) -> Node:
    """The tree of a text.

    Raises: TextError with everything that is wrong, as far as reading could go on.
    """
    node, found = recover(source, limits)
    if node is None or found:
        raise TextError(*found)
    return node


def recover(
    source: Source, limits: Limits
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The tree of a text as far as it can be read, and what is wrong with it.

    What cannot be read is left out or `UNREAD`. Where a mistake makes the rest
    unreadable there is no tree.
    """
    composer = _Composer(source, limits)
    parser: Any = yaml.CSafeLoader(source.text)
    try:
        while parser.check_event() and not composer.done:
            composer.take(parser.get_event())
    except yaml.YAMLError as error:
        return None, (*composer.found, explain(error, source, composer.bracket))
    except _End:
        return None, tuple(composer.found)
    return composer.root(), tuple(composer.found)


class _End(Exception):
    """Nothing more is read; what was found last says why."""


class _Composer:
    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self.found: list[Diagnostic] = []
        self.done = False
        self._document = OpenSequence(None)
        self._stack: list[OpenSequence | OpenMapping] = [self._document]
        self._nodes = 0
        self._documents = 0
        self._torn_until = 0
        self._torn_whole = True

    def take(self, event: Any) -> None:
        """Take the next event."""
        match event:
            case yaml.ScalarEvent():
                self._take_scalar(event)
            case yaml.MappingStartEvent():
                self._open(
                    event,
                    OpenMapping(
                        event.start_mark, bool(event.flow_style), bool(event.tag)
                    ),
                )
            case yaml.SequenceStartEvent():
                self._open(
                    event,
                    OpenSequence(
                        event.start_mark, bool(event.flow_style), bool(event.tag)
                    ),
                )
            case yaml.CollectionEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._report(features.alias(event, self._source))
                self._stack[-1].add(Scalar(UNREAD, self._span(event)))
            case yaml.DocumentStartEvent():
                self._start_document(event)
            case _:
                pass

    @property
    def bracket(self) -> Any:
        """The bracket that is open, if the collection opened last is in brackets."""
        return self._stack[-1].start if self._stack[-1].flow else None

    def root(self) -> Node | None:
        """The root; an empty one is reported."""
        root = self._document.last
        if root is not None and root != Scalar(None):
            return root
        hint = "a spec starts with `kspec: 1`"
        span = Span(self._source.file, 1, 1, 1, 1)
        self.found.append(Diagnostic("K002", "the document is empty", span, hint))
        return None

    def _report(self, found: Diagnostic) -> None:
        self.found.append(found)
        if len(self.found) >= self._limits.errors:
            raise _End

    def _end(self, found: Diagnostic) -> NoReturn:
        self.found.append(found)
        raise _End

    def _span(self, event: Any) -> Span:
        return self._source.between(event.start_mark, event.end_mark)

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            message = f"expected at most {self._limits.nodes} keys and values, got more"
            hint = "a spec this large is not meant to be written by hand"
            self._end(Diagnostic("K006", message, self._span(event), hint))
        if event.anchor is not None or event.tag is not None:
            for found in features.properties(event, self._source):
                self._report(found)

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(features.second_document(event, self._source))
            self.done = True
        elif found := features.directive(event, self._source):
            self._report(found)

    def _take_scalar(self, event: Any) -> None:
        self._count(event)
        top = self._stack[-1]
        span = self._source.stretch(event.start_mark, event.end_mark, event.style)
        is_torn = event.start_mark.index < self._torn_until
        if isinstance(top, OpenMapping) and top.key is None:
            text = None if is_torn else self._key(event, top, span)
            top.partial |= is_torn and not self._torn_whole
            top.key = Key(text, span, None if event.style else event.end_mark.index)
        elif isinstance(top, OpenMapping) and (meant := self._assigned(top, event)):
            self._take_assigned(top, meant)
        else:
            top.add(Scalar(UNREAD if is_torn else self._value(event, top), span))

    def _key(self, event: Any, mapping: OpenMapping, span: Span) -> str | None:
        key = key_of(event, self._source, self._limits)
        if isinstance(key, Diagnostic):
            self._report(key)
            mapping.partial = True
            return None
        if duplicate := mapping.duplicate(key, span):
            self._report(duplicate)
            return None
        return key

    def _value(self, event: Any, parent: OpenSequence | OpenMapping) -> Any:
        value = value_of(event, self._source, self._limits)
        in_mapping = isinstance(parent, OpenMapping)
        failed = isinstance(value, Diagnostic)
        if event.value[:1] in _TEARABLE or (failed and value.code == "K010"):
            slip = torn(event, self._source, in_mapping=in_mapping)
            if slip:
                self._report(slip.found)
                self._torn_until, self._torn_whole = slip.end, slip.is_whole
                return UNREAD
        if failed:
            self._report(value)
        return UNREAD if failed or event.tag else value

    def _assigned(self, mapping: OpenMapping, value: Any) -> Assigned | None:
        """What a key without a colon was meant to be, such as `{units:8}`."""
        key = mapping.key
        if key is None or key.text is None or key.end is None or value.value:
            return None
        behind = self._source.text[key.end : value.start_mark.index]
        return None if behind.strip() else assigned(key.text)

    def _take_assigned(self, mapping: OpenMapping, meant: Assigned) -> None:
        """Report what is missing, and go on as if it were there."""
        name, value, message = meant
        key = mapping.key
        assert key
        hint = f"write `{brief(name)}: {brief(value)}`"
        self._report(Diagnostic("K002", message, key.span, hint))
        is_new = mapping.duplicate(name, key.span) is None
        mapping.key = Key(name if is_new else None, key.span)
        mapping.add(Scalar(self._meant(value), key.span))

    def _meant(self, written: str) -> Plain | Unread:
        """The value that stands behind a colon without a space."""
        if "$(" in written:
            return UNREAD
        if written[0] in "\"'":
            return written.strip(written[0])
        value = resolve(written, self._limits)
        return UNREAD if isinstance(value, Refusal) else value

    def _open(self, event: Any, frame: OpenSequence | OpenMapping) -> None:
        self._count(event)
        parent = self._stack[-1]
        if isinstance(parent, OpenMapping) and parent.key is None:
            self._report(features.collection_key(event, self._source))
        if len(self._stack) > self._limits.nesting:
            message = f"expected at most {self._limits.nesting} levels, got more"
            hint = "write it flatter"
            self._end(Diagnostic("K006", message, self._span(event), hint))
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
        closed = frame.close(span)
        self._stack[-1].add(Scalar(UNREAD, span) if frame.tagged else closed)
