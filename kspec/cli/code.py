"""`kspec code`: the Keras code."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer

from kspec.cli.console import say
from kspec.cli.currency import tell_whether_current
from kspec.cli.options import Params, SpecFile, Variant
from kspec.cli.source import compiled
from kspec.files import write_text

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
Train = Annotated[
    bool,
    typer.Option("--train", help="Load the data, compile and fit, too."),
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
    train: Train = False,
    check: Check = None,
    source_map: Map = None,
) -> None:
    """Print the Keras code: a module that defines build_model()."""
    from kspec.codegen import module_of

    loaded, _ = compiled(spec, params, variant)
    module = module_of(loaded, style=style, flat=flat, train=train)
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


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False
