"""Specs for pages: a small one, and one of two blocks in a chain."""

from __future__ import annotations

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

BLOCKS = """\
kspec: 1
name: blocks
blocks:
  conv_block:
    params: {filters: , convs: 2}
    layers:
      conv: {type: Conv2D, filters: $(filters), kernel_size: 3, repeat: $(convs)}
      pool: {type: MaxPooling2D}
inputs: {image: [32, 32, 3]}
layers:
  block1: {block: conv_block, filters: 4}
  block2:
    block: conv_block
    filters: 8
    convs: 1
    caption: 卷积块2
  flat: {type: Flatten}
"""
