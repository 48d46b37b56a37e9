"""Two specs differ by what was changed, and by nothing else."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from kspec import GraphError, bundled, diff, load, loads
from kspec.comparison import (
    Added,
    Changed,
    Edit,
    Mode,
    Moved,
    Outputs,
    Parameter,
    Removed,
    Renamed,
    Rewired,
    Reworded,
    Training,
)
from tests.comparison.variants import (
    Plain,
    below,
    explicit,
    given,
    renamed,
    spec_of,
    with_layer,
)

DROPOUT = {"type": "Dropout", "rate": 0.5}


def edits(old: Plain, new: Plain) -> tuple[Edit, ...]:
    return diff(spec_of(old), spec_of(new)).edits


def between(old: str, new: str) -> tuple[Edit, ...]:
    return diff(loads(old), loads(new)).edits


@drawn(explicit())
def test_a_spec_differs_from_itself_in_nothing(plain: Plain) -> None:
    found = diff(spec_of(plain), spec_of(plain))
    assert not found
    assert found.checkpoint.verdict == "whole"


@pytest.mark.parametrize("name", bundled.names())
def test_a_bundled_spec_differs_from_itself_in_nothing(name: str) -> None:
    spec = load(bundled.path(name))
    assert not diff(spec, spec)


@drawn(with_layer())
def test_a_layer_with_another_name_is_renamed(pair: tuple[Plain, str]) -> None:
    plain, name = pair
    assert edits(plain, renamed(plain, name, "other")) == (Renamed(name, "other"),)


@drawn(explicit())
def test_a_whole_chain_may_be_renamed(plain: Plain) -> None:
    new = plain
    for name in plain["layers"]:
        new = renamed(new, name, f"new_{name}")
    found = {(edit.old, edit.new) for edit in edits(plain, new)}  # pyright: ignore
    assert found == {(name, f"new_{name}") for name in plain["layers"]}


@drawn(with_layer("Dense"))
def test_an_argument_with_another_value_is_changed(pair: tuple[Plain, str]) -> None:
    plain, name = pair
    old = given(plain, name, activation="selu")
    new = given(plain, name, activation="gelu")
    expected = Changed(name, name, "activation", "selu", "gelu")
    assert edits(old, new) == (expected,)


@drawn(with_layer("Dense"))
def test_a_renamed_layer_may_have_changed_too(pair: tuple[Plain, str]) -> None:
    plain, name = pair
    old = given(plain, name, activation="selu")
    new = given(plain, name, activation="gelu")
    found = edits(old, renamed(new, name, "other"))
    changed = Changed(name, "other", "activation", "selu", "gelu")
    assert set(found) == {Renamed(name, "other"), changed}


@drawn(with_layer())
def test_a_layer_between_two_others_is_added(pair: tuple[Plain, str]) -> None:
    plain, name = pair
    new = below(plain, name, "extra_dropout", DROPOUT)
    (found,) = edits(plain, new)
    assert isinstance(found, Added)
    assert (found.layer, found.inputs) == ("extra_dropout", (name,))
    (back,) = edits(new, plain)
    assert back == found.inverse()
    assert isinstance(back, Removed)


@drawn(with_layer(), st.sampled_from(["caption", "note"]))
def test_other_words_are_told_as_such(pair: tuple[Plain, str], key: str) -> None:
    plain, name = pair
    old, new = given(plain, name, **{key: "1"}), given(plain, name, **{key: "2"})
    found = diff(spec_of(old), spec_of(new))
    assert found.edits == (Reworded(name, name, key, "1", "2"),)
    assert found.checkpoint.verdict == "whole"


@drawn(with_layer("Dense"))
def test_a_layer_that_takes_another_tensor_is_rewired(pair: tuple[Plain, str]) -> None:
    plain, name = pair
    plain["inputs"] |= {"y": {"shape": [6]}, "z": {"shape": [6]}}
    old = given(plain, name, **{"from": "y"})
    new = given(plain, name, **{"from": "z"})
    assert edits(old, new) == (Rewired(name, name, ("y",), ("z",)),)


@drawn(explicit())
def test_other_outputs_are_told(plain: Plain) -> None:
    first = next(iter(plain["layers"]))
    old = plain | {"outputs": first}
    new = plain | {"outputs": {"end": first}}
    expected = Outputs((first,), (f"end: {first}",), "one", "mapping")
    assert edits(old, new) == (expected,)


@drawn(with_layer("Dense"), with_layer())
def test_the_way_back_has_the_inverse_edits(
    one: tuple[Plain, str], other: tuple[Plain, str]
) -> None:
    old, new = spec_of(one[0]), spec_of(other[0])
    there, back = diff(old, new), diff(new, old)
    assert sorted(map(repr, there.inverse)) == sorted(map(repr, back.edits))
    assert there.params == back.params[::-1]


@drawn(explicit())
def test_the_order_of_the_layers_counts(plain: Plain) -> None:
    old, new = copy.deepcopy(plain), copy.deepcopy(plain)
    extra = {"type": "Dense", "units": 2, "from": "x0"}
    old["layers"] |= {"a": extra, "b": extra}
    new["layers"] |= {"b": extra, "a": extra}
    (found,) = edits(old, new)
    assert isinstance(found, Moved)
    assert found.layer in ("a", "b")


HEAD = "kspec: 1\nname: m\ninputs: {x: [8]}\nlayers:\n"


def test_spelling_and_formulas_with_the_same_value_do_not_count() -> None:
    old = HEAD + "  y: {type: Dense, units: 4, activation: linear}"
    new = (
        "# a comment\nkspec: 1\nparams: {k: 2}\nname: m\ninputs: {x: {shape: [8]}}\n"
        "layers:\n  y:\n    units: $(2 * k)\n    type: Dense\n"
    )
    assert between(old, new) == (Parameter("k", None, 2),)


def test_another_type_is_told_with_what_it_brings() -> None:
    old = HEAD + "  y: {type: Dropout, rate: 0.5}"
    new = HEAD + "  y: {type: GaussianDropout, rate: 0.5}"
    assert between(old, new) == (
        Changed("y", "y", "type", "Dropout", "GaussianDropout"),
    )
    new = HEAD + "  y: {type: GaussianNoise, stddev: 0.1}"
    assert set(between(old, new)) == {
        Changed("y", "y", "type", "Dropout", "GaussianNoise"),
        Changed("y", "y", "rate", 0.5, None),
        Changed("y", "y", "stddev", None, 0.1),
    }


def test_an_object_is_told_with_its_arguments() -> None:
    old = HEAD + "  y: {type: Dense, units: 2}"
    new = old.replace("2}", "2, kernel_regularizer: {type: L2, l2: 0.5}}")
    expected = Changed("y", "y", "kernel_regularizer", None, {"type": "L2", "l2": 0.5})
    assert between(old, new) == (expected,)


def test_a_moved_layer_with_weights_is_the_same_under_another_name() -> None:
    old = HEAD + "  a: {type: Dense, units: 8}\n  b: {type: ReLU}\n"
    new = HEAD + "  b: {type: ReLU}\n  c: {type: Dense, units: 8}\n"
    found = between(old, new)
    assert Renamed("a", "c") in found
    assert not [edit for edit in found if isinstance(edit, Added | Removed)]


def test_the_model_itself_may_differ() -> None:
    old = HEAD + "  y: {type: Dense, units: 4}"
    new = old.replace("name: m", "name: n\nmode: functional\ncaption: c")
    assert set(between(old, new)) == {
        Renamed("m", "n", is_model=True),
        Mode("sequential", "functional"),
        Reworded(None, None, "caption", None, "c"),
    }


def test_the_training_differs_by_its_values() -> None:
    old = load(bundled.path("mnist_cnn"))
    new = load(bundled.path("mnist_cnn"), params={"epochs": 3})
    assert set(diff(old, new).edits) == {
        Parameter("epochs", 10, 3),
        Training("epochs", 10, 3),
    }


def test_a_wrong_spec_has_no_difference() -> None:
    good = loads(HEAD + "  y: {type: Dense, units: 4}")
    bad = loads(HEAD + "  y: {type: Dense, units: 4, from: z}")
    with pytest.raises(GraphError):
        diff(good, bad)


NESTED = """kspec: 1
name: m
inputs: {x: [4]}
blocks:
  base:
    params: {n: 4}
    layers:
      one: {type: Dense, units: 4}
      two: {type: Dense, units: $(n)}
