"""The `data:` part of a `train:` section: sources, columns, windows and splits.

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
    PositiveFloat,
    PositiveInt,
    is_number,
    mismatch,
)
from kspec.schema.forms import Form, Listed

Name = Annotated[
    str,
    Check(
        "a name",
        lambda v: isinstance(v, str) and 0 < len(v) <= 256 and v.isprintable(),
        {"type": "string", "minLength": 1, "maxLength": 256},
    ),
]
Part = Annotated[
    float,
    Check(
        "a fraction between 0 and 1, such as 0.2",
        lambda v: is_number(v, 0, 1) and 0 < v < 1,
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    ),
]
Names = Annotated[tuple[str, ...], Listed(Name)]
By = Annotated[Literal["random", "time"], Choice()]
Scaling = Annotated[Literal["minmax", "standard"], Choice()]


class Divide(Arguments):
    """Scaling by a constant, such as `{divide: 255}` for 8-bit pixels.

    Args:
        divide: what the numbers are divided by.
    """

    divide: PositiveFloat


class Ids(Arguments):
    """Numbering of ids: the sorted ids of the whole source count from `first`.

    Args:
        first: the number of the first id.
    """

    first: NonNegativeInt = 0


class Column(Arguments):
    """Where one input or target comes from, and how it is prepared.

    Args:
        column: a column of the table or an array of the archive; a list of columns
            makes a vector. The input's own name where left out.
        ids: numbers the ids without gaps: `true` from 0, `{first: 1}` from 1.
        one_hot: turns class numbers 0…n-1 into vectors as long as the model's output.
        scale: `minmax` to 0…1, `standard` to mean 0 and deviation 1, both fitted on
            the training part only; or `{divide: 255}`.
    """

    column: Annotated[
        str | tuple[str, ...] | None,
        Form("a column's name or a list of them", {"text": Name, "listed": Names}),
    ] = None
    ids: Annotated[
        bool | Ids, Form("`true` or `{first: 1}`", {"other": Bool, "mapping": Ids})
    ] = False
    one_hot: Bool = False
    scale: Annotated[
        Literal["minmax", "standard"] | Divide | None,
        Form(
            "`minmax`, `standard` or `{divide: 255}`",
            {"text": Scaling, "mapping": Divide},
        ),
    ] = None

    @model_validator(mode="after")
    def _one_preparation(self) -> Column:
        if self.scale and (self.ids or self.one_hot):
            raise mismatch("`scale` alone, or `ids` and `one_hot`: ids have no scale")
        if isinstance(self.column, tuple) and (self.ids or self.one_hot):
            raise mismatch("one column beside `ids` or `one_hot`")
        return self


class Window(Arguments):
    """Windows over a series: `length` rows are given, the next `horizon` predicted.

    Args:
        length: rows in an input.
        horizon: rows in a target.
        stride: rows from one window's start to the next.
        season: rows in one cycle, such as 12 for months: adds the baselines "last
            season" and "seasonal mean" to the report.
    """

    length: PositiveInt
    horizon: PositiveInt
    stride: PositiveInt = 1
    season: PositiveInt | None = None


class Split(Arguments):
    """What is held out of training, as fractions of the rows.

    Args:
        test: the part that is measured at the end. Sources that come in two parts
            (`mnist`, `{train: …, test: …}`) have their own.
        validation: the part measured after each epoch; without one it is the test part.
        by: `random`, or `time`: the last rows.
        seed: of the random order; `train: seed` where left out.
    """

    test: Part | None = None
    validation: Part | None = None
    by: By = "random"
    seed: NonNegativeInt | None = None

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> Split:
        if (self.test or 0) + (self.validation or 0) >= 1:
            raise mismatch("`test` and `validation` below 1 in all")
        return self


class Parts(Arguments):
    """A source whose training and test rows lie in two files.

    Args:
        train: the file to learn from.
        test: the file to test on.
    """

    train: Name
    test: Name


class Data(Arguments):
    """The rows that the model learns from.

    Args:
        source: a dataset that kspec knows (`kspec data list`), or a file beside the
            spec: CSV, Parquet, npz, npy or idx, gzipped or not.
        inputs: a column for each input of the model.
        targets: a column for each output. With a `window`, a model of one input and
            one output predicts its own input where this is left out.
        time: the column that orders the rows; the file's order where left out.
        window: makes the rows a series.
        split: what is held out.
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

    @model_validator(mode="after")
    def _series_split_by_time(self) -> Data:
        if self.window and self.split.by != "time":
            raise mismatch(
                "`split: {by: time}` beside `window`: random windows overlap"
            )
        if not self.window and not self.targets:
            raise mismatch("`targets`, a column for each output")
        return self
