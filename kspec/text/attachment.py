"""Parser events and comments → the concrete tree."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import yaml

from kspec.text.comments import Comment, comments
from kspec.text.layout import Path, is_open
from kspec.text.remarks import Branch, Entry, Remark, Word
from kspec.text.source import BLANKS, Source

_BESIDE = re.compile(r"[ \t:,]*")
_INDICATORS = re.compile(r"[ \t?-]*")


def attached(source: Source) -> Entry:
    """The root of a text that reads without errors, as an entry, with every comment."""
    builder = _Builder(source)
    parser: Any = yaml.CSafeLoader(source.text)
    while parser.check_event():
        builder.take(parser.get_event())
    return builder.root()


@dataclass(slots=True)
class _OpenEntry:
    key: Word | None
    above: list[Remark]
    blank: bool = False
    value: Word | Branch | None = None
    head: list[Remark] = field(default_factory=list[Remark])
    beside: list[Remark] = field(default_factory=list[Remark])

    def close(self) -> Entry:
        assert self.value is not None
        remarks = tuple(self.above), tuple(self.head), tuple(self.beside)
        return Entry(self.key, self.value, *remarks, blank=self.blank)


@dataclass(slots=True)
class _OpenBranch:
    """A collection that still grows.

    Args:
        column: from which on a comment behind the last entry belongs to it.
        line: where it begins.
    """

    is_mapping: bool
    flow: bool
    column: int
    line: int
    entries: list[_OpenEntry] = field(default_factory=list[_OpenEntry])
    below: list[Remark] = field(default_factory=list[Remark])

    def close(self) -> Branch:
        entries = tuple(entry.close() for entry in self.entries)
        return Branch(self.is_mapping, self.flow, entries, tuple(self.below))


class _Builder:
    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._lines = source.text.split("\n")
        self._comments = deque(comments(source))
        self._pending: list[Comment] = []
        self._stack = [_OpenBranch(is_mapping=False, flow=False, column=0, line=-1)]
        self._home: list[Remark] = []
        self._end = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        start = event.start_mark.index
        match event:
            case yaml.ScalarEvent():
                self._gather(start)
                self._take_scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._gather(start)
                self._open(event)
            case yaml.CollectionEndEvent():
                self._gather(start)
                self._close(event)
            case yaml.StreamEndEvent():
                self._gather(len(self._text))
                self._stack[0].below += self._taken()
            case _:
                pass

    def root(self) -> Entry:
        """The root; what follows it stands beside it."""
        (root,) = self._stack[0].entries
        root.beside += self._stack[0].below
        return root.close()

    def _gather(self, end: int) -> None:
        """Take the comments up to a place, each to the value before it on its line."""
        while self._comments and self._comments[0].index < end:
            comment = self._comments.popleft()
            between = self._text[self._end : comment.index]
            if not comment.alone and _BESIDE.fullmatch(between):
                self._home_of(comment).append(self._remark(comment))
            else:
                self._pending.append(comment)

    def _home_of(self, comment: Comment) -> list[Remark]:
        """Where a comment behind a value goes.

        On the line where brackets open it speaks of the whole value, but not of a
        section whose entries get lines of their own.
        """
        home = self._home
        for at in range(len(self._stack) - 1, 0, -1):
            frame = self._stack[at]
            opens_here = frame.flow and frame.line + 1 == comment.line
            if not opens_here or (frame.is_mapping and is_open(self._path(at))):
                break
            home = self._stack[at - 1].entries[-1].head
        return home

    def _path(self, depth: int) -> Path:
        keys = (frame.entries[-1].key for frame in self._stack[1:depth])
        return tuple(key.value if key else "" for key in keys)

    def _taken(self, least_column: int = 0) -> list[Remark]:
        """The waiting comments, up to the first that stands further left."""
        count = 0
        for comment in self._pending:
            if comment.column <= least_column:
                break
            count += 1
        taken = [self._remark(comment) for comment in self._pending[:count]]
        del self._pending[:count]
        return taken

    def _remark(self, comment: Comment) -> Remark:
        blank = comment.alone and self._is_blank(comment.line - 2)
        return Remark(comment.text, comment.alone, blank)

    def _is_blank(self, line: int) -> bool:
        return line >= 0 and not self._lines[line].strip(BLANKS)

    def _begin(self, mark: Any, key: Word | None) -> _OpenEntry:
        column, line = int(mark.column), int(mark.line)
        is_first = bool(_INDICATORS.fullmatch(self._lines[line][:column]))
        blank = is_first and self._is_blank(line - 1)
        entry = _OpenEntry(key, self._taken(), blank)
        self._stack[-1].entries.append(entry)
        return entry

    def _awaited(self, mark: Any) -> _OpenEntry:
        """The entry that the value at a mark belongs to."""
        top = self._stack[-1]
        return top.entries[-1] if top.is_mapping else self._begin(mark, None)

    def _take_scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        top = self._stack[-1]
        style = event.style or ""
        word = Word(event.value, style, self._text[start:end])
        self._end = end
        if top.is_mapping and (not top.entries or top.entries[-1].value is not None):
            self._home = self._begin(event.start_mark, word).head
            return
        entry = self._awaited(event.start_mark)
        entry.value = word
        entry.head += self._taken()
        while style in ("|", ">") and self._comments and self._comments[0].index < end:
            entry.head.append(self._remark(self._comments.popleft()))
        self._home = entry.beside

    def _open(self, event: Any) -> None:
        entry = self._awaited(event.start_mark)
        mark = event.start_mark
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        column = mark.column
        if event.flow_style:
            entry.head += self._taken()
            self._home, self._end = entry.head, event.end_mark.index
        elif not is_mapping and self._stack[-1].is_mapping:
            # A list at the column of its key: a comment there is the next key's.
            column = max(column, self._stack[-1].column + 1)
        branch = _OpenBranch(is_mapping, bool(event.flow_style), column, mark.line)
        self._stack.append(branch)

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        entry = self._stack[-1].entries[-1]
        if frame.flow:
            (frame.below if frame.entries else entry.head).extend(self._taken())
            self._home, self._end = entry.beside, event.end_mark.index
        else:
            frame.below += self._taken(frame.column)
        entry.value = frame.close()
