"""The `data:` part of a `train:` section: source, columns, window and split.

Whether the columns exist and fit the model is checked when the data are loaded.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kspec.layers.arguments import (
    Arguments,
    Bool,
    Check,
    Choice,
    NonNegativeInt,
    PositiveInt,
    is_number,
    mismatch,
)
from kspec.schema.column import Column, Name, Names
from kspec.schema.forms import Form, Listed

Part = Annotated[
    float,
    Check(
        "a fraction between 0 and 1, such as 0.2",
        lambda v: is_number(v, 0, 1) and 0 < v < 1,
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    ),
]
Lags = Annotated[tuple[int, ...], Listed(PositiveInt)]
By = Annotated[Literal["random", "time"], Choice()]
Gaps = Annotated[Literal["error", "keep"], Choice()]
BadRows = Annotated[Literal["error", "skip"], Choice()]


SYNONYMS = {"training": "train", "valid": "validation", "val": "validation"}
"""Other names that a column of parts may have for them."""


class Window(Arguments):
    """Windows over a series: past rows are given, the next `horizon` predicted.

    Args:
        length: rows in an input, up to the row before the first predicted one.
        lags: instead of `length`, how many rows before the first predicted one each
            given row stands: `[1, 12, 24]`.
        horizon: rows in a target.
        stride: rows from one window's start to the next.
        season: rows in one cycle, such as 12 for months: adds the baselines "last
            season" and "seasonal mean" to the report.
        gaps: `error` refuses rows that do not follow one another at one pace, by the
            column `time`; `keep` takes them as if they did.
    """

    length: PositiveInt | None = None
    lags: Annotated[
        tuple[int, ...] | None, Form("a list of positive integers", {"listed": Lags})
    ] = None
    horizon: PositiveInt
    stride: PositiveInt = 1
    season: PositiveInt | None = None
    gaps: Gaps = "error"

    @model_validator(mode="after")
    def _one_past(self) -> Window:
        if (self.length is None) == (self.lags is None):
            raise mismatch("either `length` or `lags`")
        if self.lags is not None and len(set(self.lags)) != len(self.lags):
            raise mismatch("`lags` that differ")
        if self.lags == ():
            raise mismatch("at least one of `lags`")
        return self

    @property
    def reach(self) -> int:
        """How many rows before the first predicted one a window begins."""
        return self.length or max(self.lags or ())

    @property
    def given(self) -> tuple[int, ...]:
        """The rows of an input, counted from the window's begin.

        Example:
        >>> Window(lags=(1, 12), horizon=1).given
        (0, 11)
        """
        if self.lags is None:
            return tuple(range(self.reach))
        return tuple(sorted(self.reach - lag for lag in self.lags))


class ByColumn(Arguments):
    """Parts that follow what the data say themselves.

    Args:
        group: a column; rows with the same value stay in the same part, so that the
            model is tested on groups, such as people, that it has never seen.
        column: a column that says `train`, `validation` or `test` for each row.
        file: a CSV file beside the spec with a column `part` that says so, a row for
            each row of the source.
    """

    group: Name | None = None
    column: Name | None = None
    file: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> ByColumn:
        if sum(way is not None for way in (self.group, self.column, self.file)) != 1:
            raise mismatch("one of `group`, `column` and `file`")
        return self


class Split(Arguments):
    """What is held out of training, as fractions of the rows.

    Args:
        test: the part that is measured at the end. Sources that come in two parts
            (`mnist`, `{train: …, test: …}`) have their own.
        validation: the part measured after each epoch; without one it is the test part.
        by: `random`, or `time`: the last rows; `{group: user}`, `{column: part}` or
            `{file: parts.csv}`.
        seed: of the random order; `train: seed` where left out.
    """

    test: Part | None = None
    validation: Part | None = None
    by: Annotated[
        Literal["random", "time"] | ByColumn,
        Form(
            "`random`, `time`, `{group: COLUMN}`, `{column: COLUMN}` or `{file: FILE}`",
            {"text": By, "mapping": ByColumn},
        ),
    ] = "random"
    seed: NonNegativeInt | None = None

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> Split:
        if (self.test or 0) + (self.validation or 0) >= 1:
            raise mismatch("`test` and `validation` below 1 in all")
        if self.is_told and (self.test or self.validation):
            raise mismatch("no `test` and `validation` where the data tell the parts")
        return self

    @property
    def is_told(self) -> bool:
        """Whether the data say which part each row is in."""
        return isinstance(self.by, ByColumn) and self.by.group is None


class Parts(Arguments):
    """A source whose training and test rows lie in files of their own.

    Args:
        train: the file or folder to learn from.
        test: the file or folder to test on.
        validation: the file or folder measured after each epoch.
    """

    train: Name
    test: Name
    validation: Name | None = None


class Data(Arguments):
    """The rows that the model learns from.

    Args:
        source: a dataset that kspec knows (`kspec data list`), a file beside the spec
            (CSV, Parquet, npz, npy or idx, gzipped or not) or a folder of arrays, or
            of images in a folder for each class.
        inputs: a column for each input of the model.
        targets: a column for each output. With a `window`, a model of one input and
            one output predicts its own input where this is left out.
        time: the column that orders the rows; the file's order where left out.
        window: makes the rows a series.
        split: what is held out.
        on_bad_rows: `error` refuses rows that are damaged or hold no number, `skip`
            leaves them out and says how many.
        na_values: texts that stand for a missing value, beside the empty one.
        stream: whether the rows stay on the disk, for tables larger than the memory.
    """

    source: Annotated[
        str | Parts,
        Form(
            "a name, a path or `{train: …, test: …}`", {"text": Name, "mapping": Parts}
        ),
    ]
    inputs: dict[str, Column]
    targets: dict[str, Column] = Field(default_factory=dict[str, Column])
    time: Name | None = None
    window: Window | None = None
    split: Split = Field(default_factory=Split)
    on_bad_rows: BadRows = "error"
    na_values: Names = ()
    stream: Bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Data:
        if self.window:
            self._check_series()
        elif not self.targets:
            raise mismatch("`targets`, a column for each output")
        filled = [
            c for c in self.targets.values() if c.missing not in ("error", "drop")
        ]
        if filled:
            raise mismatch("`missing: drop` of a target: a filled one is no truth")
        if self.split.by != "time" and self._rules("previous"):
            raise mismatch("`split: {by: time}` beside `missing: previous`")
        return self

    def _check_series(self) -> None:
        if self.split.by != "time":
            raise mismatch(
                "`split: {by: time}` beside `window`: random windows overlap"
            )
        if self.on_bad_rows == "skip" or self._rules("drop"):
            raise mismatch(
                "a series without gaps beside `window`: fill missing values by "
                "`missing: previous`"
            )
        if self.stream:
            raise mismatch("no `stream` beside `window`: a series is read whole")

    def _rules(self, rule: str) -> bool:
        """Whether a column has the rule for missing values."""
        columns = (*self.inputs.values(), *self.targets.values())
        return any(column.missing == rule for column in columns)
