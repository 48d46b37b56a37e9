"""The scene: what a diagram shows, before anything decides how it looks.

Every output format is written from a scene. Its boxes stand in the order of the graph's
vertices and its edges in the order of their inputs. Where nothing is folded there is a
box for each vertex and an edge for each input.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kspec.drawing.options import Direction, ThemeName
from kspec.drawing.outline import Kind
from kspec.drawing.wording import Line
from kspec.layers.layer import Family

Role = Literal["input", "inner", "output"]
Mark = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Box:
    """A layer, equal layers in a row, or a closed group.

    Args:
        id: an identifier made from the name, unique in the scene.
        name: the layer's or group's name.
        kind: the layer's type as in Keras, or what the group is.
        family: which colour it has; a group has that of most of its parameters.
        lines: what it says, from top to bottom.
        params: number of parameters.
        frozen: whether it has parameters that training leaves alone.
        role: an output that is an input too counts as an output.
        layers: the names of all the layers that it stands for, in order.
        times: how many copies it stands for.
        is_group: whether it is a closed group.
        shared: the sign that all calls of one layer have, such as ①.
        code: the line of Keras code that makes the layer.
        mark: what became of the layer, where two models are compared.
    """

    id: str
    name: str
    kind: str
    family: Family
    lines: tuple[Line, ...]
    params: int = 0
    frozen: bool = False
    role: Role = "inner"
    layers: tuple[str, ...] = ()
    times: int = 1
    is_group: bool = False
    shared: str | None = None
    code: str | None = None
    mark: Mark | None = None

    @property
    def element(self) -> str:
        """The id of its element in an SVG."""
        return f"{'group' if self.is_group else 'layer'}-{self.id}"


@dataclass(frozen=True)
class Cluster:
    """An open group.

    Args:
        id: unique among the groups of the scene.
        lines: what stands above its boxes.
        times: how many copies there are of what is drawn.
    """

    id: str
    name: str
    kind: Kind
    lines: tuple[Line, ...]
    items: tuple[Box | Cluster, ...]
    times: int = 1
    frozen: bool = False
    shared: str | None = None

    @property
    def element(self) -> str:
        """The id of its element in an SVG."""
        return f"group-{self.id}"


Item = Box | Cluster


@dataclass(frozen=True, slots=True)
class Edge:
    """A tensor that one box gives to another.

    Args:
        tail: the id of the box that gives it.
        head: the id of the box that takes it.
        slot: its place among the inputs, from 0.
        badge: the place, or the name of the call's argument, where the reader needs it.
        label: which of several outputs this is.
        shape: the tensor's shape, where it is another than before the box; the first
            edge of a tensor has it.
        mark: what became of the edge, where two models are compared.
    """

    tail: str
    head: str
    slot: int = 0
    badge: str | None = None
    label: str | None = None
    shape: str | None = None
    mark: Mark | None = None

    @property
    def element(self) -> str:
        """The id of its element in an SVG."""
        return f"edge-{self.tail}-{self.head}-{self.slot}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the legend explains: the boxes that look like the sample."""

    sample: Family | Literal["output", "frozen", "group", "shared"]
    text: str


@dataclass(frozen=True)
class Scene:
    """A diagram's content.

    Args:
        name: the model's name.
        headline: the lines under the drawing.
        description: prose for a reader who does not see the drawing.
        items: boxes, and clusters of them.
        theme: how it is to look.
        wrapped: whether a long chain is cut into columns.
    """

    name: str
    headline: tuple[str, ...]
    description: str
    items: tuple[Item, ...]
    edges: tuple[Edge, ...]
    legend: tuple[Entry, ...] = ()
    direction: Direction = "TB"
    theme: ThemeName = "default"
    wrapped: bool = True

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The boxes in order, those in clusters too."""
        return tuple(found for found, _ in walk(self.items) if isinstance(found, Box))

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters in order, each before those inside."""
        return tuple(c for c, _ in walk(self.items) if isinstance(c, Cluster))


def walk(
    items: tuple[Item, ...], around: tuple[Cluster, ...] = ()
) -> Iterator[tuple[Item, tuple[Cluster, ...]]]:
    """Every item with the clusters around it, from the outermost."""
    for item in items:
        yield item, around
        if isinstance(item, Cluster):
            yield from walk(item.items, (*around, item))
