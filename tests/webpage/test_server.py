from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kspec.errors import ToolError
from kspec.webpage.server import served
from kspec.webpage.watching import Watch
from tests.webpage.specs import SMALL
from tests.webpage.test_watching import save, seen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "small.yaml"
    save(place, SMALL)
    return place


@pytest.fixture
def watch(path: Path) -> Watch:
    return Watch(path)


@pytest.fixture
def port(watch: Watch) -> Iterator[int]:
    with served(watch, 0) as address:
        yield urlsplit(address).port or 0


def asked(
    port: int, place: str = "/", method: str = "GET", host: str | None = None
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, place, headers={"Host": host} if host else {})
    return connection.getresponse()


def test_the_page_is_served_to_its_own_names_only(watch: Watch, port: int) -> None:
    assert asked(port).read() == watch.snapshot.html
    assert asked(port, host=f"localhost:{port}").status == 200
    assert asked(port, method="HEAD").status == 200
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        f"127.0.0.1:{port + 1}",
    ):
        assert asked(port, host=host).status == 404
        assert asked(port, "/events", host=host).status == 404


def test_nothing_else_is_served(port: int) -> None:
    for place in ("/small.yaml", "/../small.yaml", "/favicon.ico", "/events/"):
        assert asked(port, place).status == 404
    assert asked(port, method="POST").status == 501


def test_the_answer_says_what_a_browser_may_do_with_it(port: int) -> None:
    headers = dict(asked(port).getheaders())
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Server"].strip() == "kspec"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_change_is_told_at_once(watch: Watch, path: Path, port: int) -> None:
    events = asked(port, "/events")
    assert event(events) == watch.snapshot.revision
    save(path, SMALL.replace("units: 4", "units: 5"))
    seen(watch)
    assert event(events) == watch.snapshot.revision


def event(events: http.client.HTTPResponse) -> str:
    """The data of the next event."""
    while not (line := events.readline().decode()).startswith("data: "):
        assert line, "the server has hung up"
    return line.removeprefix("data: ").strip()


def test_a_port_that_is_taken_is_named(watch: Watch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with (
            pytest.raises(ToolError, match=f"K507 port {taken} of 127.0.0.1"),
            served(watch, taken),
        ):
            pass


def test_only_the_loopback_address_is_listened_at(watch: Watch) -> None:
    from kspec.webpage.server import Server

    with Server(watch, 0) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"
