"""The summary: a model as a table of layers, with totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kspec.errors import printable
from kspec.graph import Graph, Vertex, compile_spec
from kspec.graph.cost import Cost, Costs, Memory
from kspec.schema import Spec
from kspec.shape import Shape, is_known
from kspec.shape import show as shown

if TYPE_CHECKING:
    from rich.table import Table


COSTS = ("multiply-adds", "activations")
"""The columns of `show --cost`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One layer or input; its cost where that is asked for.

    Args:
        params: how many parameters; None where only the built model knows.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    output_shapes: tuple[Shape, ...]
    params: int | None
    caption: str | None = None
    cost: Cost | None = None

    @property
    def output_shape(self) -> str:
        """The shape as Keras prints it; several in a row."""
        return ", ".join(map(shown, self.output_shapes))

    def as_data(self) -> dict[str, Any]:
        """The row as JSON can hold it; a list of shapes where there are several."""
        shapes = [list(x) if is_known(x) else None for x in self.output_shapes]
        return {
            "name": self.name,
            "type": self.kind,
            "from": list(self.inputs),
            "output_shape": shapes[0] if len(shapes) == 1 else shapes,
            "params": self.params,
            "caption": self.caption,
            **(asdict(self.cost) if self.cost else {}),
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """A model as a table.

    Args:
        memory_bytes: all weights and, for a batch of one, all layers' outputs.
        is_known: whether the counts are complete; a plugin's layer may hide some.
        costs: what the model costs, where that is asked for.
    """

    name: str
    mode: str
    rows: tuple[Row, ...]
    params: int
    trainable_params: int
    memory_bytes: int
    is_known: bool = True
    costs: Costs | None = None

    def as_data(self) -> dict[str, Any]:
        """The summary as JSON can hold it."""
        return {
            "name": self.name,
            "mode": self.mode,
            "layers": [row.as_data() for row in self.rows],
            "params": self.params,
            "trainable_params": self.trainable_params,
            "memory_bytes": self.memory_bytes,
            **({} if self.is_known else {"complete": False}),
            **(_cost_data(self.costs) if self.costs else {}),
        }

    def __str__(self) -> str:
        from rich.console import Console

        console = Console(width=10_000, no_color=True, force_terminal=False)
        with console.capture() as captured:
            console.print(table(self))
        lines = (line.rstrip() for line in captured.get().splitlines())
        return "\n".join([*lines, totals(self)])


def show(spec: Spec, *, cost: bool = False) -> Summary:
    """The table of a spec's layers: types, shapes, parameters, wiring; totals.

    Args:
        cost: whether to add multiply-adds and memory.

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
    return summary(compile_spec(spec), cost=cost)


def summary(graph: Graph, *, cost: bool = False) -> Summary:
    """The table of a graph."""
    costs = Costs(graph) if cost else None
    return Summary(
        name=graph.name,
        mode=graph.mode,
        rows=tuple(_row(vertex, costs) for vertex in graph.vertices),
        params=graph.params,
        trainable_params=graph.trainable_params,
        memory_bytes=graph.memory_bytes,
        is_known=graph.is_known,
        costs=costs,
    )


def table(summary: Summary) -> Table:
    """The rows as a table for the terminal; captions where there are any."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    counts = ("parameters", *(COSTS if summary.costs else ()))
    for heading in ("layer", "type", "output shape", *counts, "from"):
        right = heading in counts
        drawn.add_column(heading, justify="right" if right else "left", no_wrap=True)
    captions = any(row.caption for row in summary.rows)
    if captions:
        drawn.add_column("caption")
    for row in summary.rows:
        cells = [row.name, row.kind, row.output_shape, _counted(row.params)]
        cells += [*_cost_cells(row.cost)] if row.cost else []
        cells += [", ".join(row.inputs), *([row.caption or ""] if captions else [])]
        drawn.add_row(*map(Text, map(printable, cells)))
    return drawn


def totals(summary: Summary) -> str:
    """The totals as a sentence, and one for each cost."""
    frozen = summary.params - summary.trainable_params
    kinds = (
        "all trainable"
        if not frozen
        else f"{summary.trainable_params:,} trainable, {frozen:,} not"
    )
    least = "" if summary.is_known else "at least "
    return "\n".join(
        (
            f"{least}{summary.params:,} parameters, {kinds}; "
            f"{least}{size(summary.memory_bytes)} for the weights and one example",
            *(_cost_lines(summary.costs) if summary.costs else ()),
        )
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


def count(number: int) -> str:
    """A large number in thousands, as papers give it.

    Example:
    >>> count(950), count(300_774_272), count(15_470_264_320)
    ('950', '300.8 M', '15.47 G')
    """
    if number < 1000:
        return str(number)
    power = min((len(str(number)) - 1) // 3, 4)
    return f"{number / 1000**power:.4g} {' kMGT'[power]}"


def _cost_cells(cost: Cost) -> tuple[str, str]:
    given = cost.activation_bytes
    return _counted(cost.multiply_adds), "?" if given is None else size(given)


def _counted(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _cost_lines(costs: Costs) -> Iterator[str]:
    number = costs.multiply_adds
    short = f" ({count(number)})" if number >= 1000 else ""
    least = "" if costs.is_known else "at least "
    yield f"{least}{number:,} multiply-adds{short} for one example"
    yield f"inference, one example at a time: {least}{_memory(costs.inference, costs)}"
    batch = costs.training.batch_size
    each = "one example at a time" if batch == 1 else f"batches of {batch}"
    yield f"training, {each}: {least}{_memory(costs.training, costs)}"


def _memory(memory: Memory, costs: Costs) -> str:
    parts = [f"{size(memory.weights)} weights"]
    parts += [f"{size(memory.gradients)} gradients"] if memory.gradients else []
    if memory.slots is not None:
        parts += [f"{size(memory.slots)} {costs.optimizer}"]
    parts += [f"{size(memory.activations)} tensors"]
    return f"{size(memory.total)} = {' + '.join(parts)}"


def _cost_data(costs: Costs) -> dict[str, Any]:
    return {
        "multiply_adds": costs.multiply_adds,
        "inference_memory": _memory_data(costs.inference),
        "training_memory": _memory_data(costs.training),
    }


def _memory_data(memory: Memory) -> dict[str, int | None]:
    parts = asdict(memory)
    batch = parts.pop("batch_size")
    parts = {"total": memory.total, **parts}
    return {"batch_size": batch, **{f"{name}_bytes": n for name, n in parts.items()}}


def _row(vertex: Vertex, costs: Costs | None) -> Row:
    return Row(
        name=vertex.name,
        kind=vertex.kind,
        inputs=tuple(
            f"{port.vertex}.{port.output}" if port.output else port.vertex
            for port in vertex.inputs
        ),
        output_shapes=tuple(tensor.shape for tensor in vertex.outputs),
        params=vertex.params if vertex.knows_weights else None,
        caption=vertex.caption,
        cost=costs.layers[vertex.name] if costs else None,
    )
