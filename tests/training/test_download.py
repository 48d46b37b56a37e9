"""Downloads from a server on this machine."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kspec.errors import ToolError
from kspec.known import DataFile
from kspec.training.download import download

TEXT = b"a,b\n1,2\n"
SUM = hashlib.sha256(TEXT).hexdigest()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Path:
    folder = tmp_path / "served"
    folder.mkdir()
    return folder


@pytest.fixture
def url(served: Path) -> Iterator[str]:
    handler = partial(Quiet, directory=str(served))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def zipped(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_file_arrives_in_its_place(tmp_path: Path, served: Path, url: str) -> None:
    (served / "rows.csv").write_bytes(TEXT)
    file = DataFile("set/rows.csv", f"{url}/rows.csv", SUM, "text")
    path = download(file, tmp_path / "cache")
    assert path.read_bytes() == TEXT
    assert files(tmp_path / "cache") == ["set", "set/rows.csv"]


def test_one_member_of_an_archive_is_unpacked(
    tmp_path: Path, served: Path, url: str
) -> None:
    members = {"set/rows.csv": TEXT, "../escape.txt": b"no", "set/other.csv": b"no"}
    (served / "set.zip").write_bytes(zipped(members))
    file = DataFile("set/rows.csv", f"{url}/set.zip", SUM, "text", "set/rows.csv")
    assert download(file, tmp_path / "cache").read_bytes() == TEXT
    assert files(tmp_path / "cache") == ["set", "set/rows.csv"]
    assert not (tmp_path / "escape.txt").exists()


@pytest.mark.parametrize(
    ("name", "member", "code"),
    [
        ("missing.csv", None, "K504"),
        ("wrong.csv", None, "K505"),
        ("wrong.csv", "set/rows.csv", "K504"),
        ("set.zip", "set/missing.csv", "K504"),
    ],
)
def test_a_failed_download_leaves_nothing_behind(
    tmp_path: Path, served: Path, url: str, name: str, member: str | None, code: str
) -> None:
    (served / "wrong.csv").write_bytes(b"another file")
    (served / "set.zip").write_bytes(zipped({"set/rows.csv": TEXT}))
    file = DataFile("set/rows.csv", f"{url}/{name}", SUM, "text", member)
    with pytest.raises(ToolError) as caught:
        download(file, tmp_path / "cache")
    assert caught.value.diagnostics[0].code == code
    assert f"{url}/{name}" in str(caught.value)
    assert files(tmp_path / "cache") == ["set"]


def test_a_cache_that_cannot_be_written_is_the_machines_fault(
    tmp_path: Path, served: Path, url: str
) -> None:
    (served / "rows.csv").write_bytes(TEXT)
    (tmp_path / "cache").write_text("a file where the folder should be")
    file = DataFile("set/rows.csv", f"{url}/rows.csv", SUM, "text")
    with pytest.raises(ToolError, match="K504"):
        download(file, tmp_path / "cache")
