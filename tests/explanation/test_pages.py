"""Pages hold true lines of a spec, and tables that stay tables."""

from __future__ import annotations

import re

import pytest

from kspec.explanation.pages import layer_example, object_example, table
from kspec.explanation.phrases import default, takes
from kspec.layers.arguments import Arguments
from kspec.layers.catalogue import LAYERS
from kspec.layers.core import Dense, Input
from kspec.layers.layer import Layer
from kspec.layers.merging import Dot
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.layers.objects.metrics import METRICS
from kspec.layers.objects.object import Vocabulary
from kspec.layers.recurrent import LSTM
from kspec.schema.column import Column
from kspec.schema.data import Data
from kspec.schema.training import Train
from kspec.text import Mapping, plain, read


@pytest.mark.parametrize(
    "cls", [cls for cls in LAYERS if cls is not Input], ids=lambda cls: cls.kind()
)
def test_the_example_of_a_layer_is_right(cls: type[Layer]) -> None:
    node = read(layer_example(cls), file="example")
    assert isinstance(node, Mapping)
    ((name, body),) = plain(node).items()
    assert name.isidentifier()
    assert body.pop("type") == cls.kind()
    body.pop("from", None)
    assert cls.model_validate(body)


@pytest.mark.parametrize("words", VOCABULARIES, ids=lambda words: words.noun)
def test_the_example_of_an_object_is_right(words: Vocabulary) -> None:
    for cls in words.classes:
        if cls.required():
            continue
        text = object_example(words, cls)
        found = re.search(r": \[?(\{.*\}|\w+)\]?\}?$", text)
        assert found, text
        described = found[1]
        if described.startswith("{"):
            node = read(described, file="example")
            assert isinstance(node, Mapping)
            assert words.parse(plain(node)), text
        else:
            assert words.parse(described), text


def test_an_object_that_needs_values_shows_where_they_go() -> None:
    (mean,) = (cls for cls in METRICS.classes if cls.__name__ == "MeanIoU")
    assert object_example(METRICS, mean) == "metrics: [{type: MeanIoU, num_classes: …}]"


@pytest.mark.parametrize(
    ("cls", "name", "phrase", "value"),
    [
        (Dense, "units", "a positive integer", "needed"),
        (Dense, "activation", "an activation, or null", "`null`"),
        (Dense, "kernel_initializer", "an initializer", "`glorot_uniform`"),
        (LSTM, "use_cudnn", "`true`, `false` or `auto`", "`auto`"),
        (Dot, "normalize", "`true` or `false`", "`false`"),
        (Train, "callbacks", "a list, each a callback", "`[]`"),
        (Train, "loss", "a loss, or one for each output by its name", "needed"),
        (
            Train,
            "loss_weights",
            "a mapping by name, each a number above 0, or null",
            "`null`",
        ),
        (
            Data,
            "window",
            "a mapping of `length`, `lags`, `horizon`, `stride`, `season` and `gaps`,"
            " or null",
            "`null`",
        ),
        (Data, "targets", "a mapping by name, each a mapping of", "`{}`"),
        (Data, "split", "a mapping of `test`, `validation`, `by` and `seed`", "`{}`"),
        (Column, "scale", "`minmax`, `standard` or `{divide: 255}`", "`null`"),
    ],
)
def test_an_argument_says_what_it_takes(
    cls: type[Arguments], name: str, phrase: str, value: str
) -> None:
    assert takes(cls, name).startswith(phrase)
    assert default(cls, name) == value


def test_every_argument_says_what_it_takes() -> None:
    for cls in LAYERS:
        for name in cls.argument_names():
            assert takes(cls, name), f"{cls.kind()}.{name}"


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert table(("a", "b"), [("x|y", "1")]).split("\n")[2] == "| x\\|y | 1 |"
