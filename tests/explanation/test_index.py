"""Everything has a page, by every name that a spec can write."""

from __future__ import annotations

import pytest

from kspec import UsageError, explain
from kspec.explanation.index import topics
from kspec.layers.catalogue import CELLS, LAYERS, REFUSED
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.schema.document import SECTIONS
from kspec.schema.entries import LANGUAGE_KEYS
from tests.meta.test_codes import codes


def test_whatever_a_spec_can_write_can_be_explained() -> None:
    known = topics().keys()
    assert {*SECTIONS, *LANGUAGE_KEYS} <= known
    assert codes() <= known
    assert {*REFUSED} <= known
    for cls in (*LAYERS, *CELLS):
        assert cls.kind() in known
        assert {f"{cls.kind()}.{name}" for name in cls.argument_names()} <= known
    for words in VOCABULARIES:
        assert {words.noun, *words.all_names, *words.refused} <= known


def test_every_page_has_a_heading_and_something_below_it() -> None:
    for name, pages in topics().items():
        for page in pages:
            heading, *rest = page().split("\n")
            assert heading.startswith("# "), name
            assert "".join(rest).strip(), name
            assert page().endswith("\n"), name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Conv2D", "conv2d: {type: Conv2D, filters: 8, kernel_size: 3}"),
        ("Conv2D", "| `valid` or `same` "),
        ("Conv2D", "Shapes: (batch, height, width, channels) →"),
        ("MaxPool2D", "# MaxPooling2D"),
        ("Conv2D.padding", "| default | `valid` "),
        ("Conv2D.filters", "| default | needed "),
        ("Dense.lora_rank", "It has no place in a spec: low-rank adaptation"),
        ("Lambda", "It has no place in a spec"),
        ("Adam", "optimizer: {type: Adam, learning_rate: 0.001}"),
        ("he_uniform", "# HeUniform"),
        ("he_uniform.seed", "# HeUniform.seed"),
        ("Adam.learning_rate", "a number above 0, or a schedule {type: …}"),
        ("relu", "activation: relu"),
        ("initializer", "| `HeNormal` "),
        ("train", "| `batch_size` "),
        ("train.data.split.test", "a fraction between 0 and 1"),
        ("from", "The tensors that a layer takes."),
        ("expect", "| `trainable_params` "),
        ("K203", "# K203: shapes that do not fit"),
        ("k203", "# K203: shapes that do not fit"),
        ("conv2d", "# Conv2D"),
        ("LSTM", "`from: {…}` may name `sequences`, `initial_state`."),
        ("Concatenate", "Takes 2 or more tensors."),
        ("Bidirectional.layer", "a recurrent layer"),
    ],
)
def test_a_name_leads_to_its_page(name: str, shown: str) -> None:
    assert shown in explain(name)


def test_a_name_with_several_meanings_shows_them_all() -> None:
    text = explain("mse")
    assert "\nSource: keras.losses.MeanSquaredError" in text
    assert "\nSource: keras.metrics.MeanSquaredError" in text


def test_without_a_name_everything_is_listed() -> None:
    text = explain()
    for name in ("layers", "Conv2D", "HeNormal", "relu", "K203"):
        assert f"{name}," in text


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Cov2D", "did you mean `Conv2D`?"),
        ("Conv2D.paddin", "did you mean `Conv2D.padding`?"),
        ("filters", "write `Conv1D.filters` or `Conv2D.filters` or `Conv3D.filters`"),
        ("horizon", "write `train.data.window.horizon`"),
        ("外", "`kspec explain` lists the names"),
        ("", "`kspec explain` lists the names"),
    ],
)
def test_an_unknown_name_gets_the_closest_one(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        explain(name)
    (found,) = raised.value.diagnostics
    assert (found.code, found.hint) == ("K908", hint)
