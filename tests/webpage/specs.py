"""Specs for pages: their texts, and a model with blocks."""

from __future__ import annotations

from dataclasses import replace

from kspec.graph.ir import Graph, Group
from kspec.layers.convolution import Conv2D
from kspec.layers.core import Dense, Input
from kspec.layers.pooling import MaxPooling2D
from kspec.layers.reshaping import Flatten
from tests.drawing.graphs import graph, vertex

SMALL = """\
kspec: 1
name: small
inputs:
  x: {shape: [8], caption: 输入层}

layers:
  # The first of two.
  hidden:
    type: Dense
    units: 4
    caption: 隐含层
  out: {type: Dense, units: 2}

outputs: out
"""


def with_blocks() -> Graph:
    """Two blocks in a chain; the first holds a repeat."""
    vertices = [vertex("image", Input(shape=(32, 32, 3)))]
    for block, count in (("block1", 2), ("block2", 1)):
        for at in range(1, count + 1):
            conv = Conv2D(filters=8, kernel_size=3, padding="same")
            vertices.append(vertex(f"{block}_conv{at}", conv, vertices[-1]))
        vertices.append(vertex(f"{block}_pool", MaxPooling2D(), vertices[-1]))
    vertices.append(vertex("flat", Flatten(), vertices[-1]))
    vertices.append(vertex("out", Dense(units=2), vertices[-1]))
    repeat = Group("block1_conv", "repeat", 1, 3)
    groups = (
        Group("block1", "block", 1, 4, block="conv_block", groups=(repeat,)),
        Group("block2", "block", 4, 6, block="conv_block", caption="卷积块2"),
    )
    return replace(graph(*vertices), groups=groups)
