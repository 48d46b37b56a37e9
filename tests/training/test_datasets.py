"""Known datasets: looked for on the machine first, verified every time."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from kspec.errors import ToolError
from kspec.known import (
    HANKOU,
    KNOWN,
    MNIST,
    MNIST_5K,
    MOVIELENS_SMALL,
    DataFile,
    KnownDataset,
    find,
)
from kspec.training import datasets
from kspec.training.datasets import content, locate

IN_FOLDER = (HANKOU, MNIST, MNIST_5K, MOVIELENS_SMALL)
TEXT = b"a,b\n1,2\n"
SUM = hashlib.sha256(TEXT).hexdigest()
NOWHERE = "http://127.0.0.1:9/rows.csv"
ROWS = DataFile("folder/rows.csv", NOWHERE, SUM, "text")
TABLE = KnownDataset("rows", "two numbers", "none", ("a", "b"), (ROWS,))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(datasets, "cache_folder", lambda: folder)
    monkeypatch.delenv("KSPEC_DATA", raising=False)
    return folder


def put(folder: Path, data: bytes = TEXT) -> Path:
    path = folder / ROWS.path
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def test_the_named_folder_comes_before_the_cache(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(cache)
    named = put(tmp_path / "named")
    monkeypatch.setenv("KSPEC_DATA", str(tmp_path / "named"))
    assert locate(TABLE) == (named,)


def test_the_cache_is_used_where_the_named_folder_lacks_the_file(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = put(cache)
    monkeypatch.setenv("KSPEC_DATA", str(tmp_path / "empty"))
    assert locate(TABLE) == (cached,)


def test_lines_may_end_in_either_way() -> None:
    assert hashlib.sha256(b"a,b\r\n1,2\r\n".replace(b"\r\n", b"\n")).hexdigest() == SUM


def test_a_text_with_other_line_ends_is_the_same_file(cache: Path) -> None:
    path = put(cache, TEXT.replace(b"\n", b"\r\n"))
    assert content(path, ROWS) == TEXT


@pytest.mark.parametrize("level", [1, 9])
def test_a_file_may_be_packed_in_any_way(tmp_path: Path, level: int) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(TEXT, level))
    assert content(path, DataFile("rows.csv.gz", NOWHERE, SUM, "gzip")) == TEXT


@pytest.mark.parametrize("where", ["named", "cache"])
def test_another_file_is_refused_with_both_checksums(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    path = put(cache if where == "cache" else tmp_path / where, b"a,b\n1,3\n")
    monkeypatch.setenv("KSPEC_DATA", str(tmp_path / "named"))
    with pytest.raises(ToolError) as caught:
        locate(TABLE)
    (found,) = caught.value.diagnostics
    other = hashlib.sha256(b"a,b\n1,3\n").hexdigest()
    assert found.code == "K505"
    assert all(part in found.message for part in (str(path), SUM, other))
    assert NOWHERE in (found.hint or "")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(TEXT)[:-4])
    with pytest.raises(ToolError, match="K505"):
        content(path, DataFile("rows.csv.gz", NOWHERE, SUM, "gzip"))


def test_without_a_network_the_message_says_what_to_do(cache: Path) -> None:
    with pytest.raises(ToolError) as caught:
        locate(TABLE)
    (found,) = caught.value.diagnostics
    assert found.code == "K504"
    assert NOWHERE in found.message
    assert "KSPEC_DATA" in (found.hint or "")
    assert str(cache / ROWS.path) in (found.hint or "")
    assert not [path for path in cache.rglob("*") if path.is_file()]


def test_the_small_digits_need_neither_folder_nor_network() -> None:
    (path,) = locate(MNIST_5K)
    assert path.name == "mnist_5k.csv.gz"
    assert (path.parent / "mnist_5k.LICENCE.txt").is_file()


def test_names_are_found_exactly() -> None:
    assert find("hankou") in KNOWN
    assert find("Hankou") is None


@pytest.mark.parametrize("known", IN_FOLDER, ids=lambda known: known.name)
def test_the_data_folder_holds_every_known_dataset(
    known: KnownDataset, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    assert all(path.is_relative_to(data_folder) for path in locate(known))
