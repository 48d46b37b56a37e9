"""Generated questions about operations: shapes that fit most of the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.operation import Operation
from kspec.layers.operations import (
    arithmetic,
    comparisons,
    indexing,
    joining,
    linear_algebra,
    matrices,
    repetition,
    reshaping,
)
from kspec.layers.operations.einsum import Einsum
from kspec.shape import Dim, Shape, Tensor
from tests.layers.differential import Question
from tests.layers.draws.merging import joinable, variant
from tests.layers.strategies import DIMENSIONS, arguments, varied_inputs

SHAPES = st.lists(DIMENSIONS, min_size=1, max_size=4).map(tuple)
Given = dict[str, Any]
Fitting = SearchStrategy[tuple[Given, tuple[Shape, ...]]]


@st.composite
def questions(draw: DrawFn, kind: type[Operation]) -> Question:
    """Arguments and inputs for an operation, most of them valid."""
    given = draw(arguments(kind, BETTER.get(kind, {})))
    constants = [slot for slot in kind.slots if slot in given]
    if constants and (len(constants) == len(kind.slots) or draw(st.booleans())):
        given = {name: value for name, value in given.items() if name not in constants}
    fitting, shapes = draw(TOGETHER.get(kind, alone)(kind))
    given |= fitting
    if kind.slots and not kind.arity.listed:
        pairs = zip(kind.slots, shapes, strict=True)
        shapes = tuple(shape for slot, shape in pairs if slot not in given)
    dtypes = draw(st.lists(dtypes_of(kind), min_size=5, max_size=5))
    same = draw(st.booleans())
    return Question(
        kind,
        given,
        tuple(
            Tensor(shape, dtypes[0 if same else at % 5])
            for at, shape in enumerate(shapes)
        ),
    )


def dtypes_of(kind: type[Operation]) -> SearchStrategy[str]:
    """The dtypes that an operation takes, and now and then one that it may not."""
    taken = sorted(kind.accepts.members)
    shown = [example.dtype for example in kind.examples]
    return st.sampled_from([*taken * 3, *shown * 20, "bool", "int32", "string"])


def alone(kind: type[Operation]) -> Fitting:
    """Variations of the example that has all tensors, or any other shape."""
    full = [example for example in kind.examples if fits(kind, len(example.inputs))]
    if not full:
        return st.tuples(st.just({}), st.tuples(SHAPES))
    varied = varied_inputs(kind).filter(lambda shapes: fits(kind, len(shapes)))
    return st.tuples(st.just({}), varied)


def fits(kind: type[Operation], count: int) -> bool:
    return kind.arity.least <= count <= (kind.arity.most or count)


@st.composite
def broadcastable(
    draw: DrawFn, kind: type[Operation]
) -> tuple[Given, tuple[Shape, ...]]:
    """Shapes with equal ends, some axes of size 1, unknown or wrong."""
    common = draw(st.lists(DIMENSIONS, max_size=4))
    shapes = [draw(variant(common)) for _ in range(kind.arity.least)]
    return {}, tuple(shapes)


@st.composite
def stackable(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Some tensors of one shape."""
    shape = draw(SHAPES)
    axis = draw(st.integers(-len(shape) - 2, len(shape) + 1))
    shapes = [draw(unclear(shape)) for _ in range(draw(st.integers(1, 4)))]
    return {"axis": axis} if "axis" in kind.model_fields else {}, tuple(shapes)


@st.composite
def unclear(draw: DrawFn, shape: Shape) -> Shape:
    """The shape with a dimension unknown, or one other, at times."""
    place = draw(st.integers(0, 8))
    other: Dim = draw(st.sampled_from([None, None, 7]))
    return tuple(other if at == place else dim for at, dim in enumerate(shape))


