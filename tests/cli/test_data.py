"""`kspec data`: known datasets and a look at the data of a spec."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kspec import known
from kspec.known import DataFile, KnownDataset
from kspec.training import datasets
from tests.cli.command import Shell
from tests.training.article import article_spec
from tests.training.small import DENSE, spec_in, table_data

TEXT = b"a,b\n1,2\n"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "rows.csv").write_bytes(TEXT)
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def rows(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset on this machine's server, and the cache that it goes to."""
    sha256 = hashlib.sha256(TEXT).hexdigest()
    file = DataFile("set/rows.csv", f"{url}/rows.csv", sha256, "text")
    one = KnownDataset("rows", "two numbers", "none at all", ("a", "b"), (file,))
    monkeypatch.setattr(known, "KNOWN", (one,))
    monkeypatch.setattr(datasets, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.delenv("KSPEC_DATA", raising=False)
    return tmp_path / "cache" / "set" / "rows.csv"


def test_a_dataset_is_fetched_once_with_its_licence(shell: Shell, rows: Path) -> None:
    assert "rows  no" in shell("data", "list").out
    result = shell("data", "get", "rows")
    assert result.code == 0
    assert "licence: none at all" in result.out
    assert f"{rows}  sha256 {hashlib.sha256(TEXT).hexdigest()}" in result.out
    assert rows.read_bytes() == TEXT
    assert "rows  yes" in shell("data", "list").out


def test_what_came_is_verified_every_time(shell: Shell, rows: Path) -> None:
    shell("data", "get", "rows")
    rows.write_bytes(b"a,b\n1,3\n")
    result = shell("data", "get", "rows")
    assert result.code == 3
    assert "K505" in result.err
    assert "delete it, and kspec downloads it" in result.err


def test_without_a_network_the_place_for_the_file_is_told(
    shell: Shell, rows: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = DataFile("set/rows.csv", "http://127.0.0.1:9/rows.csv", "0" * 64, "text")
    one = KnownDataset("rows", "two numbers", "none", ("a",), (nowhere,))
    monkeypatch.setattr(known, "KNOWN", (one,))
    result = shell("data", "get", "rows")
    assert result.code == 3
    assert "K504" in result.err
    assert str(rows) in result.err.replace("\n", "")
    assert "KSPEC_DATA" in result.err


def test_an_unknown_name_gets_the_closest(shell: Shell) -> None:
    result = shell("data", "get", "minst")
    assert result.code == 2
    assert "K930 kspec knows no dataset `minst`" in result.err
    assert "did you mean `mnist`?" in result.err


def test_the_list_has_every_dataset_with_its_licence(shell: Shell) -> None:
    out = shell("data", "list").out
    assert all(one.name in out and one.licence in out for one in known.KNOWN)


def test_the_data_of_a_spec_are_shown(shell: Shell, tmp_path: Path) -> None:
    shell.write("rows.csv", "x,y\n1,10\n2,20\nthree,30\n4,40\n5,50\n")
    spec_in(tmp_path, DENSE, table_data(on_bad_rows="skip"))
    result = shell("data", "show", "spec.yaml")
    assert result.code == 0
    assert result.out.splitlines() == [
        "rows.csv: 5 rows",
        "  1 row left out: `x` is not a number (row 3 of `rows.csv`)",
        "  training: 3 rows",
        "  test: 1 row",
        "a batch of 3 (smallest … largest over the training part):",
        "  input   x  3x1  float32  1 … 4, mean 2.333",
        "  target  y  3x1  float32  10 … 40, mean 23.33",
    ]


def test_data_that_do_not_fit_are_refused_at_their_place(
    shell: Shell, tmp_path: Path
) -> None:
    shell.write("rows.csv", "x,y\n1,10\n2,\n")
    spec_in(tmp_path, DENSE, table_data())
    result = shell("data", "show", "spec.yaml")
    assert result.code == 1
    assert "K604 `y` in row 2 of `rows.csv` has to be a number" in result.err
    assert "hint: say what an empty cell means" in result.err


def test_the_balance_of_classes_is_shown(shell: Shell, tmp_path: Path) -> None:
    article_spec("mnist_cnn", tmp_path)
    out = shell("data", "show", "mnist_cnn.yaml").out
    assert "input   image  32x28x28x1  float32  0 … 1" in out
    assert "  9: 400, 100 (10.0%)" in out


def test_the_river_has_a_cycle_of_twelve_months(
    shell: Shell, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    article_spec("hankou_lstm", tmp_path)
    out = shell("data", "show", "hankou_lstm.yaml").out
    assert "training: 1,094 rows, 1,011 windows" in out
    assert "main cycle: 12 rows" in out
