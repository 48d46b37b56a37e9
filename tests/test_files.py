"""Files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec.errors import ToolError
from kspec.files import replacing, write_bytes, write_text


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")

    def break_off() -> None:
        with replacing(path) as temporary:
            temporary.write_text("new, but")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="no such file or directory"):
        write_bytes(tmp_path / "nowhere" / "a.bin", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ToolError, match="folder"):
        write_text(tmp_path / "folder", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
