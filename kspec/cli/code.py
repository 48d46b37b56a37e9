"""`kspec code`: the Keras code."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kspec.cli.console import say
from kspec.cli.currency import tell_whether_current
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled
from kspec.files import write_text

if TYPE_CHECKING:
    from kspec.codegen import Printed, Style
    from kspec.schema import Spec

To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.py; printed where not given."),
]
AsStyle = Annotated[
    Literal["auto", "sequential", "functional"],
    typer.Option(help="How a plain chain of layers is printed."),
]
Flat = Annotated[
    bool,
    typer.Option("--flat", help="A statement for each layer: no blocks, no loops."),
]
Check = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Exit with 1 where FILE is not current."),
]
Map = Annotated[
    Path | None,
    typer.Option("--map", help="FILE.json: which lines make which layers."),
]


def code(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
    style: AsStyle = "auto",
    flat: Flat = False,
    check: Check = None,
    source_map: Map = None,
) -> None:
    """Print the Keras code: a module that defines build_model()."""
    loaded, _ = compiled(spec, params, variant)
    module = _printed(loaded, style, flat)
    if check is not None:
        tell_whether_current(check, is_current=_holds(check, module.text))
        return
    if source_map is not None:
        links = [asdict(link) for link in module.links]
        write_text(source_map, json.dumps(links, ensure_ascii=False, indent=2) + "\n")
    if output is None or str(output) == "-":
        say(module.text)
        return
    write_text(output, module.text)
    say(f"wrote {output}")


def _printed(spec: Spec, style: Style, flat: bool) -> Printed:
    from kspec.codegen import printed
    from kspec.graph import compile_spec
    from kspec.plan import lower

    styled = spec if style == "auto" else replace(spec, mode=style)
    return printed(lower(compile_spec(styled)), flat=flat)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
