"""Cycles of series that are known to have them, or to have none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kspec.known import HANKOU
from kspec.training.periodogram import autocorrelation, main_cycle, periodogram
from kspec.training.sources import read_known
from kspec.training.table import loaded


@pytest.mark.parametrize("cycle", [4, 6, 9, 12, 18])
def test_a_cycle_is_found_below_noise(cycle: int) -> None:
    rows = np.arange(600)
    noise = np.random.default_rng(0).normal(scale=0.7, size=600)
    assert main_cycle(np.sin(2 * np.pi * rows / cycle) + noise) == cycle


def test_noise_and_a_constant_have_none() -> None:
    noise = np.random.default_rng(1).normal(size=5000)
    assert main_cycle(np.full(100, 7.0)) is None
    assert periodogram(noise)[1].sum() == pytest.approx(1)
    assert main_cycle(np.arange(30.0)) is None


def test_an_autocorrelation_begins_at_one() -> None:
    found = autocorrelation(np.random.default_rng(2).normal(size=500))
    assert found[0] == pytest.approx(1)
    assert (np.abs(found) <= 1).all()
    assert len(found) == 37


def test_the_river_goes_by_the_year(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    (table,) = read_known(HANKOU).pieces[0].tables()
    assert main_cycle(loaded(table.columns["flow"])) == 12
