"""Real pictures of ten classes to transfer to: handwritten digits as PNG files."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from kspec.known import MNIST_5K
from kspec.training.datasets import content, locate
from kspec.training.known_readers import READERS
from kspec.training.table import loaded


def write_digits(folder: Path, each: int) -> None:
    """Write the first digits of each class as files into a folder of their own.

    Args:
        folder: where `digits` is made.
        each: how many of every class.
    """
    files = zip(locate(MNIST_5K), MNIST_5K.files, strict=True)
    table = READERS[MNIST_5K.name]([content(*file) for file in files])["train"]
    pixels, labels = (loaded(table.columns[name]) for name in ("image", "label"))
    for digit in range(10):
        (folder / "digits" / str(digit)).mkdir(parents=True, exist_ok=True)
        for number, row in enumerate(np.flatnonzero(labels == digit)[:each]):
            path = folder / "digits" / str(digit) / f"{number:03}.png"
            Image.fromarray(pixels[row]).save(path)


if __name__ == "__main__":
    write_digits(Path(sys.argv[1]), each=100)
