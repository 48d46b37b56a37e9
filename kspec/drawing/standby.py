"""An engine that has been started before there is anything to draw."""

from __future__ import annotations

import contextlib
import subprocess
from types import TracebackType

from kspec.drawing import engine
from kspec.errors import ToolError


class Standby:
    """Keeps one engine waiting, for who draws again and again and wants it soon.

    To start takes the engine longer than to draw most models. An engine draws once, so
    whoever waits for a drawing calls `prepare` when he has it.

    Example:
    >>> with Standby() as standby:
    ...     standby.prepare()
    ...     standby.svg("digraph { a -> b }").startswith(b"<?xml")
    True
    """

    def __init__(self) -> None:
        self._waiting: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Start an engine, unless one waits; where there is none, drawing says so."""
        if self._waiting is None:
            with contextlib.suppress(ToolError):
                self._waiting = engine.start("svg")

    def svg(self, dot: str) -> bytes:
        """The drawing of a DOT text, by the engine that waits or else by another.

        Raises: ToolError K501, K510 as `engine.run` does.
        """
        process, self._waiting = self._waiting, None
        if process is None:
            return engine.run(dot, "svg")
        if process.poll() is not None:
            _end(process)
            return engine.run(dot, "svg")
        return engine.finish(process, dot).data

    def close(self) -> None:
        """End the engine that waits."""
        process, self._waiting = self._waiting, None
        if process is not None:
            _end(process)

    def __enter__(self) -> Standby:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    with process:
        process.kill()
