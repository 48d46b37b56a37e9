"""The dark look of an SVG: each colour in it is replaced by that of the dark theme.

Attributes hold the light colours, so that any viewer shows them; the rules override
them where the reader's screen is dark, or where a page says `data-theme="dark"`.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kspec.drawing.theme import CLUSTERS, DARK, Theme

PAINTS = ("fill", "stroke", "stop-color")


def stylesheet(root: Element, theme: Theme) -> str:
    """The rules for the colours that the drawing has; none where it has no colours."""
    if not theme.has_colours:
        return ""
    dark = dict(_counterparts(theme))
    rules = [
        (f'[{paint}="{colour}"]', f"{paint}:{dark[colour]}")
        for paint in PAINTS
        for colour in _used(root, paint)
        if colour in dark
    ]
    light, told = 'svg.kspec:not([data-theme="light"])', 'svg.kspec[data-theme="dark"]'
    by_screen = "".join(f"{light} {where}{{{how}}}" for where, how in rules)
    by_page = "".join(f"{told} {where}{{{how}}}" for where, how in rules)
    return f"@media (prefers-color-scheme:dark){{{by_screen}}}{by_page}"


def _used(root: Element, paint: str) -> list[str]:
    """The colours of a paint, in the order of their first use."""
    found = (element.get(paint) for element in root.iter())
    return list(dict.fromkeys(colour for colour in found if colour))


def _counterparts(theme: Theme) -> list[tuple[str, str]]:
    """Each colour of a theme with the one of the dark theme in the same place."""
    families = [
        pair
        for family, bar in theme.bars.items()
        for pair in (
            (bar, DARK.bars[family]),
            (theme.fill(family), DARK.fill(family)),
        )
    ]
    marks = [(colour, DARK.marks[mark]) for mark, colour in theme.marks.items()]
    clusters = [(theme.cluster(at), DARK.cluster(at)) for at in range(CLUSTERS)]
    rest = [
        (theme.ink, DARK.ink),
        (theme.faded, DARK.faded),
        (theme.rim, DARK.rim),
        (theme.paper, DARK.paper),
        ("white", DARK.paper),
    ]
    return [*families, *marks, *clusters, *rest]
