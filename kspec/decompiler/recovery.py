"""From Keras's configuration of a model to its calls, in document order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from kspec.decompiler.arguments import arguments_of, input_arguments
from kspec.decompiler.binding import Bound, bound
from kspec.decompiler.masks import Masked, as_written, tensors_in
from kspec.decompiler.ordering import Circle, in_document_order
from kspec.decompiler.recovered import INPUT, MODEL, Call, Outputs, Recovered, Source
from kspec.decompiler.refusal import no_form, not_a_model
from kspec.decompiler.serialized import Data
from kspec.decompiler.types import is_functional, is_model, is_sequential, type_of

Key = tuple[str, int]
"""A call: the layer's name, and how many calls of it were before."""


def recover(data: Data) -> Recovered:
    """The model that a configuration describes.

    Args:
        data: what `model.to_json()` or the `config.json` of a `.keras` file holds.

    Raises: DecompileError K301 to K304.
    """
    if not is_model(data):
        name = data.get("class_name", "nothing")
        raise not_a_model(
            f"the configuration describes `{name}`, which is no functional and no"
            " sequential model",
            hint="a model that is a class of its own holds code; write a plugin",
        )
    config = _config(data)
    made = _sequential(config) if is_sequential(data) else _functional(config)
    compiled = cast("dict[str, Any]", data.get("compile_config") or {})
    return Recovered(made.name, made.mode, made.calls, made.outputs, compiled)


def _config(data: Data) -> dict[str, Any]:
    config = data.get("config")
    if not isinstance(config, dict) or not isinstance(
        cast("Data", config).get("layers"), list
    ):
        raise no_form(f"the model `{data.get('class_name')}` lists no layers")
    return cast("dict[str, Any]", config)


def _sequential(config: dict[str, Any]) -> Recovered:
    model = str(config.get("name", "sequential"))
    layers = cast("list[dict[str, Any]]", config["layers"])
    if not layers or layers[0].get("class_name") != "InputLayer":
        raise no_form(
            f"the sequential model `{model}` does not know its input's shape",
            hint="build it, or begin it with `keras.Input(shape=…)`",
        )
    calls: list[Call] = []
    for layer in layers:
        name = str(layer["config"]["name"])
        inputs = (Source(len(calls) - 1),) if calls else ()
        calls.append(_call(_Layer(model, name, layer), Bound(inputs)))
    return Recovered(
        model, "sequential", tuple(calls), Outputs((Source(len(calls) - 1),))
    )


@dataclass(frozen=True)
class _Layer:
    """A layer of a model, as its configuration describes it."""

    model: str
    name: str
    data: dict[str, Any]

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return f"layer `{self.name}` of model `{self.model}`"

    @property
    def calls(self) -> list[Data]:
        """What it is called on, each time."""
        nodes = cast("list[Any]", self.data.get("inbound_nodes") or [])
        if any(not isinstance(node, dict) for node in nodes):
            raise not_a_model(
                f"{self.place} is written as Keras 2 did",
                hint="save the model with Keras 3 again",
            )
        return nodes

    @property
    def is_input(self) -> bool:
        """Whether the model is given its tensor."""
        return self.data.get("class_name") == "InputLayer"


def _call(layer: _Layer, given: Bound) -> Call:
    """A call of a layer."""
    data, place = layer.data, layer.place
    config = cast("Mapping[str, Any]", data.get("config") or {})
    if layer.is_input:
        return Call(layer.name, INPUT, input_arguments(config, place))
    if is_model(data):
        frozen = {} if config.get("trainable", True) else {"trainable": False}
        made = Call(layer.name, MODEL, frozen, model=recover(data))
        return replace(made, inputs=given.inputs, constants=given.constants)
    cls = type_of(data, place)
    numbered = cls.family == "operation"
    arguments = arguments_of(cls, {**config, **given.arguments}, place)
    # Keras counts the functions of a session: the same model has other names later.
    name = cls.kind().rpartition(".")[2] if numbered else layer.name
    return Call(
        name,
        cls.kind(),
        arguments,
        given.inputs,
        given.slots,
        given.constants,
        numbered=numbered,
    )


