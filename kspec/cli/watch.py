"""`kspec watch`: the page in a browser, updated as the spec is saved."""

from __future__ import annotations

import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kspec.cli.console import counted, report, say, sources_of
from kspec.cli.options import Params, SpecFile, parsed_params

if TYPE_CHECKING:
    from kspec.drawing.standby import Standby
    from kspec.webpage.watching import Watch

Port = Annotated[
    int | None,
    typer.Option(min=0, max=65535, help="8017, or a free one where that is taken."),
]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")]

INTERVAL = 0.015
"""Seconds between two looks at the file."""


def watch(
    spec: SpecFile,
    params: Params = None,
    port: Port = None,
    open_browser: Open = False,
) -> None:
    """Serve the page to this machine and update it whenever the spec is saved."""
    from kspec.drawing.standby import Standby
    from kspec.webpage.server import served
    from kspec.webpage.watching import Watch

    standby = Standby()
    watched = Watch(spec, parsed_params(params), standby=standby)
    with standby, served(watched, port) as address:
        say(f"{address} shows {spec}; Ctrl-C ends it")
        try:
            _tell(watched, spec)
            if open_browser:
                webbrowser.open(address)
            _follow(watched, spec, standby)
        except KeyboardInterrupt:
            say("")


def _follow(watched: Watch, spec: Path, standby: Standby) -> None:
    while True:
        standby.prepare()
        time.sleep(INTERVAL)
        if watched.refresh():
            _tell(watched, spec)


def _tell(watched: Watch, spec: Path) -> None:
    """Say how the spec is; what is wrong with it too."""
    diagnostics = watched.snapshot.diagnostics
    errors = [one for one in diagnostics if one.severity == "error"]
    report(diagnostics, sources_of(diagnostics))
    say(f"{time.strftime('%H:%M:%S')} {spec}: {counted(errors) or 'ok'}")
