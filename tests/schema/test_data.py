"""The `data:` section: forms of columns, windows, splits, and what goes with what."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kspec.schema.column import Column, Fill, Ids
from kspec.schema.data import ByColumn, Data, Window

TABLE: dict[str, Any] = {
    "source": "rows.csv",
    "inputs": {"x": {}},
    "targets": {"y": {}},
    "split": {"test": 0.2},
}
SERIES: dict[str, Any] = {
    "source": "rows.csv",
    "inputs": {"x": {}},
    "window": {"length": 3, "horizon": 2},
    "split": {"test": 0.2, "by": "time"},
}


def test_a_split_may_follow_a_column() -> None:
    by = {"group": "user"}
    data = Data.model_validate(TABLE | {"split": {"test": 0.2, "by": by}})
    assert data.split.by == ByColumn(group="user")
    assert not data.split.is_told


def test_lags_say_which_rows_are_given() -> None:
    window = Window(lags=(12, 1, 2), horizon=3)
    assert (window.reach, window.given) == (12, (0, 10, 11))
    assert Window(length=3, horizon=1).given == (0, 1, 2)


def test_a_missing_value_has_rules() -> None:
    assert Column.model_validate({"missing": {"fill": 0}}).missing == Fill(fill=0)
    named = Column.model_validate({"ids": {"values": ["a", 3]}, "missing": "drop"})
    assert named.ids == Ids(values=("a", 3))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"inputs": {"x": {"missing": "mode"}}}, "`error`, `drop`, `mean`, `median`"),
        ({"inputs": {"x": {"missing": 0}}}, "or `{fill: 0}`"),
        ({"inputs": {"x": {"missing": {"fill": "a"}}}}, "a number as `fill`"),
        ({"inputs": {"x": {"ids": True, "missing": "mean"}}}, "have no mean"),
        ({"inputs": {"x": {"ids": {"values": []}}}}, "at least one"),
        ({"inputs": {"x": {"ids": {"values": ["1", 1]}}}}, "`values` that differ"),
        ({"inputs": {"x": {"calendar": "year"}}}, "`month`, `day`, `weekday`"),
        ({"inputs": {"x": {"calendar": "day", "ids": True}}}, "`calendar` alone"),
        ({"inputs": {"x": {"log": True, "one_hot": True}}}, "ids have no scale"),
        ({"inputs": {"x": {"missing": "previous"}}}, "beside `missing: previous`"),
        ({"targets": {"y": {"missing": "mean"}}}, "a filled one is no truth"),
        ({"split": {"by": {}}}, "one of `group`, `column` and `file`"),
        ({"split": {"by": {"group": "a", "file": "b"}}}, "one of `group`"),
        ({"split": {"by": "row"}}, "`random` or `time`"),
        ({"split": {"by": 3}}, "`{column: COLUMN}`"),
        ({"split": {"test": 0.2, "by": {"column": "a"}}}, "where the data tell"),
        ({"on_bad_rows": "ignore"}, "`error` or `skip`"),
        ({"source": {"train": "a.csv"}}, "required"),
    ],
)
def test_what_does_not_go_together_is_refused(
    changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Data.model_validate(TABLE | changes)
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on_bad_rows": "skip"}, "a series without gaps"),
        ({"inputs": {"x": {"missing": "drop"}}}, "a series without gaps"),
        ({"stream": True}, "no `stream` beside `window`"),
        ({"split": {"test": 0.2, "by": {"group": "a"}}}, "random windows overlap"),
        ({"window": {"horizon": 2}}, "either `length` or `lags`"),
        ({"window": {"length": 1, "lags": [1], "horizon": 2}}, "either `length` or"),
        ({"window": {"lags": [1, 1], "horizon": 2}}, "`lags` that differ"),
        ({"window": {"lags": [], "horizon": 2}}, "at least one of `lags`"),
        ({"window": {"lags": [0], "horizon": 2}}, "positive integer"),
    ],
)
def test_a_series_has_no_gaps_and_one_past(
    changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Data.model_validate(SERIES | changes)
    assert expected in str(caught.value)
