"""The builder: executes a plan, which gives a Keras model."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import math
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kspec.errors import (
    BuildError,
    Diagnostic,
    GraphError,
    ToolError,
    UsageError,
    did_you_mean,
)
from kspec.graph import Graph, Limits, Port, Vertex, compile_spec
from kspec.graph.contracts import Facts, check_model
from kspec.plan import (
    Again,
    Argument,
    Call,
    Constant,
    Inner,
    List,
    Name,
    Plan,
    Step,
    Table,
    Tuple,
    lower,
)
from kspec.pretrained import downloading, give_weights
from kspec.schema import Spec
from kspec.schema.findings import Findings
from kspec.shape import Shape, Tensor

if TYPE_CHECKING:
    import keras

BACKENDS = ("tensorflow", "jax", "torch")
"""Those that kspec chooses from, the first that is installed first."""

Tensors = dict[str, tuple[Any, ...]]


def build(
    spec: Spec,
    *,
    seed: int | None = None,
    limits: Limits | None = None,
    weights: str | None = None,
) -> keras.Model:
    """The Keras model of a spec, its weights new or given.

    Args:
        seed: of the weights; None leaves Keras's random state as it is.
        limits: how large the model may be.
        weights: `imagenet` for Keras's own of the application that the spec describes,
            the name of an application, or a file: FILE.weights.h5, .keras or
            .safetensors. Layers that have none in it keep their new ones.

    Raises: GraphError K2xx, BuildError K401 where Keras refuses, ToolError K502 where
        Keras or its backend is not installed, K508 where weights cannot be downloaded,
        UsageError K944 where weights do not fit.
    """
    graph = compile_spec(spec, limits=limits)
    if seed is not None:
        keras_module().utils.set_random_seed(seed)
    model = build_plan(lower(graph))
    verify(spec, graph, model)
    if weights is not None:
        give_weights(keras_module(), model, spec, weights)
    return model


def verify(spec: Spec, graph: Graph, model: keras.Model) -> None:
    """Hold the built model to `expect:` where a plugin hid its shapes before.

    Raises: GraphError K206.
    """
    if graph.is_known:
        return
    built: Any = model
    shapes = dict(zip(graph.outputs.names, _output_shapes(graph, built), strict=True))
    trained = sum(math.prod(weight.shape) for weight in built.trainable_weights)
    counts: int = built.count_params()
    found = Facts(counts, trained, shapes)
    findings = Findings()
    check_model(spec, found, findings)
    if findings:
        raise GraphError(*findings)


def completed(graph: Graph, model: keras.Model) -> Graph:
    """The graph with the shapes of its outputs, which the built model knows."""
    shapes = dict(zip(graph.outputs.ports, _output_shapes(graph, model), strict=True))

    def tensors(vertex: Vertex) -> tuple[Tensor, ...]:
        ports = (Port(vertex.name, at) for at in range(len(vertex.outputs)))
        known = zip(ports, vertex.outputs, strict=True)
        return tuple(Tensor(shapes.get(p, t.shape), t.dtype) for p, t in known)

    vertices = tuple(replace(one, outputs=tensors(one)) for one in graph.vertices)
    return replace(graph, vertices=vertices)


def _output_shapes(graph: Graph, model: Any) -> list[Shape]:
    # A Sequential model has `outputs` alone; those of a mapping are sorted there.
    outputs: list[Any] = model.outputs
    if graph.outputs.form == "mapping":
        outputs = [model.output[name] for name in graph.outputs.names]
    return [tuple(output.shape) for output in outputs]


def build_plan(plan: Plan) -> keras.Model:
    """The Keras model of a plan.

    Raises: BuildError K401, ToolError K502.
    """
    with _deep(len(plan.steps)):
        return _sequential(plan) if plan.mode == "sequential" else _functional(plan)


FRAMES = 20
"""Python's frames that Keras takes for each layer of a chain, at most."""


