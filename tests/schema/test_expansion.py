"""Blocks, repeats and conditions: what they come to, and what is wrong with them."""

from __future__ import annotations

import pytest

from kspec import SchemaError, dump, loads
from kspec.schema import Instance, Spec

HEAD = "kspec: 1\nparams: {n: 2, deep: false}\ninputs: {x: [8]}\n"
BLOCKS = """
blocks:
  stage:
    params: {units: , half: $(units // 2), copies: 1}
    layers:
      wide: {type: Dense, units: $(units), repeat: $(copies)}
      narrow: {type: Dense, units: $(half)}
"""


def names(layers: str, blocks: str = BLOCKS) -> list[str]:
    return [entry.name for entry in spec_of(layers, blocks).layers]


def spec_of(layers: str, blocks: str = BLOCKS) -> Spec:
    return loads(f"{HEAD}{blocks}\nlayers: {{{layers}}}\n")


def errors(layers: str, blocks: str = BLOCKS) -> list[str]:
    with pytest.raises(SchemaError) as error:
        spec_of(layers, blocks)
    return [found.code for found in error.value.diagnostics]


@pytest.mark.parametrize(
    ("layers", "made"),
    [
        ("a: {type: Flatten, repeat: 3}", ["a1", "a2", "a3"]),
        ("a: {type: Flatten, repeat: 1}", ["a1"]),
        ("a: {type: Flatten, repeat: $(n)}", ["a1", "a2"]),
        ("a: {type: Flatten, repeat: 0}, b: {type: Flatten}", ["b"]),
        ("a: {type: Flatten, when: $(deep)}, b: {type: Flatten}", ["b"]),
        ("a: {type: Flatten, when: $(not deep)}", ["a"]),
        ("a: {type: Flatten, repeat: 3, when: $(i != 2)}", ["a1", "a3"]),
        ("s: {block: stage, units: 4}", ["s_wide1", "s_narrow"]),
        (
            "s: {block: stage, units: 4, copies: 2, repeat: 2}",
            ["s1_wide1", "s1_wide2", "s1_narrow", "s2_wide1", "s2_wide2", "s2_narrow"],
        ),
    ],
)
def test_copies_are_named_after_their_key(layers: str, made: list[str]) -> None:
    assert names(layers) == made


def test_each_copy_is_evaluated_with_its_number() -> None:
    spec = spec_of("a: {type: Dense, units: $(8 * i), repeat: 3, caption: 第$(i)层}")
    layers = [entry.layer for entry in spec.layers]
    assert [getattr(layer, "units", None) for layer in layers] == [8, 16, 24]
    assert [str(e.caption.value) for e in spec.layers if e.caption] == [
        "第1层",
        "第2层",
        "第3层",
    ]


def test_a_default_may_use_another_parameter_and_be_replaced() -> None:
    spec = spec_of("a: {block: stage, units: 8}, b: {block: stage, units: 8, half: 3}")
    narrow = [e.layer for e in spec.layers if e.name.endswith("narrow")]
    assert [getattr(layer, "units", None) for layer in narrow] == [4, 3]


def test_a_block_in_a_block_has_names_of_both() -> None:
    blocks = BLOCKS + "  pair: {layers: {one: {block: stage, units: 2}}}\n"
    assert names("p: {block: pair}", blocks) == ["p_one_wide1", "p_one_narrow"]


def test_an_instance_keeps_what_is_given_and_what_it_comes_to() -> None:
    (member,) = spec_of("s: {block: stage, units: $(n * 4)}").members
    assert isinstance(member.pattern, Instance)
    assert [item.key for item in member.pattern.arguments] == ["units"]
    assert [item.key for item in member.pattern.values] == ["units", "half", "copies"]


