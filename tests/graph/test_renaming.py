"""Renaming: every reference follows, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kspec import TextError, UsageError, loads, rename_text
from kspec.graph import Graph
from kspec.graph.compilation import compile_spec
from kspec.schema.renaming import Names, mapping
from kspec.text import read
from tests.meta.package import ROOT
from tests.specs import specs, text_of
from tests.text.layouts import remarked

SPECS = sorted(
    path for name in ("specs", "tests/models") for path in (ROOT / name).glob("*.yaml")
)
FRESH = "zz9"
SPEC = """\
kspec: 1   # one
params: {k: 4, half: $(k // 2)}
inputs: {x: [8], "y": {shape: [8], caption: 'x and $(k)'}}
layers:
  lstm1: {type: Dense, units: $(k), from: x}   # from: x
  lstm: {type: Dense, units: "$(min(k, k))", from: lstm1.0, note: 'it''s $(k)'}
  sum: {type: Add, from: [lstm, "lstm1", lstm]}
  out: {type: Dense, units: $(half), caption: "k\\t$(k)"}
  y_out: {type: Dense, units: 2, from: y}
outputs: [out, y_out]
expect: {output_shape: {out: [null, 2], y_out: [null, 2]}}
"""


def names_of(text: str) -> list[str]:
    return [str(named) for named in Names(mapping(read(text, file="a")), text).all]


def check_renamed(text: str, old: str, file: str = "spec.yaml") -> None:
    """Rename to a fresh name and back: nothing is lost, nothing else is touched."""
    fresh = ".".join([*old.split(".")[:-1], FRESH])
    changed = rename_text(text, old, FRESH, file=file)
    assert rename_text(changed, fresh, old.split(".")[-1], file=file) == text
    expected = [
        fresh + name[len(old) :] if f"{name}.".startswith(f"{old}.") else name
        for name in names_of(text)
    ]
    assert names_of(changed) == expected
    before, after = (compile_spec(loads(t, file=file)) for t in (text, changed))
    is_tensor = old.startswith(("layers.", "inputs.")) and not before.groups
    name = old.split(".")[-1] if is_tensor else FRESH
    if is_tensor or not before.groups:
        assert wires_of(after) == wires_of(before, {name: FRESH})
    assert [v.outputs for v in after.vertices] == [v.outputs for v in before.vertices]


def wires_of(graph: Graph, names: dict[str, str] | None = None) -> list[object]:
    """Each vertex with its outputs and where its inputs come from."""
    names = names or {}
    return [
        (
            names.get(vertex.name, vertex.name),
            vertex.outputs,
            [(names.get(p.vertex, p.vertex), p.output) for p in vertex.inputs],
        )
        for vertex in graph.vertices
    ]


@given(remarked(specs().map(text_of)), st.data())
def test_any_name_of_any_spec_can_be_changed_and_changed_back(
    text: str, data: st.DataObject
) -> None:
    check_renamed(text, data.draw(st.sampled_from(names_of(text))))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_the_names_of_a_written_spec_can_be_changed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for old in names_of(text)[::6]:
        check_renamed(text, old, str(path))


def changed_lines(old: str, new: str, text: str = SPEC) -> list[str]:
    changed = rename_text(text, old, new)
    pairs = zip(text.splitlines(), changed.splitlines(), strict=True)
    return [after.strip() for before, after in pairs if before != after]


def test_a_layer_takes_its_references_along() -> None:
    assert changed_lines("lstm", "z") == [
        "z: {type: Dense, units: \"$(min(k, k))\", from: lstm1.0, note: 'it''s $(k)'}",
        'sum: {type: Add, from: [z, "lstm1", z]}',
    ]
    assert changed_lines("lstm1", "z") == [
        "z: {type: Dense, units: $(k), from: x}   # from: x",
        "lstm: {type: Dense, units: \"$(min(k, k))\", from: z.0, note: 'it''s $(k)'}",
        'sum: {type: Add, from: [lstm, "z", lstm]}',
    ]


def test_an_input_takes_its_references_along() -> None:
    assert changed_lines("y", "b") == [
        "inputs: {x: [8], \"b\": {shape: [8], caption: 'x and $(k)'}}",
        "y_out: {type: Dense, units: 2, from: b}",
    ]


def test_an_output_is_named_like_its_layer() -> None:
    assert changed_lines("y_out", "b") == [
        "b: {type: Dense, units: 2, from: y}",
        "outputs: [out, b]",
        "expect: {output_shape: {out: [null, 2], b: [null, 2]}}",
    ]


def test_an_output_with_a_name_of_its_own_keeps_it() -> None:
    text = SPEC.replace("[out, y_out]", "{out: out, y_out: y_out}")
    assert changed_lines("layers.out", "b", text) == [
        'b: {type: Dense, units: $(half), caption: "k\\t$(k)"}',
        "outputs: {out: b, y_out: y_out}",
    ]
    assert changed_lines("outputs.out", "b", text) == [
        "outputs: {b: out, y_out: y_out}",
        "expect: {output_shape: {b: [null, 2], y_out: [null, 2]}}",
    ]


def test_a_parameter_is_changed_in_every_expression_and_nowhere_else() -> None:
    assert changed_lines("k", "n") == [
        "params: {n: 4, half: $(n // 2)}",
        "inputs: {x: [8], \"y\": {shape: [8], caption: 'x and $(n)'}}",
        "lstm1: {type: Dense, units: $(n), from: x}   # from: x",
        'lstm: {type: Dense, units: "$(min(n, n))", from: lstm1.0, note: it\'s $(n)}',
        'out: {type: Dense, units: $(half), caption: "k\\t$(n)"}',
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("lstn", "z", "no input, layer, parameter or block `lstn`", "mean `lstm`?"),
        ("blocks.k", "z", "block `blocks.k`", "mean `k`?"),
        ("lstm", "SUM", "the name `SUM` is taken by `layers.sum`", ""),
        ("lstm", "x", "the name `x` is taken by `inputs.x`", ""),
        ("k", "half", "the name `half` is taken by `params.half`", ""),
        ("lstm", "1", "`1` is no name", "write `_1`"),
        ("lstm", "class", "`class` is no name", "write `class_`"),
        ("k", "max", "the spec would be wrong with `max` for `k`", ""),
    ],
)
def test_a_name_that_cannot_be_changed_is_refused(
    old: str, new: str, message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        rename_text(SPEC, old, new)
    (found,) = caught.value.diagnostics
    assert found.code == "K950"
    assert message in found.message
    assert hint in (found.hint or "")


def test_two_things_of_one_name_are_told_apart() -> None:
    text = SPEC.replace("lstm1", "k")
    with pytest.raises(UsageError) as caught:
        rename_text(text, "k", "z")
    assert caught.value.diagnostics[0].hint == "write `params.k` or `layers.k`"
    assert "from: z.0" in rename_text(text, "layers.k", "z")
    assert "half: $(z // 2)" in rename_text(text, "params.k", "z")


def test_a_layer_may_change_nothing_but_the_case_of_its_name() -> None:
    assert "from: [Lstm" in rename_text(SPEC, "lstm", "Lstm")


def test_a_wrong_spec_can_be_worked_on() -> None:
    text = SPEC.replace("units: 2", "unit: 2").replace("from: y}", "from: why}")
    assert changed_lines("y_out", "b", text)[0] == (
        "b: {type: Dense, unit: 2, from: why}"
    )


def test_a_text_that_does_not_read_is_left_alone() -> None:
    with pytest.raises(TextError):
        rename_text("a: no", "a", "b")


TRAINED = """\
kspec: 1
inputs: {x: [8]}
layers:
  base: {type: Dense, units: 3}
  one: {type: Dense, units: 2}
  two: {type: Dense, units: 2, from: base}
outputs: [one, two]
train:
  data:
    source: data.csv
    inputs: {x: {columns: [a, b]}}
    targets: {one: {column: one}, two: {column: two}}
  optimizer: adam
  loss: {one: mse, two: mae}
  metrics: {one: [mae]}
  loss_weights: {one: 2.0}
  phases:
    - {epochs: 1, freeze: [base, one]}
    - {epochs: 1, unfreeze: base}
"""


def test_a_training_speaks_of_inputs_outputs_and_layers() -> None:
    assert changed_lines("one", "first", TRAINED) == [
        "first: {type: Dense, units: 2}",
        "outputs: [first, two]",
        "targets: {first: {column: one}, two: {column: two}}",
        "loss: {first: mse, two: mae}",
        "metrics: {first: [mae]}",
        "loss_weights: {first: 2.0}",
        "- {epochs: 1, freeze: [base, first]}",
    ]
    assert changed_lines("base", "body", TRAINED)[-2:] == [
        "- {epochs: 1, freeze: [body, one]}",
        "- {epochs: 1, unfreeze: body}",
    ]
    assert "inputs: {v: {columns: [a, b]}}" in changed_lines("x", "v", TRAINED)
