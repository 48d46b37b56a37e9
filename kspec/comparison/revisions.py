"""Versions of a spec in git: `HEAD~1:model.yaml`, with the specs beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kspec.comparison import git
from kspec.errors import Diagnostic, Related, Span, UsageError, did_you_mean

ENDINGS = (".yaml", ".yml")
"""The files that a spec can name, and that are taken along with it."""


@dataclass(frozen=True)
class Version:
    """A spec as it is in a file, or as it was in a commit.

    Args:
        source: what the user calls it.
        path: a file that holds it while it is read.
    """

    source: str
    path: Path

    def named(self, found: Diagnostic) -> Diagnostic:
        """A diagnostic with the user's name for the file."""
        related = tuple(Related(self._span(r.span), r.message) for r in found.related)
        return replace(found, span=self._span(found.span), related=related)

    def texts(self, diagnostics: list[Diagnostic]) -> dict[str, str]:
        """The texts of the files that diagnostics point into, by the user's names."""
        spans = [found.span for found in diagnostics]
        spans += [r.span for found in diagnostics for r in found.related]
        files = {span.file for span in spans if span and Path(span.file).is_file()}
        return {self._name(file): _text(file) for file in files}

    def _span(self, span: Span | None) -> Span | None:
        return replace(span, file=self._name(span.file)) if span else None

    def _name(self, file: str) -> str:
        if str(self.path) == self.source:
            return file
        revision, _, name = self.source.partition(":")
        inside = Path(file).resolve().relative_to(self.path.parent)
        return f"{revision}:{(Path(name).parent / inside).as_posix()}"


@contextmanager
def version(source: str) -> Generator[Version]:
    """What a user names: a file, or `REVISION:FILE` as git does.

    The file is looked for below the current folder, then below the repository's.

    Raises: UsageError K911 where git has no such version, ToolError K520 where there
        is no git or it fails.
    """
    if ":" not in source or Path(source).exists():
        yield Version(source, Path(source))
        return
    revision, _, name = source.partition(":")
    if not revision or revision.startswith("-") or not name:
        raise _unknown(source, "write `REVISION:FILE`, such as `HEAD~1:model.yaml`")
    with tempfile.TemporaryDirectory(prefix="kspec-") as created:
        folder = Path(created).resolve()
        _write(source, revision, name, folder)
        yield Version(source, folder / Path(name).name)


def _write(source: str, revision: str, name: str, folder: Path) -> None:
    """Put the file and the specs below its folder into another folder."""
    names = git.files(revision)
    if names is None:
        is_here = git.is_here()
        known = f"git knows no revision `{revision}` here"
        raise _unknown(source, known if is_here else "no git repository is here")
    wanted = git.inside_repository(name)
    found = next((one for one in (wanted, name) if one in names), None)
    if found is None:
        specs = [f"{revision}:{one}" for one in names if one.endswith(ENDINGS)]
        hint = did_you_mean(f"{revision}:{wanted}", specs)
        raise _unknown(source, hint or f"`{revision}` has no file `{wanted}`")
    above = found.rpartition("/")[0]
    inside = [n for n in names if n.startswith(f"{above}/" if above else "")]
    taken = [n for n in inside if n == found or n.endswith(ENDINGS)]
    for path, content in git.contents(revision, taken):
        place = folder / path[len(above) :].lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _unknown(source: str, hint: str) -> UsageError:
    message = f"there is neither a file nor a version in git `{source}`"
    return UsageError(Diagnostic("K911", message, hint=hint))


def _text(file: str) -> str:
    return Path(file).read_text(encoding="utf-8", errors="replace")
