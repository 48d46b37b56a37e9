"""Normalization layers: which weights, along which axes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from kspec.layers.layer import Layer
from kspec.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    LayerNormalization,
    RMSNormalization,
    UnitNormalization,
)
from kspec.shape import Shape, ShapeError


def test_the_moving_statistics_of_a_batch_are_not_trained() -> None:
    weights = BatchNormalization().weights_of((None, 8, 8, 3))
    assert [(w.name, w.shape, w.trainable) for w in weights] == [
        ("gamma", (3,), True),
        ("beta", (3,), True),
        ("moving_mean", (3,), False),
        ("moving_variance", (3,), False),
    ]


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (BatchNormalization(scale=False, center=False), "moving_mean moving_variance"),
        (
            BatchNormalization(renorm=True, scale=False),
            "beta moving_mean moving_variance moving_stddev renorm_mean renorm_stddev",
        ),
        (LayerNormalization(), "gamma beta"),
        (LayerNormalization(center=False), "gamma"),
        (LayerNormalization(center=False, scale=False), ""),
        (GroupNormalization(groups=1), "gamma beta"),
        (RMSNormalization(), "scale"),
        (UnitNormalization(), ""),
    ],
)
def test_a_layer_has_the_weights_that_its_arguments_ask_for(
    layer: Layer, names: str
) -> None:
    assert [w.name for w in layer.weights_of((None, 6, 4))] == names.split()


def test_several_axes_have_weights_in_the_order_in_which_keras_sorts_them() -> None:
    (gamma, _) = LayerNormalization(axis=(-1, 1)).weights_of((None, 6, 4))
    assert gamma.shape == (4, 6)


@pytest.mark.parametrize(
    ("layer", "shape", "message", "argument"),
    [
        (
            BatchNormalization(axis=3),
            (None, 4),
            "`axis` is 3, and (None, 4) has the axes -2 to 1",
            "axis",
        ),
        (
            BatchNormalization(),
            (None, 6, None),
            "needs a known size along axis -1, got (None, 6, None)",
            "axis",
        ),
        (
            LayerNormalization(axis=(1, -2)),
            (None, 6, 4),
            "`axis` names an axis of (None, 6, 4) twice, got (1, -2)",
            "axis",
        ),
        (UnitNormalization(axis=()), (None, 4), "`axis` names no axis", "axis"),
        (
            GroupNormalization(groups=3),
            (None, 8, 8, 4),
            "cannot part 4 channels into 3 groups",
            "groups",
        ),
        (
            GroupNormalization(axis=0),
            (2, 8),
            "`axis` is 0, the batch of (2, 8)",
            "axis",
        ),
    ],
)
def test_axes_and_groups_that_do_not_fit_the_input_are_refused(
    layer: Layer, shape: Shape, message: str, argument: str
) -> None:
    with pytest.raises(ShapeError) as caught:
        layer.shape_of(shape)
    assert (caught.value.message, caught.value.argument) == (message, argument)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"renorm": True, "renorm_clipping": {"rmax": 1, "rmin": 2}}, "`rmin` at most"),
        ({"renorm": True, "renorm_clipping": {"max": 1}}, "`rmin`, `rmax` and `dmax`"),
        ({"renorm": True, "renorm_clipping": 3}, "expected a mapping"),
        ({"renorm_clipping": {"rmax": 1}}, "no effect without `renorm: true`"),
    ],
)
def test_bounds_of_a_renormalization_are_checked(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        BatchNormalization.model_validate(arguments)
