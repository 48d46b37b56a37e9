"""A small package with layers of its own, written and installed for a test."""

from __future__ import annotations

from pathlib import Path

RULES = '''\
"""What kspec is told of the layers of `scaling_layers`."""

from kspec.layers.arguments import PositiveFloat, PositiveInt
from kspec.layers.custom import CustomLayer
from kspec.shape import Shape, Weight


class Scale(CustomLayer):
    """Multiplies by a number.

    Args:
        factor: the number.
    """

    implementation = "scaling_layers.Scale"

    factor: PositiveFloat = 2.0


class Project(CustomLayer):
    """A matrix product.

    Args:
        units: columns of the matrix.
    """

    implementation = "scaling_layers.Project"

    units: PositiveInt

    def shape_of(self, x: Shape) -> Shape:
        return (*x[:-1], self.units)

    def weights_of(self, x: Shape) -> tuple[Weight, ...]:
        return (Weight("kernel", (x[-1] or 0, self.units)),)

    def multiply_adds_of(self, x: Shape) -> int:
        return (x[-1] or 0) * self.units
'''
LAYERS = '''\
"""Layers of Keras."""

import keras


class Scale(keras.layers.Layer):
    def __init__(self, *, factor=2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, x):
        return x * self.factor


class Project(keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")

    def call(self, x):
        return x @ self.kernel
'''
ENTRY_POINTS = """\
[kspec.layers]
Scale = scaling_rules:Scale
Project = scaling_rules:Project
"""
METADATA = "Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n"


def write(folder: Path, *, rules: str = RULES, module: str = "scaling_rules") -> Path:
    """The modules of the package in a folder, without its metadata."""
    folder.mkdir(exist_ok=True)
    (folder / f"{module}.py").write_text(rules, encoding="utf-8")
    (folder / "scaling_layers.py").write_text(LAYERS, encoding="utf-8")
    return folder


def install(
    folder: Path, entry_points: str = ENTRY_POINTS, name: str = "scaling"
) -> None:
    """Metadata as an installer writes it, with entry points."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA.format(name), encoding="utf-8")
    (info / "entry_points.txt").write_text(entry_points, encoding="utf-8")
