"""The layers of Keras that no spec can name, each with the reason."""

from __future__ import annotations

CODE = "it runs code that a spec cannot hold; write a custom layer in a plugin"
FOREIGN = "it wraps code of another framework, which a spec cannot hold"
DATA = "it learns a vocabulary or statistics from data; prepare the data under `train:`"
AUGMENTATION = "it changes images at random; kspec has no image augmentation yet"
IMAGES = "kspec has no image preprocessing yet; prepare the data under `train:`"
AUDIO = "kspec has no audio layers yet"
ABSTRACT = "it is abstract; name one of the layers that build on it"
CELL = "a cell stands inside `RNN`; name `LSTM`, `GRU` or `SimpleRNN`"
WRAPPER = "it wraps another layer, which a spec cannot write yet"
UNKNOWN = "kspec does not know its shapes yet"

_BY_REASON: dict[str, tuple[str, ...]] = {
    CODE: ("Lambda",),
    FOREIGN: ("TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"),
    "inputs stand under `inputs:`": ("InputLayer",),
    "write the layers of the pipeline one by one": ("Pipeline",),
    ABSTRACT: ("Layer", "Wrapper", "InputSpec"),
    DATA: (
        "Discretization", "IntegerLookup", "Normalization", "StringLookup",
        "TextVectorization",
    ),
    AUGMENTATION: (
        "AugMix", "CutMix", "MixUp", "RandAugment", "RandomBrightness",
        "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomCrop",
        "RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur",
        "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective",
        "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness",
        "RandomShear", "RandomTranslation", "RandomZoom",
    ),
    IMAGES: (
        "AutoContrast", "CenterCrop", "ContrastLimitedAdaptiveHistogramEqualization",
        "Equalization", "MaxNumBoundingBoxes", "Resizing", "Solarization",
    ),
    CELL: ("GRUCell", "LSTMCell", "RNN", "SimpleRNNCell", "StackedRNNCells"),
    WRAPPER: ("Bidirectional", "SpectralNormalization", "TimeDistributed"),
    AUDIO: ("MelSpectrogram", "STFTSpectrogram"),
    UNKNOWN: (
        "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D",
        "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D",
        "AdaptiveMaxPooling3D", "AdditiveAttention", "Attention", "CategoryEncoding",
        "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "EinsumDense",
        "GroupedQueryAttention", "HashedCrossing", "Hashing", "MultiHeadAttention",
        "ReversibleEmbedding",
    ),
}  # fmt: skip

REFUSED: dict[str, str] = {
    name: reason for reason, names in _BY_REASON.items() for name in names
}
"""Why a spec cannot name a layer that Keras has."""