def test_a_frozen_block_freezes_its_layers_but_for_those_that_say_otherwise() -> None:
    blocks = """
blocks:
  inner: {layers: {deep: {type: Dense, units: 2}}}
  outer:
    layers:
      one: {type: Dense, units: 2}
      two: {type: Dense, units: 2, trainable: true}
      drop: {type: Dropout, rate: 0.5}
      more: {block: inner}
      base: {type: applications.VGG16}
"""
    frozen = spec_of("o: {block: outer, trainable: false}, p: {block: outer}", blocks)
    trains = {e.name: e.layer.trainable for e in frozen.layers if e.layer}
    assert [name for name, trainable in trains.items() if not trainable] == [
        "o_one",
        "o_more_deep",
        "o_base",
    ]


@pytest.mark.parametrize(
    ("layers", "codes"),
    [
        ("s: {block: stag, units: 4}", ["K111"]),
        ("s: {block: stage}", ["K105"]),
        ("s: {block: stage, unit: 4}", ["K104"]),
        ("s: {block: stage, units: 4, unit: 4}", ["K104"]),
        ("s: {block: stage, units: big}", ["K011", "K106"]),
        ("s: {block: stage, units: 0, half: 1}", ["K106"]),
        ("s: {block: stage, units: 4, nested: 1}", ["K106"]),
        ("s: {block: stage, units: 4, call: {training: false}}", ["K101"]),
        ("s: {block: stage, type: Dense, units: 4}", ["K106"]),
        ("s: {type: Flatten, repeat: -1}", ["K106"]),
        ("s: {type: Flatten, repeat: 1.5}", ["K106"]),
        ("s: {type: Flatten, repeat: true}", ["K106"]),
        ("s: {type: Flatten, when: 1}", ["K106"]),
        ("s: {type: Flatten, when: $(i > 1)}", ["K011"]),
        ("s: {type: Dense, units: $(missing), when: false}", ["K011"]),
        ("s: {type: Dense, unit: 3, repeat: 0}", ["K104"]),
        ("s: {use: s2, units: 3}, s2: {type: Flatten}", ["K101"]),
        ("s: {type: Flatten, call: {train: true}}", ["K104"]),
        ("s: {type: Flatten, call: [training]}", ["K106"]),
        ("s: {type: Flatten, repeat: 1000000000}", ["K208"]),
        ("s: {type: Flatten, repeat: 20000, when: false}", ["K208"]),
    ],
)
def test_what_is_wrong_is_said_once(layers: str, codes: list[str]) -> None:
    assert errors(layers) == codes


@pytest.mark.parametrize(
    ("blocks", "codes"),
    [
        ("blocks: {b: 3}", ["K106"]),
        ("blocks: {b: {}}", ["K102"]),
        ("blocks: {b: {layer: {a: {type: Flatten}}}}", ["K102", "K101"]),
        ("blocks: {b: {layers: {a: {type: Flatten}}, inputs: 3}}", ["K106"]),
        ("blocks: {b: {layers: {x: {type: Flatten}}}}", ["K107"]),
        (
            "blocks: {b: {layers: {a: {block: c}}}, c: {layers: {a: {block: b}}}}",
            ["K108"],
        ),
        ("blocks: {b: {params: {i: 3}, layers: {a: {type: Flatten}}}}", ["K107"]),
    ],
)
def test_a_block_is_checked_where_it_is_defined(blocks: str, codes: list[str]) -> None:
    assert errors("f: {type: Flatten}", blocks) == codes


def test_repeats_in_repeats_are_counted_before_they_are_made() -> None:
    blocks = """
blocks:
  a: {layers: {u: {type: Flatten, repeat: 9000}}}
  b: {layers: {r: {block: a, repeat: 9000}}}
"""
    with pytest.raises(SchemaError) as error:
        spec_of("all: {block: b, repeat: 9000}", blocks)
    (found,) = error.value.diagnostics
    assert found.code == "K208"
    assert "729,000,000,000 layers" in found.message


def test_a_document_with_blocks_is_dumped_as_it_is_written() -> None:
    spec = spec_of("s: {units: $(n), block: stage, repeat: 2}, t: {use: s2, from: x}")
    text = dump(spec)
    assert "  s: {block: stage, units: $(n), repeat: 2}\n" in text
    assert "half: $(units // 2)" in text
    assert dump(loads(text)) == text
