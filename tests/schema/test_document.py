"""Sections, names and entries: each mistake at its place, none hiding another."""

from __future__ import annotations

import pytest

from kspec import SchemaError, loads
from kspec.errors import Diagnostic

SPEC = """\
kspec: 1
name: small
caption: 小模型
inputs:
  x: {shape: [8], caption: 输入层}
layers:
  hidden: {type: Dense, units: 4, activation: relu, caption: 隐含层1}
  out: {type: Dense, units: 2, from: hidden}
outputs: out
expect: {params: 46}
"""


def wrong(text: str) -> list[Diagnostic]:
    with pytest.raises(SchemaError) as error:
        loads(text, file="s.yaml")
    return list(error.value.diagnostics)


def places(text: str) -> list[str]:
    return [f"{found.code} {found.span}" for found in wrong(text)]


def test_a_sound_spec_is_read() -> None:
    spec = loads(SPEC)
    assert spec.name == "small"
    assert [entry.name for entry in spec.entries] == ["x", "hidden", "out"]
    assert spec.members[1].inputs is not None
    assert str(spec.members[1].inputs[0]) == "hidden"
    assert spec.expect is not None
    assert spec.expect.params == 46


def test_every_error_of_a_file_comes_at_once_in_order() -> None:
    text = SPEC.replace("units: 4", "unit: 4").replace("Dense, units: 2", "Dens")
    text = text.replace("params: 46", "params: many").replace("shape: [8]", "shape: 8")
    assert places(text) == [
        "K106 s.yaml:5:14",
        "K104 s.yaml:7:25",
        "K103 s.yaml:8:15",
        "K106 s.yaml:10:18",
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("layers:", "layer:", "K101", "did you mean `layers`?"),
        ("units: 4", "unit: 4", "K104", "did you mean `units`?"),
        ("Dense, units: 2", "dense, units: 2", "K103", "did you mean `Dense`?"),
        ("from: hidden", "form: hidden", "K104", "did you mean `from`?"),
        ("relu", "rleu", "K106", "did you mean `relu`?"),
        ("caption: 小模型", "mode: sequental", "K106", "did you mean `sequential`?"),
        ("params: 46", "parameters: 46", "K101", "did you mean `params`?"),
        ("kspec: 1", "kspec: 2", "K110", "upgrade kspec"),
        ("name: small", "name: my model", "K107", "my_model"),
        ("hidden: {", "1st: {", "K107", "write `_1st`"),
    ],
)
def test_a_slip_gets_the_closest_fix(old: str, new: str, code: str, hint: str) -> None:
    found = {one.code: one for one in wrong(SPEC.replace(old, new, 1))}
    assert hint in str(found[code].hint)


def test_an_unknown_key_is_shown_at_the_key_and_a_bad_value_at_the_value() -> None:
    assert places(SPEC.replace("units: 4", "units: -4")) == ["K106 s.yaml:7:32"]
    assert places(SPEC.replace("use", "use").replace("relu", "relu, unts: 3")) == [
        "K104 s.yaml:7:53"
    ]


def test_what_is_missing_is_shown_at_the_parents_key() -> None:
    assert places(SPEC.replace("units: 4, ", "")) == ["K105 s.yaml:7:3"]


def test_input_is_no_layer_type() -> None:
    assert "write it under `inputs:`" in str(
        wrong(SPEC.replace("type: Dense, units: 4", "type: Input, shape: [4]"))[0]
    )


def test_a_list_is_short_for_the_shape_of_an_input() -> None:
    assert loads(SPEC.replace("{shape: [8], caption: 输入层}", "[8]")).inputs[
        0
    ].layer == (loads(SPEC).inputs[0].layer)


def test_a_nameless_spec_is_called_after_its_file() -> None:
    text = SPEC.replace("name: small\n", "")
    assert loads(text, file="models/my model-2.yaml").name == "my_model_2"


@pytest.mark.parametrize(
    "text", ["[1, 2]", "just text", "kspec: 1", "kspec: 1\ninputs: {}\nlayers: {}"]
)
def test_what_is_no_spec_is_refused(text: str) -> None:
    assert wrong(text)


@pytest.mark.parametrize(
    "layer",
    ["", "Dense", "[Dense]", "{}", "{type: [Dense]}", "{units: 3}", "{tpye: Dense}"],
)
def test_what_is_no_layer_is_refused(layer: str) -> None:
    assert wrong(f"kspec: 1\ninputs: {{x: [4]}}\nlayers:\n  y: {layer}\n")


@pytest.mark.parametrize("source", ["3", "[]", "[x, 3]", "x.1st"])
def test_what_names_no_tensor_is_refused(source: str) -> None:
    layers = f"{{y: {{type: Flatten, from: {source}}}}}"
    text = f"{{kspec: 1, inputs: {{x: [4]}}, layers: {layers}}}"
    assert [found.code for found in wrong(text)] == ["K106"]
