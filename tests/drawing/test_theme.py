from __future__ import annotations

import itertools
from typing import get_args

import pytest

from kspec.drawing.theme import CLUSTERS, DARK, LIGHT, PRINT, Theme, channels
from kspec.layers.layer import Family

FAMILIES: tuple[Family, ...] = get_args(Family)

XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)

# Machado, Oliveira and Fernandes 2009, severity 1.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

Vector = tuple[float, ...]


def linear(colour: str) -> Vector:
    shares = [channel / 255 for channel in channels(colour)]
    return tuple(
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares
    )


def times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((times(XYZ, linear(c))[1] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(seen: Vector) -> Vector:
    xyz = times(XYZ, tuple(min(max(c, 0), 1) for c in seen))
    shares = [value / white for value, white in zip(xyz, WHITE, strict=True)]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    """How far apart two colours look (CIE76; 2.3 is just noticeable)."""
    a, b = (lab(times(SIGHT[sight], linear(colour))) for colour in (one, other))
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


def test_every_family_has_a_colour() -> None:
    assert set(LIGHT.bars) == set(FAMILIES)


THEMES = {"light": LIGHT, "dark": DARK, "print": PRINT}
each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def grounds(theme: Theme) -> list[str]:
    """All that text stands on: boxes, frames inside frames, the paper."""
    frames = [theme.cluster(level) for level in range(CLUSTERS)]
    return [theme.paper, *frames, *map(theme.fill, FAMILIES)]


@each_theme
def test_text_stands_out_from_all_that_it_stands_on(theme: Theme) -> None:
    for ground in grounds(theme):
        assert contrast(theme.ink, ground) >= 7, ground
        # Shapes and parameters, and the labels of edges, which pass over frames.
        assert contrast(theme.faded, ground) >= 4.5, ground


@each_theme
def test_bars_edges_and_marks_stand_out_from_all_that_they_stand_on(
    theme: Theme,
) -> None:
    frames = [theme.paper, *(theme.cluster(level) for level in range(CLUSTERS))]
    for ground in frames:
        for sign in (theme.faded, *theme.marks.values()):
            assert contrast(sign, ground) >= 3, (sign, ground)
    for bar in theme.bars.values():
        assert contrast(bar, theme.paper) >= 3, bar


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_families_look_alike_to_any_reader(sight: str) -> None:
    pairs = itertools.combinations(LIGHT.bars.values(), 2)
    assert min(distance(one, other, sight) for one, other in pairs) >= 10
