"""Whether two Keras models are one: layers, configuration, connections, outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from kspec import Spec, build, decompile, dump, loads
from kspec.decompiler.recovered import Call, Recovered
from kspec.decompiler.recovery import recover
from kspec.schema.names import nearest_name

SEED = 11


def there_and_back(model: Any) -> Spec:
    """The spec of a model, after comparing what is built from it with the model."""
    import keras

    spec = decompile(model)
    keras.utils.clear_session()
    again = build(spec)
    assert_same_graph(model, again)
    assert_same_outputs(model, again)
    assert dump(decompile(again)) == dump(spec)
    assert dump(loads(dump(spec))) == dump(spec)
    return spec


def assert_same_graph(one: Any, other: Any) -> None:
    """The same layers with the same configuration, connected in the same way."""
    mine, yours = json.loads(one.to_json()), json.loads(other.to_json())
    assert structure(recover(mine)) == structure(recover(yours))
    assert [*configurations(mine)] == [*configurations(yours)]


def structure(model: Recovered, *, nested: bool = False) -> Recovered:
    """The graph without the names that Keras makes up, and without training.

    A model inside is a functional one, and its layers are called after it.
    """
    calls = tuple(_unnumbered(call, nested) for call in model.calls)
    name = "" if nested else nearest_name(model.name)
    mode = "functional" if nested else model.mode
    return replace(model, name=name, mode=mode, calls=calls, compiled={})


def _unnumbered(call: Call, nested: bool) -> Call:
    inner = structure(call.model, nested=True) if call.model else None
    name = "" if call.numbered or nested else call.name
    return replace(call, name=name, model=inner)


def configurations(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each layer's own configuration, as Keras writes it, in order of the names."""
    found: list[tuple[str, str]] = []
    for layer in data["config"]["layers"]:
        config = layer["config"]
        if "layers" in config:
            inner = [(f"{config['name']}/", v) for _, v in configurations(layer)]
            found += [(k, re.sub('"name": "[^"]*"', "", v)) for k, v in inner]
        elif layer["module"].startswith("keras.src.ops"):
            plain = {k: v for k, v in config.items() if k != "name"}
            found.append(("", json.dumps([layer["class_name"], plain])))
        else:
            found.append((config["name"], json.dumps(_without_inner_names(config))))
    yield from sorted(found)


def _without_inner_names(config: Any) -> Any:
    """The configuration; a layer inside another is called after it by kspec."""
    text = json.dumps(config)
    inner = json.loads(text)
    for key in ("layer", "cell", "backward_layer"):
        if isinstance(inner.get(key), dict):
            text = json.dumps(inner[key])
            inner[key] = json.loads(re.sub(r'"name": "[^"]*"', '"name": ""', text))
            inner[key].pop("build_config", None)
    return inner


def assert_same_outputs(one: Any, other: Any) -> None:
    """No difference at all, with the weights of the first in both."""
    ours = one.get_weights()
    assert [w.shape for w in ours] == [w.shape for w in other.get_weights()]
    other.set_weights(ours)
    for mine, yours in zip(outputs(one), outputs(other), strict=True):
        np.testing.assert_array_equal(mine, yours)


def outputs(model: Any) -> list[Any]:
    """What the model gives for small integers, as numbers of its inputs' dtypes."""
    import keras

    random = np.random.default_rng(SEED)
    given = [
        random.integers(0, 3, [2 if d is None else d for d in tensor.shape]).astype(
            tensor.dtype
        )
        for tensor in model.inputs
    ]
    found = model(given if len(given) > 1 else given[0], training=False)
    return [keras.ops.convert_to_numpy(t) for t in keras.tree.flatten(found)]
