"""Printed statements that order the rows and part them: training, validation, test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kspec.codegen.experiment.rows import Rows
from kspec.codegen.experiment.writing import assign, call, remark, said, texts
from kspec.codegen.expressions import literal
from kspec.schema.data import SYNONYMS, ByColumn, Split


@dataclass(frozen=True)
class Parting:
    """How the rows are parted.

    Args:
        split: as the spec says it.
        rows: what there is.
        seed: of the random order.
    """

    split: Split
    rows: Rows
    seed: int

    @property
    def has_validation(self) -> bool:
        """Whether there is a part that is measured after each epoch."""
        own = "validation" in self.rows.parts
        return own or self.split.validation is not None or self.split.is_told

    def lines(self) -> Iterator[str]:
        """Statements that give `train` and `test`, and `validation` if there is one."""
        match self.split.by:
            case ByColumn(group=str(group)):
                yield from self._by_group(group)
            case ByColumn() as told:
                yield from self._by_part(told)
            case _ if self.rows.parts:
                yield from self._beside_own()
            case _:
                yield assign("order", self._order(self.rows.count))
                yield from self._cut("order", self.rows.count, "test")

    def _order(self, count: str) -> str:
        if self.split.by == "time":
            return f"np.arange({count})"
        return f"np.random.default_rng({self.seed}).permutation({count})"

    def _cut(self, order: str, count: str, *parts: str) -> Iterator[str]:
        """The last of an order are held out, the validation part before the test."""
        given = {"validation": self.split.validation, "test": self.split.test}
        held = [part for part in ("validation", *parts) if given[part]]
        if not held:
            yield assign("train", order)
            return
        yield remark("round() first, for 0.1 * 30 is 3.0000000000000004.")
        sizes = {p: f"math.ceil(round({given[p]} * {count}, 6))" for p in held}
        ends: list[str] = []
        for part in reversed(held):
            before = ends[0] if ends else count
            yield assign(f"{part}_begin", f"{before} - {sizes[part]}")
            ends.insert(0, f"{part}_begin")
        cut = call("np.split", order, f"[{', '.join(ends)}]")
        yield said(f"train, {', '.join(held)} = ", cut)

    def _beside_own(self) -> Iterator[str]:
        """The source has parts of its own; one for validation may come of the first."""
        order = self._order("ends[0]")
        own = self.rows.parts[1:]
        if "validation" in own:
            yield assign("train", order)
        else:
            yield from self._cut(order, "ends[0]")
        for at, part in enumerate(own):
            yield assign(part, f"np.arange(ends[{at}], ends[{at + 1}])")

    def _by_group(self, group: str) -> Iterator[str]:
        """The fractions are of groups: each is in one part, with all its rows."""
        column = self.rows.column(group)
        random = f"np.random.default_rng({self.seed})"
        yield remark("Rows with the same value stay in the same part.")
        yield assign("groups", f"{column}.astype(str)")
        yield assign("names", "np.unique(groups)")
        yield assign("names", f"names[{random}.permutation(len(names))]")
        yield from self._cut("names", "len(names)", "test")
        for part in self._parts():
            yield assign(part, f"np.flatnonzero(np.isin(groups, {part}))")

    def _by_part(self, told: ByColumn) -> Iterator[str]:
        if told.file:
            read = call("pd.read_csv", literal(told.file), "dtype=str")
            index = "[data.index]" if self.rows.is_table else ""
            yield assign("told", read, f'["part"]{index}')
        else:
            assert told.column
            yield assign("told", self.rows.column(told.column))
        for part in self._parts():
            others = [word for word, meant in SYNONYMS.items() if meant == part]
            words = texts([part, *others])
            yield assign(part, call("np.flatnonzero", call("np.isin", "told", words)))

    def _parts(self) -> tuple[str, ...]:
        middle = ("validation",) if self.has_validation else ()
        return ("train", *middle, "test")
