"""`kspec build`: the Keras model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kspec.cli.backend import start_keras
from kspec.cli.console import say
from kspec.cli.options import Backend, Params, SpecFile, Variant
from kspec.cli.source import compiled
from kspec.errors import Diagnostic, UsageError
from kspec.files import replacing

To = Annotated[Path | None, typer.Option("-o", "--output", help="FILE.keras.")]
Weights = Annotated[
    str | None,
    typer.Option(
        metavar="imagenet|NAME|FILE",
        help="Keras's own weights of an application, or those of a file.",
    ),
]
Seed = Annotated[int | None, typer.Option(help="Of the new weights.", min=0)]


def build(
    spec: SpecFile,
    output: To = None,
    params: Params = None,
    variant: Variant = None,
    seed: Seed = None,
    backend: Backend = None,
    weights: Weights = None,
) -> None:
    """Build the Keras model and save it, to SPEC's name with .keras by default."""
    path = output or Path(spec.stem).with_suffix(".keras")
    if path.suffix != ".keras":
        message = f"a model is saved as FILE.keras, got `{path.name}`"
        hint = f"write `-o {path.with_suffix('.keras')}`"
        raise UsageError(Diagnostic("K905", message, hint=hint))
    read, graph = compiled(spec, params, variant)
    start_keras(backend)
    from kspec.builder import build_plan, keras_module, verify
    from kspec.plan import lower
    from kspec.pretrained import give_weights

    if seed is not None:
        keras_module().utils.set_random_seed(seed)
    model = build_plan(lower(graph))
    verify(read, graph, model)
    if weights is not None:
        new = give_weights(keras_module(), model, read, weights)
        _note_new(new)
    with replacing(path) as temporary:
        model.save(temporary)  # pyright: ignore[reportUnknownMemberType]
    say(f"wrote {path}: {model.count_params():,} parameters")


def _note_new(layers: tuple[str, ...]) -> None:
    """Tell which layers have found no weights."""
    if layers:
        sys.stderr.write(f"new weights, as nothing fits: {', '.join(layers)}\n")
