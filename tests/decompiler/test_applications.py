"""The bundled specs of Keras's applications are current, short and exact.

A few are compared here; `make roundtrip` compares all 40.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import bundled, load
from kspec.graph import compile_spec
from tests.decompiler.applications import (
    check_graph,
    check_outputs,
    factories,
    path_of,
    text_of,
)

SAMPLE = ("VGG16", "ResNet50", "MobileNetV2", "ConvNeXtTiny")


@pytest.mark.keras
def test_every_application_of_keras_has_a_spec() -> None:
    assert {name.lower() for name in factories()} == {*bundled.applications()}


@pytest.mark.parametrize(
    ("name", "params", "lines"),
    [
        ("vgg16", 138_357_544, 30),
        ("resnet50", 25_636_712, 80),
        ("efficientnetb7", 66_658_687, 150),
        ("densenet121", 8_062_504, 50),
    ],
)
def test_a_spec_is_as_short_as_a_person_would_write_it(
    name: str, params: int, lines: int
) -> None:
    spec = load(bundled.application(name))
    assert compile_spec(spec).params == params
    assert len(spec.source.splitlines()) <= lines


@pytest.mark.keras
@pytest.mark.parametrize("name", SAMPLE)
def test_a_spec_is_what_decompile_makes_today(name: str) -> None:
    assert path_of(name).read_text(encoding="utf-8") == text_of(name)


@pytest.mark.keras
@pytest.mark.parametrize("name", SAMPLE)
def test_what_is_built_is_what_keras_has(name: str) -> None:
    check_graph(name)


@pytest.mark.keras
def test_the_outputs_are_the_same_to_the_last_bit() -> None:
    check_outputs("MobileNet")


def test_an_application_is_copied_like_any_other_spec(tmp_path: Path) -> None:
    copy = bundled.copy("resnet50", tmp_path)
    assert copy.read_bytes() == bundled.path("resnet50").read_bytes()
