from __future__ import annotations

from dataclasses import replace

import pytest

from kspec.drawing.wording import lines
from kspec.graph import Vertex
from kspec.layers.core import Dense, Input
from kspec.shape import Tensor
from tests.drawing.graphs import HOSTILE, vertex

X = vertex("x", Input(shape=(8,)))
HIDDEN = vertex("hidden1", Dense(units=10, activation="sigmoid"), X, caption="隐含层1")
NOTED = replace(HIDDEN, note="the first")


def told(vertex: Vertex, detail: str) -> list[str]:
    frozen = not vertex.layer.trainable
    found = lines((vertex,), detail, frozen=frozen)  # pyright: ignore[reportArgumentType]
    return [line.text for line in found]


@pytest.mark.parametrize(
    ("detail", "texts"),
    [
        ("brief", ["【隐含层1】", "Dense"]),
        (
            "normal",
            [
                "【隐含层1】",
                "hidden1 · Dense",
                "10 · sigmoid",
                "(None, 10) · 90 params",
            ],
        ),
        (
            "full",
            [
                "【隐含层1】",
                "hidden1 · Dense",
                "10 · sigmoid",
                "(None, 10) float32",
                "90 params",
                "kernel 8×10 · bias 10",
                "the first",
            ],
        ),
    ],
)
def test_more_detail_says_more(detail: str, texts: list[str]) -> None:
    assert told(NOTED, detail) == texts


def test_without_a_caption_the_name_comes_first() -> None:
    assert told(X, "normal") == ["x · Input", "(None, 8)"]
    assert told(X, "brief") == ["x · Input"]


def test_an_empty_caption_is_none() -> None:
    assert told(replace(X, caption=""), "normal") == told(X, "normal")


def test_frozen_parameters_are_called_so() -> None:
    frozen = vertex("y", Dense(units=10, trainable=False), X)
    assert told(frozen, "normal")[-1] == "(None, 10) · 90 params frozen"


def test_several_outputs_are_counted_and_told_one_by_one_in_full() -> None:
    both = replace(X, outputs=(Tensor((None, 8)), Tensor((None, 2), "int32")))
    assert told(both, "normal")[-1] == "2 outputs"
    assert told(both, "full")[-2:] == ["(None, 8) float32", "(None, 2) int32"]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_line_is_printable_and_short(text: str) -> None:
    hostile = replace(HIDDEN, name=text, caption=text, note=text)
    for line in lines((hostile,), "full"):
        assert "\n" not in line.text
        assert 0 < len(line.text) <= 82
