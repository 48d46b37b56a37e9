"""`kspec explain`: what a layer, an argument, a key or an error code is."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kspec.cli.console import say

Name = Annotated[
    str | None,
    typer.Argument(help="Conv2D, Conv2D.padding, he_uniform, train, K203, …"),
]


def explain(name: Name = None) -> None:
    """Explain a layer, object, argument, key or code; without a name, list them."""
    from kspec.explanation import explain as explained

    text = explained(name)
    if not sys.stdout.isatty():
        say(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
