"""Rows of a series that are missing, or there twice, are told by their times."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.training import load_dataset
from kspec.training.cells import dates
from kspec.training.spacing import check_spacing
from kspec.training.table import loaded
from tests.training.small import SERIES, series_data, spec_in, write_csv


def told(*times: object) -> str:
    """What is said of rows with these times; nothing where they are even."""
    moments = loaded(dates(np.array(times)).values)
    try:
        check_spacing(moments, lambda row: f"row {row + 1}")
    except DataError as error:
        return error.diagnostics[0].message
    return ""


@pytest.mark.parametrize(
    "times",
    [
        ("2023-12", "2024-01", "2024-02", "2024-03"),
        ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"),
        ("2024-02-28", "2024-02-29", "2024-03-01"),
        ("2024-01-01 23:00", "2024-01-02 00:00", "2024-01-02 01:00"),
        ("2019-06-01", "2020-06-01", "2021-06-01"),
        (0.1, 0.2, 0.3, 0.4),
        ("2024-01",),
    ],
)
def test_an_even_series_passes(times: tuple[object, ...]) -> None:
    assert told(*times) == ""


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (
            ("2024-01", "2024-02", "2024-04", "2024-05", "2024-06"),
            "row 3 does not follow row 2 at the pace of the others, 1 missing",
        ),
        (
            ("2024-02-27", "2024-02-28", "2024-03-01", "2024-03-02"),
            "row 3 does not follow row 2 at the pace of the others, 1 missing",
        ),
        ((1, 2, 3, 3, 4, 5, 7), "row 4 has the time of row 3 (and 1 row more)"),
        ((1, 2, 3, 3.5), "row 4 does not follow row 3 at the pace of the others"),
    ],
)
def test_a_gap_is_told_with_its_row(times: tuple[object, ...], said: str) -> None:
    assert told(*times) == said


def test_a_series_with_a_gap_is_refused_at_its_place_unless_gaps_are_kept(
    tmp_path: Path,
) -> None:
    rows = [(1, f"2024-01-01 {hour:02}:00") for hour in range(12) if hour != 4]
    write_csv(tmp_path / "rows.csv", ["x", "time"], rows)
    with pytest.raises(DataError, match=r"K609 row 5 of `rows.csv` does not") as caught:
        load_dataset(spec_in(tmp_path, SERIES, series_data(time="time")))
    assert str(caught.value).startswith(str(tmp_path / "spec.yaml"))
    window = {"length": 3, "horizon": 2, "gaps": "keep"}
    kept = spec_in(tmp_path, SERIES, series_data(time="time", window=window))
    assert load_dataset(kept).train.samples == 1
