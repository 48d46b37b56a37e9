"""Draws for einsum layers: equations and shapes that fit them, or nearly."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.einsum import EinsumDense
from kspec.layers.layer import Layer
from kspec.shape import Dim, Shape
from tests.layers.draws.convolution import rare
from tests.layers.strategies import SIZES, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]
MOSTLY_KNOWN = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, None])


@st.composite
def letters(draw: DrawFn) -> tuple[str, str, str]:
    """The axes of input, kernel and output, the batch first."""
    kept = draw(st.sampled_from(["", "b", "bc"]))
    summed = draw(st.sampled_from(["", "d", "de"]))
    made = draw(st.sampled_from(["", "x", "xy"]))
    shared = draw(st.sampled_from(["", "", kept[:1]]))
    kernel = draw(st.permutations(summed + made + shared))
    after = draw(st.permutations(kept + made))
    taken = draw(st.permutations(kept + summed))
    odd = draw(st.sampled_from([""] * 9 + ["z"]))
    return "a" + "".join(taken), "".join(kernel) + odd, "a" + "".join(after)


@st.composite
def equations(draw: DrawFn) -> Fitting:
    """An equation, a shape for its input, the output's sizes and its bias."""
    inputs, kernel, outputs = draw(letters())
    form = draw(st.sampled_from(["", "", "first", "last"]))
    sizes: dict[str, Dim] = {c: draw(MOSTLY_KNOWN) for c in inputs}
    sizes["a"] = draw(st.sampled_from([None, 2]))
    said = [draw(st.sampled_from([sizes.get(c, 3), 3, None])) for c in outputs[1:]]
    x = [sizes[c] for c in inputs]
    if form == "first":
        inputs, outputs = inputs[1:], outputs[1:]
        x[1:1] = draw(st.lists(SIZES, max_size=2))
    elif form == "last":
        x += draw(st.lists(SIZES, max_size=2))
    x += draw(st.lists(SIZES, min_size=(many := draw(rare(1))), max_size=many))
    text = {
        "": f"{inputs},{kernel}->{outputs}",
        "first": f"...{inputs},{kernel}->...{outputs}",
        "last": f"{inputs}...,{kernel}->{outputs}...",
    }[form]
    bias = draw(st.none() | st.sampled_from([c for c in outputs if c != "a"] or [None]))
    given = {"equation": text, "output_shape": tuple(said), "bias_axes": bias}
    return given, (tuple(x),)


FITTED: dict[str, SearchStrategy[Any]] = {
    "equation": st.none(),
    "output_shape": st.none(),
    "bias_axes": st.none(),
}
DRAWS: dict[type[Layer], Draw] = {
    EinsumDense: Draw(arguments=FITTED, together=equations())
}
