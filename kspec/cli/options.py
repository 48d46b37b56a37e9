"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kspec.errors import Diagnostic, TextError, UsageError
from kspec.expr import Value

SpecFile = Annotated[
    Path, typer.Argument(metavar="SPEC", help="The spec, a YAML file.")
]
RunPath = Annotated[
    Path,
    typer.Argument(
        metavar="RUN", help="A run's folder, or a spec, whose newest run is taken."
    ),
]
Runs = Annotated[Path, typer.Option(help="The folder of all runs.")]
Params = Annotated[
    list[str] | None,
    typer.Option(
        "-p", "--param", metavar="NAME=VALUE", help="Give a parameter another value."
    ),
]
Variant = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="One of the spec's variants."),
]
Backend = Annotated[
    str | None,
    typer.Option(help="Keras's backend: tensorflow, jax or torch."),
]


def parsed_params(given: list[str] | None) -> dict[str, Value]:
    """The values of `-p NAME=VALUE`, each read as YAML reads it.

    Raises: UsageError K903.
    """
    return dict(map(_parsed, given or ()))


def _parsed(pair: str) -> tuple[str, Value]:
    from kspec.text import Scalar, read

    name, equals, text = pair.partition("=")
    if not equals or not name:
        raise _wrong(f"`-p {pair}` is no NAME=VALUE", hint="write `-p k=64`")
    if not text.strip():
        raise _wrong(f"`-p {pair}` has no value after `=`")
    try:
        node = read(text, file=f"-p {name}")
    except TextError as error:
        found = error.diagnostics[0]
        raise _wrong(f"`-p {pair}`: {found.message}", hint=found.hint) from error
    value = node.value if isinstance(node, Scalar) else None
    if not isinstance(value, bool | int | float | str):
        raise _wrong(f"`-p {pair}`: expected a number, true or false, or a text")
    return name, value


def _wrong(message: str, hint: str | None = None) -> UsageError:
    return UsageError(Diagnostic("K903", message, hint=hint))
