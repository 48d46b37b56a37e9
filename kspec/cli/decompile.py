"""`kspec decompile`: a spec of a Keras model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kspec.cli.backend import start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend
from kspec.errors import Diagnostic, TextError, UsageError
from kspec.files import write_text

if TYPE_CHECKING:
    from kspec.schema import Spec

Names = Literal["exact", "free"]

Model = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help="FILE.keras, a JSON configuration, or module:function that makes a model.",
    ),
]
To = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.yaml; printed where not given."),
]
Arguments = Annotated[
    list[str] | None,
    typer.Option("--arg", metavar="NAME=VALUE", help="An argument of the function."),
]
Weights = Annotated[
    Path | None,
    typer.Option(help="Write the weights too: FILE.weights.h5 or FILE.safetensors."),
]
Flat = Annotated[
    bool, typer.Option("--flat", help="A line for each layer: no blocks, no repeats.")
]
NamesOption = Annotated[
    Names, typer.Option(help="`free` renames layers where the spec gets shorter so.")
]


def decompile(
    model: Model,
    output: To = None,
    flat: Flat = False,
    names: NamesOption = "exact",
    arg: Arguments = None,
    weights: Weights = None,
    backend: Backend = None,
) -> None:
    """Write the spec of a Keras model."""
    from kspec.decompiler.allowing import text_of
    from kspec.decompiler.decompilation import decompile as decompiled
    from kspec.decompiler.factories import is_factory

    if arg and not is_factory(model):
        message = "`--arg` is for a function that makes a model"
        raise UsageError(Diagnostic("K903", message))
    if is_factory(model):
        start_keras(backend)
        source = _made(model, arg, weights)
    else:
        source = Path(model)
    spec = decompiled(source, flat=flat, names=names)
    _write(text_of(spec), output)
    if weights and isinstance(source, Path):
        _write_weights(source, spec, weights, backend)
    if weights and output:
        say(f"wrote {weights}")


def _made(factory: str, arg: list[str] | None, weights: Path | None) -> Any:
    """The model of a factory, its weights written where they are asked for."""
    from kspec.decompiler.factories import model_of
    from kspec.decompiler.weights import check_ending, save_weights

    if weights:
        check_ending(weights)
    made = model_of(factory, dict(map(_argument, arg or ())))
    if weights:
        save_weights(made, weights)
    return made


def _write_weights(source: Path, spec: Spec, path: Path, backend: str | None) -> None:
    """Write the weights of a `.keras` file; Keras is asked for another format."""
    from kspec.decompiler.weights import (
        HDF5,
        check_ending,
        copy_weights,
        load_weights,
        save_weights,
    )

    check_ending(path)
    if path.name.endswith(HDF5):
        copy_weights(source, path)
        return
    start_keras(backend)
    from kspec.builder import build

    model = build(spec)
    load_weights(model, source)
    save_weights(model, path)


def _write(text: str, output: Path | None) -> None:
    if output is None or str(output) == "-":
        say(text)
        return
    write_text(output, text)
    say(f"wrote {output}: {len(text.splitlines())} lines")


def _argument(pair: str) -> tuple[str, Any]:
    """A `NAME=VALUE`, its value read as YAML reads it."""
    from kspec.text import plain, read

    name, equals, text = pair.partition("=")
    if not equals or not name.isidentifier() or not text.strip():
        raise UsageError(Diagnostic("K903", f"`--arg {pair}` is no NAME=VALUE"))
    try:
        return name, plain(read(text, file=f"--arg {name}"))
    except TextError as error:
        found = error.diagnostics[0]
        message = f"`--arg {pair}`: {found.message}"
        raise UsageError(Diagnostic("K903", message, hint=found.hint)) from error
