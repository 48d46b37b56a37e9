"""Where the values of the `train:` section stand in the user's file."""

from __future__ import annotations

from dataclasses import dataclass

from kspec.errors import Span
from kspec.text import Mapping, Node


@dataclass(frozen=True, slots=True)
class Key:
    """A name that the spec gives, and where."""

    name: str
    span: Span | None = None


@dataclass(frozen=True)
class Places:
    """The `train:` section as written; a spec that came from Python has no spans."""

    train: Node | None = None

    def at(self, *path: str) -> Span | None:
        """The deepest part of the path that the file has."""
        node, span = self.train, self.train.span if self.train else None
        for key in path:
            if not isinstance(node, Mapping) or key not in node:
                break
            node = node.item(key).value
            span = node.span or span
        return span

    def of_key(self, *path: str) -> Span | None:
        """The key at the end of the path, or of the deepest part that the file has."""
        node, span = self.train, self.train.span if self.train else None
        for key in path:
            if not isinstance(node, Mapping) or key not in node:
                break
            item = node.item(key)
            node, span = item.value, item.key_span or span
        return span

    def key(self, section: str, name: str) -> Key:
        """A name of the data's section `inputs` or `targets`."""
        return Key(name, self.at("data", section, name))


def places_in(root: Mapping) -> Places:
    """The places of a spec's document."""
    return Places(root.get("train"))
