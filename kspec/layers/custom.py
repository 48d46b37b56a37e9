"""Layers of other packages, and what is known where a rule is missing."""

from __future__ import annotations

from typing import Any, ClassVar

from kspec.layers.layer import Family, Layer, MissingRule, Takes
from kspec.shape import UNKNOWN, Shape, Tensor, Weight, is_known

NOT_KNOWN = (Weight("?", UNKNOWN),)
"""The weights of a layer that only the built model tells."""


class CustomLayer(Layer):
    """A layer of another package: its fields are the arguments of its constructor.

    A subclass names the Keras layer as `implementation`, `my_package.layers.Scale`; it
    is imported when a model is built. The shape rule may be left out: then shapes after
    it are unknown. So may the rule of the weights, and that of the multiply-adds.
    """

    implementation: ClassVar[str]
    """The dotted path of the Keras layer, a subclass of `keras.layers.Layer`."""
    family: ClassVar[Family] = "core"
    takes: ClassVar[Takes] = "anything"

    @classmethod
    def target(cls) -> str:
        return cls.implementation

    def weights_of(self, *_args: Any, **_kwargs: Any) -> tuple[Weight, ...]:
        raise MissingRule(self.kind())

    def multiply_adds_of(self, *_args: Any, **_kwargs: Any) -> int:
        raise MissingRule(self.kind())


def layer_outputs(layer: Layer, *inputs: Tensor) -> tuple[Tensor, ...]:
    """The tensors that a layer gives; of unknown shape where its rule cannot say.

    Raises: ShapeError where the inputs do not fit.
    """
    if all(is_known(tensor.shape) for tensor in inputs):
        try:
            return layer.outputs_of(*inputs)
        except MissingRule:
            pass
    dtype = "float32" if layer.family == "operation" else layer.dtype_of(*inputs)
    return (Tensor(UNKNOWN, dtype),) * layer.output_count()


def layer_weights(layer: Layer, *inputs: Tensor) -> tuple[Weight, ...]:
    """The weights that a layer makes; one of unknown shape where none can say."""
    if not all(is_known(tensor.shape) for tensor in inputs):
        return NOT_KNOWN if has_weights(type(layer)) else ()
    try:
        return layer.variables_of(*inputs)
    except MissingRule:
        return NOT_KNOWN


def layer_products(layer: Layer, *inputs: Shape) -> int | None:
    """The products that are added up; None where no rule can say."""
    if type(layer).multiply_adds_of is Layer.multiply_adds_of:
        return 0
    if not all(map(is_known, inputs)):
        return None
    try:
        return layer.multiply_adds_of(*inputs)
    except MissingRule:
        return None


def has_weights(cls: type[Layer]) -> bool:
    """Whether layers of a class may have weights."""
    rules = cls.weights_of, cls.variables_of
    return rules != (Layer.weights_of, Layer.variables_of)
