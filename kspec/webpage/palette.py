"""The diagram's colours as variables of the page, each for light and for dark."""

from __future__ import annotations

from functools import cache

from kspec.drawing.theme import CLUSTERS, LIGHT, channels, mixed

DARK_PAPER = "#171a21"
DARK_INK = "#e6e9ef"
DARK_FADED = "#b3bbc9"

CONTRAST = 3.2
"""Between a family's bar and the paper: 3 is what a graphic needs."""


@cache
def variables() -> dict[str, tuple[str, str]]:
    """Each variable's name, its colour on light paper and on dark."""
    named = {
        "paper": (LIGHT.paper, DARK_PAPER),
        "ink": (LIGHT.ink, DARK_INK),
        "faded": (LIGHT.faded, DARK_FADED),
    }
    for level in range(CLUSTERS):
        dark = mixed(DARK_FADED, DARK_PAPER, 0.06 * (1 + level))
        named[f"cluster-{level}"] = LIGHT.cluster(level), dark
    named["rim"] = LIGHT.rim, mixed(DARK_FADED, DARK_PAPER, 0.55)
    for family, bar in LIGHT.bars.items():
        dark = lifted(bar)
        named[f"bar-{family}"] = bar, dark
        named[f"fill-{family}"] = LIGHT.fill(family), mixed(dark, DARK_PAPER, 0.18)
    return named


@cache
def references() -> dict[str, str]:
    """What stands for each colour of the diagram.

    Example:
    >>> references()["#0072b2"]
    'var(--bar-core)'
    """
    pairs = ((light, name) for name, (light, _) in variables().items())
    return {light: f"var(--{name})" for light, name in pairs}


def declarations() -> str:
    """The variables as CSS."""
    lines = (
        f"  --{name}: light-dark({light}, {dark});"
        for name, (light, dark) in variables().items()
    )
    families = (
        f".family-{family} {{ --family: var(--bar-{family}); }}"
        for family in LIGHT.bars
    )
    return "\n".join([":root {", *lines, "}", *families, ""])


def lifted(bar: str) -> str:
    """The colour, lightened until it stands out on dark paper."""
    shares = (share / 20 for share in range(20, 0, -1))
    tried = (mixed(bar, "#ffffff", share) for share in shares)
    return next(one for one in tried if contrast(one, DARK_PAPER) >= CONTRAST)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21.

    Source: WCAG 2.2, contrast ratio.

    Example:
    >>> contrast("#ffffff", "#000000")
    21.0
    """
    first, second = sorted((_luminance(one), _luminance(other)))
    return round((second + 0.05) / (first + 0.05), 3)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
