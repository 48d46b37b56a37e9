"""Keras's applications as layers: pretrained models, each called as one layer.

What they consist of is described by the specs in `specs/applications`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import create_model

from kspec.layers.arguments import (
    Bool,
    Check,
    Choice,
    FileName,
    Fraction,
    PositiveFloat,
    PositiveInt,
    is_int,
)
from kspec.layers.layer import Example, Family, Layer, MissingRule
from kspec.layers.objects.activations import Activation
from kspec.shape import Weight

ImageShape = Annotated[
    tuple[int | None, int | None, int],
    Check(
        "height, width and channels, such as [224, 224, 3]; null where not fixed",
        lambda v: (
            isinstance(v, tuple)
            and len(v) == 3  # pyright: ignore
            and all(d is None or is_int(d, 1) for d in v[:2])  # pyright: ignore
            and is_int(v[2], 1)
        ),
        {
            "type": "array",
            "items": {"type": ["integer", "null"], "minimum": 1},
            "minItems": 3,
            "maxItems": 3,
        },
    ),
]
CLASSES = 1000
"""What the classifiers of ImageNet tell apart."""

WEIGHT_FILES = (".weights.h5", ".h5", ".keras")


def _names_weights(value: Any) -> bool:
    return value in (None, "imagenet") or (
        isinstance(value, str) and value.endswith(WEIGHT_FILES)
    )


class _WeightsCheck(Check):
    """Keras's own weights, a file of weights, or none."""

    def parse(self, value: Any) -> Any:
        known = Check.parse(self, value)
        return known if known in (None, "imagenet") else FileName(known)


Weights = Annotated[
    str | None,
    _WeightsCheck(
        "`imagenet` for Keras's own weights, a file such as `base.weights.h5`, or null "
        "for new ones",
        _names_weights,
        {
            "anyOf": [
                {"enum": ["imagenet", None]},
                {"type": "string", "pattern": r"\.(h5|keras)$"},
            ]
        },
    ),
]
Pooling = Annotated[Literal["avg", "max"], Choice()]
MaybeShape = ImageShape | None
MaybePooling = Pooling | None
MaybeActivation = Activation | None

GIVEN_ELSEWHERE: Mapping[str, str] = {
    "input_tensor": "the tensor stands under `from:`",
    "dtype": "an application has the dtype that Keras gives it",
}


class Application(Layer):
    """A model of `keras.applications`.

    Args:
        include_top: whether the classifier at the end belongs to it.
        weights: `imagenet` for Keras's own, which it downloads; a file of weights in
            the spec's folder, such as `base.weights.h5`; or null for new ones.
        input_shape: of an image; that of its input where null.
        pooling: what becomes of the features without the classifier: `avg` or `max`
            of each, or all of them where null.
        classes: how many the classifier tells apart.
        classifier_activation: of the classifier.
        include_preprocessing: whether it scales the pixels by itself.
        alpha: how wide it is, against the published one.
        depth_multiplier: how many filters each channel has in depthwise convolutions.
        dropout: the rate before the classifier.
        dropout_rate: the rate before the classifier.
        minimalistic: whether it does without squeeze-and-excite and hard swish.
    Source: keras.applications.
    """

    family: ClassVar[Family] = "model"
    application: ClassVar[str]
    """Its name in Keras."""
    refused: ClassVar[Mapping[str, str]] = GIVEN_ELSEWHERE
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            {"include_top": False, "weights": None, "input_shape": (224, 224, 3)},
            ((None, 224, 224, 3),),
        ),
    )

    @classmethod
    def kind(cls) -> str:
        return f"applications.{cls.application}"

    @classmethod
    def target(cls) -> str:
        return f"keras.applications.{cls.application}"

    def weights_of(self, *_args: Any, **_kwargs: Any) -> tuple[Weight, ...]:
        raise MissingRule(self.kind())

    def multiply_adds_of(self, *_args: Any, **_kwargs: Any) -> int:
        raise MissingRule(self.kind())

    def implied(self, name: str) -> Any:
        return type(self).model_fields[name].get_default()

    @property
    def spec_name(self) -> str:
        """The name of the bundled spec that describes it."""
        return self.application.casefold()


_FIELDS: dict[str, Any] = {
    "include_top": (Bool, True),
    "weights": (Weights, "imagenet"),
    "input_shape": (MaybeShape, None),
    "pooling": (MaybePooling, None),
    "classes": (PositiveInt, CLASSES),
    "classifier_activation": (MaybeActivation, "softmax"),
    "include_preprocessing": (Bool, True),
    "alpha": (PositiveFloat, 1.0),
    "depth_multiplier": (PositiveInt, 1),
    "dropout": (Fraction, 0.001),
    "dropout_rate": (Fraction, 0.2),
    "minimalistic": (Bool, False),
}
_COMMON = (
    "include_top", "weights", "input_shape", "pooling", "classes",
    "classifier_activation",
)  # fmt: skip
_MOBILE = (
    "input_shape", "alpha", "minimalistic", "include_top", "weights", "classes",
    "pooling", "dropout_rate", "classifier_activation", "include_preprocessing",
)  # fmt: skip
_NASNET = (
    "input_shape", "include_top", "weights", "pooling", "classes",
    "classifier_activation",
)  # fmt: skip
_CONVNEXT = ("include_top", "include_preprocessing", *_COMMON[1:])
_EFFICIENT_V2 = (*_COMMON, "include_preprocessing")

SIGNATURES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys((f"ConvNeXt{size}" for size in (
        "Base", "Large", "Small", "Tiny", "XLarge")), _CONVNEXT),
    **dict.fromkeys(("DenseNet121", "DenseNet169", "DenseNet201"), _COMMON),
    **dict.fromkeys((f"EfficientNetB{size}" for size in range(8)), _COMMON),
    **dict.fromkeys((f"EfficientNetV2{size}" for size in (
        "B0", "B1", "B2", "B3", "L", "M", "S")), _EFFICIENT_V2),
    **dict.fromkeys(("InceptionResNetV2", "InceptionV3"), _COMMON),
    "MobileNet": (
        "input_shape", "alpha", "depth_multiplier", "dropout", *_NASNET[1:]),
    "MobileNetV2": ("input_shape", "alpha", *_NASNET[1:]),
    "MobileNetV3Large": _MOBILE,
    "MobileNetV3Small": _MOBILE,
    "NASNetLarge": _NASNET,
    "NASNetMobile": _NASNET,
    **dict.fromkeys((f"ResNet{depth}{version}" for depth in (50, 101, 152)
        for version in ("", "V2")), _COMMON),
    **dict.fromkeys(("VGG16", "VGG19", "Xception"), _COMMON),
}  # fmt: skip
"""The arguments of each application, in the order of Keras's signature."""


def _made(name: str, arguments: tuple[str, ...]) -> type[Application]:
    fields = {argument: _FIELDS[argument] for argument in arguments}
    made = create_model(
        name, __base__=Application, __module__=__name__, __doc__=None, **fields
    )
    made.application = name
    made.__doc__ = f"The model {name} of `keras.applications`."
    return made


APPLICATIONS: tuple[type[Application], ...] = tuple(
    _made(name, arguments) for name, arguments in SIGNATURES.items()
)
"""Every application, as a class like a layer's."""
