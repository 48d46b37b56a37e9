"""What a graph costs: products, tensors that live at once, training."""

from __future__ import annotations

from dataclasses import replace

from kspec import loads
from kspec.graph import Graph, Port, Vertex, compile_spec
from kspec.graph.cost import Costs, peak

FLOAT = 4
CHAIN = """\
kspec: 1
inputs: {x: [8]}
layers:
  wide: {type: Dense, units: 32}
  thin: {type: Dense, units: 2}
"""
TRAIN = """\
train:
  data: {source: a.csv, inputs: {x: {}}, targets: {thin: {}}}
  optimizer: {type: Adam, amsgrad: true}
  loss: mse
  batch_size: 16
"""
AROUND = """\
kspec: 1
inputs: {x: [8]}
layers:
  wide: {type: Dense, units: 32}
  thin: {type: Dense, units: 8}
  out: {type: Add, from: [x, thin]}
"""


def graph(text: str) -> Graph:
    return compile_spec(loads(text))


def nested(graph: Graph, inner: Graph) -> Graph:
    """The graph with its layer `wide` made a model, called again at the end."""
    changed = [
        replace(v, model=inner) if v.name == "wide" else v for v in graph.vertices
    ]
    first = next(vertex for vertex in changed if vertex.name == "wide")
    again = replace(first, name="again", shares="wide", model=None, weights=())
    again = replace(again, inputs=(Port("x"),))
    ends = replace(graph.outputs, ports=(Port("thin"), Port("again")), form="list")
    return replace(graph, vertices=(*changed, again), outputs=ends)


def layer(graph: Graph, name: str) -> Vertex:
    return graph.by_name[name]


def test_products_are_told_by_layer_and_in_all() -> None:
    costs = Costs(graph(CHAIN))
    assert {name: cost.multiply_adds for name, cost in costs.layers.items()} == {
        "x": 0,
        "wide": 8 * 32,
        "thin": 32 * 2,
    }
    assert costs.multiply_adds == 8 * 32 + 32 * 2


def test_a_layer_that_reaches_no_output_costs_nothing() -> None:
    lost = CHAIN + "  lost: {type: Dense, units: 99, from: x}\noutputs: thin\n"
    assert Costs(graph(lost)).multiply_adds == Costs(graph(CHAIN)).multiply_adds


def test_a_tensor_is_freed_after_its_last_use() -> None:
    assert peak(graph(CHAIN)) == FLOAT * (8 + 32)
    assert peak(graph(AROUND)) == FLOAT * (8 + 32 + 8)


def test_tensors_grow_with_the_batch_unless_the_input_fixes_it() -> None:
    assert peak(graph(CHAIN), batch=5) == 5 * peak(graph(CHAIN))
    fixed = graph(CHAIN.replace("x: [8]", "x: {shape: [8], batch_size: 3}"))
    assert peak(fixed, batch=5) == 3 * peak(graph(CHAIN))


def test_training_keeps_every_tensor_of_a_batch_and_what_the_optimizer_keeps() -> None:
    memory = Costs(graph(CHAIN + TRAIN)).training
    params = 8 * 32 + 32 + 32 * 2 + 2
    assert memory.batch_size == 16
    assert memory.weights == memory.gradients == FLOAT * params
    assert memory.slots == 3 * FLOAT * params
    assert memory.activations == 16 * FLOAT * (8 + 32 + 2)
    assert memory.total == FLOAT * (5 * params + 16 * 42)


def test_frozen_weights_have_no_gradients() -> None:
    frozen = CHAIN.replace("units: 32", "units: 32, trainable: false")
    memory = Costs(graph(frozen)).training
    assert memory.gradients == FLOAT * (32 * 2 + 2)
    assert memory.slots is None


def test_a_nested_model_costs_what_is_inside_each_time_it_is_called() -> None:
    inner = graph(CHAIN.replace("units: 2", "units: 32"))
    outer = nested(graph(CHAIN), inner)
    within = 8 * 32 + 32 * 32
    costs = Costs(outer)
    assert costs.layers["wide"].multiply_adds == within
    assert costs.layers["again"].multiply_adds == within
    assert costs.multiply_adds == 2 * within + 32 * 2
    assert costs.inference.weights == Costs(graph(CHAIN)).inference.weights
    assert costs.training.activations == FLOAT * (8 + 2 + 2 * (32 + 32))


def test_the_inside_of_a_nested_model_may_be_what_is_largest() -> None:
    inner = graph(
        CHAIN.replace("units: 32", "units: 999").replace("units: 2", "units: 32")
    )
    assert peak(nested(graph(CHAIN), inner)) > FLOAT * 999


def test_attention_keeps_its_scores_and_a_recurrent_layer_its_steps() -> None:
    text = "kspec: 1\ninputs: {x: [6, 4]}\nlayers:\n  y: {type: %s}\n"
    lstm = Costs(graph(text % "LSTM, units: 3")).training.activations
    assert lstm == FLOAT * (24 + 3 + 6 * (4 + 2) * 3)
    attention = Costs(graph(text % "Attention, from: [x, x]")).training.activations
    assert attention == FLOAT * (24 + 24 + 6 * 6)