class _Functional:
    """A functional model while it is read."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.name = str(config.get("name", "functional"))
        self.layers = {
            str(data["name"]): _Layer(self.name, str(data["name"]), data)
            for data in cast("list[dict[str, Any]]", config["layers"])
        }
        masked = Masked({name: layer.data for name, layer in self.layers.items()})
        self.calls = {
            (name, at): as_written(node, str(layer.data.get("class_name")), masked)
            for name, layer in self.layers.items()
            for at, node in enumerate(layer.calls)
        }
        self.order: dict[Key, int] = {}

    def needs(self, key: Key) -> list[Key]:
        """The calls that one depends on, an earlier one of the same layer too."""
        layer = self.layer(key[0])
        if layer.is_input:
            return []
        if key not in self.calls:
            raise not_a_model(f"{layer.place} is not called {key[1] + 1} times")
        earlier = [(key[0], key[1] - 1)] if key[1] else []
        return [*earlier, *(tensor[:2] for tensor in tensors_in(self.calls[key]))]

    def layer(self, name: str) -> _Layer:
        """The layer of a name."""
        if name not in self.layers:
            raise not_a_model(f"model `{self.name}` has no layer `{name}`")
        return self.layers[name]

    def source(self, history: list[Any]) -> Source:
        """The tensor at [layer, call, output]."""
        name, call, output = history
        return Source(self.order[str(name), int(call)], int(output))

    def end(self, history: list[Any]) -> list[Any]:
        """An output or input, whose calls Keras counts from 1 for a nested model."""
        name, call, output = history
        shift = 1 if is_functional(self.layer(str(name)).data) else 0
        return [str(name), int(call) - shift, int(output)]

    def call(self, key: Key) -> Call:
        """One call of a layer, with what it takes."""
        layer = self.layers[key[0]]
        if layer.is_input:
            return _call(layer, Bound(()))
        cls = None if is_model(layer.data) else type_of(layer.data, layer.place)
        made = _call(layer, bound(self.calls[key], cls, self.source, layer.place))
        return replace(made, shares=self.order[key[0], 0]) if key[1] else made


def _functional(config: dict[str, Any]) -> Recovered:
    model = _Functional(config)
    inputs = [model.end(end) for end in _ends(config.get("input_layers"))]
    names, form = _names(config.get("output_layers"))
    outputs = [model.end(end) for end in _ends(config.get("output_layers"))]
    starts: list[Key] = [(end[0], end[1]) for end in inputs]
    try:
        keys = in_document_order([(end[0], end[1]) for end in outputs], model.needs)
    except Circle as circle:
        raise not_a_model(f"the layers of `{model.name}` feed each other") from circle
    rest = [key for key in keys if key not in set(starts)]
    model.order = {key: at for at, key in enumerate([*starts, *rest])}
    calls = tuple(model.call(key) for key in model.order)
    sources = tuple(model.source(end) for end in outputs)
    return Recovered(model.name, "functional", calls, Outputs(sources, names, form))


def _ends(structure: Any) -> list[list[Any]]:
    """The tensors of a structure: one, a list or a mapping."""
    if isinstance(structure, dict):
        return [end for one in structure.values() for end in _ends(one)]  # pyright: ignore
    if not isinstance(structure, list):
        raise not_a_model("the model does not say what it takes and gives")
    items = cast("list[Any]", structure)
    if len(items) == 3 and isinstance(items[0], str):
        return [items]
    return [end for one in items for end in _ends(one)]


def _names(structure: Any) -> tuple[tuple[str, ...], Any]:
    """The outputs' names, where the model gives a mapping, and its form."""
    if isinstance(structure, dict):
        table = cast("dict[str, Any]", structure)
        return tuple(table), "mapping"
    items = cast("list[Any]", structure)
    one = len(items) == 3 and isinstance(items[0], str)
    return (), "one" if one or len(items) == 1 else "list"
