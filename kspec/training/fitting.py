"""Compiling and fitting: the typed section as the arguments of plain Keras calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kspec.builder import construct
from kspec.errors import BuildError, Diagnostic
from kspec.graph import Graph
from kspec.layers.objects.object import Object
from kspec.plan import construction
from kspec.schema.training import Train
from kspec.training.dataset import Dataset, Part
from kspec.training.table import Array

FRAMEWORKS = ("keras", "tensorflow", "jax", "jaxlib", "torch")


def compile_model(model: Any, train: Train, graph: Graph) -> None:
    """Give the model its optimizer, losses and metrics.

    Raises: BuildError K402 where Keras refuses them.
    """
    names = graph.outputs.names
    losses = {name: made(of_output(train.loss, name)) for name in names}
    metrics = {
        name: [made(metric) for metric in of_output(train.metrics, name, ())]
        for name in names
    }
    weights = train.loss_weights
    try:
        model.compile(
            optimizer=made(train.optimizer),
            loss=as_outputs(losses, graph),
            metrics=as_outputs(metrics, graph),
            loss_weights=weights
            and as_outputs({name: weights.get(name, 1.0) for name in names}, graph),
        )
    except Exception as error:
        raise refusal(error) from error


def fit(
    model: Any,
    train: Train,
    graph: Graph,
    dataset: Dataset,
    callbacks: list[Any],
) -> None:
    """Train the compiled model, as plain `model.fit` does.

    Args:
        callbacks: beside those of the spec, and after them.

    Raises: BuildError K402 where Keras fails.
    """
    own = [made(callback) for callback in train.callbacks]
    watched = dataset.watched
    try:
        model.fit(
            as_inputs(dataset.train, graph),
            as_outputs(dataset.train.targets, graph),
            batch_size=train.batch_size,
            epochs=train.epochs,
            shuffle=train.shuffle,
            validation_data=(
                as_inputs(watched, graph),
                as_outputs(watched.targets, graph),
            ),
            callbacks=[*own, *callbacks],
            verbose=0,
        )
    except Exception as error:
        raise refusal(error) from error


def predict(
    model: Any, graph: Graph, part: Part, *, batch_size: int
) -> dict[str, Array]:
    """The model's outputs for a part, by name."""
    given = as_inputs(part, graph)
    found = model.predict(given, batch_size=batch_size, verbose=0)
    match graph.outputs.form:
        case "one":
            return {graph.outputs.names[0]: found}
        case "list":
            return dict(zip(graph.outputs.names, found, strict=True))
        case "mapping":
            return {name: found[name] for name in graph.outputs.names}


def as_inputs(part: Part, graph: Graph) -> Any:
    """The inputs in the structure that the model takes: one array, or a list."""
    arrays = [part.inputs[vertex.name] for vertex in graph.inputs]
    return arrays if arrays[1:] else arrays[0]


def as_outputs(values: Mapping[str, Any], graph: Graph) -> Any:
    """Values by output in the structure that the model's outputs have."""
    match graph.outputs.form:
        case "one":
            return values[graph.outputs.names[0]]
        case "list":
            return [values[name] for name in graph.outputs.names]
        case "mapping":
            return dict(values)


def made(value: str | Object) -> Any:
    """A Keras object of a typed one; Keras looks names up by itself."""
    return construct(construction(value)) if isinstance(value, Object) else value


def refusal(error: Exception) -> Exception:
    """What Keras or its backend raised, as a diagnostic; other errors unchanged."""
    home = type(error).__module__.partition(".")[0]
    if home not in FRAMEWORKS and not isinstance(error, ValueError | TypeError):
        return error
    said = " ".join(str(error).split())[:600]
    return BuildError(Diagnostic("K402", f"Keras refuses to train the model: {said}"))


def of_output(value: Any, name: str, default: Any = None) -> Any:
    """What a setting says of one output: the same for all, or its own by its name."""
    return value.get(name, default) if isinstance(value, dict) else value  # pyright: ignore
