"""The diagram's colours as variables of the page, each for light and for dark."""

from __future__ import annotations

from functools import cache

from kspec.drawing.theme import CLUSTERS, DARK, LIGHT, Theme


@cache
def references() -> dict[str, str]:
    """What stands for each colour of the diagram.

    Example:
    >>> references()["#0072b2"]
    'var(--bar-core)'
    """
    return {colour: f"var(--{name})" for name, colour in _named(LIGHT).items()}


def declarations() -> str:
    """The variables as CSS, and the colour of each family's lines."""
    dark = _named(DARK)
    lines = (
        f"  --{name}: light-dark({light}, {dark[name]});"
        for name, light in _named(LIGHT).items()
    )
    families = (
        f".family-{family} {{ --family: var(--bar-{family}); }}"
        for family in LIGHT.bars
    )
    return "\n".join([":root {", *lines, "}", *families, ""])


def _named(theme: Theme) -> dict[str, str]:
    return {
        "paper": theme.paper,
        "ink": theme.ink,
        "faded": theme.faded,
        "rim": theme.rim,
        **{f"cluster-{level}": theme.cluster(level) for level in range(CLUSTERS)},
        **{f"bar-{family}": bar for family, bar in theme.bars.items()},
        **{f"fill-{family}": theme.fill(family) for family in theme.bars},
    }
