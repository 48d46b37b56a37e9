"""Normalization layers: the shape stays, the weights run along one or more axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Axes,
    Bool,
    Check,
    Fraction,
    Int,
    NonNegativeFloat,
    is_int,
    is_number,
)
from kspec.layers.axes import axes_of, axis_of, known_size
from kspec.layers.layer import Example, Family, Layer, Takes
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.spatial import conflict
from kspec.shape import Shape, ShapeError, Weight, show

CLIPS = ("rmin", "rmax", "dmax")


def is_clipping(value: Any) -> bool:
    """Whether the value is a mapping of bounds to numbers, the lower one below."""
    if not isinstance(value, Mapping):
        return False
    clips: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType]
    if not all(name in CLIPS and is_number(clips[name], 0) for name in clips):
        return False
    return clips.get("rmin", 0) <= clips.get("rmax", clips.get("rmin", 0))


Clipping = Annotated[
    dict[str, float],
    Check(
        "a mapping of `rmin`, `rmax` and `dmax` to numbers, `rmin` at most `rmax`",
        is_clipping,
        {
            "type": "object",
            "properties": {c: {"type": "number", "minimum": 0} for c in CLIPS},
            "additionalProperties": False,
        },
    ),
]
Groups = Annotated[
    int,
    Check(
        "a positive integer, or -1 for one group per channel",
        lambda v: is_int(v, 1) or (v == -1 and is_int(v)),
        {"type": "integer", "minimum": -1, "not": {"const": 0}},
    ),
]


def scale_and_offset(
    layer: BatchNormalization | LayerNormalization | GroupNormalization,
    shape: tuple[int, ...],
) -> tuple[Weight, ...]:
    """The weights that scale and shift what has been normalized."""
    gamma = (Weight("gamma", shape),) if layer.scale else ()
    return (*gamma, Weight("beta", shape)) if layer.center else gamma


class BatchNormalization(Layer):
    """Normalizes with the mean and variance of the batch, or moving ones in use.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.BatchNormalization; Ioffe and Szegedy (2015).
    """

    family: ClassVar[Family] = "normalization"
    masks: ClassVar[tuple[str, ...]] = ("mask",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": 1, "scale": False}, ((None, 3, 8, 8),)),
        Example({"renorm": True, "renorm_clipping": {"rmax": 3.0}}, ((None, 4),)),
    )

    axis: Int = -1
    momentum: Fraction = 0.99
    epsilon: NonNegativeFloat = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None
    renorm: Bool = False
    renorm_clipping: Clipping | None = None
    renorm_momentum: Fraction = 0.99
    synchronized: Bool = False

    @model_validator(mode="after")
    def _clips_only_a_renormalization(self) -> Self:
        if self.renorm_clipping and not self.renorm:
            raise conflict(
                "renorm_clipping",
                "`renorm_clipping` has no effect without `renorm: true`",
                hint="add `renorm: true`",
            )
        return self

    def masked(self, name: str, *inputs: Shape) -> Shape:
        return inputs[0][:-1]

    def shape_of(self, x: Shape) -> Shape:
        known_size(self.axis, x)
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        shape = (known_size(self.axis, x),)
        moving = ("moving_mean", "moving_variance")
        renorm = ("moving_stddev", "renorm_mean", "renorm_stddev")
        names = (*moving, *renorm) if self.renorm else moving
        kept = (Weight(name, shape, trainable=False) for name in names)
        return (*scale_and_offset(self, shape), *kept)


class LayerNormalization(Layer):
    """Normalizes each example along some axes.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.LayerNormalization; Ba, Kiros and Hinton (2016).
    """

    family: ClassVar[Family] = "normalization"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, ((None, 4),)),
        Example({"axis": (1, 2), "center": False}, ((None, 6, 4),)),
    )

    axis: Axes = -1
    epsilon: NonNegativeFloat = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        if self.center or self.scale:
            along(self.axis, x)
        axes_of(self.axis, x)
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        needed = self.center or self.scale
        return scale_and_offset(self, along(self.axis, x)) if needed else ()


class GroupNormalization(Layer):
    """Normalizes each example in groups of channels.

    Shapes: (batch, …) → (batch, …)

    Args:
        groups: how many groups the channels are divided into.
    Source: keras.layers.GroupNormalization; Wu and He (2018).
    """

    family: ClassVar[Family] = "normalization"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({"groups": 2}, ((None, 8, 4),)),
        Example({"groups": -1, "axis": 1}, ((None, 3, 8, 8),)),
    )

    groups: Groups = 32
    axis: Int = -1
    epsilon: NonNegativeFloat = 0.001
    center: Bool = True
    scale: Bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer | None = None
    gamma_regularizer: Regularizer | None = None
    beta_constraint: Constraint | None = None
    gamma_constraint: Constraint | None = None

    def shape_of(self, x: Shape) -> Shape:
        if axis_of(self.axis, x) == 0:
            raise ShapeError(
                f"`axis` is {self.axis}, the batch of {show(x)}",
                hint="name the axis of the channels",
                argument="axis",
            )
        channels = known_size(self.axis, x)
        if channels % self.groups:
            raise ShapeError(
                f"cannot part {channels} channels into {self.groups} groups",
                hint=f"a divisor of {channels} for `groups`, or -1 for one per channel",
                argument="groups",
            )
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return scale_and_offset(self, (known_size(self.axis, x),))


class RMSNormalization(Layer):
    """Divides by the root mean square along some axes.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.RMSNormalization; Zhang and Sennrich (2019).
    """

    family: ClassVar[Family] = "normalization"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 6, 4),)),)

    axis: Axes = -1
    epsilon: NonNegativeFloat = 1e-06

    def shape_of(self, x: Shape) -> Shape:
        along(self.axis, x)
        return x

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("scale", along(self.axis, x)),)


class UnitNormalization(Layer):
    """Divides by the L2 norm along some axes.

    Shapes: (batch, …) → (batch, …)
    Source: keras.layers.UnitNormalization.
    """

    family: ClassVar[Family] = "normalization"
    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (Example({}, ((None, 6, 4),)),)

    axis: Axes = -1

    def shape_of(self, x: Shape) -> Shape:
        axes_of(self.axis, x)
        return x


def along(axes: int | tuple[int, ...], x: Shape) -> tuple[int, ...]:
    """The known sizes along the axes, which Keras sorts as they are written.

    Raises: ShapeError where one is unknown, out of range or there twice.

    Example:
    >>> along((2, 1), (None, 6, 4))
    (6, 4)
    """
    axes_of(axes, x)
    given = (axes,) if isinstance(axes, int) else sorted(axes)
    return tuple(known_size(axis, x) for axis in given)
