"""Compiling and fitting: the typed section as the arguments of plain Keras calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from kspec.builder import construct
from kspec.errors import BuildError, DataError, Diagnostic
from kspec.graph import Graph
from kspec.layers.objects.object import Object
from kspec.plan import construction
from kspec.schema.stages import stages
from kspec.schema.training import Train, of_output
from kspec.training.dataset import Dataset, Part
from kspec.training.phases import frozen_in, thaw
from kspec.training.table import Array, in_memory, loaded
from kspec.training.weighting import class_weights, weights_of_rows

FRAMEWORKS = ("keras", "tensorflow", "jax", "jaxlib", "torch")


def compile_model(
    model: Any, train: Train, graph: Graph, optimizer: str | Object | None = None
) -> None:
    """Give the model its optimizer, losses and metrics.

    Args:
        optimizer: instead of the section's.

    Raises: BuildError K402 where Keras refuses them.
    """
    io = Interface.of(graph)
    losses = {name: made(of_output(train.loss, name)) for name in io.outputs}
    weights = train.loss_weights
    try:
        model.compile(
            optimizer=made(optimizer or train.optimizer),
            loss=io.held(losses),
            metrics=_metrics(train.metrics, graph),
            weighted_metrics=_metrics(train.weighted_metrics, graph),
            loss_weights=weights
            and io.held({name: weights.get(name, 1.0) for name in io.outputs}),
            jit_compile=train.jit_compile,
            steps_per_execution=train.steps_per_execution,
        )
    except Exception as error:
        raise refusal(error) from error


def fit(
    model: Any,
    train: Train,
    graph: Graph,
    dataset: Dataset,
    arranged: Callable[[list[Any]], list[Any]] = list,
) -> None:
    """Train the model, phase by phase, as plain `compile` and `fit` do.

    Args:
        arranged: adds to the spec's callbacks those of the run, for each call of `fit`.
            Where one is `broken`, the phases that are left do not begin.

    Raises: BuildError K402 where Keras fails, DataError K607 for weights that do not
        fit the outputs and for a phase in which no layer learns.
    """
    frozen, done = frozen_in(model), 0
    examples = _examples(train, graph, dataset)
    for number, stage in enumerate(stages(train), start=1):
        if stage.phase:
            frozen = thaw(model, stage.phase, frozen)
            _check_learning(model, number)
        compile_model(model, train, graph, stage.optimizer(train))
        callbacks = arranged([made(callback) for callback in train.callbacks])
        done = _fitted(model, examples, callbacks, range(done, done + stage.epochs))
        if any(getattr(callback, "broken", None) for callback in callbacks):
            break


def _fitted(
    model: Any, examples: dict[str, Any], callbacks: list[Any], epochs: range
) -> int:
    """One call of Keras's `fit`; the number of epochs that are done then."""
    try:
        history = model.fit(
            **examples,
            initial_epoch=epochs.start,
            epochs=epochs.stop,
            callbacks=callbacks,
            verbose=0,
        )
    except Exception as error:
        raise refusal(error) from error
    return epochs.start + len(history.epoch)


def _examples(train: Train, graph: Graph, dataset: Dataset) -> dict[str, Any]:
    io, learned, watched = Interface.of(graph), dataset.train, dataset.watched
    counted = _counted(io, dataset, learned)
    weights = _by_class(train, graph, learned, counted)
    own = _counted(io, dataset, watched)
    if learned.is_stored or watched.is_stored:
        return {
            "x": io.batches(
                *(learned.inputs, learned.targets, *weights),
                batch_size=train.batch_size,
                seed=train.seed if train.shuffle else None,
            ),
            "validation_data": io.batches(
                *(watched.inputs, watched.targets, *own), batch_size=train.batch_size
            ),
        }
    return {
        "x": io.given(learned.inputs),
        "y": io.held(learned.targets),
        "sample_weight": io.held(weights[0]) if weights else None,
        "validation_data": (
            io.given(watched.inputs),
            io.held(watched.targets),
            *map(io.held, own),
        ),
        "batch_size": train.batch_size,
        "shuffle": train.shuffle,
    }


def _counted(
    io: Interface, dataset: Dataset, part: Part
) -> tuple[dict[str, Array], ...]:
    """What each example counts by itself, by output; nothing where all are equal."""
    if dataset.weights is None:
        return ()
    return (dict.fromkeys(io.outputs, dataset.weights[part.positions]),)


def _by_class(
    train: Train, graph: Graph, part: Part, counted: tuple[dict[str, Array], ...]
) -> tuple[dict[str, Array], ...]:
    """The same, times the weight of each example's class."""
    if train.class_weight is None:
        return counted
    targets = {name: loaded(values) for name, values in part.targets.items()}
    per_class = class_weights(train, graph, targets)
    ones = np.ones(part.samples, np.float32)
    own = counted[0] if counted else dict.fromkeys(targets, ones)
    return (
        {
            name: own[name] * weights_of_rows(per_class[name], target)
            if name in per_class
            else own[name]
            for name, target in targets.items()
        },
    )


def _metrics(metrics: Any, graph: Graph) -> Any:
    io = Interface.of(graph)
    listed = {n: [made(m) for m in of_output(metrics, n, ())] for n in io.outputs}
    return io.held(listed) if any(listed.values()) else None


def _check_learning(model: Any, number: int) -> None:
    if not model.trainable_variables:
        message = f"phase {number} freezes every layer that has weights"
        raise DataError(Diagnostic("K607", message, hint="`unfreeze:` some of them"))


@dataclass(frozen=True)
class Interface:
    """What goes into a model and comes out of it: names, and how outputs are held.

    Args:
        inputs: the names, in the model's order.
        outputs: the names, in the model's order.
        form: whether the model gives one tensor, a list, or a mapping by name.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    form: Literal["one", "list", "mapping"]

    @staticmethod
    def of(graph: Graph) -> Interface:
        """That of a checked model."""
        inputs = tuple(vertex.name for vertex in graph.inputs)
        return Interface(inputs, graph.outputs.names, graph.outputs.form)

    def given(self, inputs: Mapping[str, Any]) -> Any:
        """The inputs in the structure that the model takes: one array, or a list."""
        arrays = [inputs[name] for name in self.inputs]
        return arrays if arrays[1:] else arrays[0]

    def held(self, values: Mapping[str, Any]) -> Any:
        """Values by output in the structure that the model's outputs have."""
        match self.form:
            case "one":
                return values[self.outputs[0]]
            case "list":
                return [values[name] for name in self.outputs]
            case "mapping":
                return dict(values)

    def batches(
        self, *columns: Mapping[str, Any], batch_size: int, seed: int | None = None
    ) -> Any:
        """Batches of what lies on the disk: inputs, then targets, then weights."""
        from kspec.training.feeding import Batches

        ways = (self.given, self.held, self.held)[: len(columns)]
        return Batches(columns, ways, batch_size=batch_size, seed=seed)

    def predict(
        self, model: Any, inputs: Mapping[str, Any], *, batch_size: int
    ) -> dict[str, Array]:
        """The model's outputs by name."""
        if all(map(in_memory, inputs.values())):
            given = self.given(inputs)
            found = model.predict(given, batch_size=batch_size, verbose=0)
        else:
            found = model.predict(
                self.batches(inputs, batch_size=batch_size), verbose=0
            )
        match self.form:
            case "one":
                return {self.outputs[0]: found}
            case "list":
                return dict(zip(self.outputs, found, strict=True))
            case "mapping":
                return {name: found[name] for name in self.outputs}


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
