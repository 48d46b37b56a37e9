"""The layers of Keras that no spec can name, each with the reason."""

from __future__ import annotations

CODE = "it runs code that a spec cannot hold; write a custom layer in a plugin"
FOREIGN = "it wraps code of another framework, which a spec cannot hold"
ABSTRACT = "it is abstract; name one of the layers that build on it"
CELL = "a cell stands inside `RNN`; name `LSTM`, `GRU` or `SimpleRNN`"

_BY_REASON: dict[str, tuple[str, ...]] = {
    CODE: ("Lambda",),
    FOREIGN: ("TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"),
    "inputs stand under `inputs:`": ("InputLayer",),
    "write the layers of the pipeline one by one": ("Pipeline",),
    ABSTRACT: ("Layer", "Wrapper", "InputSpec"),
    "Keras gives its input back in place of an output, so that no model can hold it": (
        "Equalization",
    ),
    "it limits bounding boxes, and a spec has images alone": ("MaxNumBoundingBoxes",),
    "Keras crops in training alone; name `CenterCrop`, whose shape stays": (
        "RandomCrop",
    ),
    CELL: ("GRUCell", "LSTMCell", "SimpleRNNCell", "StackedRNNCells"),
}  # fmt: skip

REFUSED: dict[str, str] = {
    name: reason for reason, names in _BY_REASON.items() for name in names
}
"""Why a spec cannot name a layer that Keras has."""
