"""The summary: a model as a table of layers, with totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kspec.errors import printable
from kspec.graph import Graph, Vertex, compile_spec
from kspec.schema import Spec
from kspec.shape import Shape
from kspec.shape import show as shown

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One layer or input."""

    name: str
    kind: str
    inputs: tuple[str, ...]
    output_shapes: tuple[Shape, ...]
    params: int
    caption: str | None = None

    @property
    def output_shape(self) -> str:
        """The shape as Keras prints it; several in a row."""
        return ", ".join(map(shown, self.output_shapes))

    def as_data(self) -> dict[str, Any]:
        """The row as JSON can hold it; a list of shapes where there are several."""
        shapes = [list(shape) for shape in self.output_shapes]
        return {
            "name": self.name,
            "type": self.kind,
            "from": list(self.inputs),
            "output_shape": shapes[0] if len(shapes) == 1 else shapes,
            "params": self.params,
            "caption": self.caption,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """A model as a table.

    Args:
        memory_bytes: all weights and, for a batch of one, all layers' outputs.
    """

    name: str
    mode: str
    rows: tuple[Row, ...]
    params: int
    trainable_params: int
    memory_bytes: int

    def as_data(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return {
            "name": self.name,
            "mode": self.mode,
            "layers": [row.as_data() for row in self.rows],
            "params": self.params,
            "trainable_params": self.trainable_params,
            "memory_bytes": self.memory_bytes,
        }

    def __str__(self) -> str:
        from rich.console import Console

        console = Console(width=10_000, no_color=True, force_terminal=False)
        with console.capture() as captured:
            console.print(table(self))
        lines = (line.rstrip() for line in captured.get().splitlines())
        return "\n".join([*lines, totals(self)])


def show(spec: Spec) -> Summary:
    """The table of a spec's layers: types, shapes, parameters, wiring; totals.

    Raises: GraphError K2xx.

    Example:
    >>> from kspec import loads
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> print(show(loads(text)))
    layer  type   output shape  parameters  from
    x      Input  (None, 8)              0
    y      Dense  (None, 2)             18  x
    18 parameters, all trainable; 112 bytes for the weights and one example
    """
    return summary(compile_spec(spec))


def summary(graph: Graph) -> Summary:
    """The table of a graph."""
    return Summary(
        name=graph.name,
        mode=graph.mode,
        rows=tuple(map(_row, graph.vertices)),
        params=graph.params,
        trainable_params=graph.trainable_params,
        memory_bytes=graph.memory_bytes,
    )


def table(summary: Summary) -> Table:
    """The rows as a table for the terminal; captions where there are any."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("layer", "type", "output shape", "parameters", "from"):
        right = heading == "parameters"
        drawn.add_column(heading, justify="right" if right else "left", no_wrap=True)
    captions = any(row.caption for row in summary.rows)
    if captions:
        drawn.add_column("caption")
    for row in summary.rows:
        cells = [row.name, row.kind, row.output_shape, f"{row.params:,}"]
        cells += [", ".join(row.inputs), *([row.caption or ""] if captions else [])]
        drawn.add_row(*map(Text, map(printable, cells)))
    return drawn


def totals(summary: Summary) -> str:
    """The totals as a sentence."""
    frozen = summary.params - summary.trainable_params
    kinds = (
        "all trainable"
        if not frozen
        else f"{summary.trainable_params:,} trainable, {frozen:,} not"
    )
    return (
        f"{summary.params:,} parameters, {kinds}; "
        f"{size(summary.memory_bytes)} for the weights and one example"
    )


def size(count: int) -> str:
    """A number of bytes in the unit that reads best.

    Example:
    >>> size(112), size(1_690_000), size(5 * 2**30)
    ('112 bytes', '1.61 MiB', '5.00 GiB')
    """
    if count < 1024:
        return f"{count} bytes"
    amount = float(count)
    for unit in ("KiB", "MiB", "GiB"):
        amount /= 1024
        if amount < 1024:
            return f"{amount:.2f} {unit}"
    return f"{amount / 1024:,.2f} TiB"


def _row(vertex: Vertex) -> Row:
    return Row(
        name=vertex.name,
        kind=vertex.kind,
        inputs=tuple(
            f"{port.vertex}.{port.output}" if port.output else port.vertex
            for port in vertex.inputs
        ),
        output_shapes=tuple(tensor.shape for tensor in vertex.outputs),
        params=vertex.params,
        caption=vertex.caption,
    )
