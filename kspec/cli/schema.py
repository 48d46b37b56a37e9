"""`kspec schema`: the language as a JSON Schema, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.console import say
from kspec.files import write_text

To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.json; printed where not given."),
]


def schema(output: To = None) -> None:
    """Print the JSON Schema of specs, by which editors complete and check them."""
    from kspec.schema.json_schema import json_schema

    text = json.dumps(json_schema(), ensure_ascii=False, indent=1)
    if output is None or str(output) == "-":
        say(text)
        return
    write_text(output, f"{text}\n")
    say(f"wrote {output}")
