"""Data that stay on the disk: the same samples, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kspec.errors import DataError
from kspec.training import Dataset, load_dataset, parquet_files
from kspec.training.table import in_memory, loaded
from tests.training.small import PRICED, priced_data, spec_in

SPLIT = {"test": 0.2, "validation": 0.1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows")
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "a": random.normal(50, 9, 20_000),
            "b": random.integers(0, 99, 20_000).astype(float),
            "town": random.choice([f"t{i}" for i in range(40)], 20_000),
            "price": random.normal(size=20_000),
            "other": "x",
        }
    )
    frame.loc[::97, "b"] = np.nan
    frame.to_parquet(path / "rows.parquet", row_group_size=3_000)
    frame.to_csv(path / "rows.csv", index=False)
    return path


def dataset(folder: Path, **changes: Any) -> Dataset:
    changes = {"source": "rows.parquet", "split": SPLIT} | changes
    return load_dataset(
        spec_in(folder, PRICED, priced_data(["a", "b"], "mean", **changes))
    )


@pytest.mark.parametrize("source", ["rows.parquet", "rows.csv"])
def test_a_streamed_table_has_the_samples_of_one_in_memory(
    folder: Path, source: str
) -> None:
    held = dataset(folder, source=source)
    streamed = dataset(folder, source=source, stream=True)
    assert streamed.facts()["rows"] == held.facts()["rows"]
    assert streamed.inputs["town"] == held.inputs["town"]
    for part in ("train", "validation", "test"):
        ours, theirs = getattr(streamed, part), getattr(held, part)
        assert ours.is_stored
        assert not theirs.is_stored
        for name, values in theirs.inputs.items():
            assert not in_memory(ours.inputs[name])
            assert ours.inputs[name].shape == values.shape
            np.testing.assert_allclose(
                loaded(ours.inputs[name]), values, rtol=1e-5, atol=1e-6
            )
        np.testing.assert_allclose(ours.targets["price"], theirs.targets["price"])


def test_what_is_wrong_in_a_stream_is_told_with_its_row(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": 1.0, "b": 2.0, "town": "t", "price": np.arange(2e4)})
    frame.loc[17_000, "price"] = np.inf
    frame.to_parquet(tmp_path / "rows.parquet", row_group_size=3_000)
    with pytest.raises(DataError, match=r"`price` in row 17001 of `rows.parquet` has"):
        dataset(tmp_path, stream=True)
    found = dataset(tmp_path, stream=True, on_bad_rows="skip")
    assert (found.read, found.omitted[0].count) == (20_000, 1)
    assert found.omitted[0].places == ("row 17001 of `rows.parquet`",)


def test_what_would_fill_the_memory_is_told_to_stream(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "machine_memory_bytes", lambda: 2**20)
    with pytest.raises(DataError, match="`stream: true` leaves the rows on the disk"):
        dataset(folder)
    assert dataset(folder, stream=True).read == 20_000


@pytest.mark.keras
def test_a_model_learns_from_a_stream(folder: Path, tmp_path: Path) -> None:
    import io

    from rich.console import Console

    from kspec.training import train

    source = {"source": "rows.parquet", "split": SPLIT, "stream": True}
    data = priced_data(["a", "b"], "mean", **source)
    spec = spec_in(folder, PRICED, data, batch_size=500)
    console = Console(file=io.StringIO())
    run = train(spec, runs=tmp_path, epochs=1, console=console)
    assert run.status == "complete"
    assert run.measures["price"]["model"]["mae"] < 10


CHILD = """
import resource, sys
import numpy as np
import pandas, pyarrow.parquet
from kspec import load
from kspec.training import load_dataset
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = load_dataset(load(sys.argv[1]))
for rows in np.array_split(found.train.positions, 50):
    at = np.arange(len(rows))
    assert all(len(values[at]) == len(at) for values in found.train.inputs.values())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
BOUND_MIB = 192
COLUMNS = 24
ROWS = 1_500_000


@pytest.mark.skipif(sys.platform == "darwin", reason="it counts memory in bytes")
def test_a_file_larger_than_the_bound_is_read_within_it(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    assert COLUMNS * ROWS * 8 > 1.4 * BOUND_MIB * 2**20
    names = [f"c{at}" for at in range(COLUMNS)]
    with parquet.ParquetWriter(
        tmp_path / "rows.parquet", pa.schema([(n, pa.float64()) for n in names])
    ) as writer:
        for first in range(0, ROWS, 100_000):
            values = np.arange(first, first + 100_000, dtype=np.float64)
            table = pa.table(dict.fromkeys(names, values))
            writer.write_table(table)
    model = {
        "kspec": 1,
        "name": "large",
        "inputs": {"x": {"shape": [COLUMNS]}},
        "layers": {"c0": {"type": "Dense", "units": 1}},
    }
    data = {
        "source": "rows.parquet",
        "inputs": {"x": {"column": names, "scale": "standard"}},
        "targets": {"c0": {}},
        "split": {"test": 0.1, "by": "time"},
        "stream": True,
    }
    spec_in(tmp_path, model, data)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "spec.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    assert int(child.stdout) / 1024 < BOUND_MIB
