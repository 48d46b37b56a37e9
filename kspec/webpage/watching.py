"""The page of a file that changes: made anew when the file is saved."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kspec.drawing.standby import Standby
from kspec.errors import Diagnostic, KspecError, ToolError, UsageError
from kspec.expr import Value
from kspec.graph import Graph, examine_file
from kspec.schema import Spec
from kspec.webpage.assembly import broken, content
from kspec.webpage.content import Content, Model
from kspec.webpage.model import model_of
from kspec.webpage.spec_links import spans
from kspec.webpage.template import render, revision

Stamp = dict[str, tuple[int, int, int]]
"""What tells each file from what it was."""

LOOKS = 2
"""How often a file has to look the same before it is read."""

EMPTY_LOOKS = 40
"""The same for one that is empty or gone, as files are while an editor saves them."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The last graph without errors, and what the page shows of it."""

    graph: Graph
    model: Model


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page at one time.

    Args:
        revision: the same for the same content.
        sound: what a broken spec is shown beside.
        files: those that the spec is made of, itself the first.
    """

    html: bytes
    revision: str
    diagnostics: tuple[Diagnostic, ...] = ()
    sound: Sound | None = None
    files: tuple[str, ...] = ()


class Watch:
    """A spec's file, and its page as of the last time that it was looked at.

    One thread refreshes, any number may wait for what is new.

    Args:
        standby: an engine that waits for the next diagram.

    Raises: UsageError where there is no such file or parameter.
    """

    def __init__(
        self,
        path: str | Path,
        params: Mapping[str, Value] | None = None,
        *,
        standby: Standby | None = None,
    ) -> None:
        self.path = Path(path)
        self._params = params
        self._standby = standby
        self._changed = threading.Condition()
        self._closed = False
        before = _stamp([str(self.path)])
        self._snapshot = snapshot(self.path, params, standby=standby)
        # A file that was saved while it was read is read again.
        self._stamp: Stamp = _stamp(self._snapshot.files) | before
        self._seen: Stamp = self._stamp
        self._looks = LOOKS

    @property
    def snapshot(self) -> Snapshot:
        """The page as it is now."""
        with self._changed:
            return self._snapshot

    def refresh(self) -> bool:
        """Make the page anew where the file has changed; whether it now says more.

        A file that still changes is left alone until the next look.
        """
        stamp = _stamp(self._snapshot.files)
        self._looks = self._looks + 1 if stamp == self._seen else 1
        self._seen = stamp
        if stamp == self._stamp or self._looks < _looks_needed(stamp):
            return False
        made = self._made()
        known = {file: was for file, was in stamp.items() if file in made.files}
        self._stamp = self._seen = _stamp(made.files) | known
        with self._changed:
            news = made.revision != self._snapshot.revision
            self._snapshot = made
            self._changed.notify_all()
        return news

    def wait(self, known: str | None, seconds: float) -> str | None:
        """Another revision than the one known; None where there is none in time."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._snapshot.revision != known, seconds
            )
            now = self._snapshot.revision
        return now if now != known else None

    def close(self) -> None:
        """Let all go who wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether nothing new will come."""
        return self._closed

    def _made(self) -> Snapshot:
        last = self._snapshot.sound
        try:
            return snapshot(self.path, self._params, last, standby=self._standby)
        except (UsageError, ToolError) as error:
            # The file is gone, or cannot be drawn: said on the page, until it is back.
            return _told(self.path, error, last)


def snapshot(
    path: Path,
    params: Mapping[str, Value] | None = None,
    last: Sound | None = None,
    *,
    standby: Standby | None = None,
) -> Snapshot:
    """The page of a file as it is now, beside the last sound graph where it is wrong.

    Raises: UsageError where there is no such file or parameter; ToolError K501, K510.
    """
    spec, graph, diagnostics = examine_file(path, params=params)
    sound = last if graph is None else _sound(graph, last, standby)
    return _finished(path, _content(path, spec, diagnostics, sound), diagnostics, sound)


def _sound(graph: Graph, last: Sound | None, standby: Standby | None) -> Sound:
    """What the page shows of a graph; a comment or a space changes none of it."""
    known = last.model if last and last.graph == graph else None
    return Sound(graph, known or model_of(graph, standby))


def _content(
    path: Path,
    spec: Spec | None,
    diagnostics: tuple[Diagnostic, ...],
    sound: Sound | None,
) -> Content:
    if spec and sound:
        return content(spec, sound.graph, diagnostics, model=sound.model)
    return broken(str(path), _text(path), diagnostics, sound.model if sound else None)


def _told(path: Path, error: KspecError, last: Sound | None) -> Snapshot:
    diagnostics: tuple[Diagnostic, ...] = getattr(error, "diagnostics", ())
    return _finished(path, _content(path, None, diagnostics, last), diagnostics, last)


def _finished(
    path: Path, said: Content, diagnostics: tuple[Diagnostic, ...], sound: Sound | None
) -> Snapshot:
    html = render(replace(said, live=True)).encode()
    named = [one.span.file for one in diagnostics if one.span]
    parts = [span.file for span in spans(sound.graph)] if sound else []
    files = dict.fromkeys([str(path), *parts, *named])
    return Snapshot(html, revision(said), diagnostics, sound, tuple(files))


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.removeprefix("\ufeff")


def _stamp(files: Iterable[str]) -> Stamp:
    return {file: _time_and_size(Path(file)) for file in files}


def _looks_needed(stamp: Stamp) -> int:
    return EMPTY_LOOKS if any(not size for _, size, _ in stamp.values()) else LOOKS


def _time_and_size(path: Path) -> tuple[int, int, int]:
    """Zeros for a file that is not there."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino
