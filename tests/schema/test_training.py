from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from kspec import load, loads
from kspec.bundled import names, path
from kspec.errors import SchemaError
from kspec.layers.objects.optimizers import Adam
from kspec.layers.validation import validate
from kspec.schema.column import Column, Divide, Ids
from kspec.schema.data import Parts
from kspec.schema.training import Train

SERIES: dict[str, Any] = {
    "data": {
        "source": "hankou",
        "inputs": {"flow": {"column": "flow", "scale": "minmax"}},
        "window": {"length": 60, "horizon": 24},
        "split": {"test": 0.2, "by": "time"},
    },
    "optimizer": {"type": "Adam", "learning_rate": 1e-3},
    "loss": "mse",
    "metrics": ["mape"],
    "batch_size": 100,
    "epochs": 20,
}


def changed(path: str, value: Any) -> dict[str, Any]:
    section = deepcopy(SERIES)
    *way, last = path.split(".")
    place = section
    for key in way:
        place = place[key]
    place[last] = value
    return section


def test_the_section_of_the_design_is_read() -> None:
    train = Train.model_validate(SERIES)
    assert train.optimizer == Adam(learning_rate=1e-3)
    assert train.metrics == ("mape",)
    assert train.data.window is not None
    assert (train.data.window.length, train.data.split.by) == (60, "time")


@pytest.mark.parametrize(
    ("path", "value", "typed"),
    [
        ("data.inputs.flow", {}, Column()),
        ("data.inputs.flow", {"ids": True}, Column(ids=True)),
        ("data.inputs.flow", {"ids": {"first": 1}}, Column(ids=Ids(first=1))),
        (
            "data.inputs.flow",
            {"scale": {"divide": 255}},
            Column(scale=Divide(divide=255)),
        ),
        ("data.inputs.flow", {"column": ["a", "b"]}, Column(column=("a", "b"))),
    ],
)
def test_a_column_has_several_forms(path: str, value: Any, typed: Column) -> None:
    train = Train.model_validate(changed(path, value))
    assert train.data.inputs["flow"] == typed


def test_a_source_may_be_two_files() -> None:
    train = Train.model_validate(
        changed("data.source", {"train": "a.csv", "test": "b.csv"})
    )
    assert train.data.source == Parts(train="a.csv", test="b.csv")


def test_losses_and_metrics_may_be_given_by_output() -> None:
    section = changed("loss", {"rating": "mse", "genre": {"type": "Huber", "delta": 2}})
    train = Train.model_validate(section | {"metrics": {"rating": ["mae", "mape"]}})
    assert isinstance(train.loss, dict)
    assert train.loss["rating"] == "mse"
    assert train.metrics == {"rating": ("mae", "mape")}


@pytest.mark.parametrize(
    ("path", "value", "loc", "expected"),
    [
        ("epoch", 3, ("epoch",), "extra"),
        ("loss", "msee", ("loss",), "did you mean `mse`?"),
        ("loss", {"rating": "blah"}, ("loss", "rating"), "blah"),
        ("loss", {"type": "Huber", "delta": "x"}, ("loss", "delta"), "number"),
        ("metrics", "mae", ("metrics",), "a list of metrics"),
        ("metrics", ["mae", "blah"], ("metrics", 1), "blah"),
        ("metrics", {"a": ["blah"]}, ("metrics", "a", 0), "blah"),
        ("loss_weights", {"a": -1}, ("loss_weights", "a"), "above 0"),
        ("callbacks", {"a": 1}, ("callbacks",), "a list"),
        ("batch_size", 0, ("batch_size",), "positive integer"),
        ("data.source", ["x"], ("data", "source"), "a name, a path"),
        ("data.source", "", ("data", "source"), "a name"),
        ("data.source", {"train": "a"}, ("data", "source", "test"), "required"),
        ("data.split.test", 1.0, ("data", "split", "test"), "between 0 and 1"),
        ("data.split.test", True, ("data", "split", "test"), "between 0 and 1"),
        ("data.split", {"by": "random"}, ("data",), "by: time"),
        ("data.window.length", 0, ("data", "window", "length"), "positive"),
        (
            "data.inputs.flow.scale",
            "max",
            ("data", "inputs", "flow", "scale"),
            "minmax",
        ),
        (
            "data.inputs.flow.scale",
            {"divide": 0},
            ("data", "inputs", "flow", "scale", "divide"),
            "above 0",
        ),
        ("data.inputs.flow.ids", 3, ("data", "inputs", "flow", "ids"), "true"),
        ("data.inputs.flow.ids", True, ("data", "inputs", "flow"), "no scale"),
        (
            "data.inputs.flow",
            {"column": ["a", "b"], "ids": True},
            ("data", "inputs", "flow"),
            "one column",
        ),
    ],
)
def test_a_wrong_value_is_blamed_at_its_place(
    path: str, value: Any, loc: tuple[str | int, ...], expected: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Train.model_validate(changed(path, value))
    error = caught.value.errors()[0]
    assert error["loc"] == loc
    assert expected in str(error).lower() or expected in str(error)


@pytest.mark.parametrize(
    "split", [{"test": 0.5, "validation": 0.5}, {"test": 0.9, "validation": 0.2}]
)
def test_something_is_left_for_training(split: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="below 1 in all"):
        Train.model_validate(changed("data.split", {**split, "by": "time"}))


def test_targets_are_needed_without_a_window() -> None:
    section = deepcopy(SERIES)
    del section["data"]["window"]
    with pytest.raises(ValidationError, match="a column for each output"):
        Train.model_validate(section)


def test_an_error_in_a_file_points_into_the_section() -> None:
    text = """\
kspec: 1
inputs:
  x: [1]
layers:
  y: {type: Dense, units: 1}
train:
  data: {source: a.csv, inputs: {x: {}}, targets: {y: {}}, split: {test: 0.2}}
  optimizer: adam
  loss: mse
  metrics: [mae, maa]
"""
    with pytest.raises(SchemaError) as caught:
        loads(text)
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert (found.span.line, found.span.column) == (10, 18)


@pytest.mark.parametrize("name", names())
def test_the_bundled_sections_are_read(name: str) -> None:
    spec = load(path(name))
    assert spec.train is None or spec.train.epochs >= 1


def test_the_json_schema_shows_every_form() -> None:
    schema = Train.model_json_schema()
    scale = schema["$defs"]["Column"]["properties"]["scale"]
    assert {"enum": ("minmax", "standard")} in scale["anyOf"] or {
        "enum": ["minmax", "standard"]
    } in scale["anyOf"]


@pytest.mark.parametrize(
    ("place", "value", "message", "hint"),
    [
        ("data.inputs.flow", "x", "expected a mapping", "its keys: `column`, "),
        ("data.split", 0.2, "expected a mapping", "its keys: `test`, `validation`"),
        ("data.inputs", ["x"], "expected a mapping", None),
        ("phases", [3], "expected a mapping", "its keys: `epochs`, "),
        ("data.inputs.flow", {"colum": "x"}, "no key here", "did you mean `column`?"),
        ("data.split.part", 1, "no key here", "its keys: `test`, "),
        ("optimizer.lr", 1, "no argument `lr`", "did you mean `learning_rate`?"),
    ],
)
def test_a_mistake_in_the_form_is_told_with_what_may_be_meant(
    place: str, value: Any, message: str, hint: str | None
) -> None:
    (fault,) = validate(Train, changed(place, value))[1]
    assert message in fault.message
    assert (fault.hint or "").startswith(hint or "")
