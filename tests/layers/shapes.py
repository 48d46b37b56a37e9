"""What a layer says of an input shape, in one line."""

from __future__ import annotations

from typing import Any

import pytest

from kspec.layers.catalogue import find
from kspec.shape import Shape, ShapeError, Tensor


def shape(kind: str, arguments: dict[str, Any], *inputs: Shape) -> Shape:
    """The shape of the layer's output."""
    cls = find(kind)
    assert cls
    layer = cls.model_validate(arguments)
    (output,) = layer.outputs_of(*(Tensor(one) for one in inputs))
    return output.shape


def refusal(kind: str, arguments: dict[str, Any], *inputs: Shape) -> ShapeError:
    """The error that the layer raises for inputs of these shapes."""
    with pytest.raises(ShapeError) as caught:
        shape(kind, arguments, *inputs)
    return caught.value
