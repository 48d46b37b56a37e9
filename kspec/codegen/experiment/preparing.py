"""Printed statements that turn columns into what the model takes.

Whatever is learned of a column is learned from the training part alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kspec.codegen.experiment.fields import Field
from kspec.codegen.experiment.rows import Rows
from kspec.codegen.experiment.scaling import scaled
from kspec.codegen.experiment.writing import (
    assign,
    call,
    fitted,
    texts,
)
from kspec.codegen.expressions import literal
from kspec.codegen.layout import Document
from kspec.schema.column import Fill, Ids
from kspec.shape import Shape

IDS_IN_ORDER = '''\
def ids_in_order(ids: Iterable[str]) -> list[str]:
    """Sort ids: whole numbers by their value, all others as texts."""
    found = sorted(set(ids))
    if all(re.fullmatch(r"-?\\d+", one) for one in found):
        found.sort(key=int)
    return found'''


@dataclass(frozen=True)
class Preparing:
    """How one field is prepared.

    Args:
        window: whether its samples are cut later, and take their shape then.
    """

    field: Field
    rows: Rows
    window: bool = False

    @property
    def row(self) -> Shape | None:
        """The shape of a prepared row, before it is brought into the model's."""
        column = self.field.column
        if column.calendar:
            return (2,)
        row = self.rows.row(self.field.columns[0])
        if row is not None and self.field.is_vector:
            row = (len(self.field.columns), *row)
        if row is not None and column.one_hot and self.field.sample.classes:
            row = (*row, self.field.sample.classes)
        return row

    def lines(self) -> Iterator[str]:
        """The statements; the last one gives the field's variable its value."""
        column = self.field.column
        first = self.rows.arrays.get(self.field.columns[0])
        if (first and first.lists) or self._may_be_lists():
            yield self._sequences()
        elif column.ids:
            yield from self._numbered(column.ids)
        elif column.calendar:
            yield from self._places_in_cycle(column.calendar)
        elif column.one_hot:
            yield self._result(self._one_hot(self._raw()))
        else:
            *learned, result = scaled(self.field, self._raw(), self._shaped)
            yield from learned
            yield self._result(result)

    def _result(self, *value: Document) -> str:
        shape = "" if self.window else fitted(self.row, self.field.sample.shape)
        return assign(self.field.variable, *value, shape)

    def _raw(self) -> str:
        columns = self.field.columns
        if not self.rows.is_array(columns[0]):
            if self.field.is_vector:
                return f"data[[{', '.join(map(literal, columns))}]].to_numpy()"
            return f"{self.rows.column(columns[0])}.to_numpy()"
        if self.field.is_vector:
            return f"np.stack([{', '.join(map(self.rows.column, columns))}], axis=1)"
        return self.rows.column(columns[0])

    def _one_hot(self, values: Document) -> Document:
        classes = str(self.field.sample.classes)
        return call("keras.utils.to_categorical", values, classes)

    def _may_be_lists(self) -> bool:
        shape = self.field.sample.shape
        one = self.rows.lists and not self.field.is_vector
        return one and len(shape) == 1 and shape[0] != 1

    def _sequences(self) -> str:
        """Lists of any length: zeros before a short one, of a long one its end."""
        (length,) = self.field.sample.shape
        given = [self.rows.column(self.field.columns[0])]
        given += [] if length is None else [f"maxlen={length}"]
        given.append(f"dtype={literal(self.field.sample.dtype)}")
        return assign(self.field.variable, call("keras.utils.pad_sequences", *given))

    def _numbered(self, ids: bool | Ids) -> Iterator[str]:
        """Ids as numbers; from 1 on, 0 stands for those that are not known."""
        field = self.field
        first = ids.first if isinstance(ids, Ids) else 0
        values, known = self._ids(), field.beside("ids")
        whole = field.columns[0] in self.rows.whole
        if isinstance(ids, Ids) and ids.values is not None:
            given = [v if whole and isinstance(v, int) else str(v) for v in ids.values]
            yield assign(known, texts(given))
        else:
            rows = "[train]" if self.rows.is_array(field.columns[0]) else ".iloc[train]"
            order = "np.unique" if whole else "ids_in_order"
            yield assign(known, call(order, f"{values}{rows}"))
        found = f"pd.Index({known}).get_indexer({values})"
        if first > 1:
            yield assign(field.variable, found)
            at = field.variable
            found = f"np.where({at} < 0, 0, {at} + {first})"
        elif first == 1:
            closed = self._shaped and not field.column.one_hot
            found = f"({found} + 1)" if closed else f"{found} + 1"
        yield self._result(self._one_hot(found) if field.column.one_hot else found)

    def _ids(self) -> str:
        """The column of ids, those that are missing filled, as texts unless whole."""
        name, missing = self.field.columns[0], self.field.column.missing
        values, array = self.rows.column(name), self.rows.arrays.get(name)
        is_text = name in self.rows.whole or (array is not None and array.is_text)
        if self.rows.is_array(name) and not is_text:
            values = f"{values}.astype(str)"
        if isinstance(missing, Fill):
            values = f"{values}.fillna({literal(_word(missing.fill))})"
        return values

    @property
    def _shaped(self) -> bool:
        return not self.window and fitted(self.row, self.field.sample.shape) != ""

    def _places_in_cycle(self, cycle: str) -> Iterator[str]:
        """A date's place in the year, the week or the day, as sine and cosine."""
        moments = self.rows.column(self.field.columns[0])
        yield from CYCLES[cycle](moments)
        yield assign("angle", f"2 * np.pi * ({SHARES[cycle]})")
        circle = call("np.stack", "[np.sin(angle), np.cos(angle)]", "axis=1")
        yield self._result(circle, f".astype({literal(self.field.sample.dtype)})")


def _word(fill: float | str) -> str:
    return fill if isinstance(fill, str) else str(int(fill))


def _months(moments: str) -> Iterator[str]:
    yield assign("months", call("np.array", moments, '"datetime64[M]"'), ".astype(int)")


def _days(moments: str) -> Iterator[str]:
    yield assign("days", call("np.array", moments, '"datetime64[D]"'))


def _weekdays(moments: str) -> Iterator[str]:
    yield from _days(moments)
    yield "    # The first of January 1970 was a Thursday; Monday is 0."
    yield assign("weekdays", "(days.astype(int) + 3) % 7")


def _years(moments: str) -> Iterator[str]:
    yield from _days(moments)
    yield assign("years", 'days.astype("datetime64[Y]")')
    yield assign("begin", 'years.astype("datetime64[D]")')
    yield assign("end", '(years + 1).astype("datetime64[D]")')


def _hours(moments: str) -> Iterator[str]:
    yield assign("times", call("np.array", moments, '"datetime64[us]"'))
    yield assign("hours", 'times - times.astype("datetime64[D]")')


CYCLES = {
    "month": _months,
    "day": _years,
    "weekday": _weekdays,
    "hour": _hours,
}
SHARES = {
    "month": "months % 12 / 12",
    "day": "(days - begin) / (end - begin)",
    "weekday": "weekdays / 7",
    "hour": 'hours / np.timedelta64(1, "D")',
}
"""The share of each cycle that has gone by, from 0 to below 1."""
