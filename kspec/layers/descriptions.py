"""What each argument means, in a line.

A class says what is special to it below `Args:` in its docstring; what many classes
share stands here once, by the argument's name.
"""

from __future__ import annotations

from kspec.layers import docstrings
from kspec.layers.arguments import Arguments
from kspec.layers.objects.descriptions import OF_OBJECTS
from kspec.layers.objects.object import Object

OF_LAYERS: dict[str, str] = {
    "activation": "the function applied to the result, by its name",
    "activity_regularizer": "a penalty on the layer's output, added to the loss",
    "axes": "the axes along which the products are summed, the batch being 0",
    "axis": "the axis that it works along; the batch is 0, the last one -1",
    "batch_size": "the number of examples in a batch, where it is fixed",
    "cell": "what runs at each step, with its state",
    "cells": "the cells, each one's output the next one's input",
    "center": "whether to add a learned offset, beta",
    "cropping": "elements cut off at the start and the end of each axis",
    "data_format": "whether the channels are the last axis or the one after the batch",
    "depth_multiplier": "outputs for each input channel",
    "dilation_rate": "distance between the elements of a kernel, 1 without gaps",
    "dims": "the axes in their new order, counted from 1; the batch is left out",
    "dropout": "the fraction of the inputs that is dropped in training",
    "dtype": "the precision: of computation and weights, or of each for a mixed one",
    "epsilon": "a small number that keeps a division from going wrong",
    "factor": "how strong the change is: up to a number, or between two",
    "fill_mode": "what stands where the image ends",
    "fill_value": "the value of empty places, for `fill_mode: constant`",
    "filters": "the number of kernels, and so of output channels",
    "flash_attention": "whether to use the fast implementation; null where it can",
    "go_backwards": "whether to read the sequence from its end",
    "groups": "groups of channels that are convolved each for itself",
    "input_dim": "the number of ids, which count from 0",
    "interpolation": "how new elements follow from old ones",
    "keepdims": "whether the axes that are reduced stay, with length 1",
    "kernel_size": "how many elements a kernel covers along each axis",
    "l1": "the factor of the absolute values",
    "l2": "the factor of the squares",
    "layer": "the layer inside",
    "mask_value": "the value that marks a step as absent",
    "mask_zero": "whether the id 0 marks a step as absent",
    "max_value": "the largest output; null for no limit",
    "momentum": "how much of a moving average stays at each step",
    "n": "how many times",
    "negative_slope": "the factor of values below the threshold",
    "noise_shape": "1 where an axis is dropped as a whole, null elsewhere",
    "normalize": "whether to divide by the lengths, which gives cosines",
    "num_heads": "how many times attention is paid, each time with weights of its own",
    "num_query_heads": "the number of heads that ask",
    "offset": "what is added",
    "output_dim": "the length of each vector",
    "output_padding": "elements added at one end of each axis of the output",
    "output_size": "the length of each axis of the output",
    "padding": "`valid` keeps the window inside, `same` goes on over added zeros",
    "pool_size": "how many elements a window covers along each axis",
    "rate": "the fraction that is dropped",
    "recurrent_activation": "the function applied in the gates, by its name",
    "recurrent_dropout": "the fraction of the state that is dropped in training",
    "renorm": "whether to correct the batch by the moving mean and variance",
    "renorm_clipping": "limits of that correction",
    "renorm_momentum": "how much of the correction's averages stays at each step",
    "reset_after": "whether the reset gate acts after the matrix product",
    "return_sequences": "whether to give the output of every step, not the last alone",
    "return_state": "whether to give the last state as further outputs",
    "scale": "whether to multiply by a learned factor, gamma",
    "seed": "where its random numbers start; null for other ones each time",
    "shape": "the dimensions without the batch; null for one that varies",
    "shared_axes": "the axes along which one weight serves",
    "size": "how many times each element is repeated along each axis",
    "stateful": "whether a batch starts from the states that the one before left",
    "stddev": "the standard deviation of the noise",
    "strides": "how far the window moves along each axis; null for its own size",
    "synchronized": "whether the replicas of a distributed training share statistics",
    "target_shape": "the new dimensions without the batch; -1 for what is left over",
    "threshold": "the input from which on it passes",
    "trainable": "whether training changes the weights",
    "unit_forget_bias": "whether the bias of the forget gate starts at one",
    "units": "the number of outputs, one for each neuron",
    "unroll": "whether to write the steps out instead of looping: faster, more memory",
    "use_bias": "whether to add a learned bias",
    "use_cudnn": "whether to use NVIDIA's implementation: `auto` where it can",
    "value_range": "the least and the largest value of a pixel",
}

WEIGHTS = {
    "alpha": "slopes",
    "beta": "offset, beta,",
    "bias": "bias",
    "depthwise": "kernels of single channels",
    "embeddings": "vectors",
    "gamma": "factor, gamma,",
    "kernel": "kernel",
    "moving_mean": "moving mean",
    "moving_variance": "moving variance",
    "pointwise": "kernel that mixes channels",
    "recurrent": "kernel of the state",
}
"""What the weights are that arguments such as `kernel_initializer` concern."""

ROLES = {
    "initializer": "how the first values of the {} are drawn",
    "regularizer": "a penalty on the {}, added to the loss",
    "constraint": "what the {} must be after each step of training",
}


def describe(cls: type[Arguments], name: str) -> str:
    """What an argument means, in a line without a full stop; empty where nobody says.

    Example:
    >>> from kspec.layers.core import Dense
    >>> describe(Dense, "use_bias")
    'whether to add a learned bias'
    >>> describe(Dense, "kernel_initializer")
    'how the first values of the kernel are drawn'
    """
    own = docstrings.arguments(cls).get(name)
    if own:
        return own.removesuffix(".")
    table = OF_OBJECTS if issubclass(cls, Object) else OF_LAYERS
    return table.get(name) or _of_weight(name)


def _of_weight(name: str) -> str:
    weight, _, role = name.rpartition("_")
    if role not in ROLES or not weight:
        return ""
    return ROLES[role].format(WEIGHTS.get(weight, weight.replace("_", " ")))
