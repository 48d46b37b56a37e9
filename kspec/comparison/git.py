"""What is read from git, by commands that only read objects.

They run no filter, hook or helper that a repository's settings could name.
"""

from __future__ import annotations

import posixpath
import subprocess
from collections.abc import Iterator

from kspec.errors import Diagnostic, ToolError

TIMEOUT = 60.0
"""Seconds that git may take."""


def files(revision: str) -> list[str] | None:
    """The names of a revision's files, None where there is no such revision.

    Raises: ToolError K520.
    """
    listing = ["ls-tree", "-r", "-z", "--name-only", "--full-tree"]
    done = _run(*listing, "--end-of-options", revision)
    if done.returncode:
        return None
    return [name for name in done.stdout.decode(errors="replace").split("\0") if name]


def is_here() -> bool:
    """Whether the current folder is in a repository.

    Raises: ToolError K520.
    """
    return _run("rev-parse", "--git-dir").returncode == 0


def inside_repository(name: str) -> str:
    """A name below the current folder as one below the repository's.

    Raises: ToolError K520.
    """
    prefix = _run("rev-parse", "--show-prefix").stdout.decode(errors="replace").strip()
    return posixpath.normpath(posixpath.join(prefix, name))


def contents(revision: str, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """The contents of files of a revision, each with its name.

    Raises: ToolError K520.
    """
    asked = [name for name in names if "\n" not in name]
    wanted = "".join(f"{revision}:{name}\n" for name in asked)
    rest = _run("cat-file", "--batch", given=wanted.encode()).stdout
    for name in asked:
        head, _, rest = rest.partition(b"\n")
        _, kind, size = head.rsplit(b" ", 2)
        if kind == b"blob":
            yield name, rest[: int(size)]
        rest = rest[int(size) + 1 :]


def _run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *words],
            input=given,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError:
        message = "git is not installed, which keeps the versions of a file"
        hint = "install git, or give kspec two files"
        raise ToolError(Diagnostic("K520", message, hint=hint)) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(Diagnostic("K520", f"git failed: {error}")) from error
