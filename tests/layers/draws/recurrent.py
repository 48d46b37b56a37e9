"""Draws for recurrent layers: sequences, and now and then first states."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.convolutional_recurrent import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from kspec.layers.layer import Layer
from kspec.layers.recurrent import GRU, LSTM, SimpleRNN
from kspec.layers.recurrent_cells import (
    Cell,
    GRUCell,
    LSTMCell,
    SimpleRNNCell,
    StackedRNNCells,
)
from kspec.layers.recurrent_wrappers import RNN, Bidirectional
from kspec.layers.spatial import join
from kspec.shape import Dim, Shape
from tests.layers.draws.convolution import per_axis, rare
from tests.layers.strategies import DIMENSIONS, Draw

Fitting = tuple[dict[str, Any], tuple[Shape, ...]]
BATCH = st.sampled_from([None, None, 2])
UNITS = st.integers(1, 4)
FEATURES = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, None])
FLAGS = ("return_sequences", "return_state")
KINDS = st.sampled_from([SimpleRNN, LSTM, GRU])
ODD = st.lists(DIMENSIONS, min_size=1, max_size=4).map(tuple)


@st.composite
def sequences(draw: DrawFn) -> Shape:
    """A sequence, or now and then a tensor of another rank."""
    if draw(rare(1)):
        return draw(ODD)
    return (draw(BATCH), draw(DIMENSIONS), draw(FEATURES))


@st.composite
def states(draw: DrawFn, batch: Dim, widths: list[int]) -> tuple[Shape, ...]:
    """One state for each width; at times one is missing or of another width."""
    given = [(batch, width + draw(rare(1))) for width in widths]
    return tuple(given[draw(rare(1)) :])


@st.composite
def starting(draw: DrawFn, count: int) -> Fitting:
    """Units and a sequence, half of the time with the states to start from."""
    units, x = draw(UNITS), draw(sequences())
    given = {"units": units, "stateful": False, "unroll": bool(draw(rare(1)))}
    if draw(st.booleans()):
        return given, (x,)
    return given, (x, *draw(states(x[0], [units] * count)))


def cells() -> SearchStrategy[Cell]:
    """A cell of any kind."""
    kinds = st.sampled_from([SimpleRNNCell, LSTMCell, GRUCell])
    beside = {
        "use_bias": st.booleans(),
        "trainable": st.booleans(),
        "dtype": st.sampled_from([None, None, "float16", "mixed_float16"]),
    }
    given = st.fixed_dictionaries({"units": UNITS}, optional=beside)
    return st.builds(make, kinds, given)


def make(kind: type[Any], given: dict[str, Any]) -> Any:
    """A layer with these arguments; a dtype of None is left out."""
    kept = {name: value for name, value in given.items() if value is not None}
    return kind.model_validate(kept)


def stacks() -> SearchStrategy[Any]:
    """Cells on top of each other, as a list or as one cell."""
    listed = st.lists(cells(), min_size=1, max_size=3).map(tuple)
    return listed | listed.map(lambda some: StackedRNNCells(cells=some))


@st.composite
def running(draw: DrawFn) -> Fitting:
    """A cell or a stack, a sequence, and at times the states to start from."""
    cell = draw(cells() | cells() | stacks())
    x = draw(sequences())
    given: dict[str, Any] = {"cell": cell, "stateful": False, "unroll": False}
    if draw(st.booleans()):
        return given, (x,)
    whole = RNN(cell=cell).whole
    return given, (x, *draw(states(x[0], list(whole.state_widths))))


def readers() -> SearchStrategy[Any]:
    """A recurrent layer that stands inside another."""
    beside = {flag: st.booleans() for flag in FLAGS} | {
        "dtype": st.sampled_from([None, "float16"])
    }
    units = st.fixed_dictionaries({"units": UNITS}, optional=beside)
    cell = st.fixed_dictionaries({"cell": cells()}, optional=beside)
    return st.builds(make, KINDS, units) | st.builds(make, st.just(RNN), cell)


@st.composite
def both_ways(draw: DrawFn) -> Fitting:
    """A layer, at times another for the way back, and at times first states."""
    layer = draw(readers())
    given: dict[str, Any] = {"layer": layer}
    if draw(st.integers(0, 3)) == 0:
        other = {flag: getattr(layer, flag) for flag in FLAGS}
        other["units"] = layer.shape_of((None, 6, 4))[-1] + draw(rare(1))
        other["go_backwards"] = not draw(rare(1))
        given["backward_layer"] = make(draw(KINDS), other)
    else:
        given["backward_layer"] = None
    x = draw(sequences())
    if len(x) < 3 or draw(st.booleans()):
        return given, (x,)
    widths = [state[-1] for state in layer.states_of((None, 6, 4))] * 2
    return given, (x, *draw(states(x[0], widths)))


@st.composite
def filming(draw: DrawFn, kind: Any) -> Fitting:
    """Arguments of a convolutional LSTM, images, and at times first states."""
    rank: int = kind.rank
    strided, dilated = draw(st.sampled_from([(2, 1), (1, 2), (1, 1), (1, 1), (2, 2)]))
    given: dict[str, Any] = {
        "filters": draw(UNITS),
        "kernel_size": draw(per_axis(rank, 3)),
        "strides": draw(per_axis(rank, strided)),
        "dilation_rate": draw(per_axis(rank, dilated)),
        "data_format": draw(st.sampled_from(["channels_last", "channels_first", None])),
        "padding": draw(st.sampled_from(["same", "valid"])),
        "stateful": False,
        "trainable": True,
    }
    size = st.sampled_from([3, 4, 5, 6, 7, 8, 9, 9, None])
    spatial = draw(st.tuples(*[size] * (rank + draw(rare(1)))))
    step = join(draw(BATCH), spatial, draw(FEATURES), given["data_format"])
    return given, ((step[0], draw(DIMENSIONS), *step[1:]),)


def convolutional(kind: type[Layer]) -> Draw:
    """Arguments and inputs that go together."""
    return Draw(together=filming(kind))


RUN: dict[str, SearchStrategy[Any]] = {"stateful": st.just(False)}
DRAWS: dict[type[Layer], Draw] = {
    SimpleRNN: Draw(arguments=RUN, together=starting(1)),
    GRU: Draw(arguments=RUN, together=starting(1)),
    LSTM: Draw(arguments=RUN, together=starting(2)),
    RNN: Draw(
        arguments={**RUN, "cell": st.none(), "trainable": st.just(True)},
        together=running(),
    ),
    Bidirectional: Draw(
        arguments={
            "layer": st.none(),
            "backward_layer": st.none(),
            "trainable": st.just(True),
        },
        together=both_ways(),
    ),
    **{kind: convolutional(kind) for kind in (ConvLSTM1D, ConvLSTM2D, ConvLSTM3D)},
}
