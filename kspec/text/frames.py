"""Collections that the composer has open."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from kspec.errors import Diagnostic, Related, Span
from kspec.text.node import Item, Mapping, Node, Sequence
from kspec.text.source import Mark, brief


@dataclass(slots=True)
class OpenSequence:
    """A list that still grows.

    Args:
        flow: whether it is in brackets.
        tagged: whether a tag makes it something else.
    """

    start: Mark
    flow: bool = False
    tagged: bool = False
    items: list[Node] = field(default_factory=list[Node])

    @property
    def last(self) -> Node | None:
        """The node that was added last."""
        return self.items[-1] if self.items else None

    def add(self, node: Node) -> None:
        """Take the next entry."""
        self.items.append(node)

    def close(self, span: Span) -> Sequence:
        """The list."""
        return Sequence(tuple(self.items), span)


@dataclass(frozen=True, slots=True)
class Key:
    """A key; without a text where it cannot be read, or stands here a second time.

    Args:
        end: where it ends in the text, if it is not quoted.
    """

    text: str | None
    span: Span
    end: int | None = None


@dataclass(slots=True)
class OpenMapping:
    """A mapping that still grows; `key` waits for its value.

    Args:
        flow: whether it is in brackets.
        tagged: whether a tag makes it something else.
        partial: whether a key could not be read.
        seen: each key and where it stands, after NFKC.
    """

    start: Mark
    flow: bool = False
    tagged: bool = False
    items: list[Item] = field(default_factory=list[Item])
    key: Key | None = None
    partial: bool = False
    seen: dict[str, tuple[str, Span]] = field(
        default_factory=dict[str, tuple[str, Span]]
    )

    @property
    def last(self) -> Node | None:
        """The value that was added last."""
        return self.items[-1].value if self.items else None

    def add(self, node: Node) -> None:
        """Take the value of the key; a collection that is itself a key is passed by."""
        if self.key is None:
            self.key = Key(None, node.span or Span("", 0, 0, 0, 0))
            self.partial = True
            return
        if self.key.text is not None:
            self.items.append(Item(self.key.text, node, self.key.span))
        self.key = None

    def duplicate(self, key: str, span: Span) -> Diagnostic | None:
        """What is wrong with a key that another one equals, after NFKC."""
        name = key if key.isascii() else unicodedata.normalize("NFKC", key)
        first, where = self.seen.setdefault(name, (key, span))
        if where is span:
            return None
        message = f"the key `{brief(key)}` stands here a second time"
        if first != key:
            message += f", as `{brief(first)}` in other characters"
        related = Related(where, "the first one is here")
        hint = "keep one of the two, or give them different names"
        return Diagnostic("K003", message, span, hint, (related,))

    def close(self, span: Span) -> Mapping:
        """The mapping."""
        return Mapping(tuple(self.items), span, self.partial)
