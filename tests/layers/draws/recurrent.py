"""Draws for recurrent layers."""

from __future__ import annotations

from hypothesis import strategies as st

from kspec.layers.layer import Layer
from kspec.layers.recurrent import GRU, LSTM, SimpleRNN
from tests.layers.strategies import DIMENSIONS, Draw

# Keras allocates the states of a stateful layer, which a stateless scope forbids;
# test_recurrent asks about them outside of one.
STATELESS = Draw(
    arguments={
        "stateful": st.just(False),
        "unroll": st.sampled_from([False, False, False, True]),
    },
    inputs=st.tuples(st.tuples(DIMENSIONS, DIMENSIONS, st.integers(1, 9)))
    | st.tuples(st.lists(DIMENSIONS, min_size=1, max_size=4).map(tuple)),
)

DRAWS: dict[type[Layer], Draw] = dict.fromkeys((GRU, LSTM, SimpleRNN), STATELESS)
