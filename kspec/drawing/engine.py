"""DOT → a drawing, by the Graphviz in pygraphviz's wheel or by the system's `dot`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from kspec.errors import Diagnostic, ToolError

Format = Literal["svg", "png", "pdf"]

TIMEOUT = 120.0
"""Seconds that a layout may take."""

DPI = 192.0
"""Pixels per inch of a PNG."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing, and by how much the engine made it smaller than it was told."""

    data: bytes
    share: float = 1.0


def run(dot: str, form: Format, *, timeout: float = TIMEOUT) -> bytes:
    """The drawing of a DOT text.

    Args:
        timeout: seconds after which the engine is stopped.

    Raises: ToolError K501 without an engine, K510 where it fails, complains or takes
        too long.
    """
    return drawn(dot, form, timeout=timeout).data


def drawn(
    dot: str, form: Format, *, dpi: float = DPI, timeout: float = TIMEOUT
) -> Drawn:
    """The drawing of a DOT text, a PNG with so many pixels per inch."""
    made = finish(start(form, dpi), dot, timeout=timeout)
    return Drawn(_undated(made.data), made.share) if form == "pdf" else made


def start(form: Format, dpi: float = DPI) -> subprocess.Popen[bytes]:
    """The engine's process, which waits for a DOT text.

    Raises: ToolError K501 without an engine, K510 where it does not start.
    """
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            command(form, dpi), stdin=pipe, stdout=pipe, stderr=pipe
        )
    except OSError as error:
        raise _failure(f"Graphviz does not start: {error.strerror}") from error


def finish(
    process: subprocess.Popen[bytes], dot: str, *, timeout: float = TIMEOUT
) -> Drawn:
    """What a process that waits draws of a DOT text; it ends in any case.

    Raises: ToolError K510 where it fails, complains or takes too long.
    """
    with process:
        try:
            data, said = process.communicate(dot.encode(), timeout)
        except subprocess.TimeoutExpired:
            raise _failure(
                f"Graphviz found no layout within {timeout:g} seconds",
                hint="fold more: `--fold auto`, `--fold all` or `--depth 1`",
            ) from None
        finally:
            process.kill()
    return Drawn(data, _refuse_complaints(process.returncode, data, said))


def command(form: Format, dpi: float = DPI) -> list[str]:
    """The program that draws, with its arguments.

    Raises: ToolError K501 where there is none.
    """
    dots = f"{dpi:.6g}" if form == "png" else ""
    if sys.executable and (folder := _bundled()):
        script = Path(__file__).with_name("bundled_dot.py")
        isolated = [sys.executable, "-I", "-S", str(script)]
        return [*isolated, str(folder), form, dots]
    if dot := shutil.which("dot"):
        return [dot, f"-T{form}", *([f"-Gdpi={dots}"] if dots else [])]
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


def _refuse_complaints(status: int, data: bytes, stderr: bytes) -> float:
    """Raise what the engine says, but not what its font libraries say.

    Returns: by how much it made a bitmap smaller than it was told.
    """
    said = stderr.decode(errors="replace")
    share = 1.0
    for complaint in _COMPLAINT.findall(said):
        scaled = _SCALED.search(complaint)
        if not scaled:
            raise _failure(f"Graphviz says: {complaint}")
        share = float(scaled[1])
    if status or not data:
        last = (said.strip().splitlines() or ["it says nothing"])[-1]
        raise _failure(f"Graphviz failed with status {status}: {last}")
    return share


# A sign may be a little larger than its frame in the fonts of a machine.
_COMPLAINT = re.compile(
    r"^(?:dot: |\(null\): |Error: |Warning: )(?!.*size too small for content).*",
    re.MULTILINE,
)
_SCALED = re.compile(r"Scaling by ([0-9.]+) to fit")


def _failure(message: str, *, hint: str | None = None) -> ToolError:
    return ToolError(Diagnostic("K510", message, hint=hint))