layers:
  enc: {block: base, nested: true}
  again: {use: enc, from: x}
  out: {type: Add, from: [enc, again]}
"""


def test_a_nested_model_is_compared_inside() -> None:
    assert between(NESTED, NESTED.replace("units: $(n)", "units: $(n + 1)")) == (
        Changed("enc.enc_two", "enc.enc_two", "units", 4, 5),
    )
    more = NESTED.replace("      two", "      drop: {type: ReLU}\n      two")
    (found,) = between(NESTED, more)
    assert found == Added("enc.enc_drop", "ReLU", ("enc_one",), ("enc_two",))


def test_a_nested_model_with_another_name_is_renamed_with_all_in_it() -> None:
    assert between(NESTED, NESTED.replace("enc", "coder")) == (Renamed("enc", "coder"),)


def test_a_block_with_another_name_is_the_same_block() -> None:
    assert not between(NESTED, NESTED.replace("base", "part"))


def test_a_frozen_model_is_told() -> None:
    frozen = NESTED.replace("nested: true", "nested: true, trainable: false")
    assert between(NESTED, frozen) == (Changed("enc", "enc", "trainable", True, False),)


def test_an_argument_of_the_call_is_told() -> None:
    called = NESTED.replace("nested: true", "nested: true, call: {training: false}")
    (found,) = between(NESTED, called)
    assert found == Changed("enc", "enc", "call.training", None, False)


def test_another_layer_that_is_used_again_is_told() -> None:
    head = HEAD + "  a: {type: Dense, units: 8}\n  b: {type: Dense, units: 8}\n"
    old = head + "  c: {use: a, from: b}\n"
    new = head + "  c: {use: b, from: b}\n"
    assert Changed("c", "c", "use", "a", "b") in between(old, new)


def test_blocks_and_repeats_are_compared_by_the_layers_that_they_make() -> None:
    blocks = NESTED.replace(", nested: true", "").replace(
        "  again: {use: enc, from", ("  again: {type: Dense, units: 4, from")
    )
    flat = HEAD.replace("[8]", "[4]") + (
        "  enc_one: {type: Dense, units: 4}\n  enc_two: {type: Dense, units: 4}\n"
        "  again: {type: Dense, units: 4, from: x}\n"
        "  out: {type: Add, from: [enc_two, again]}\n"
    )
    assert not between(blocks, flat)


def test_an_application_is_compared_by_its_arguments() -> None:
    old = load(bundled.path("vgg16_transfer"))
    text = bundled.path("vgg16_transfer").read_text(encoding="utf-8")
    new = loads(text.replace("trainable: false", "pooling: avg").split("expect")[0])
    edits = diff(old, new).edits
    assert Changed("base", "base", "pooling", None, "avg") in edits
    assert Changed("base", "base", "trainable", False, True) in edits
    assert not [e for e in edits if "." in getattr(e, "layer", "")]
