"""The application: the commands, and how an error ends the program."""

from __future__ import annotations

import gc
import os
import sys

import typer

from kspec.cli.build import build
from kspec.cli.bundled import copy, list_
from kspec.cli.check import check
from kspec.cli.code import code
from kspec.cli.console import report_error, say
from kspec.cli.data import data
from kspec.cli.decompile import decompile
from kspec.cli.diff import diff
from kspec.cli.draw import draw
from kspec.cli.evaluate import evaluate
from kspec.cli.explain import explain
from kspec.cli.export import export
from kspec.cli.fmt import fmt
from kspec.cli.page import page
from kspec.cli.plugin import with_plugins
from kspec.cli.predict import predict
from kspec.cli.rename import rename
from kspec.cli.resolve import resolve
from kspec.cli.runs import runs
from kspec.cli.schema import schema
from kspec.cli.show import show
from kspec.cli.sparing import sparing
from kspec.cli.train import train
from kspec.cli.watch import watch
from kspec.errors import KspecError

SUMMARY = "A YAML graph of layers: checked, drawn, printed as Keras code, trained."

application = typer.Typer(
    name="kspec",
    help=SUMMARY,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = (
    check,
    show,
    draw,
    diff,
    code,
    page,
    watch,
    build,
    decompile,
    train,
    evaluate,
    predict,
    runs,
    export,
    resolve,
    fmt,
    rename,
    copy,
    explain,
    schema,
)
WITHOUT_PLUGINS = (copy, runs)
"""Commands that read no spec and make none."""

for command in COMMANDS:
    careful = sparing(command)
    reads = command not in WITHOUT_PLUGINS
    application.command()(with_plugins(careful) if reads else careful)
application.command("list")(list_)
application.add_typer(data, name="data")


@application.callback(invoke_without_command=True)
def version(
    show_version: bool = typer.Option(False, "--version", help="Print the version."),
) -> None:
    """A YAML graph of layers: checked, drawn, printed as Keras code, trained."""
    if show_version:
        from kspec import __version__

        say(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; the process ends with design's exit codes 0 to 3."""
    # A short process with millions of small values: looking for cycles costs a third.
    gc.set_threshold(200_000, 50, 50)
    try:
        application()
    except KspecError as error:
        report_error(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe has gone; Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
