"""Where kspec refuses what Keras lets pass, on purpose."""

from __future__ import annotations

from kspec.layers.activations import Softmax
from kspec.layers.convolution import Conv1D
from kspec.layers.core import Activation, Dense
from kspec.layers.merging import Add, Dot
from kspec.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    LayerNormalization,
)
from kspec.layers.numeric_preprocessing import Rescaling
from kspec.layers.recurrent import LSTM
from kspec.layers.regularization import Dropout
from kspec.shape import Tensor
from tests.layers.difference import Difference
from tests.layers.differential import Question, Refusal
from tests.layers.image_differences import IMAGES
from tests.layers.nesting_differences import NESTING
from tests.layers.preprocessing_differences import PREPROCESSING
from tests.layers.tensor_differences import TENSORS

__all__ = ["DIFFERENCES", "Difference", "difference"]


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "needs floating-point numbers",
        "TensorFlow has no kernel for integers here, which only a call shows",
        Question(
            Conv1D, {"filters": 1, "kernel_size": 1}, (Tensor((2, 3, 1), "int32"),)
        ),
    ),
    Difference(
        "got a single number ()",
        "a layer works on a batch of examples, and a number has none",
        Question(Activation, {"activation": "relu"}, (Tensor(()),)),
    ),
    Difference(
        "needs numbers, got strings",
        "Keras's shapes say nothing of strings, which only a call refuses",
        Question(Dense, {"units": 1}, (Tensor((2, 3), "string"),)),
    ),
    Difference(
        "dtype\n  expected `float32`",
        "weights of integers or strings cannot be drawn, which only a build shows",
        Question(Dense, {"units": 1, "dtype": "int32"}, (Tensor((2, 3)),)),
    ),
    Difference(
        "numbers for the last dimension",
        "Keras's shape leaves out that the numbers broadcast",
        Question(Rescaling, {"scale": (1.0, 2.0)}, (Tensor((None, 3, 1)),)),
        kinds=("Rescaling",),
    ),
    Difference(
        "`renorm_clipping` has no effect",
        "the bounds would be ignored",
        Question(
            BatchNormalization, {"renorm_clipping": {"rmax": 2}}, (Tensor((2, 3)),)
        ),
    ),
    Difference(
        "needs numbers, got bool",
        "TensorFlow has no arithmetic of booleans, which only a call shows",
        Question(Add, {}, (Tensor((2, 3), "bool"), Tensor((2, 3), "bool"))),
        kinds=("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"),
    ),
    Difference(
        "names no axis",
        "nothing would be normalized",
        Question(LayerNormalization, {"axis": ()}, (Tensor((2, 3)),)),
    ),
    Difference(
        "twice, got",
        "the weights would have more axes than are normalized, and a call fails",
        Question(LayerNormalization, {"axis": (1, -1)}, (Tensor((2, 3)),)),
    ),
    Difference(
        "has the axes",
        "there is no such axis, which only a call finds",
        Question(Softmax, {"axis": 2}, (Tensor((2, 3)),)),
        kinds=("Softmax",),
    ),
    Difference(
        "the batch of",
        "a channel is never a whole batch, and a call on another batch fails",
        Question(GroupNormalization, {"groups": 1, "axis": 0}, (Tensor((2, 3)),)),
        kinds=("GroupNormalization",),
    ),
    Difference(
        "does not fit the input",
        "the mask cannot be repeated to the input, which only training finds",
        Question(Dropout, {"rate": 0.5, "noise_shape": (2,)}, (Tensor((2, 3)),)),
        kinds=("AlphaDropout", "Dropout"),
    ),
    Difference(
        "along axis 0, the batch",
        "a call fails, since examples do not meet each other",
        Question(Dot, {"axes": 0}, (Tensor((2, 3)), Tensor((2, 3)))),
        kinds=("Dot",),
    ),
    Difference(
        "cannot merge the batches",
        "a call fails, since the batches differ",
        Question(Dot, {"axes": 1}, (Tensor((1, 3)), Tensor((2, 3)))),
        kinds=("Dot",),
    ),
    Difference(
        "needs a known number of steps",
        "a call fails, since nothing says how often to repeat the cell",
        Question(LSTM, {"units": 1, "unroll": True}, (Tensor((2, None, 3)),)),
    ),
    *IMAGES,
    *NESTING,
    *PREPROCESSING,
    *TENSORS,
)


def difference(question: Question, refusal: Refusal) -> Difference | None:
    """The listed difference that explains a refusal, if there is one."""
    for listed in DIFFERENCES:
        named = not listed.kinds or question.kind.__name__ in listed.kinds
        if named and listed.message in refusal.reason:
            return listed
    return None
