"""A report says how good a model is and shows its mistakes, all on one page."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from kspec.training import train
from kspec.training.reports.charts import against, chart, lines
from kspec.training.reports.classes import Decisions
from kspec.training.reports.page import page, paragraph, table
from kspec.training.reports.pictures import png
from tests.training.small import (
    DENSE,
    SERIES,
    series_data,
    spec_in,
    table_data,
    write_csv,
)

pytestmark = pytest.mark.keras


class Reader(HTMLParser):
    """The tags, addresses and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.addresses += [found[key] for key in ("src", "href") if key in found]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


def report_of(folder: Path, spec: Any) -> Reader:
    run = train(spec, runs=folder / "runs", console=Console(file=io.StringIO()))
    reader = Reader((run.path / "report.html").read_text(encoding="utf-8"))
    assert "script" not in reader.tags
    assert all(address.startswith("data:image/") for address in reader.addresses)
    return reader


def pictures(reader: Reader, kind: str) -> list[bytes]:
    begin = f"data:image/{kind};base64,"
    return [
        base64.b64decode(address.removeprefix(begin))
        for address in reader.addresses
        if address.startswith(begin)
    ]


def test_a_regression_shows_predicted_and_true_values(tmp_path: Path) -> None:
    rows = [(i / 10, i / 5) for i in range(20)]
    write_csv(tmp_path / "rows.csv", ["x", "y"], rows)
    reader = report_of(tmp_path, spec_in(tmp_path, DENSE, table_data(), epochs=2))
    assert "y: predicted and true" in reader.texts
    assert "The 4 worst predictions" in reader.texts
    assert "small, run 1" in reader.texts
    svgs = pictures(reader, "svg+xml")
    # Two of the output, one each of loss and mae, the diagram.
    assert len(svgs) == 5
    assert b"predicted" in svgs[0]


def test_a_classifier_shows_its_mistakes_with_their_pictures(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    images = random.integers(0, 255, (60, 6, 6), np.uint8)
    labels = random.integers(0, 3, 60)
    np.savez(tmp_path / "images.npz", image=images, label=labels)
    model = {
        "kspec": 1,
        "name": "pictures",
        "inputs": {"image": [6, 6]},
        "layers": {
            "flat": {"type": "Flatten"},
            "kind": {"type": "Dense", "units": 3, "activation": "softmax"},
        },
    }
    data = {
        "source": "images.npz",
        "inputs": {"image": {"scale": {"divide": 255}}},
        "targets": {"kind": {"column": "label"}},
        "split": {"test": 0.5},
    }
    loss = "sparse_categorical_crossentropy"
    spec = spec_in(tmp_path, model, data, loss=loss, metrics=["accuracy"])
    reader = report_of(tmp_path, spec)
    assert "Which class was taken for which" in reader.texts
    shown = pictures(reader, "png")
    said = next(text for text in reader.texts if text.endswith("it was surest of"))
    assert len(shown) == int(re.findall(r"\d+", said)[0]) > 0
    assert all(picture.startswith(b"\x89PNG") for picture in shown)


def test_a_forecast_shows_its_error_by_horizon_beside_the_baselines(
    tmp_path: Path,
) -> None:
    write_csv(tmp_path / "rows.csv", ["x"], [[i % 4 + 1] for i in range(40)])
    window = {"length": 3, "horizon": 2, "season": 4}
    reader = report_of(tmp_path, spec_in(tmp_path, SERIES, series_data(window=window)))
    assert "Error by how far ahead" in reader.texts
    assert reader.texts.count("seasonal mean") == 2
    assert "The baseline “last season” is better than the model." in reader.texts


def test_the_numbers_of_a_confusion_are_counted() -> None:
    truth, said = np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 2])
    chances = np.array([0.9, 0.6, 0.8, 0.7, 0.5])
    found = Decisions(truth, said, chances, ("a", "b", "c"))
    assert found.matrix().tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]
    assert found.worst().tolist() == [3, 1]
    assert found.worst(1).tolist() == [3]


def test_a_chart_has_the_same_bytes_every_time_and_takes_any_name() -> None:
    x = np.arange(5)
    series = {"流量 $x$": [(x, x)], "<b>": [(x, -x)]}
    first = lines(series, title="预测", labels=("a & b", "y"))
    assert first == lines(series, title="预测", labels=("a & b", "y"))
    svg = base64.b64decode(first.text.split("base64,")[1].split('"')[0]).decode()
    assert "流量 $x$" in svg
    assert "&lt;b&gt;" in svg


def test_many_points_are_sampled_and_few_values_are_boxes() -> None:
    many = np.random.default_rng(1).random(50_000)
    assert len(against(many, many, title="t").text) < 2_000_000
    ratings = np.repeat([1.0, 2.0, 3.0], 200)
    assert "svg" in against(ratings, ratings + many[:600], title="t").text
    assert "svg" in chart(lambda axes: axes.plot([1], [1]), "t").text


def test_text_is_escaped_and_the_page_runs_nothing() -> None:
    text = page("<x>", [paragraph("<script>1</script>"), table(["a"], [["<i>"]])])
    reader = Reader(text)
    assert "script" not in reader.tags
    assert "i" not in reader.tags
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text


def test_a_picture_keeps_its_colours_and_size() -> None:
    from PIL import Image

    colours = np.zeros((5, 7, 3))
    colours[0, 0] = (1, 0, 0)
    image = Image.open(io.BytesIO(png(colours)))
    assert (image.size, image.mode) == ((7, 5), "RGB")
    assert image.getpixel((0, 0)) == (255, 0, 0)
    assert Image.open(io.BytesIO(png(np.ones((5, 7, 1))))).mode == "L"
