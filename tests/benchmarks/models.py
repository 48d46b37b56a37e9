"""The specs that benchmarks are run on."""

from __future__ import annotations

VGG16_BLOCKS = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))


def vgg16() -> str:
    """VGG16 with its top, layer by layer, named as in `keras.applications`."""
    lines = [
        "kspec: 1",
        "name: vgg16",
        "inputs:",
        "  image: {shape: [224, 224, 3]}",
        "layers:",
    ]
    for block, (filters, convs) in enumerate(VGG16_BLOCKS, start=1):
        lines += [
            f"  block{block}_conv{conv}: {{type: Conv2D, filters: {filters},"
            " kernel_size: 3, padding: same, activation: relu}"
            for conv in range(1, convs + 1)
        ]
        lines.append(f"  block{block}_pool: {{type: MaxPooling2D, pool_size: 2}}")
    lines += [
        "  flatten: {type: Flatten}",
        "  fc1: {type: Dense, units: 4096, activation: relu}",
        "  fc2: {type: Dense, units: 4096, activation: relu}",
        "  predictions: {type: Dense, units: 1000, activation: softmax}",
        "expect: {params: 138357544, output_shape: [null, 1000]}",
    ]
    return "\n".join(lines) + "\n"


def chain(length: int) -> str:
    """A chain of dense layers; the input counts as none."""
    layers = (f"  d{at}: {{type: Dense, units: 8}}\n" for at in range(length))
    head = "kspec: 1\nname: chain\ninputs:\n  x: {shape: [8]}\nlayers:\n"
    return head + "".join(layers)