@contextmanager
def _deep(layers: int) -> Generator[None]:
    """Let Keras walk down a long chain, where it would stop near 1,000 layers."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES * layers))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def construct(call: Call) -> Any:
    """The object that a call makes: a layer, an optimizer, a loss.

    A function is given its arguments, and waits for its tensors.

    Raises: ToolError K502.
    """
    first = [_value(argument) for _, argument in call.arguments[: call.before]]
    rest = {key: _value(value) for key, value in call.arguments[call.before :]}
    constructor = _constructor(call.target)
    if call.function:
        return functools.partial(constructor, *first, **rest)
    return constructor(**rest)


def select_backend(name: str | None = None) -> str:
    """Choose Keras's backend: by name, by `KERAS_BACKEND`, or what is installed.

    Raises: UsageError K904 for an unknown name or when Keras already runs on another,
        ToolError K502 where the backend is not installed.
    """
    wanted = name or os.environ.get("KERAS_BACKEND")
    if wanted and wanted not in BACKENDS:
        hint = did_you_mean(wanted, BACKENDS) or f"backends: {', '.join(BACKENDS)}"
        message = f"there is no backend `{wanted}`"
        raise UsageError(Diagnostic("K904", message, hint=hint))
    installed = [known for known in BACKENDS if importlib.util.find_spec(known)]
    if wanted not in (None, *installed) or not installed:
        raise _not_installed(f"`{wanted}` is not" if wanted else "none is")
    chosen = wanted or installed[0]
    os.environ["KERAS_BACKEND"] = chosen
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    running = (
        sys.modules["keras"].backend.backend() if "keras" in sys.modules else chosen
    )
    if running != chosen:
        message = f"Keras runs on {running} already, not on {chosen}"
        raise UsageError(Diagnostic("K904", message, hint="start a new process"))
    return chosen


@functools.cache
def keras_module() -> Any:
    """Keras, imported when it is first needed, on a backend that is installed.

    Raises: ToolError K502 where it or its backend is not installed.
    """
    if "keras" not in sys.modules:
        select_backend()
    try:
        return importlib.import_module("keras")
    except ImportError as error:
        raise _not_installed(f"`{error.name or 'keras'}` is not") from error


def _not_installed(missing: str) -> ToolError:
    return ToolError(
        Diagnostic(
            "K502",
            f"building needs Keras and a backend; {missing} installed",
            hint='pip install "kspec[tensorflow]", "kspec[jax]" or "kspec[torch]"',
        )
    )


def _sequential(plan: Plan) -> keras.Model:
    layers: list[Any] = []
    for step in plan.steps:
        with _blaming(step):
            layers.append(_made(step, {}))
    # All at once: Keras builds the model anew for every layer that is added.
    with _blaming(plan.steps[-1]):
        return keras_module().Sequential(layers, name=plan.name)


def _functional(plan: Plan) -> keras.Model:
    tensors: Tensors = {}
    layers: dict[str, Any] = {}
    for step in plan.steps:
        with _blaming(step):
            layers[step.name] = made = _made(step, layers)
            tensors[step.name] = _outputs(step, made, tensors)
            if step.freezing and step.freezing.once == "called":
                made.trainable = False
    inputs = [tensors[step.name][0] for step in plan.inputs]
    outputs = [_at(tensors, port) for port in plan.outputs.ports]
    with _blaming(plan.steps[-1]):
        return keras_module().Model(
            inputs=inputs if inputs[1:] else inputs[0],
            outputs=_structured(plan, outputs),
            name=plan.name,
        )


def _made(step: Step, layers: dict[str, Any]) -> Any:
    """The layer of a step: a new one, a model, or that of an earlier step."""
    match step.construct:
        case Call() as call:
            made = construct(call)
        case Inner(plan=plan):
            made = build_plan(plan)
        case Again(step=earlier):
            made = layers[earlier]
        case None:
            raise AssertionError(f"`{step.name}` has nothing to make it of")
    if step.freezing and step.freezing.once == "made":
        made.trainable = False
    return made


def _outputs(step: Step, made: Any, tensors: Tensors) -> tuple[Any, ...]:
    if step.inputs is None:
        return (made,)
    given = [(name, _taken(tensors, taken)) for name, taken in step.tensors]
    named = {name: value for name, value in given if name}
    named |= {name: _value(value) for name, value in step.call}
    result = made(*(value for name, value in given if not name), **named)
    if step.keys:
        return tuple(result[key] for key in step.keys)
    return tuple(result) if isinstance(result, list | tuple) else (result,)  # pyright: ignore


def _taken(tensors: Tensors, taken: Port | tuple[Port, ...]) -> Any:
    if isinstance(taken, Port):
        return _at(tensors, taken)
    return [_at(tensors, port) for port in taken]


def _at(tensors: Tensors, port: Port) -> Any:
    return tensors[port.vertex][port.output]


def _structured(plan: Plan, outputs: list[Any]) -> Any:
    match plan.outputs.form:
        case "one":
            return outputs[0]
        case "list":
            return outputs
        case "mapping":
            return dict(zip(plan.outputs.names, outputs, strict=True))


def _value(argument: Argument) -> Any:
    match argument:
        case Constant(value, _, folder):
            return os.path.join(folder, str(value)) if folder else value
        case Tuple():
            return tuple(map(_value, argument.items))
        case List():
            return list(map(_value, argument.items))
        case Table():
            return {key: _value(value) for key, value in argument.items}
        case Call():
            return construct(argument)
        case Name():
            raise AssertionError("a step has the full names of its layers")


@functools.cache
def _constructor(target: str) -> Callable[..., Any]:
    if not target.startswith("keras."):
        return _foreign(target)
    _, *path = target.split(".")
    return functools.reduce(getattr, path, keras_module())


def _foreign(target: str) -> Callable[..., Any]:
    """The layer of another package, which a plugin names."""
    keras_module()
    module, _, name = target.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        message = f"building needs `{target}`, which a plugin names: {error}"
        raise ToolError(Diagnostic("K518", message)) from error


@contextmanager
def _blaming(step: Step) -> Generator[None]:
    """Turn what Keras raises into an error that names the layer and its line."""
    hint = "write `weights: null` for new ones, or try again with a network"
    try:
        with downloading(f"`{step.name}`", hint, step.span):
            yield
    except (ValueError, TypeError, ArithmeticError, RuntimeError) as error:
        raise BuildError(_refusal(step, error)) from error


def _refusal(step: Step, error: Exception) -> Diagnostic:
    call = step.construct
    kind = f" ({call.target.rpartition('.')[2]})" if isinstance(call, Call) else ""
    said = " ".join(str(error).split())
    return Diagnostic("K401", f"Keras refuses `{step.name}`{kind}: {said}", step.span)
