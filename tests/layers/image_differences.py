"""Where kspec refuses images and arguments of image layers that Keras lets pass."""

from __future__ import annotations

from kspec.layers.color_augmentation import (
    RandomColorJitter,
    RandomContrast,
    RandomGrayscale,
)
from kspec.layers.geometric_augmentation import (
    RandomElasticTransform,
    RandomFlip,
    RandomPerspective,
)
from kspec.layers.image_preprocessing import (
    AutoContrast,
    ContrastLimitedAdaptiveHistogramEqualization,
    Resizing,
)
from kspec.layers.mixing_augmentation import CutMix
from kspec.shape import Tensor
from tests.layers.difference import Difference
from tests.layers.differential import Question
from tests.layers.draws.images import DRAWS

IMAGE_LAYERS = tuple(kind.__name__ for kind in DRAWS)
COLORED = (Tensor((None, 8, 8, 3)),)

IMAGES: tuple[Difference, ...] = (
    Difference(
        "needs 4 dimensions",
        "Keras would read the batch as the height of a single image",
        Question(AutoContrast, {}, (Tensor((None, 8, 8)),)),
        IMAGE_LAYERS,
    ),
    Difference(
        "needs a known height and width",
        "a step of training cannot be traced",
        Question(CutMix, {}, (Tensor((None, None, 8, 3)),)),
        IMAGE_LAYERS,
    ),
    Difference(
        "needs a known number of channels",
        "a step of training cannot be traced",
        Question(RandomElasticTransform, {}, (Tensor((None, 8, 8, None)),)),
        IMAGE_LAYERS,
    ),
    Difference(
        "needs a height and width of 2 or more",
        "a call fails, since there is no way back from a line",
        Question(RandomPerspective, {}, (Tensor((None, 1, 8, 3)),)),
    ),
    Difference(
        "`tile_grid_size` asks for",
        "a call fails, since so few pixels cannot be mirrored at the ends",
        Question(
            ContrastLimitedAdaptiveHistogramEqualization, {}, (Tensor((None, 2, 8, 3)),)
        ),
    ),
    Difference(
        "needs images with",
        "a call fails, since there is no colour in such images",
        Question(RandomGrayscale, {}, (Tensor((None, 8, 8, 2)),)),
        IMAGE_LAYERS,
    ),
    Difference(
        "cannot be computed in",
        "a step of training fails, since two dtypes meet",
        Question(CutMix, {"dtype": "float16"}, COLORED),
        IMAGE_LAYERS,
    ),
    Difference(
        "read the channels from the last",
        "Keras forgets to pass the data format on, so that a call fails",
        Question(
            RandomColorJitter,
            {"hue_factor": 0.2, "data_format": "channels_first"},
            COLORED,
        ),
        ("RandomColorJitter",),
    ),
    Difference(
        "either cropped or padded",
        "a call fails, since it can be one of the two",
        Question(
            Resizing,
            {
                "height": 4,
                "width": 4,
                "crop_to_aspect_ratio": True,
                "pad_to_aspect_ratio": True,
            },
            COLORED,
        ),
        ("Resizing",),
    ),
    Difference(
        "expected `constant`",
        "a call fails, since there is no other way to fill",
        Question(Resizing, {"height": 4, "width": 4, "fill_mode": "reflect"}, COLORED),
        ("Resizing",),
    ),
    Difference(
        "expected `constant`, `nearest`, `wrap` or `reflect`",
        "a call fails: Keras names the mode and cannot compute it",
        Question(RandomElasticTransform, {"fill_mode": "mirror"}, COLORED),
    ),
    Difference(
        "expected `horizontal`",
        "nothing would be mirrored",
        Question(RandomFlip, {"mode": "sideways"}, COLORED),
        ("RandomFlip",),
    ),
    Difference(
        "a number from 0 to 1, or a list of 2",
        "Keras looks at one end of each bound only",
        Question(RandomContrast, {"factor": (0.5, 3.0)}, COLORED),
    ),
    Difference(
        "the lower first",
        "all values of a range without width are divided by 0",
        Question(AutoContrast, {"value_range": (1, 1)}, COLORED),
    ),
    Difference(
        "a list of 2 positive integers",
        "a call fails, since it takes the two numbers apart",
        Question(
            ContrastLimitedAdaptiveHistogramEqualization,
            {"tile_grid_size": 2},
            COLORED,
        ),
    ),
)
