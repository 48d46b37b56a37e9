"""The printed `load_data()`: reads the rows, parts them, prepares each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kspec import known
from kspec.codegen.experiment.fields import Field, Fields
from kspec.codegen.experiment.file_sources import file_rows
from kspec.codegen.experiment.known_sources import known_rows
from kspec.codegen.experiment.parting import Parting
from kspec.codegen.experiment.preparing import Preparing
from kspec.codegen.experiment.rows import Rows
from kspec.codegen.experiment.writing import (
    assign,
    call,
    fitted,
    refusal,
    said,
    several,
)
from kspec.codegen.expressions import literal
from kspec.codegen.layout import INDENT, listed
from kspec.schema.data import ByColumn, Window
from kspec.schema.places import Places
from kspec.schema.training import Train

DEEPER = 2 * INDENT


@dataclass(frozen=True)
class Loading:
    """What `load_data()` does.

    Args:
        mapping: whether the targets are a dictionary, by the outputs' names.
        alone: whether the model gives one tensor, and takes one target.
        places: where the section stands in the user's file.
    """

    train: Train
    fields: Fields
    mapping: bool
    alone: bool
    places: Places

    @property
    def parting(self) -> Parting:
        """How the rows are parted."""
        split = self.train.data.split
        seed = self.train.seed if split.seed is None else split.seed
        return Parting(split, self._rows(), seed)

    @property
    def has_validation(self) -> bool:
        """Whether there is a part that is measured after each epoch."""
        return self.parting.has_validation

    def lines(self) -> Iterator[str]:
        """The function."""
        parting = self.parting
        yield "def load_data():"
        yield f'    """{self._title()}"""'
        yield from parting.rows.lines
        yield from self._ordered(parting.rows)
        yield ""
        yield from parting.lines()
        yield ""
        yield from self._prepared(parting.rows)
        yield ""
        window = self.train.data.window
        yield from self._windows(window) if window else self._part()
        cut = "windows" if window else "part"
        parts = ["train", "validation", "test"]
        parts = [p for p in parts if p != "validation" or parting.has_validation]
        yield ""
        yield said("return ", ", ".join(f"{cut}({part})" for part in parts))

    def _title(self) -> str:
        middle = ", a validation" if self.has_validation else ""
        return f"Load a training{middle} and a test part, prepared for the model."

    def _rows(self) -> Rows:
        data = self.train.data
        dataset = known.find(data.source) if isinstance(data.source, str) else None
        if dataset:
            return known_rows(dataset, self._columns())
        return file_rows(data, self.fields, self._columns(), self.places)

    def _columns(self) -> frozenset[str]:
        """The columns that are needed."""
        data = self.train.data
        names = {name for field in self.fields for name in field.columns}
        names |= {data.time} if data.time else set()
        names |= {self.train.sample_weight} if self.train.sample_weight else set()
        if isinstance(data.split.by, ByColumn):
            named = data.split.by.group or data.split.by.column
            names |= {named} if named else set()
        return frozenset(names)

    def _ordered(self, rows: Rows) -> Iterator[str]:
        """Rows with gaps are left out, the others stand in order of time."""
        gaps = self._columns_where("drop")
        carried = self._columns_where("previous")
        time = self.train.data.time
        if not rows.is_table:
            yield from self._ordered_arrays(gaps or carried, time)
            return
        one = "part" if rows.parts else "data"
        steps = [call(f"{one}.dropna", *[f"subset={_plain(gaps)}"])] if gaps else []
        if time:
            steps.append(call(f"{one}.sort_values", literal(time), 'kind="stable"'))
        for step in steps:
            if rows.parts:
                yield assign("parts", "[", step, " for part in parts]")
            else:
                yield assign("data", step)
        if rows.parts:
            yield assign("data", "pd.concat(parts, ignore_index=True)")
            yield assign("ends", "np.cumsum([len(part) for part in parts])")
        for name in carried:
            yield assign(f"data[{literal(name)}]", f"data[{literal(name)}].ffill()")

    def _ordered_arrays(self, gaps: list[str], time: str | None) -> Iterator[str]:
        if gaps:
            why = "arrays have no rows to leave out or to carry on"
            raise refusal("missing", why, self.places.at("data"))
        if time:
            names = sorted(self._columns())
            order = f'np.argsort(data[{literal(time)}], kind="stable")'
            yield assign("order", order)
            yield assign(
                "data", f"{{name: data[name][order] for name in {_plain(names)}}}"
            )

    def _columns_where(self, rule: str) -> list[str]:
        """The columns that have a rule for missing values, each once."""
        names = [
            name
            for field in self.fields
            if field.column.missing == rule
            for name in field.columns
        ]
        return list(dict.fromkeys(names))

    def _prepared(self, rows: Rows) -> Iterator[str]:
        """Each field's statements; a target that is an input as well is made once."""
        for name in sorted(self._columns() & rows.arrays.keys()):
            yield from rows.arrays[name].lines
        window = self.train.data.window is not None
        for field in self._distinct():
            yield from Preparing(field, rows, window).lines()
        if self.train.sample_weight:
            column = rows.column(self.train.sample_weight)
            cast = "astype" if rows.is_array(self.train.sample_weight) else "to_numpy"
            yield assign("weight", f'{column}.{cast}("float32")')

    def _distinct(self) -> list[Field]:
        fields = list(self.fields)
        if self.train.data.window is None:
            return fields
        found: dict[str, Field] = {}
        for field in fields:
            found.setdefault(repr(field.says()), field)
        return list(found.values())

    def _holder(self, field: Field) -> str:
        """The variable that has a field's values."""
        same = (one for one in self._distinct() if one.says() == field.says())
        return next(same).variable if self.train.data.window else field.variable

    def _part(self) -> Iterator[str]:
        yield f"{' ' * INDENT}def part(rows):"
        yield f'{" " * DEEPER}"""Pick the rows of a part."""'
        x = [f"{field.variable}[rows]" for field in self.fields.inputs]
        y = [f"{field.variable}[rows]" for field in self.fields.targets]
        yield from self._returned(x, y)

    def _windows(self, window: Window) -> Iterator[str]:
        reach, horizon, given = window.reach, window.horizon, window.given
        rows = self._rows()
        step = f", {window.stride}" if window.stride != 1 else ""
        offsets = (
            f"np.arange({reach})" if len(given) == reach else f"np.array({[*given]})"
        )
        yield f"{' ' * INDENT}def windows(rows):"
        yield f'{" " * DEEPER}"""Cut windows whose targets are rows of a part."""'
        first, last = f"max(rows[0] - {reach}, 0)", f"rows[-1] - {reach + horizon - 2}"
        yield assign(
            "starts", call("np.arange", f"{first}", f"{last}{step}"), indent=DEEPER
        )
        yield assign("past", f"starts[:, None] + {offsets}", indent=DEEPER)
        ahead = f"np.arange({reach}, {reach + horizon})"
        yield assign("future", f"starts[:, None] + {ahead}", indent=DEEPER)

        def cut(field: Field, at: str, length: int) -> str:
            row = Preparing(field, rows, window=True).row
            shape = fitted(None if row is None else (length, *row), field.sample.shape)
            return f"{self._holder(field)}[{at}]{shape}"

        x = [cut(field, "past", len(given)) for field in self.fields.inputs]
        y = [cut(field, "future", horizon) for field in self.fields.targets]
        yield from self._returned(x, y)

    def _returned(self, x: list[str], y: list[str]) -> Iterator[str]:
        y_value = several(y) if self.alone else listed("[", y, "]")
        if self.mapping:
            names = [literal(field.name) for field in self.fields.targets]
            pairs = [f"{name}: {value}" for name, value in zip(names, y, strict=True)]
            y_value = listed("{", pairs, "}")
        if len(x) == 1 and len(y) == 1 and self.alone:
            weight = ", weight[rows]" if self.train.sample_weight else ""
            yield said(f"return {x[0]}, {y[0]}{weight}", indent=DEEPER)
            return
        yield assign("x", several(x), indent=DEEPER)
        yield assign("y", y_value, indent=DEEPER)
        yield said(f"return x, y{self._weights()}", indent=DEEPER)

    def _weights(self) -> str:
        """What each row counts, for every output."""
        if not self.train.sample_weight:
            return ""
        count = len(self.fields.targets)
        if self.mapping:
            return ", dict.fromkeys(y, weight[rows])"
        return ", weight[rows]" if self.alone else f", [weight[rows]] * {count}"


def _plain(names: list[str]) -> str:
    return f"[{', '.join(map(literal, names))}]"
