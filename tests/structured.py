"""Random specs with blocks, repeats, conditions, shared layers and nested models.

Every tensor has the same shape, so that whatever is drawn fits together.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.specs import FEATURES, MERGES, layer_on

Plain = dict[str, Any]


@st.composite
def structured_specs(draw: st.DrawFn) -> Plain:
    """A spec as plain data, which uses what the language has for structure."""
    blocks: Plain = {}
    for at in range(draw(st.integers(1, 3))):
        blocks[f"block{at}"] = draw(_block(dict(blocks)))
    inputs = ["a", "b"][: draw(st.integers(1, 2))]
    layers = draw(_members(inputs, blocks, least=2, most=6))
    first = next(iter(layers.values()))
    if "from" not in first:
        first["from"] = inputs[0]
    spec: Plain = {
        "kspec": 1,
        "name": "random_model",
        "params": {
            "k": FEATURES,
            "n": draw(st.integers(0, 3)),
            "deep": draw(st.booleans()),
        },
        "blocks": blocks,
        "inputs": {name: {"shape": [FEATURES]} for name in inputs},
        "layers": layers,
    }
    if draw(st.booleans()):
        # Every key is an output, so that nothing is left without a use.
        spec["outputs"] = {f"{key}_out": key for key in layers}
    return spec


@st.composite
def _block(draw: st.DrawFn, others: Plain) -> Plain:
    inputs = ["x", "y"][: draw(st.integers(1, 2))]
    layers = draw(_members(inputs, others, least=1, most=4, of_model=False))
    first = next(iter(layers.values()))
    if "from" not in first:
        first["from"] = draw(st.sampled_from(inputs))
    block: Plain = {
        "params": {"k": FEATURES, "n": draw(st.integers(0, 2)), "deep": True},
        "inputs": inputs,
        "layers": layers,
    }
    if draw(st.booleans()):
        ends = [*layers][-2:]
        block["outputs"] = {f"out_{key}": key for key in ends}
    return block


@st.composite
def _members(
    draw: st.DrawFn,
    inputs: list[str],
    blocks: Plain,
    least: int,
    most: int,
    of_model: bool = True,
) -> Plain:
    """Layers and instances, each on some of the tensors above."""
    members: Plain = {}
    single: list[str] = []
    for at in range(draw(st.integers(least, most))):
        above = [*inputs, *members]
        key = f"m{at}"
        kind = draw(st.sampled_from(["layer", "layer", "block", "nested", "use"]))
        if kind in ("block", "nested") and blocks:
            members[key] = draw(_instance(above, blocks, nested=kind == "nested"))
        elif kind == "use" and single:
            members[key] = {
                "use": draw(st.sampled_from(single)),
                "from": draw(st.sampled_from(above)),
            }
        else:
            members[key] = draw(layer_on(above))
            _make_single(members[key], draw)
        taken = members[key].get("from")
        if isinstance(taken, str) or taken is None:
            members[key] |= draw(_copying(members[key]))
        if members[key].get("type") == "Dense" and "repeat" not in members[key]:
            single += [] if "when" in members[key] else [key]
    return members


def _make_single(layer: Plain, draw: st.DrawFn) -> None:
    """An operation has no name in Keras; a merge stands in its place."""
    if layer["type"].startswith("ops."):
        taken = layer.pop("from", None)
        layer.clear()
        layer["type"] = "Activation"
        layer["activation"] = draw(st.sampled_from(["relu", "tanh"]))
        if taken:
            layer["from"] = taken if isinstance(taken, str) else taken[0]
    assert layer["type"] in MERGES or not isinstance(layer.get("from"), list)


@st.composite
def _instance(draw: st.DrawFn, above: list[str], blocks: Plain, nested: bool) -> Plain:
    name = draw(st.sampled_from([*blocks]))
    names = blocks[name]["inputs"]
    tensors = [draw(st.sampled_from(above)) for _ in names]
    made: Plain = {"block": name}
    made["from"] = (
        tensors[0] if len(names) == 1 else dict(zip(names, tensors, strict=True))
    )
    if nested:
        made["nested"] = True
    if draw(st.booleans()):
        made["n"] = draw(st.sampled_from([1, 2, "$(n)"]))
    if draw(st.integers(0, 3)) == 0:
        made["trainable"] = False
    return made


@st.composite
def _copying(draw: st.DrawFn, member: Plain) -> Plain:
    copying: Plain = {}
    if draw(st.integers(0, 2)) == 0:
        copying["repeat"] = draw(st.sampled_from([0, 1, 2, "$(n)"]))
    if draw(st.integers(0, 3)) == 0:
        options = ["$(deep)", "$(not deep)", "$(k > 5)"]
        options += ["$(i != 2)"] if "repeat" in copying else []
        copying["when"] = draw(st.sampled_from(options))
    return copying
