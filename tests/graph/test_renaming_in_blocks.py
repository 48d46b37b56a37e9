"""Renaming where names have scopes: blocks, instances, copies, shared layers."""

from __future__ import annotations

import pytest

from kspec import UsageError, check, loads, rename_text

SPEC = """\
kspec: 1
params: {k: 8, filters: 4}
variants:
  small: {k: 2}
blocks:
  unit:
    params: {filters: , convs: 2}   # filters: of each
    inputs: [x, skip]
    layers:
      conv: {type: Dense, units: $(filters), from: x, repeat: $(convs)}
      skip_conv: {type: Dense, units: $(filters), from: skip}
      sum: {type: Add, from: [conv, skip_conv]}
      again: {use: skip_conv, from: skip}
    outputs: {out: sum, rest: again}
  pair:
    params: {n: 4}
    layers:
      first: {block: unit, filters: $(n), from: {x: x, skip: x}}
      second: {block: unit, filters: $(n), from: [first, first.rest]}
inputs:
  x: [8]
layers:
  conv: {type: Dense, units: $(k)}
  unit1: {block: unit, filters: $(filters), from: {x: conv, skip: x}}
  unit2: {block: unit, filters: $(k), convs: 3, from: [unit1, unit1.rest]}
  pairs: {block: pair, repeat: 2, n: $(k * 1), from: unit2, when: $(k > 1)}
  shared: {use: conv, from: x}
  out: {type: Add, from: [shared, pairs]}
outputs: {out: out, rest: unit2.rest}
expect: {output_shape: {out: [null, 8], rest: [null, 8]}}
"""


def changed_lines(old: str, new: str = "z") -> list[str]:
    changed = rename_text(SPEC, old, new)
    back = ".".join([*old.split(".")[:-1], new])
    assert rename_text(changed, back, old.split(".")[-1]) == SPEC
    pairs = zip(SPEC.splitlines(), changed.splitlines(), strict=True)
    return [after.strip() for before, after in pairs if before != after]


def test_the_spec_of_these_tests_is_right() -> None:
    assert not [found for found in check(loads(SPEC)) if found.severity == "error"]


@pytest.mark.parametrize(
    ("old", "lines"),
    [
        (
            "blocks.unit",
            [
                "z:",
                "first: {block: z, filters: $(n), from: {x: x, skip: x}}",
                "second: {block: z, filters: $(n), from: [first, first.rest]}",
                "unit1: {block: z, filters: $(filters), from: {x: conv, skip: x}}",
                "unit2: {block: z, filters: $(k), convs: 3, from: [unit1, unit1.rest]}",
            ],
        ),
        (
            "unit.filters",
            [
                "params: {z: , convs: 2}   # filters: of each",
                "conv: {type: Dense, units: $(z), from: x, repeat: $(convs)}",
                "skip_conv: {type: Dense, units: $(z), from: skip}",
                "first: {block: unit, z: $(n), from: {x: x, skip: x}}",
                "second: {block: unit, z: $(n), from: [first, first.rest]}",
                "unit1: {block: unit, z: $(filters), from: {x: conv, skip: x}}",
                "unit2: {block: unit, z: $(k), convs: 3, from: [unit1, unit1.rest]}",
            ],
        ),
        (
            "params.filters",
            [
                "params: {k: 8, z: 4}",
                "unit1: {block: unit, filters: $(z), from: {x: conv, skip: x}}",
            ],
        ),
        (
            "unit.inputs.skip",
            [
                "inputs: [x, z]",
                "skip_conv: {type: Dense, units: $(filters), from: z}",
                "again: {use: skip_conv, from: z}",
                "first: {block: unit, filters: $(n), from: {x: x, z: x}}",
                "unit1: {block: unit, filters: $(filters), from: {x: conv, z: x}}",
            ],
        ),
        (
            "unit.conv",
            [
                "z: {type: Dense, units: $(filters), from: x, repeat: $(convs)}",
                "sum: {type: Add, from: [z, skip_conv]}",
            ],
        ),
        (
            "skip_conv",
            [
                "z: {type: Dense, units: $(filters), from: skip}",
                "sum: {type: Add, from: [conv, z]}",
                "again: {use: z, from: skip}",
            ],
        ),
        (
            "layers.conv",
            [
                "z: {type: Dense, units: $(k)}",
                "unit1: {block: unit, filters: $(filters), from: {x: z, skip: x}}",
                "shared: {use: z, from: x}",
            ],
        ),
        (
            "unit.outputs.rest",
            [
                "outputs: {out: sum, z: again}",
                "second: {block: unit, filters: $(n), from: [first, first.z]}",
                "unit2: {block: unit, filters: $(k), convs: 3, from: [unit1, unit1.z]}",
                "outputs: {out: out, rest: unit2.z}",
            ],
        ),
        (
            "outputs.rest",
            [
                "outputs: {out: out, z: unit2.rest}",
                "expect: {output_shape: {out: [null, 8], z: [null, 8]}}",
            ],
        ),
        (
            "unit2",
            [
                "z: {block: unit, filters: $(k), convs: 3, from: [unit1, unit1.rest]}",
                "pairs: {block: pair, repeat: 2, n: $(k * 1), from: z, when: $(k > 1)}",
                "outputs: {out: out, rest: z.rest}",
            ],
        ),
        ("small", ["z: {k: 2}"]),
    ],
)
def test_a_name_takes_along_what_speaks_of_it_in_its_scope(
    old: str, lines: list[str]
) -> None:
    assert changed_lines(old) == lines


def test_a_parameter_of_the_document_is_changed_in_variants_too() -> None:
    lines = changed_lines("k")
    assert lines[:2] == ["params: {z: 8, filters: 4}", "small: {z: 2}"]
    assert all("$(n)" not in line for line in lines)


def test_a_name_in_a_block_may_be_one_of_the_document() -> None:
    changed = rename_text(SPEC, "again", "rest")
    assert "rest: {use: skip_conv, from: skip}" in changed
    assert "outputs: {out: sum, rest: rest}" in changed


@pytest.mark.parametrize(
    ("old", "new"), [("unit1", "unit2"), ("unit.sum", "conv"), ("unit.conv", "skip")]
)
def test_a_name_that_is_taken_in_its_scope_is_refused(old: str, new: str) -> None:
    with pytest.raises(UsageError, match="is taken by"):
        rename_text(SPEC, old, new)


def test_a_full_name_that_is_taken_is_refused() -> None:
    with pytest.raises(UsageError, match="the spec would be wrong"):
        rename_text(SPEC, "layers.conv", "unit1_sum")
