"""`kspec code`: the Keras code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.console import say
from kspec.cli.options import Params, SpecFile
from kspec.cli.source import compiled
from kspec.files import write_text

To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.py; printed where not given."),
]


def code(spec: SpecFile, output: To = None, params: Params = None) -> None:
    """Print the Keras code: a module that defines build_model()."""
    from kspec.codegen import module
    from kspec.plan import lower

    _, graph = compiled(spec, params)
    text = module(lower(graph))
    if output is None or str(output) == "-":
        say(text)
        return
    write_text(output, text)
    say(f"wrote {output}")
