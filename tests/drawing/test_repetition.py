from __future__ import annotations

from typing import Any

from kspec.drawing.outline import Branch, Leaf, Part, leaves_of, outline
from kspec.drawing.repetition import Wiring, runs
from kspec.graph import Graph, Vertex
from kspec.layers.core import Dense, Input
from kspec.layers.merging import Add
from kspec.layers.regularization import Dropout
from tests.drawing.graphs import graph, vertex


def found(model: Graph) -> list[str]:
    """The parts of a graph; a run as its copies' numbers of layers."""
    parts = outline(model).parts
    return [told(part) for part in runs(parts, Wiring.of(leaves_of(parts)))]


def told(part: Part) -> str:
    if isinstance(part, Leaf):
        return part.path
    sizes = [len(leaves_of((copy,))) for copy in part.parts]
    return f"{part.path} {len(sizes)}×{sizes[0]}" if len(set(sizes)) == 1 else "uneven"


def chain(*layers: Any) -> list[Vertex]:
    made = [vertex("x", Input(shape=(4,)))]
    for at, layer in enumerate(layers):
        made.append(vertex(f"d{at}", layer, made[-1]))
    return made


def test_equal_layers_in_a_row_are_a_run() -> None:
    model = chain(*(Dense(units=4) for _ in range(3)), Dense(units=2))
    assert found(graph(*model)) == ["x", "d0… 3×1", "d3"]


def test_other_settings_captions_and_shapes_end_a_run() -> None:
    model = chain(Dense(units=4), Dense(units=4, activation="relu"), Dense(units=5))
    assert found(graph(*model)) == ["x", "d0", "d1", "d2"]


def test_a_fraction_may_grow_from_copy_to_copy() -> None:
    model = chain(*(Dropout(rate=rate) for rate in (0.1, 0.2, 0.3)))
    assert found(graph(*model)) == ["x", "d0… 3×1"]


def test_several_layers_may_come_again_together() -> None:
    pair = (Dense(units=4), Dropout(rate=0.5))
    assert found(graph(*chain(*pair * 3))) == ["x", "d0… 3×2"]


def residual(copies: int) -> Graph:
    made = chain(Dense(units=4, activation="relu"))
    for at in range(copies):
        before = made[-1]
        made.append(vertex(f"a{at}", Dense(units=4), before))
        made.append(vertex(f"b{at}", Dropout(rate=0.1), made[-1]))
        made.append(vertex(f"add{at}", Add(), before, made[-1]))
    return graph(*made)


def test_a_run_begins_where_a_single_tensor_comes_in() -> None:
    assert found(residual(4)) == ["x", "d0", "a0… 4×3"]


def test_copies_that_take_from_different_layers_are_no_run() -> None:
    made = chain(Dense(units=4, activation="relu"), Dense(units=4, activation="tanh"))
    skips = made[:3]
    for at, skip in enumerate(reversed(skips)):
        made.append(vertex(f"up{at}", Dense(units=4), made[-1]))
        made.append(vertex(f"join{at}", Add(), made[-1], skip))
    assert not any("×" in name for name in found(graph(*made)))


def test_copies_may_all_take_one_tensor_from_outside() -> None:
    made = chain(Dense(units=4, activation="relu"))
    mask = made[0]
    for at in range(3):
        made.append(vertex(f"a{at}", Dense(units=4), made[-1]))
        made.append(vertex(f"m{at}", Add(), made[-1], mask))
    assert found(graph(*made)) == ["x", "d0", "a0… 3×2"]


def test_equal_layers_side_by_side_are_no_run() -> None:
    made = chain(Dense(units=4, activation="relu"))
    sides = [vertex(f"s{at}", Dense(units=4), made[-1]) for at in range(3)]
    model = graph(*made, *sides, vertex("sum", Add(), *sides))
    assert found(model) == ["x", "d0", "s0", "s1", "s2", "sum"]


def test_a_group_may_come_again_too() -> None:
    made = chain(*(Dense(units=4), Dropout(rate=0.5)) * 2)
    x, *layers = outline(graph(*made)).parts
    groups = tuple(
        Branch(f"b{at}", "block", tuple(layers[at : at + 2])) for at in (0, 2)
    )
    parts = (x, *groups)
    (_, run) = runs(parts, Wiring.of(leaves_of(parts)))
    assert isinstance(run, Branch)
    assert run.parts == groups
