"""Folders of runs: numbered once, written whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kspec.errors import ToolError
from kspec.training.run import open_run, write_history, write_json


def test_runs_are_numbered_from_one_and_numbers_are_not_reused(tmp_path: Path) -> None:
    assert open_run(tmp_path, "mlp") == tmp_path / "mlp" / "1"
    assert open_run(tmp_path, "mlp") == tmp_path / "mlp" / "2"
    (tmp_path / "mlp" / "1").rmdir()
    (tmp_path / "mlp" / "notes").mkdir()
    assert open_run(tmp_path, "mlp") == tmp_path / "mlp" / "3"
    assert open_run(tmp_path, "cnn") == tmp_path / "cnn" / "1"


def test_runs_that_start_together_get_folders_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        paths = list(pool.map(lambda _: open_run(tmp_path, "mlp"), range(64)))
    assert len(set(paths)) == 64


def test_a_disk_that_refuses_is_told_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(ToolError) as caught:
        open_run(tmp_path / "runs", "mlp")
    (found,) = caught.value.diagnostics
    assert found.code == "K503"
    assert str(tmp_path / "runs") in found.message


def test_a_history_has_a_column_for_each_value(tmp_path: Path) -> None:
    rows = [{"epoch": 1, "loss": 0.5}, {"epoch": 2, "loss": 0.25, "lr": 0.1}]
    write_history(tmp_path / "h.csv", rows)
    text = (tmp_path / "h.csv").read_text()
    assert text == "epoch,loss,lr\n1,0.5,\n2,0.25,0.1\n"


def test_json_keeps_every_language(tmp_path: Path) -> None:
    write_json(tmp_path / "a.json", {"输出层": 1.5})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "输出层" in text
    assert json.loads(text) == {"输出层": 1.5}
