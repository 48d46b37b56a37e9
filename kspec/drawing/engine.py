"""DOT → a drawing, by the Graphviz in pygraphviz's wheel or by the system's `dot`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from kspec.errors import Diagnostic, ToolError

Format = Literal["svg", "png", "pdf"]

TIMEOUT = 120.0
"""Seconds that a layout may take."""

DPI = 192
LEGIBLE_DPI = 72
"""Pixels per inch of a PNG, and how few it may have where it would be too large."""


def run(dot: str, form: Format, *, timeout: float = TIMEOUT) -> bytes:
    """The drawing of a DOT text.

    Args:
        timeout: seconds after which the engine is stopped.

    Raises: ToolError K501 without an engine, K510 where it fails, complains or takes
        too long.
    """
    try:
        done = subprocess.run(
            command(form),
            input=dot.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except OSError as error:
        raise _failure(f"Graphviz does not start: {error.strerror}") from error
    except subprocess.TimeoutExpired:
        raise _failure(
            f"Graphviz found no layout within {timeout:g} seconds",
            hint="draw a smaller model, or save the .dot and draw it elsewhere",
        ) from None
    _refuse_complaints(done)
    return _undated(done.stdout) if form == "pdf" else done.stdout


def command(form: Format) -> list[str]:
    """The program that draws, with its arguments.

    Raises: ToolError K501 where there is none.
    """
    dpi = str(DPI) if form == "png" else ""
    if sys.executable and (folder := _bundled()):
        script = Path(__file__).with_name("bundled_dot.py")
        isolated = [sys.executable, "-I", "-S", str(script)]
        return [*isolated, str(folder), form, dpi]
    if dot := shutil.which("dot"):
        return [dot, f"-T{form}", *([f"-Gdpi={dpi}"] if dpi else [])]
    message = "no Graphviz on this machine, which draws .svg, .png and .pdf"
    hint = "install it with `pip install pygraphviz`, or save a .dot file instead"
    raise ToolError(Diagnostic("K501", message, hint=hint))


def _bundled() -> Path | None:
    """The folder that holds pygraphviz."""
    spec = find_spec("pygraphviz")
    return Path(spec.origin).parent.parent if spec and spec.origin else None


def _undated(pdf: bytes) -> bytes:
    """The PDF with the time of drawing set to 1970; its length stays as it was."""
    return re.sub(
        rb"(/CreationDate \(D:)\d{14}",
        lambda found: found[1] + b"19700101000000",
        pdf,
    )


def _refuse_complaints(done: subprocess.CompletedProcess[bytes]) -> None:
    """Raise what the engine says, but not what its font libraries say."""
    said = done.stderr.decode(errors="replace")
    for complaint in _COMPLAINT.findall(said):
        if scaled := _SCALED.search(complaint):
            _refuse_illegible(float(scaled[1]))
        else:
            raise _failure(f"Graphviz says: {complaint}")
    if done.returncode or not done.stdout:
        last = (said.strip().splitlines() or ["it says nothing"])[-1]
        raise _failure(f"Graphviz failed with status {done.returncode}: {last}")


_COMPLAINT = re.compile(r"^(?:dot: |\(null\): |Error: |Warning: ).*", re.MULTILINE)
_SCALED = re.compile(r"Scaling by ([0-9.]+) to fit")


def _refuse_illegible(share: float) -> None:
    """Refuse a bitmap that Graphviz had to make so small that nobody can read it."""
    if share * DPI < LEGIBLE_DPI:
        raise _failure(
            "the model is too long for a .png, which has at most 32,767 pixels a side",
            hint="save it as .svg or .pdf",
        )


def _failure(message: str, *, hint: str | None = None) -> ToolError:
    return ToolError(Diagnostic("K510", message, hint=hint))
