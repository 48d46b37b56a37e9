"""What kspec refuses of recurrent layers and of layers inside others."""

from __future__ import annotations

from kspec.layers.core import Dense
from kspec.layers.recurrent import GRU, LSTM
from kspec.layers.recurrent_cells import GRUCell, LSTMCell
from kspec.layers.recurrent_wrappers import RNN, Bidirectional
from kspec.layers.reshaping import Flatten
from kspec.layers.wrappers import SpectralNormalization, TimeDistributed
from kspec.shape import Tensor
from tests.layers.difference import Difference
from tests.layers.differential import Question

SEQUENCE = Tensor((2, 6, 4))
PAIR = (LSTMCell(units=3),)

NESTING: tuple[Difference, ...] = (
    Difference(
        "`initial_state` takes",
        "a call fails or leaves states out",
        Question(LSTM, {"units": 3}, (SEQUENCE, Tensor((2, 3)))),
    ),
    Difference(
        "; the layer keeps",
        "a call fails, since the state has other features than the kernel",
        Question(GRU, {"units": 3}, (SEQUENCE, Tensor((2, 4)))),
    ),
    Difference(
        "takes no `initial_state`",
        "a call fails, since Keras wants the states as lists in a list",
        Question(RNN, {"cell": PAIR}, (SEQUENCE, Tensor((2, 3)), Tensor((2, 3)))),
    ),
    Difference(
        "come as lists in a list, which `from:` cannot name",
        "the second output is a list of tensors",
        Question(RNN, {"cell": PAIR, "return_state": True}, (SEQUENCE,)),
    ),
    Difference(
        "needs a sequence, (batch, steps, features)",
        "a call fails, since a step is no vector of features",
        Question(RNN, {"cell": LSTMCell(units=3)}, (Tensor((2, 6, 5, 4)),)),
        kinds=("RNN", "Bidirectional", "TimeDistributed"),
    ),
    Difference(
        "would not freeze",
        "the model trains the weights that the spec calls frozen",
        Question(
            Bidirectional,
            {"layer": RNN(cell=GRUCell(units=3), trainable=False)},
            (SEQUENCE,),
        ),
        kinds=("Bidirectional", "RNN", "TimeDistributed"),
    ),
    Difference(
        "the same shapes from both ways",
        "Keras's shape doubles the features of the way forwards",
        Question(
            Bidirectional,
            {
                "layer": GRU(units=3),
                "backward_layer": GRU(units=4, go_backwards=True),
            },
            (SEQUENCE,),
        ),
    ),
    Difference(
        "where Keras expects floating-point numbers",
        "a call gives integers, of which Keras's shapes say nothing",
        Question(TimeDistributed, {"layer": Flatten()}, (Tensor((2, 5, 6), "int32"),)),
    ),
    Difference(
        "dimensions (batch, ",
        "Keras checks the rank only where the layer itself is called",
        Question(SpectralNormalization, {"layer": Dense(units=3)}, (Tensor((2,)),)),
        kinds=("SpectralNormalization", "TimeDistributed"),
    ),
)
