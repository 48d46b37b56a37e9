"""The builder: executes a plan, which gives a Keras model."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kspec.errors import (
    BuildError,
    Diagnostic,
    Span,
    ToolError,
    UsageError,
    did_you_mean,
)
from kspec.graph import Limits, Port, compile_spec
from kspec.plan import (
    Argument,
    Call,
    Constant,
    List,
    Plan,
    Step,
    Table,
    Tuple,
    lower,
)
from kspec.schema import Spec

if TYPE_CHECKING:
    import keras

BACKENDS = ("tensorflow", "jax", "torch")
"""Those that kspec chooses from, the first that is installed first."""

Tensors = dict[str, tuple[Any, ...]]


def build(
    spec: Spec, *, seed: int | None = None, limits: Limits | None = None
) -> keras.Model:
    """The Keras model of a spec, its weights new.

    Args:
        seed: of the weights; None leaves Keras's random state as it is.
        limits: how large the model may be.

    Raises: GraphError K2xx, BuildError K401 where Keras refuses, ToolError K502 where
        Keras or its backend is not installed.
    """
    plan = lower(compile_spec(spec, limits=limits))
    if seed is not None:
        keras_module().utils.set_random_seed(seed)
    return build_plan(plan)


def build_plan(plan: Plan) -> keras.Model:
    """The Keras model of a plan.

    Raises: BuildError K401, ToolError K502.
    """
    return _sequential(plan) if plan.mode == "sequential" else _functional(plan)


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
            layers.append(construct(step.construct))
    # All at once: Keras builds the model anew for every layer that is added.
    with _blaming(plan.steps[-1]):
        return keras_module().Sequential(layers, name=plan.name)


def _functional(plan: Plan) -> keras.Model:
    tensors: Tensors = {}
    for step in plan.steps:
        with _blaming(step):
            tensors[step.name] = _outputs(step, tensors)
    inputs = [tensors[step.name][0] for step in plan.inputs]
    outputs = [_at(tensors, port) for port in plan.outputs.ports]
    with _blaming(plan.steps[-1]):
        return keras_module().Model(
            inputs=inputs if inputs[1:] else inputs[0],
            outputs=_structured(plan, outputs),
            name=plan.name,
        )


def _outputs(step: Step, tensors: Tensors) -> tuple[Any, ...]:
    made = construct(step.construct)
    if step.inputs is None:
        return (made,)
    given = [(name, _taken(tensors, taken)) for name, taken in step.tensors]
    named = {name: value for name, value in given if name}
    result = made(*(value for name, value in given if not name), **named)
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
        case Constant():
            return argument.value
        case Tuple():
            return tuple(map(_value, argument.items))
        case List():
            return list(map(_value, argument.items))
        case Table():
            return {key: _value(value) for key, value in argument.items}
        case Call():
            return construct(argument)


@functools.cache
def _constructor(target: str) -> Callable[..., Any]:
    _, *path = target.split(".")
    return functools.reduce(getattr, path, keras_module())


@contextmanager
def _blaming(step: Step) -> Generator[None]:
    """Turn what Keras raises into an error that names the layer and its line."""
    try:
        yield
    except (ValueError, TypeError, ArithmeticError, RuntimeError) as error:
        raise BuildError(
            _refusal(step.name, step.construct, step.span, error)
        ) from error


def _refusal(name: str, call: Call, span: Span | None, error: Exception) -> Diagnostic:
    kind = call.target.rpartition(".")[2]
    said = " ".join(str(error).split())
    return Diagnostic("K401", f"Keras refuses `{name}` ({kind}): {said}", span)
