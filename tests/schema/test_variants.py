"""Variants: named values of parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import SchemaError, UsageError, check, loads

TEXT = """\
kspec: 1
params: {k: 8, half: $(k // 2)}
variants:
  small: {k: 2}
  odd: {k: 6, half: 5}
inputs: {x: [4]}
layers: {y: {type: Dense, units: $(half)}}
"""


def units(text: str = TEXT, **given: object) -> object:
    spec = loads(text, **given)  # pyright: ignore[reportArgumentType]
    return getattr(spec.layers[0].layer, "units", None)


def test_a_variants_values_replace_the_parameters() -> None:
    assert units() == 4
    assert units(variant="small") == 1
    assert units(variant="odd") == 5


def test_what_is_given_from_outside_replaces_a_variants_values() -> None:
    assert units(variant="small", params={"k": 20}) == 10


def test_a_variant_that_does_not_exist_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="did you mean `small`"):
        loads(TEXT, variant="smal")


def test_a_variant_of_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(SchemaError, match="K104 the spec has no parameter `q`"):
        loads(TEXT.replace("small: {k: 2}", "small: {q: 2}"))
    with pytest.raises(SchemaError, match="K106 the variant `small` is no mapping"):
        loads(TEXT.replace("small: {k: 2}", "small: 2"))


def test_check_looks_at_every_variant(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(TEXT.replace("{k: 2}", "{k: 1}"), encoding="utf-8")
    (found,) = check(path)
    assert found.code == "K106"
    assert found.message.endswith("(variant `small`)")
    assert all(one.severity == "warning" for one in check(path, variant="odd"))


def test_what_is_wrong_in_all_of_them_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(TEXT.replace("Dense", "Dens"), encoding="utf-8")
    assert [found.code for found in check(path)] == ["K103"]
