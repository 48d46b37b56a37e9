"""Targets that a loss would spread over an output of another shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kspec.errors import Diagnostic, Related
from kspec.graph.columns import columns_of
from kspec.graph.lint.measured import Measured
from kspec.graph.lint.subject import Subject, argument_span, column_place, warning
from kspec.shape import Shape, show

if TYPE_CHECKING:
    from kspec.schema.data import Column, Data

REGRESSION = (
    "Huber",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
)
"""Losses that subtract or divide element by element, whatever the two shapes are."""


ENDINGS = (".csv", ".csv.gz", ".parquet")
"""Files whose columns hold one value a row."""

KNOWN = ("hankou", "mnist", "mnist-5k", "movielens-small")
"""Datasets whose columns do, but for the images."""


def silent_broadcast(subject: Subject) -> Iterator[Diagnostic]:
    """K705: one number of the target for several of the output, or the reverse."""
    train = subject.graph.train
    if train is None or not tables(train.data):
        return
    _, targets = columns_of(train, subject.graph)
    for one in subject.measured:
        target = target_shape(targets[one.name], train.data)
        if one.kind in REGRESSION and target and spreads(target, one.shape[1:]):
            yield _warning(subject, one, target)


def tables(data: Data) -> bool:
    """Whether each column of the source is known to hold one value a row."""
    source = data.source
    names = (source,) if isinstance(source, str) else (source.train, source.test)
    return all(name in KNOWN or name.lower().endswith(ENDINGS) for name in names)


def target_shape(column: Column, data: Data) -> Shape | None:
    """The shape of one target of a table; None where it is more than a number."""
    if column.column == "image" or column.one_hot or column.calendar:
        return None
    several = (len(column.column),) if isinstance(column.column, tuple) else ()
    steps = (data.window.horizon,) if data.window else ()
    return (*steps, *several) or (1,)


def spreads(target: Shape, output: Shape) -> bool:
    """Whether the two broadcast to a shape that is not that of both.

    Example:
    >>> spreads((1,), (24,)), spreads((24,), (24, 1)), spreads((3,), (5,))
    (True, False, False)
    """
    short, long = sorted((target, output), key=len)
    if len(long) == len(short) + 1 and long[-1] == 1:
        long = long[:-1]
    if len(short) != len(long):
        return False
    pairs = {pair for pair in zip(short, long, strict=True) if None not in pair}
    unlike = [pair for pair in pairs if pair[0] != pair[1]]
    return bool(unlike) and all(1 in pair for pair in unlike)


def _warning(subject: Subject, one: Measured, target: Shape) -> Diagnostic:
    vertex = subject.graph.by_name[one.port.vertex]
    return warning(
        "K705",
        f"the output `{one.name}` is {show(one.shape)}, its target"
        f" {show((None, *target))}: `{one.kind}` would spread one over the other",
        column_place(subject, one.name),
        hint="give the output as many units as the target has numbers",
        related=[
            Related(
                argument_span(vertex, "units"), f"`{one.name}` gives {show(one.shape)}"
            )
        ],
    )
