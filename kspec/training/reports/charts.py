"""Charts as SVG, by matplotlib; the same numbers give the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from kspec.training.reports.page import Html, svg_picture
from kspec.training.table import Array

COLOURS = ("#1f5fa8", "#d1721c", "#2b7a4b", "#8a4fa3", "#a3262b", "#5b6675")
GREY = "#8b95a3"
POINTS = 4_000
"""Points of a scatter that still tell something."""
STEPS = 20
"""So many different true values are shown as boxes instead of points."""
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kspec",
    "font.size": 9,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "axes.titlesize": 10,
    "legend.frameon": False,
    # A dollar sign in a name is no formula.
    "text.parse_math": False,
}

Series = Mapping[str, Sequence[tuple[Array, Array]]]
"""By name the stretches of a line, each its x and y."""


def chart(
    paint: Callable[[Any], None], alt: str, size: tuple[float, float] = (5.2, 3.1)
) -> Html:
    """A chart with one pair of axes.

    Args:
        paint: draws on the axes.
        size: in inches.
    """
    from matplotlib import rc_context  # pyright: ignore
    from matplotlib.figure import Figure

    with rc_context(SETTINGS), warnings.catch_warnings():
        # A browser has the letters that matplotlib's own font lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        drawn = Figure(figsize=size, layout="constrained")
        axes = drawn.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        paint(axes)
        text = io.StringIO()
        about = {"Date": None, "Creator": None}
        drawn.savefig(text, format="svg", metadata=about)  # pyright: ignore
    return svg_picture(text.getvalue(), alt)


def lines(
    series: Series,
    *,
    title: str,
    labels: tuple[str, str],
    size: tuple[float, float] = (5.2, 3.1),
    marks: Sequence[tuple[float, str]] = (),
) -> Html:
    """Several lines over one axis.

    Args:
        labels: of the two axes.
        marks: places along the first axis that are named.
    """

    def paint(axes: Any) -> None:
        for (name, stretches), colour in zip(series.items(), _colours(), strict=False):
            for at, (x, y) in enumerate(stretches):
                marker = "." if len(x) < 40 and len(stretches) == 1 else None
                label = None if at else name
                axes.plot(x, y, label=label, color=colour, marker=marker, lw=1.3)
        if labels[0] == "epoch":
            axes.xaxis.get_major_locator().set_params(integer=True)
        for place, said in marks:
            axes.axvline(place, color=GREY, lw=0.8, ls="--")
            at_top = {"transform": axes.get_xaxis_transform(), "va": "top"}
            axes.text(place, 1.0, f" {said}", fontsize=8, **at_top)
        axes.set(title=title, xlabel=labels[0], ylabel=labels[1])
        if len(series) > 1:
            axes.legend(fontsize=8)

    return chart(paint, title, size)


def against(truth: Array, predicted: Array, *, title: str) -> Html:
    """Predicted against true values; boxes where there are few true ones."""
    shown, said = sampled(truth.ravel(), predicted.ravel())
    values = np.unique(shown)

    def paint(axes: Any) -> None:
        if len(values) <= STEPS:
            _boxes(axes, values, [said[shown == value] for value in values])
        else:
            axes.scatter(shown, said, s=5, alpha=0.35, color=COLOURS[0], lw=0)
        ends = [
            float(min(shown.min(), said.min())),
            float(max(shown.max(), said.max())),
        ]
        axes.plot(ends, ends, color=GREY, lw=0.9, ls="--")
        axes.set(title=title, xlabel="true", ylabel="predicted")

    return chart(paint, title, (5.0, 3.8))


def histogram(values: Array, *, title: str, label: str) -> Html:
    """How often each value comes."""

    def paint(axes: Any) -> None:
        axes.hist(values.ravel(), bins=40, color=COLOURS[0], alpha=0.85)
        axes.axvline(0, color=GREY, lw=0.9, ls="--")
        axes.set(title=title, xlabel=label, ylabel="rows")

    return chart(paint, title, (5.0, 3.8))


def sampled(truth: Array, predicted: Array) -> tuple[Array, Array]:
    """At most so many pairs as a chart can show, the same ones every time."""
    if len(truth) <= POINTS:
        return truth, predicted
    chosen = np.random.default_rng(0).choice(len(truth), POINTS, replace=False)
    return truth[chosen], predicted[chosen]


def _boxes(axes: Any, places: Array, groups: list[Array]) -> None:
    width = 0.6 * float(np.diff(places).min()) if len(places) > 1 else 0.5
    axes.boxplot(
        groups,
        positions=places,
        widths=width,
        manage_ticks=False,
        flierprops={"markersize": 2, "alpha": 0.3},
        medianprops={"color": COLOURS[1]},
    )


def _colours() -> tuple[str, ...]:
    return COLOURS * 4
