"""Graphs to draw, built by hand: names and captions that no spec could hold too."""

from __future__ import annotations

from hypothesis import strategies as st

from kspec.graph import Graph, Outputs, Port, Vertex
from kspec.layers.core import Dense, Input
from kspec.layers.layer import Layer
from kspec.layers.merging import Add, Concatenate
from kspec.shape import Tensor

VECTOR = Tensor((None, 4))

HOSTILE = [
    "a<b&c",
    "\"double\" and 'single'",
    "ends in a backslash\\",
    r"\N \G \L \T \E \n \l",
    '<TABLE HREF="javascript:alert(1)"><TR><TD>x</TD></TR></TABLE>',
    "<b>bold</i>",
    "]]>",
    "<!-- comment -->",
    "&lt; &#60; &unknown; &",
    "n:port:n",
    "a -> b; c [x=1]",
    "{a|b}",
    "隐含层 1",
    "שלום עולם",
    "مرحبا",
    "two\nlines\r\n",
    "tab\tbell\x07nul\x00escape\x1b[31m",
    "reordered\u202egnp.exe",
    "lone \ud800 surrogate, \ufffe and \uffff",
    "line\u2028and paragraph\u2029",
    "  spaces  at  all  places  ",
    "\u3000ideographic\u00a0spaces",
    "👩‍🔬 𝔘𝔫𝔦 e\u0301",
    "graph",
    "x" * 300,
]


def vertex(
    name: str, layer: Layer, *sources: Vertex | Port, caption: str | None = None
) -> Vertex:
    """A vertex with the outputs and weights that its layer gives for its sources."""
    ports = tuple(s if isinstance(s, Port) else Port(s.name) for s in sources)
    inputs = tuple(s.outputs[0] if isinstance(s, Vertex) else VECTOR for s in sources)
    outputs = layer.outputs_of(*inputs)
    weights = layer.variables_of(*inputs) if inputs else ()
    return Vertex(
        name, layer, inputs=ports, outputs=outputs, weights=weights, caption=caption
    )


def graph(*vertices: Vertex, name: str = "model", caption: str | None = None) -> Graph:
    """A functional model whose output is the last vertex."""
    last = vertices[-1].name
    outputs = Outputs((Port(last),), (last,))
    return Graph(name, "functional", vertices, outputs, caption=caption)


def labelled(text: str) -> Graph:
    """A model that says the text wherever a spec's author may write."""
    x = vertex("x", Input(shape=(8,)), caption=text)
    y = vertex(text, Dense(units=4), x)
    return graph(x, y, name=text, caption=text)


def two_branches() -> Graph:
    """Parallel edges, a frozen layer, and inputs in another order than the layers."""
    x = vertex("x", Input(shape=(4,)), caption="input")
    a = vertex("a", Dense(units=4, activation="relu"), x, caption="left")
    b = vertex("b", Dense(units=4, trainable=False), x)
    twice = vertex("twice", Add(), a, a)
    return graph(x, a, b, twice, vertex("merged", Concatenate(), b, twice, x))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Any acyclic graph: several inputs and outputs, parallel edges, many outputs."""
    vertices = [
        Vertex(f"x{at}", Input(shape=(4,)), outputs=(VECTOR,))
        for at in range(draw(st.integers(1, 3)))
    ]
    for at in range(draw(st.integers(1, 10))):
        ports = [Port(v.name, out) for v in vertices for out in range(len(v.outputs))]
        sources = draw(st.lists(st.sampled_from(ports), min_size=1, max_size=4))
        outputs = (VECTOR,) * draw(st.integers(1, 3))
        layer = Add() if len(sources) > 1 else Dense(units=4)
        vertices.append(Vertex(f"v{at}", layer, inputs=tuple(sources), outputs=outputs))
    return graph(*vertices)
