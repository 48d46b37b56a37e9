"""Sources: known datasets, files beside the spec, and nothing outside its folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.schema.data import Parts
from kspec.training.datasets import HANKOU, MNIST, MNIST_5K, MOVIELENS_SMALL
from kspec.training.sources import read_known, read_source


def test_a_file_beside_the_spec_is_read_with_its_checksum(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rows.csv").write_text("a\n1\n")
    source = read_source("data/rows.csv", tmp_path)
    assert source.table.columns["a"].tolist() == [1]
    assert source.checksums == {"data/rows.csv": hashlib.sha256(b"a\n1\n").hexdigest()}
    assert source.test_rows == 0


def test_two_files_are_one_table_with_its_own_test_part(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "b.csv").write_text("y,x\n6,5\n")
    source = read_source(Parts(train="a.csv", test="b.csv"), tmp_path)
    assert source.table.columns["x"].tolist() == [1, 3, 5]
    assert source.test_rows == 1


def test_two_files_have_the_same_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    (tmp_path / "b.csv").write_text("x,z\n1,2\n")
    with pytest.raises(DataError, match="differ in columns: `y`, `z`"):
        read_source(Parts(train="a.csv", test="b.csv"), tmp_path)


def test_a_missing_file_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_source("rows.csv", tmp_path)
    (found,) = caught.value.diagnostics
    assert found.code == "K601"
    assert found.message == f"there is no file `rows.csv` in {tmp_path.resolve()}"
    assert "`movielens-small`" in (found.hint or "")


def test_a_misspelt_dataset_gets_the_closest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="did you mean `mnist-5k`"):
        read_source("mnist5k", tmp_path)


@pytest.mark.parametrize(
    "name", ["../rows.csv", "{outside}", "link.csv", "up/rows.csv"]
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "rows.csv"
    outside.write_text("a\n1\n")
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "link.csv").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    with pytest.raises(DataError, match=r"K601 .* lies outside the spec's folder"):
        read_source(name.format(outside=outside), folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.csv")
    with pytest.raises(DataError, match="no regular file"):
        read_source("rows.csv", tmp_path)


def test_the_small_digits_come_in_two_stratified_parts() -> None:
    source = read_known(MNIST_5K)
    image, label = source.table.columns["image"], source.table.columns["label"]
    assert image.shape == (5000, 28, 28)
    assert np.bincount(label[:-1000]).tolist() == [400] * 10
    assert np.bincount(label[-1000:]).tolist() == [100] * 10
    assert source.table.place(4000) == "row 5 of `mnist_5k.csv.gz`"


@pytest.fixture
def named(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))


def test_the_river_has_a_value_for_each_month(named: None) -> None:
    columns = read_known(HANKOU).table.columns
    months = columns["month"].tolist()
    assert (len(months), months[0], months[-1]) == (1368, "1865-01", "1978-12")
    assert columns["flow"][:3].tolist() == [3880, 3290, 4910]
    assert columns["flow"][months.index("1868-10")] == 16900


def test_the_ratings_have_their_published_numbers(named: None) -> None:
    columns = read_known(MOVIELENS_SMALL).table.columns
    assert len(columns["rating"]) == 100_836
    assert len(np.unique(columns["userId"])) == 610
    assert len(np.unique(columns["movieId"])) == 9_724
    assert [columns[name][0] for name in MOVIELENS_SMALL.columns] == [
        1,
        1,
        4,
        964982703,
    ]


def test_the_digits_come_in_their_own_two_parts(named: None) -> None:
    source = read_known(MNIST)
    assert source.table.columns["image"].shape == (70_000, 28, 28)
    assert source.test_rows == 10_000
    assert source.table.columns["label"][:5].tolist() == [5, 0, 4, 1, 9]
    assert source.table.place(60_000) == "row 1 of `t10k-images-idx3-ubyte.gz`"


def test_the_small_digits_are_among_the_digits(named: None) -> None:
    small = read_known(MNIST_5K).table.columns["image"].reshape(5000, -1)
    whole = read_known(MNIST).table.columns["image"].reshape(70_000, -1)
    assert {row.tobytes() for row in small} <= {row.tobytes() for row in whole}
