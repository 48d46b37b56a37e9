"""Blocks, repeats, conditions, shared and nested models as a person writes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kspec import code, load, loads
from kspec.codegen import Style, printed
from kspec.graph import compile_spec
from kspec.plan import lower

if TYPE_CHECKING:
    from tests.conftest import Golden

MODELS = Path(__file__).parents[1] / "models"
SEQUENTIAL = """\
kspec: 1
params: {n: 2, deep: false}
blocks:
  stage:
    params: {filters: , copies: 2}
    layers:
      conv: {type: Conv2D, filters: $(filters), kernel_size: 3, repeat: $(copies)}
      pool: {type: MaxPooling2D}
inputs: {image: [32, 32, 3]}
layers:
  stage1: {block: stage, filters: 8}
  stage2: {block: stage, filters: $(8 * i), copies: 1, repeat: $(n)}
  extra: {type: Dropout, rate: 0.5, when: $(deep)}
  flat: {type: Flatten}
  out: {type: Dense, units: $(4 * i), repeat: 3, when: $(i != 2)}
"""


def text_of(path: Path, style: Style, flat: bool) -> str:
    return code(load(path), style=style, flat=flat)


@pytest.mark.parametrize("name", ["blocks", "nested"])
def test_structure_is_printed_as_it_is_written(name: str, golden: Golden) -> None:
    golden(f"models/{name}.py.txt", code(load(MODELS / f"{name}.yaml")))


def test_a_chain_of_blocks_is_a_list_of_layers(golden: Golden) -> None:
    golden("models/chain.py.txt", code(loads(SEQUENTIAL)))


def test_ruff_would_change_nothing_in_any_style(tmp_path: Path) -> None:
    chain = loads(SEQUENTIAL)
    specs = [(load(MODELS / f"{name}.yaml"), "auto") for name in ("blocks", "nested")]
    for at, (spec, style) in enumerate(
        [*specs, (chain, "auto"), (chain, "functional")]
    ):
        for flat in (False, True):
            text = code(spec, style=style, flat=flat)  # pyright: ignore[reportArgumentType]
            (tmp_path / f"m{at}{flat}.py").write_text(text, encoding="utf-8")
    for command in (["format", "--diff"], ["check", "--quiet"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", tmp_path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == ""


def test_the_flat_code_has_neither_loops_nor_formulas() -> None:
    text = code(loads(SEQUENTIAL), flat=True)
    assert "for " not in text
    assert "def build_model() ->" in text
    assert 'layers.Conv2D(16, (3, 3), name="stage22_conv1")' in text.replace(
        "16, 3,", "16, (3, 3),"
    )


def test_a_line_of_a_block_stands_for_a_layer_in_each_instance() -> None:
    module = printed(lower(compile_spec(loads(SEQUENTIAL))))
    lines = module.text.split("\n")
    (pool,) = [
        link
        for link in module.links
        if all(name.endswith("_pool") for name in link.vertices)
    ]
    assert "layers.MaxPooling2D" in lines[pool.line - 1]
    assert pool.vertices == ("stage1_pool", "stage21_pool", "stage22_pool")


def test_a_layer_inside_a_nested_model_is_named_by_the_way_to_it() -> None:
    module = printed(lower(compile_spec(load(MODELS / "nested.yaml"))))
    ways = {name for link in module.links for name in link.vertices}
    assert {"encoder/mean", "other/mean", "pair/pair_left", "flat_left"} <= ways


@pytest.mark.keras
@pytest.mark.parametrize(
    "given",
    [{}, {"n": 0}, {"n": 1, "deep": True}],
    ids=str,
)
@pytest.mark.parametrize("style", ["sequential", "functional"])
def test_the_printed_function_takes_other_parameters(
    given: dict[str, object], style: Style
) -> None:
    import keras

    from kspec import build

    names: dict[str, object] = {}
    exec(code(loads(SEQUENTIAL), style=style), names)
    keras.utils.clear_session()
    made = names["build_model"](**given)  # pyright: ignore
    keras.utils.clear_session()
    spec = loads(SEQUENTIAL, params=given)  # pyright: ignore[reportArgumentType]
    from dataclasses import replace

    built = build(replace(spec, mode=style))  # pyright: ignore[reportArgumentType]
    assert made.get_config() == built.get_config()  # pyright: ignore


def test_no_variable_hides_the_function_of_a_block() -> None:
    text = code(
        loads(
            "{kspec: 1, blocks: {part: {layers: {d: {type: Dense, units: 2}}}},"
            " inputs: {x: [4]}, mode: functional,"
            " layers: {part: {block: part, repeat: 2}}}"
        )
    )
    assert 'part_ = part(part_, f"part{i}")' in text


@pytest.mark.parametrize("mode", ["sequential", "functional"])
def test_a_key_that_begins_with_an_underscore_is_joined_as_it_is(mode: str) -> None:
    text = (
        "{kspec: 1, blocks: {part: {layers: {_1_conv: {type: Dense, units: 2},"
        " _d: {type: Dense, units: 3, repeat: 2}, out: {type: Dense, units: 1}}}},"
        f" inputs: {{x: [4]}}, mode: {mode}, layers: {{block1: {{block: part}}}}}}"
    )
    names = [vertex.name for vertex in compile_spec(loads(text)).vertices[1:]]
    assert names == ["block1_1_conv", "block1_d1", "block1_d2", "block1_out"]
    printed_code = code(loads(text))
    for name in ('f"{name}_1_conv"', 'f"{name}_d{i}"', 'f"{name}_out"'):
        assert name in printed_code
