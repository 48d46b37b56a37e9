"""A page served to this machine alone, with an event whenever it changes."""

from __future__ import annotations

import os
import socketserver
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from kspec.errors import Diagnostic, ToolError
from kspec.webpage.template import policy
from kspec.webpage.watching import Watch

HOST = "127.0.0.1"
PORT = 8017
"""Where a page is served, unless something else is there."""

HEARTBEAT = 15.0
"""Seconds between signs of life; a browser that has gone is noticed by them."""


class Server(ThreadingHTTPServer):
    """Serves the page of a watched file on the loopback address."""

    daemon_threads = True
    # On Windows it would let a second server take the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, watch: Watch, port: int) -> None:
        self.watch = watch
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Take the port."""
        # The usual one asks for the machine's name, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a browser go that leaves in the middle; anything else is a fault here."""
        if not isinstance(sys.exception(), OSError):
            raise

    @property
    def hosts(self) -> frozenset[str]:
        """The names that a browser on this machine calls the server by."""
        return frozenset(
            {f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"}
        )


@contextmanager
def served(watch: Watch, port: int | None = None) -> Generator[str]:
    """Serve the page of a watched file; its address.

    Args:
        port: None for the usual one, or a free one where that is taken; 0 for any.

    Raises: ToolError K507 where the port cannot be had.
    """
    server = _bound(watch, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        watch.close()
        server.shutdown()
        server.server_close()


def _bound(watch: Watch, port: int | None) -> Server:
    try:
        return Server(watch, PORT if port is None else port)
    except OSError as error:
        if port is None:
            return Server(watch, 0)
        reason = (error.strerror or str(error)).lower()
        message = f"port {port} of {HOST} cannot be had: {reason}"
        hint = "name another one, or leave `--port` out for one that is free"
        raise ToolError(Diagnostic("K507", message, hint=hint)) from error


class _Handler(BaseHTTPRequestHandler):
    server_version, sys_version = "kspec", ""

    def do_GET(self) -> None:
        match self._place():
            case "/":
                self._send_page()
            case "/events":
                self._send_events()
            case _:
                self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        if self._place() == "/":
            self._send_head(len(self._watch.snapshot.html))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    @property
    def _watch(self) -> Watch:
        return cast(Server, self.server).watch

    def _place(self) -> str:
        """What is asked for; nothing where a page elsewhere asks by a name of its own.

        A name on the internet can be made to lead to this machine, and its page would
        then read this one.
        """
        known = cast(Server, self.server).hosts
        is_known = self.headers.get("Host", "").lower() in known
        return self.path.partition("?")[0] if is_known else ""

    def _send_page(self) -> None:
        html = self._watch.snapshot.html
        self._send_head(len(html))
        self.wfile.write(html)

    def _send_head(self, length: int) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(length))
        guard = f"{policy(live=True)}; frame-ancestors 'none'"
        self.send_header("Content-Security-Policy", guard)
        self._end_head()

    def _end_head(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def _send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._end_head()
        known: str | None = None
        try:
            self.wfile.write(b"retry: 1000\n\n")
            while not self._watch.closed:
                new = self._watch.wait(known, HEARTBEAT)
                known = new or known
                self.wfile.write(f"data: {new}\n\n".encode() if new else b": here\n\n")
        except OSError:
            # The browser has gone.
            return

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what the command prints is for its user."""
