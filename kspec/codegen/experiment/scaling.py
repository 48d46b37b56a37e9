"""Printed statements for columns of numbers: gaps, logarithms and scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kspec.codegen.experiment.fields import Field
from kspec.codegen.experiment.writing import assign, call, number, said
from kspec.codegen.expressions import literal
from kspec.schema.column import Divide, Fill


def scaled(field: Field, raw: str, closed: bool) -> Iterator[str]:
    """Statements that learn of a column, then the value itself.

    Args:
        raw: the column as it was read.
        closed: whether something follows the value, so that it needs parentheses.
    """
    return _Scaling(field, raw, closed).lines()


@dataclass(frozen=True)
class _Scaling:
    field: Field
    raw: str
    closed: bool

    @property
    def _fills(self) -> bool:
        rule = self.field.column.missing
        return isinstance(rule, Fill) or rule in ("mean", "median")

    @property
    def _learns(self) -> bool:
        return self.field.column.scale in ("minmax", "standard")

    def lines(self) -> Iterator[str]:
        """A logarithm is taken first, unless gaps have to be filled before."""
        variable, log = self.field.variable, self.field.column.log
        value = self.raw
        if log and not self._fills:
            value, log = f"np.log({value})", False
        if self._fills or self._learns:
            if value != variable:
                yield assign(variable, value)
            value = variable
        if self._fills:
            yield from self._fill()
        if self._learns:
            yield from self._moments("np.log" if log else "")
        if self._fills:
            filled = call("np.where", f"np.isnan({value})", self._filling(), value)
            yield assign(variable, filled)
        yield self._applied(f"np.log({value})" if log else value)

    def _applied(self, value: str) -> str:
        match self.field.column.scale:
            case None:
                return self._cast(value)
            case Divide(divide=divisor):
                divided = f"{self._cast(value)} / {number(divisor)}"
                return f"({divided})" if self.closed else divided
            case "minmax":
                names = ("low", "range")
            case "standard":
                names = ("mean", "deviation")
        offset, spread = map(self.field.beside, names)
        return self._cast(f"(({value} - {offset}) / {spread})")

    def _cast(self, value: str) -> str:
        dtype = literal(self.field.sample.dtype)
        if value.endswith(".to_numpy()"):
            return f"{value[:-1]}{dtype})"
        return f"{value}.astype({dtype})"

    def _moments(self, log: str) -> Iterator[str]:
        """What a scale is made of; a constant column is left at zero by it."""
        field = self.field
        known = f"{field.variable}[train]"
        known = f"{log}({known})" if log else known
        # A list of columns has a scale for each; the pixels of an image share one.
        axis = ", axis=0" if field.is_vector else ""

        def of(moment: str) -> str:
            return f"np.{'nan' if self._fills else ''}{moment}({known}{axis})"

        if field.column.scale == "minmax":
            low, spread = field.beside("low"), field.beside("range")
            # Pixels of 8 bits less a number of 8 bits would wrap around.
            is_array = not self.raw.endswith(".to_numpy()")
            yield assign(low, f"float({of('min')})" if is_array else of("min"))
            width = f"{of('max')} - {low}"
        else:
            spread, width = field.beside("deviation"), of("std")
            yield assign(field.beside("mean"), of("mean"))
        if field.is_vector:
            yield assign(spread, width)
            yield said(f"{spread}[{spread} == 0] = 1")
        else:
            several = field.column.scale == "minmax"
            yield assign(spread, f"({width}) or 1" if several else f"{width} or 1")

    def _fill(self) -> Iterator[str]:
        """What stands in for missing numbers, where the training part tells it."""
        field, rule = self.field, self.field.column.missing
        if rule in ("mean", "median"):
            axis = ", axis=0" if field.is_vector or len(field.sample.shape) > 1 else ""
            learned = f"np.nan{rule}({field.variable}[train]{axis})"
            yield assign(field.beside("fill"), learned)

    def _filling(self) -> str:
        rule = self.field.column.missing
        if isinstance(rule, Fill):
            assert isinstance(rule.fill, float | int)
            return number(rule.fill)
        return self.field.beside("fill")
