"""A finished diagram: its text, its drawings, its files."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from kspec.drawing import (
    bitmap,
    dot,
    engine,
    mermaid,
    model_explorer,
    svg,
    terminal,
)
from kspec.drawing.options import DrawOptions
from kspec.drawing.scene import Scene
from kspec.drawing.staging import stage
from kspec.drawing.standby import Standby
from kspec.drawing.statements import statements
from kspec.errors import Diagnostic, ToolError, UsageError, did_you_mean
from kspec.files import write_bytes
from kspec.graph import Graph, compile_spec
from kspec.schema import Spec

Tell = Callable[[str], None]

Format = Literal["svg", "png", "pdf", "dot", "mermaid", "markdown", "json", "text"]

ENDINGS: dict[str, Format] = {
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".md": "markdown",
    ".json": "json",
    ".txt": "text",
}
"""The format that each ending of a file's name stands for."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A model's diagram; a notebook shows it.

    Args:
        scene: what it shows.
        dot: the same as DOT text.
        graph: what it was made from, with nothing folded.
    """

    scene: Scene
    dot: str
    graph: Graph

    def svg(self, standby: Standby | None = None) -> str:
        """The drawing as SVG, with a title and a description.

        Args:
            standby: an engine that waits; otherwise one is started.

        Raises: ToolError K501, K510.
        """
        drawn = standby.svg(self.dot) if standby else engine.run(self.dot, "svg")
        return svg.finish(drawn, self.scene, self.digest)

    @property
    def digest(self) -> str:
        """What tells this diagram from any other: the same on every machine."""
        return hashlib.sha256(self.dot.encode()).hexdigest()[:16]

    def render(
        self, form: Format, *, width: int | None = None, tell: Tell = warnings.warn
    ) -> bytes:
        """The drawing in a format.

        Args:
            width: of a PNG, in pixels.
            tell: is called with a message where a PNG is smaller than it was to be.

        Raises: UsageError K910 for another format; ToolError K501, K510, K511.
        """
        match form:
            case "svg":
                return self.svg().encode()
            case "pdf":
                return engine.run(self.dot, form)
            case "png":
                made = bitmap.bitmap(self.dot, width)
                if made.note:
                    tell(made.note)
                return made.data
            case _:
                return self.text(form).encode()

    def text(self, form: Format) -> str:
        """The diagram in a format that is text.

        Raises: UsageError K910 for another format; ToolError K501, K510, K511.
        """
        match form:
            case "svg":
                return self.svg()
            case "dot":
                return self.dot
            case "mermaid":
                return mermaid.write(self.scene)
            case "markdown":
                return mermaid.markdown(self.scene)
            case "json":
                return model_explorer.write(self.graph)
            case "text":
                return terminal.write(self.scene)
            case _:
                raise _unknown("format", str(form), get_args(Format))

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        width: int | None = None,
        tell: Tell = warnings.warn,
    ) -> Path:
        """Write the drawing to a file, in the format that its ending names.

        The file is whole or as it was before.

        Args:
            width: of a PNG, in pixels.
            tell: is called with a message where a PNG is smaller than it was to be.

        Raises: UsageError K910 for another ending; ToolError K501, K510, K511, and K503
            where the place can't be written.
        """
        place = Path(path)
        write_bytes(place, self.render(format_of(place), width=width, tell=tell))
        return place

    def is_current(
        self, path: str | os.PathLike[str], *, width: int | None = None
    ) -> bool:
        """Whether a file holds this diagram.

        An SVG says what it was drawn from, so that a machine with other fonts or
        another engine agrees; every other format is drawn anew and compared.

        Raises: as `save` does; ToolError K503 where the file can't be read.
        """
        place = Path(path)
        form = format_of(place)
        try:
            held = place.read_bytes()
        except FileNotFoundError:
            return False
        except OSError as error:
            message = f"cannot read {place}: {error.strerror}"
            raise ToolError(Diagnostic("K503", message)) from error
        if form == "svg":
            return f'{svg.DIGEST}="{self.digest}"'.encode() in held
        return held == self.render(form, width=width, tell=lambda _: None)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        plain = self.text("text")
        try:
            return {"image/svg+xml": self.svg(), "text/plain": plain}
        except ToolError as error:
            return {"text/plain": f"{plain}\n{error}"}


def draw(spec: Spec, options: DrawOptions | None = None) -> Diagram:
    """The diagram of a spec.

    Raises: GraphError K2xx with everything that does not fit.
    """
    return draw_graph(compile_spec(spec), options)


def draw_graph(graph: Graph, options: DrawOptions | None = None) -> Diagram:
    """The diagram of a checked graph."""
    is_annotated = options is not None and options.theme == "article"
    shown = stage(graph, options, statements(graph) if is_annotated else None)
    return Diagram(shown, dot.write(shown), graph)


def format_of(path: Path) -> Format:
    """The format that the ending of a file's name stands for.

    Raises: UsageError K910.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise _unknown("ending", ending or path.name, tuple(ENDINGS))
    return ENDINGS[ending]


def _unknown(noun: str, got: str, known: tuple[str, ...]) -> UsageError:
    listed = ", ".join(f"`{name}`" for name in known)
    message = f"no diagram is written with the {noun} `{got}`; expected {listed}"
    return UsageError(Diagnostic("K910", message, hint=did_you_mean(got, known)))
