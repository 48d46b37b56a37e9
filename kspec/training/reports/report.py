"""The report of a run: what was trained, on what, how it went and how good it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from kspec.codegen import code
from kspec.files import write_text
from kspec.schema import dump
from kspec.schema.fitting import is_growing
from kspec.training.reports.charts import lines
from kspec.training.reports.classes import decisions, of_classes
from kspec.training.reports.data import of_data
from kspec.training.reports.forecasts import of_forecast
from kspec.training.reports.page import (
    Html,
    facts,
    folded,
    group,
    number,
    page,
    paragraph,
    section,
    svg_picture,
    table,
)
from kspec.training.reports.story import Story
from kspec.training.reports.values import of_values

REPORT = "report.html"
NO_MEASURES = ("epoch", "seconds")


def write_report(path: Path, story: Story) -> None:
    """Write `report.html` in a run's folder.

    Raises: ToolError K503.
    """
    write_text(path / REPORT, report(story))


def report(story: Story) -> str:
    """The page as text."""
    return page(story.title, _parts(story))


def _parts(story: Story) -> Iterator[Html]:
    known = [story.graph.caption, story.facts["status"], story.graph.note]
    yield paragraph(" · ".join(filter(None, known)), "faint")
    yield section("Results", *_results(story))
    for name in story.predictions:
        yield from _of_output(story, name)
    yield section("Training", *_training(story))
    yield section("Data", *of_data(story.dataset))
    yield section("Model", *_model(story))


def _results(story: Story) -> Iterator[Html]:
    for name, rows in story.measures.items():
        metrics = list(rows["model"])
        cells = [[t, *(number(rows[t].get(m)) for m in metrics)] for t in rows]
        yield table([name, *metrics], cells, strong=0)
        for metric in metrics:
            yield from _verdict(rows, metric)
    yield paragraph(
        "On the test part, which the model has not learnt from, in the data's own "
        "units. The other rows are baselines: what one would say without a model."
        if story.measures
        else "The training was interrupted; nothing has been measured.",
        "faint",
    )


def _verdict(rows: dict[str, dict[str, Any]], metric: str) -> Iterator[Html]:
    sign = -1.0 if is_growing(metric) else 1.0
    found = {
        title: sign * float(row[metric])
        for title, row in rows.items()
        if isinstance(row.get(metric), int | float)
    }
    others = {title: value for title, value in found.items() if title != "model"}
    if "model" not in found or not others:
        return
    best = min(others, key=others.__getitem__)
    if found["model"] < others[best]:
        text = f"{metric}: better than every baseline; the best of them is “{best}”."
        yield paragraph(text, "good")
    else:
        yield paragraph(f"{metric}: “{best}” is as good as the model or better.", "bad")


def _of_output(story: Story, name: str) -> Iterator[Html]:
    found = decisions(story, name)
    if found is not None:
        yield section(f"{name}: right and wrong", *of_classes(story, found))
    elif story.dataset.window is not None:
        yield section(f"{name}: forecast and truth", *of_forecast(story, name))
    elif story.predictions[name].ndim == 2:
        yield section(f"{name}: predicted and true", *of_values(story, name))


def _training(story: Story) -> Iterator[Html]:
    run = story.facts
    yield group("charts", _curves(story))
    yield facts(
        [
            ("began", str(run["started"])),
            ("took", _duration(run)),
            ("epochs", f"{len(story.history)} of {run['epochs']}"),
            ("best epoch", str(run.get("best_epoch") or "–")),
            ("batch size", number(run["batch_size"])),
            ("seed", str(run["seed"])),
            ("measured after each epoch", f"the {run['watched']} part"),
            ("versions", ", ".join(f"{k} {v}" for k, v in run["versions"].items())),
            ("backend", str(run["backend"])),
        ]
    )


def _curves(story: Story) -> Iterator[Html]:
    rows = story.history
    names = {k.removeprefix("val_") for row in rows for k in row} - {*NO_MEASURES}
    ends = np.cumsum([phase.epochs for phase in story.train.phases])[:-1]
    marks = [(float(end) + 0.5, f"phase {at}") for at, end in enumerate(ends, start=2)]
    for name in sorted(names, key=lambda name: (name != "loss", name)):
        named = (("training", name), (story.facts["watched"], f"val_{name}"))
        series = {
            title: [
                (
                    np.array([row["epoch"] for row in rows if key in row]),
                    np.array([row[key] for row in rows if key in row]),
                )
            ]
            for title, key in named
            if any(key in row for row in rows)
        }
        yield lines(series, title=name, labels=("epoch", name), marks=marks)


def _duration(run: dict[str, Any]) -> str:
    if "ended" not in run:
        return "–"
    span = datetime.fromisoformat(run["ended"]) - datetime.fromisoformat(run["started"])
    return str(span)


def _model(story: Story) -> Iterator[Html]:
    yield paragraph(f"{story.graph.params:,} parameters, {story.graph.mode}.")
    if story.diagram:
        alt = f"The diagram of {story.spec.name}"
        yield group("diagram", [svg_picture(story.diagram, alt)])
    yield folded("The spec", dump(story.spec))
    yield folded("The Keras code", code(story.spec))
