"""Sources: known datasets, files beside the spec, and nothing outside its folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from kspec.errors import DataError
from kspec.known import GENRES, HANKOU, MNIST, MNIST_5K, MOVIELENS_SMALL
from kspec.schema.data import Parts
from kspec.training.sources import Source, open_source, read_known
from kspec.training.table import Array, Table, loaded


def tables(source: Source) -> list[Table]:
    return [table for piece in source.pieces for table in piece.tables()]


def arrays(source: Source) -> dict[str, Array]:
    (table,) = tables(source)
    return {name: loaded(values) for name, values in table.columns.items()}


def column(source: Source, name: str, part: str = "all") -> Array:
    (piece,) = (piece for piece in source.pieces if piece.part == part)
    return np.concatenate([loaded(table.columns[name]) for table in piece.tables()])


def pixels(table: Table) -> Array:
    return loaded(table.columns["image"]).reshape(table.rows, -1)


def test_a_file_beside_the_spec_is_read_with_its_checksum(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rows.csv").write_text("a\n1\n")
    source = open_source("data/rows.csv", tmp_path)
    assert column(source, "a").tolist() == [1]
    assert source.checksums == {"data/rows.csv": hashlib.sha256(b"a\n1\n").hexdigest()}
    assert [piece.part for piece in source.pieces] == ["all"]


def test_two_files_are_one_table_with_its_own_test_part(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "b.csv").write_text("y,x\n6,5\n")
    source = open_source(Parts(train="a.csv", test="b.csv"), tmp_path)
    assert column(source, "x", "train").tolist() == [1, 3]
    assert column(source, "x", "test").tolist() == [5]
    assert list(source.checksums) == ["a.csv", "b.csv"]


def test_a_validation_part_may_have_a_file_too(tmp_path: Path) -> None:
    for name, value in (("a", 1), ("b", 2), ("c", 3)):
        (tmp_path / f"{name}.csv").write_text(f"x\n{value}\n")
    parts = Parts(train="a.csv", test="b.csv", validation="c.csv")
    source = open_source(parts, tmp_path)
    assert [piece.part for piece in source.pieces] == ["train", "validation", "test"]
    assert column(source, "x", "validation").tolist() == [3]


def test_nothing_is_tested_on_what_was_learned_from(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x\n1\n")
    with pytest.raises(DataError, match=r"K607 `a\.csv` and `b\.csv` are the"):
        open_source(Parts(train="a.csv", test="b.csv"), tmp_path)


def test_a_missing_file_is_told_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        open_source("rows.csv", tmp_path)
    (found,) = caught.value.diagnostics
    assert found.code == "K601"
    assert found.message == f"there is no file `rows.csv` in {tmp_path.resolve()}"
    assert "`kspec data list`" in (found.hint or "")


def test_a_misspelt_dataset_gets_the_closest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="did you mean `mnist-5k`"):
        open_source("mnist5k", tmp_path)


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
        open_source(name.format(outside=outside), folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.csv")
    with pytest.raises(DataError, match="no regular file"):
        open_source("rows.csv", tmp_path)


def test_the_small_digits_come_in_two_stratified_parts() -> None:
    source = read_known(MNIST_5K)
    train, test = tables(source)
    assert train.columns["image"].shape == (4000, 28, 28)
    assert np.bincount(loaded(train.columns["label"])).tolist() == [400] * 10
    assert np.bincount(loaded(test.columns["label"])).tolist() == [100] * 10
    assert test.place(0) == "row 5 of `mnist_5k.csv.gz`"


@pytest.fixture
def named(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))


def test_the_river_has_a_value_for_each_month(named: None) -> None:
    columns = arrays(read_known(HANKOU))
    months = columns["month"].tolist()
    assert (len(months), months[0], months[-1]) == (1368, "1865-01", "1978-12")
    assert columns["flow"][:3].tolist() == [3880, 3290, 4910]
    assert columns["flow"][months.index("1868-10")] == 16900


def test_the_ratings_have_their_published_numbers(named: None) -> None:
    columns = arrays(read_known(MOVIELENS_SMALL))
    assert len(columns["rating"]) == 100_836
    assert len(np.unique(columns["userId"])) == 610
    assert len(np.unique(columns["movieId"])) == 9_724
    assert set(columns) == set(MOVIELENS_SMALL.columns)
    first = {name: values[0] for name, values in columns.items() if name != "genres"}
    assert first == {
        "userId": 1,
        "movieId": 1,
        "rating": 4,
        "timestamp": 964982703,
        "title": "Toy Story (1995)",
        "year": 1995,
    }
    genres = [
        name for name, has in zip(GENRES, columns["genres"][0], strict=True) if has
    ]
    assert genres == ["Adventure", "Animation", "Children", "Comedy", "Fantasy"]
    assert np.isnan(columns["year"]).sum() == 18


def test_the_digits_come_in_their_own_two_parts(named: None) -> None:
    train, test = tables(read_known(MNIST))
    assert train.columns["image"].shape == (60_000, 28, 28)
    assert test.columns["image"].shape == (10_000, 28, 28)
    assert loaded(train.columns["label"])[:5].tolist() == [5, 0, 4, 1, 9]
    assert test.place(0) == "row 1 of `t10k-images-idx3-ubyte.gz`"


def test_the_small_digits_are_among_the_digits(named: None) -> None:
    small, whole = (
        {row.tobytes() for table in tables(read_known(known)) for row in pixels(table)}
        for known in (MNIST_5K, MNIST)
    )
    assert len(small) == 5000
    assert small <= whole