@st.composite
def appended(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Two tensors that fit along an axis, or none."""
    given, shapes = draw(joinable())
    pair = (shapes[0], shapes[1])
    return (given, pair) if draw(st.booleans()) else ({}, pair)


@st.composite
def multiplied(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Matrices whose inner sizes are equal, and vectors."""
    inner = draw(DIMENSIONS)
    rows, columns = draw(DIMENSIONS), draw(DIMENSIONS)
    batch = draw(st.lists(DIMENSIONS, max_size=2))
    left = [(inner,), (rows, inner), (*batch, rows, inner)]
    right = [(inner,), (inner, columns), (*draw(variant(batch)), inner, columns)]
    wrong = draw(st.sampled_from([False] * 9 + [True]))
    pair = draw(st.sampled_from(left)), draw(st.sampled_from(right))
    return {}, (pair[0], draw(SHAPES) if wrong else pair[1])


@st.composite
def facing(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Tensors with equal last axes."""
    last = draw(DIMENSIONS)
    lists = st.lists(DIMENSIONS, max_size=3)
    one, other = draw(lists), draw(lists)
    other = [*one[:-1], *other[-1:]] if draw(st.booleans()) else other
    return {}, ((*one, last), (*other, draw(st.sampled_from([last] * 6 + [3]))))


@st.composite
def meeting(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Two tensors, and the axes along which they meet."""
    met = draw(st.lists(DIMENSIONS, max_size=2))
    lists = st.lists(DIMENSIONS, max_size=2)
    one, other = (*draw(lists), *met), (*met, *draw(lists))
    first = range(len(one) - len(met), len(one))
    second = range(len(met))
    axes = draw(st.sampled_from([len(met), (tuple(first), tuple(second))]))
    given = {} if len(met) == 2 and draw(st.booleans()) else {"axes": axes}
    return given, (one, other)


@st.composite
def summed(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Letters for axes, and sizes for the letters."""
    letters = draw(st.lists(st.sampled_from("bijkmz"), min_size=1, unique=True))
    sizes = {letter: draw(DIMENSIONS) for letter in letters}
    some = st.lists(st.sampled_from(letters), unique=True).map("".join)
    parts = draw(st.lists(some, min_size=1, max_size=3))
    used = sorted(set("".join(parts)))
    output = draw(st.permutations(used))[: draw(st.integers(0, 4))]
    shapes = [tuple(sizes[letter] for letter in part) for part in parts]
    if draw(st.integers(0, 9)) == 0:
        shapes[0] = draw(SHAPES)
    return {"subscripts": f"{','.join(parts)}->{''.join(output)}"}, tuple(shapes)


@st.composite
def picked(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Indices with as many axes as the tensor."""
    shape = draw(SHAPES)
    if draw(st.booleans()):
        axis = draw(st.integers(-len(shape), len(shape) - 1))
        indices = [draw(st.sampled_from([d] * 6 + [1, 4])) for d in shape]
        indices[axis] = draw(DIMENSIONS)
        return {"axis": axis}, (shape, tuple(indices))
    return {}, (shape, (draw(DIMENSIONS),))


@st.composite
def axis_by_axis(
    draw: DrawFn, kind: type[Operation]
) -> tuple[Given, tuple[Shape, ...]]:
    """Arguments with something for each axis."""
    shape = draw(SHAPES)
    length = len(shape) + draw(st.sampled_from([0] * 9 + [1]))
    ends = st.tuples(st.integers(0, 3), st.integers(0, 3))
    starts = st.lists(st.integers(0, 3), min_size=length, max_size=length)
    per_axis: dict[type[Operation], Given] = {
        repetition.Pad: {
            "pad_width": tuple(draw(st.lists(ends, min_size=length, max_size=length)))
        },
        indexing.Slice: {
            "start_indices": tuple(draw(starts)),
            "shape": tuple(draw(st.sampled_from([-1, -1, 1, 2])) for _ in shape),
        },
        reshaping.Transpose: {"axes": tuple(draw(st.permutations(range(length))))},
    }
    return per_axis[kind], (shape,)


@st.composite
def laid_out(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """A shape and another one with as many elements, most of the time."""
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=1, max_size=3))
    new = [-1 if size is None else size for size in draw(st.permutations(sizes))]
    new = [size for at, size in enumerate(new) if size != -1 or -1 not in new[:at]]
    if -1 not in new and draw(st.booleans()):
        new[draw(st.integers(0, len(new) - 1))] = -1
    wrong = draw(st.integers(0, 9)) == 0
    return {"newshape": tuple(new)}, (draw(SHAPES) if wrong else tuple(sizes),)


@st.composite
def blocks(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """An image whose channels make blocks, most of the time."""
    size = draw(st.integers(2, 3))
    channels = size**2 * draw(st.integers(1, 3)) + draw(st.sampled_from([0, 0, 0, 1]))
    dims = [draw(DIMENSIONS) for _ in range(3)]
    last = (*dims, channels)
    if draw(st.booleans()):
        return {"block_size": size}, (last,)
    first = (dims[0], channels, *dims[1:])
    return {"block_size": size, "data_format": "channels_first"}, (first,)


@st.composite
def squares(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """Square matrices, most of the time."""
    batch, size = draw(st.lists(DIMENSIONS, max_size=2)), draw(DIMENSIONS)
    other = draw(st.sampled_from([size] * 6 + [3, None]))
    return {}, ((*batch, size, other),)


@st.composite
def repeated(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """A shape and a number of repetitions for each element of an axis, or one."""
    shape = draw(SHAPES)
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    times = st.integers(1, 3)
    size = shape[axis] or 1
    each = st.lists(times, min_size=size, max_size=size).map(tuple)
    return {"repeats": draw(times | each), "axis": axis}, (shape,)


@st.composite
def enlarged(draw: DrawFn, kind: type[Operation]) -> tuple[Given, tuple[Shape, ...]]:
    """A shape, and what it can be repeated to."""
    shape = draw(st.lists(st.integers(1, 4), max_size=3))
    small = draw(variant([*shape]))
    return {"shape": (*draw(st.lists(st.just(2), max_size=1)), *shape)}, (small,)


TOGETHER: dict[type[Operation], Callable[[type[Operation]], Fitting]] = {
    **{
        kind: broadcastable
        for kind in (*arithmetic.OPERATIONS, *comparisons.OPERATIONS)
        if kind.arity.least > 1
    },
    joining.Stack: stackable,
    joining.Concatenate: lambda _: joinable(),
    joining.Hstack: stackable,
    joining.Vstack: stackable,
    joining.Append: appended,
    **dict.fromkeys((linear_algebra.Matmul, linear_algebra.Dot), multiplied),
    **dict.fromkeys((linear_algebra.Inner, linear_algebra.Cdist), facing),
    linear_algebra.Tensordot: meeting,
    Einsum: summed,
    indexing.TakeAlongAxis: picked,
    **dict.fromkeys(
        (repetition.Pad, indexing.Slice, reshaping.Transpose), axis_by_axis
    ),
    reshaping.Reshape: laid_out,
    matrices.DepthToSpace: blocks,
    **dict.fromkeys((matrices.Inv, matrices.Cholesky, matrices.Det), squares),
    repetition.Repeat: repeated,
    repetition.BroadcastTo: enlarged,
}

AXIS = st.integers(-4, 3)
AXES = st.one_of(AXIS, st.lists(AXIS, min_size=1, max_size=2, unique=True).map(tuple))
MODES = st.sampled_from(["constant", "constant", "reflect", "symmetric"])

BETTER: dict[type[Operation], dict[str, SearchStrategy[Any]]] = {
    reshaping.Moveaxis: {"source": AXIS, "destination": AXIS},
    reshaping.ExpandDims: {"axis": AXES},
    repetition.Pad: {"mode": MODES, "pad_width": st.just(())},
    joining.Split: {"indices_or_sections": st.sampled_from([1, 2, 3, (1,), (1, 3)])},
    joining.Hsplit: {"indices_or_sections": st.sampled_from([1, 2, 3, (1,), (1, 3)])},
    joining.ArraySplit: {"indices_or_sections": st.integers(1, 4)},
    matrices.DepthToSpace: {"block_size": st.integers(1, 3)},
    matrices.SpaceToDepth: {"block_size": st.integers(1, 3)},
    Einsum: {"subscripts": st.just("")},
    linear_algebra.Tensordot: {"axes": st.just(0)},
}
