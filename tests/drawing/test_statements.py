"""The code beside a box is the code of the printed module."""

from __future__ import annotations

import ast

import pytest

from kspec import bundled, code, load
from kspec.drawing import DrawOptions, draw
from kspec.drawing.statements import statements
from kspec.graph import compile_spec
from tests.drawing import networks


def calls(text: str) -> list[str]:
    """The calls that make layers in a module, without the names of the layers."""
    made = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func).startswith(("layers.", "keras.Input"))
    ]
    made.sort(key=lambda node: (node.lineno, node.col_offset))
    return [nameless(node) for node in made]


def nameless(node: ast.Call) -> str:
    node.keywords = [key for key in node.keywords if key.arg != "name"]
    return ast.unparse(node)


@pytest.mark.parametrize("name", ["mlp", "two_branch", "mnist_cnn", "hankou_lstm"])
def test_the_code_beside_the_boxes_is_that_of_the_module(name: str) -> None:
    spec = load(bundled.path(name))
    beside = statements(compile_spec(spec))
    found = [ast.unparse(ast.parse(text)) for text in beside.values()]
    assert found == calls(code(spec))


def test_a_box_has_its_code_in_the_articles_look_alone() -> None:
    spec = load(bundled.path("mlp"))
    boxes = draw(spec, DrawOptions(theme="article")).scene.boxes
    assert boxes[1].code == 'layers.Dense(10, activation="sigmoid")'
    assert all(box.code is None for box in draw(spec).scene.boxes)


def test_another_call_of_a_layer_is_a_call() -> None:
    assert statements(networks.siamese())["encoded_right"] == "encoder(…)"


def test_the_code_is_in_the_drawing() -> None:
    spec = load(bundled.path("mlp"))
    svg = draw(spec, DrawOptions(theme="article")).svg().replace("\u00a0", " ")
    assert 'layers.Dense(10, activation="sigmoid")' in svg
