"""The names in a `train:` section that have to be names of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kspec.errors import Diagnostic, closest, did_you_mean
from kspec.graph.ir import Graph
from kspec.schema import Spec
from kspec.schema.findings import Findings
from kspec.schema.places import Places, places_in
from kspec.shape import Shape, is_known

if TYPE_CHECKING:
    from kspec.schema.data import Column, Data
    from kspec.schema.training import Train

    Columns = dict[str, Column]


def columns_of(train: Train, graph: Graph) -> tuple[Columns, Columns]:
    """The columns of a checked model's inputs and outputs, in the model's order."""
    inputs, outputs = [v.name for v in graph.inputs], graph.outputs.names
    targets = train.data.targets or _forecast(train.data, inputs, outputs)
    return (
        {name: train.data.inputs[name] for name in inputs},
        {name: targets[name] for name in outputs},
    )


@dataclass(frozen=True)
class Sample:
    """What the model takes for one example of an input or of an output's target.

    Args:
        dtype: of the array.
        shape: without the batch.
        classes: how many the output tells; None for no classes.
    """

    dtype: str
    shape: Shape
    classes: int | None = None


def sample_of_input(graph: Graph, name: str) -> Sample:
    """What an input takes."""
    tensor = graph.by_name[name].outputs[0]
    # NumPy has no bfloat16; Keras casts to it.
    return Sample(tensor.dtype.replace("bfloat16", "float32"), tensor.shape[1:])


def sample_of_target(graph: Graph, train: Train, name: str, column: Column) -> Sample:
    """What the loss of an output takes."""
    from kspec.schema.training import is_sparse

    outputs = graph.outputs
    whole = graph.tensor(outputs.ports[outputs.names.index(name)]).shape
    shape = whole[1:] if is_known(whole) else whole
    if is_sparse(train, name):
        return Sample("int32", shape[:-1], shape[-1] if shape else None)
    return Sample("float32", shape, shape[-1] if shape and column.one_hot else None)


def check_columns(spec: Spec, graph: Graph, findings: Findings) -> None:
    """Note every name that only the `train:` section or only the model has (K607)."""
    if graph.train is None:
        return
    data, places = graph.train.data, places_in(spec.root)
    inputs, outputs = [v.name for v in graph.inputs], graph.outputs.names
    targets = data.targets or _forecast(data, inputs, outputs)
    named = [
        _Names("input", data.inputs, inputs, ("data", "inputs"), "column"),
        _Names("output", targets, outputs, ("data", "targets"), "target"),
        *_by_output(graph.train, outputs),
    ]
    findings += [found for names in named for found in names.faults(places)]
    findings += _unmatched(graph.train, graph, places)


def _forecast(data: Data, inputs: Sequence[str], outputs: Sequence[str]) -> Columns:
    """Without targets, a model of one input and one output predicts that input."""
    if len(inputs) == len(outputs) == 1 and set(inputs) == set(data.inputs):
        column = data.inputs[inputs[0]]
        named = column.column or inputs[0]
        return {outputs[0]: column.model_copy(update={"column": named})}
    return {}


@dataclass(frozen=True)
class _Names:
    """Names that the section gives, and those that the model has.

    Args:
        path: where they stand in the section.
        needs: what each of the model's has to have there, where it has to.
    """

    side: str
    given: Iterable[str]
    known: Sequence[str]
    path: tuple[str, ...]
    needs: str | None = None

    def faults(self, places: Places) -> Iterator[Diagnostic]:
        """One for each name that only one of the two has, a misspelt one once."""
        given = list(self.given)
        for name in given:
            if name not in self.known:
                hint = (
                    did_you_mean(name, self.known) or f"it has {', '.join(self.known)}"
                )
                message = f"the model has no {self.side} `{name}`"
                span = places.of_key(*self.path, name)
                yield Diagnostic("K607", message, span, hint)
        meant = {closest(name, self.known) for name in given}
        for name in self.known if self.needs else ():
            if name not in meant:
                message = f"the model's {self.side} `{name}` has no {self.needs}"
                hint = "every input has a column, every output a target and a loss"
                yield Diagnostic("K607", message, places.of_key(*self.path), hint)


def _by_output(train: Train, outputs: Sequence[str]) -> Iterator[_Names]:
    if isinstance(train.loss, dict):
        yield _Names("output", train.loss, outputs, ("loss",), "loss")
    if isinstance(train.metrics, dict):
        yield _Names("output", train.metrics, outputs, ("metrics",))
    if isinstance(train.weighted_metrics, dict):
        yield _Names("output", train.weighted_metrics, outputs, ("weighted_metrics",))
    if isinstance(train.class_weight, dict):
        yield _Names("output", train.class_weight, outputs, ("class_weight",))
    yield _Names("output", train.loss_weights or {}, outputs, ("loss_weights",))


def _unmatched(train: Train, graph: Graph, places: Places) -> Iterator[Diagnostic]:
    """An error for each pattern of a phase that names no layer."""
    names = list(_paths(graph))
    for number, phase in enumerate(train.phases, start=1):
        for pattern in (*phase.freeze, *phase.unfreeze):
            if any(fnmatchcase(name, pattern) for name in names):
                continue
            message = f"phase {number} names no layer by `{pattern}`"
            hint = did_you_mean(pattern, names) or "a `*` stands for any letters"
            yield Diagnostic("K607", message, places.of_key("phases"), hint)


def _paths(graph: Graph, before: str = "") -> Iterator[str]:
    """The layers by name, those of nested models as `base/block5_conv1`."""
    for vertex in graph.vertices:
        yield f"{before}{vertex.name}"
        if vertex.model is not None:
            yield from _paths(vertex.model, f"{before}{vertex.name}/")
