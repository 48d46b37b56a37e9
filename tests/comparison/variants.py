"""Specs as plain data, and small changes to them."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from kspec import Spec, loads
from tests.specs import specs, text_of

Plain = dict[str, Any]


def spec_of(plain: Plain) -> Spec:
    return loads(text_of(plain))


def renamed(plain: Plain, old: str, new: str) -> Plain:
    """The spec with one layer called otherwise, in every reference too."""
    changed = copy.deepcopy(plain)
    changed["layers"] = {
        new if name == old else name: body for name, body in changed["layers"].items()
    }
    for body in changed["layers"].values():
        body["from"] = replaced(body["from"], old, new)
    changed["outputs"] = replaced(changed["outputs"], old, new)
    return changed


def replaced(source: Any, old: str, new: str) -> Any:
    if isinstance(source, list):
        return [replaced(one, old, new) for one in source]
    if isinstance(source, dict):
        return {key: replaced(one, old, new) for key, one in source.items()}
    return new if source == old else source


def below(plain: Plain, name: str, new: str, body: Plain) -> Plain:
    """The spec with a layer between another and all that take it."""
    changed = copy.deepcopy(plain)
    layers: Plain = {}
    for key, given in changed["layers"].items():
        layers[key] = given | {"from": replaced(given["from"], name, new)}
        if key == name:
            layers[new] = body | {"from": name}
    changed["layers"] = layers
    changed["outputs"] = replaced(changed["outputs"], name, new)
    return changed


def given(plain: Plain, name: str, **arguments: Any) -> Plain:
    """The spec with other arguments of one layer."""
    changed = copy.deepcopy(plain)
    changed["layers"][name] |= arguments
    return changed


@st.composite
def explicit(draw: st.DrawFn) -> Plain:
    """A random functional spec whose every `from:` and `outputs:` is written."""
    plain: Plain = {**copy.deepcopy(draw(specs())), "mode": "functional"}
    above: str = next(reversed(plain["inputs"]))
    layers: dict[str, Plain] = plain["layers"]
    for name, body in layers.items():
        body.setdefault("from", above)
        above = name
    plain.setdefault("outputs", above)
    return plain


@st.composite
def with_layer(draw: st.DrawFn, kind: str = "") -> tuple[Plain, str]:
    """A spec and the name of one of its layers, of a kind where it is given."""
    plain = draw(explicit())
    names = [n for n, body in plain["layers"].items() if body["type"].startswith(kind)]
    if not names:
        plain["layers"]["extra"] = {"type": kind, "units": 6, "from": "x0"}
        names = ["extra"]
    return plain, draw(st.sampled_from(names))
