"""TensorFlow as the oracle of multiply-adds: the products of the graph that it runs.

Each product is counted from the shapes of the operation's tensors, whatever layer it
came from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from kspec.layers.operation import Operation
from tests.layers.differential import Question, call, called, construct
from tests.layers.operations.oracle import apply as operation

Sizes = tuple[int, ...]


def traced_multiply_adds(question: Question) -> int | None:
    """The multiply-adds of one call on inputs of known shapes.

    None where its parts have dtypes that TensorFlow cannot bring together.
    """
    import tensorflow as tf

    apply = applied(question)
    signature = [tf.TensorSpec(x.shape, x.dtype) for x in question.inputs]
    traced: Any = tf.function(lambda *tensors: apply(tensors))
    try:
        graph = traced.get_concrete_function(*signature).graph
    except TypeError:
        return None
    bodies = functions(graph, "body", LOOPS)
    shape = question.inputs[0].shape
    steps = (shape[1] if len(shape) > 1 else 0) or 0
    return steps * sum(map(counted, bodies)) if bodies else counted(graph)


def applied(question: Question) -> Callable[[Any], Any]:
    """A function or a built layer, waiting for its tensors."""
    if issubclass(question.kind, Operation):
        return lambda tensors: operation(question, tensors)
    layer = construct(question.kind, question.arguments)
    call(layer, question)
    return lambda xs: called(layer, question.kind, list(xs), training=False)


def counted(graph: Any) -> int:
    """The multiply-adds of a graph and of the functions that it calls."""
    operations = graph.get_operations()
    own = sum(COUNTS[op.type](op) for op in operations if op.type in COUNTS)
    return own + sum(map(counted, functions(graph, "f", CALLS)))


def functions(graph: Any, attribute: str, types: Sequence[str]) -> list[Any]:
    """The graphs of the functions that operations of these types run."""
    return [
        graph._get_function(op.get_attr(attribute).name).graph
        for op in graph.get_operations()
        if op.type in types
    ]


def sizes(tensor: Any) -> Sizes:
    return tuple(tensor.shape.as_list())


def of_product(op: Any) -> int:
    """A matrix product: each element of the output sums the inner axis."""
    transposed = op.get_attr("transpose_a" if op.type == "MatMul" else "adj_x")
    inner = sizes(op.inputs[0])[-2 if transposed else -1]
    return math.prod(sizes(op.outputs[0])) * inner


def of_einsum(op: Any) -> int:
    """Every letter, once; axes under dots are letters too."""
    equation = op.get_attr("equation").decode()
    found: dict[str, int] = {}
    for letters, tensor in zip(
        equation.split("->")[0].split(","), op.inputs, strict=True
    ):
        shape = sizes(tensor)
        before, dots, after = letters.partition("...")
        hidden = len(shape) - len(before) - len(after)
        names = [*before, *(f"…{at - hidden}" for at in range(hidden if dots else 0))]
        found |= dict(zip([*names, *after], shape, strict=True))
    return math.prod(found.values()) if len(op.inputs) > 1 else 0


def of_convolution(op: Any) -> int:
    """Each element of the output sums a kernel over the channels of its group."""
    *kernel, _ = sizes(op.inputs[1])
    return math.prod(sizes(op.outputs[0])) * math.prod(kernel)


def of_depthwise(op: Any) -> int:
    """Each element of the output sums the kernel over one channel."""
    return math.prod(sizes(op.outputs[0])) * math.prod(sizes(op.inputs[1])[:2])


def of_transposed(op: Any) -> int:
    """Each element of the input, the third tensor, lays out a kernel."""
    *kernel, _ = sizes(op.inputs[1])
    return math.prod(sizes(op.inputs[2])) * math.prod(kernel)


LOOPS = ("While", "StatelessWhile")
"""They read a sequence; a step beside them only tells Keras the shapes."""
CALLS = ("PartitionedCall", "StatefulPartitionedCall")
COUNTS: dict[str, Callable[[Any], int]] = {
    "MatMul": of_product,
    "BatchMatMulV2": of_product,
    "Einsum": of_einsum,
    "Conv2D": of_convolution,
    "Conv3D": of_convolution,
    "DepthwiseConv2dNative": of_depthwise,
    "Conv2DBackpropInput": of_transposed,
    "Conv3DBackpropInputV2": of_transposed,
}
