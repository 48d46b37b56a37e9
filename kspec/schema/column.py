"""The columns of a `data:` section: where a value comes from, how it is prepared."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from kspec.layers.arguments import (
    Arguments,
    Bool,
    Check,
    Choice,
    NonNegativeInt,
    PositiveFloat,
    is_number,
    mismatch,
)
from kspec.schema.forms import Form, Listed


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 256 and value.isprintable()


Name = Annotated[
    str,
    Check(
        "a name",
        _is_name,
        {"type": "string", "minLength": 1, "maxLength": 256},
    ),
]
Names = Annotated[tuple[str, ...], Listed(Name)]
Id = Annotated[
    str | int,
    Check(
        "a text or an integer",
        lambda v: _is_name(v) or type(v) is int,
        {"type": ["string", "integer"]},
    ),
]
Known = Annotated[tuple[str | int, ...], Listed(Id)]
Scaling = Annotated[Literal["minmax", "standard"], Choice()]
MissingRule = Annotated[
    Literal["error", "drop", "mean", "median", "previous"], Choice()
]
Calendar = Annotated[Literal["month", "day", "weekday", "hour"], Choice()]
Resize = Annotated[Literal["stretch", "crop", "pad"], Choice()]


class Divide(Arguments):
    """Scaling by a constant, such as `{divide: 255}` for 8-bit pixels.

    Args:
        divide: what the numbers are divided by.
    """

    divide: PositiveFloat


class Ids(Arguments):
    """Numbering of ids: those of the training part, sorted, count from `first`.

    Args:
        first: the number of the first id. From 1 on, 0 stands for every id that the
            training part does not have; from 0, such an id is an error.
        values: all ids, in the order that they are numbered in, instead of those of
            the training part.
    """

    first: NonNegativeInt = 0
    values: Annotated[
        tuple[str | int, ...] | None, Form("a list of ids", {"listed": Known})
    ] = None

    @model_validator(mode="after")
    def _each_once(self) -> Ids:
        words = [str(value) for value in self.values or ()]
        if self.values is not None and (not words or len({*words}) != len(words)):
            raise mismatch("`values` that differ, at least one")
        return self


class Fill(Arguments):
    """A constant in the place of missing values.

    Args:
        fill: the number, or for `ids` the id.
    """

    fill: Annotated[
        float | str,
        Check(
            "a number or an id",
            lambda v: is_number(v) or _is_name(v),
            {"type": ["number", "string"]},
        ),
    ]


class Column(Arguments):
    """Where one input or target comes from, and how it is prepared.

    Args:
        column: a column of the table or an array of the archive; a list of columns
            makes a vector. The input's own name where left out.
        ids: numbers the ids without gaps: `true` from 0, `{first: 1}` from 1 with 0
            for those that the training part does not have.
        one_hot: turns class numbers 0…n-1 into vectors as long as the model's output.
        log: takes the logarithm, before any scale; for numbers above 0.
        scale: `minmax` to 0…1, `standard` to mean 0 and deviation 1, both fitted on
            the training part only; or `{divide: 255}`.
        calendar: turns a date into its place in the year (`month`, `day`), in the week
            (`weekday`) or in the day (`hour`): sine and cosine, so that December is
            beside January.
        missing: what an empty cell means: `error`; `drop` leaves the row out and counts
            it; `mean` and `median` of the training part, `previous` in the order of
            time, or `{fill: 0}` stand in for it.
        resize: how an image of another size than the input is fitted: `stretch`, `crop`
            its middle or `pad` it with black.
    """

    column: Annotated[
        str | tuple[str, ...] | None,
        Form("a column's name or a list of them", {"text": Name, "listed": Names}),
    ] = None
    ids: Annotated[
        bool | Ids, Form("`true` or `{first: 1}`", {"other": Bool, "mapping": Ids})
    ] = False
    one_hot: Bool = False
    log: Bool = False
    scale: Annotated[
        Literal["minmax", "standard"] | Divide | None,
        Form(
            "`minmax`, `standard` or `{divide: 255}`",
            {"text": Scaling, "mapping": Divide},
        ),
    ] = None
    calendar: Calendar | None = None
    missing: Annotated[
        Literal["error", "drop", "mean", "median", "previous"] | Fill,
        Form(
            "`error`, `drop`, `mean`, `median`, `previous` or `{fill: 0}`",
            {"text": MissingRule, "mapping": Fill},
        ),
    ] = "error"
    resize: Resize = "stretch"

    @model_validator(mode="after")
    def _one_preparation(self) -> Column:
        numbered = bool(self.ids) or self.one_hot
        if (self.scale or self.log) and (numbered or self.calendar):
            raise mismatch("`scale` alone, or `ids` and `one_hot`: ids have no scale")
        if self.calendar and numbered:
            raise mismatch("`calendar` alone, or `ids` and `one_hot`")
        if isinstance(self.column, tuple) and (numbered or self.calendar):
            raise mismatch("one column beside `ids`, `one_hot` or `calendar`")
        self._check_missing(numbered)
        return self

    def _check_missing(self, numbered: bool) -> None:
        if (numbered or self.calendar) and self.missing in ("mean", "median"):
            raise mismatch("`missing: drop` or `{fill: …}`: ids and dates have no mean")
        is_text = isinstance(self.missing, Fill) and isinstance(self.missing.fill, str)
        if is_text and not self.ids:
            raise mismatch("a number as `fill`, or `ids` beside a text")
