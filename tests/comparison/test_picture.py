"""The diagram of a difference has every layer of both models, each with its mark."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given

from kspec import diff, loads
from kspec.comparison.picture import draw_diff
from tests.comparison.variants import Plain, spec_of, with_layer

HEAD = "kspec: 1\nname: m\ninputs: {x: [8]}\nlayers:\n"
OLD = loads(
    HEAD + "  a: {type: Dense, units: 8}\n  b: {type: ReLU}\n"
    "  c: {type: Dense, units: 8}\n  d: {type: Dense, units: 2}\n"
)
NEW = loads(
    HEAD + "  a: {type: Dense, units: 9}\n  other: {type: Dense, units: 8}\n"
    "  e: {type: Dropout, rate: 0.5}\n  d: {type: Dense, units: 2}\n"
)
DRAWN = draw_diff(diff(OLD, NEW))


def test_a_box_has_the_mark_of_its_layer() -> None:
    marks = {box.layers[0]: box.mark for box in DRAWN.scene.boxes}
    assert marks == {
        "x": None,
        "a": "changed",
        "b": "removed",
        "other": "changed",
        "e": "added",
        "d": None,
    }


def test_a_changed_box_says_what_it_was() -> None:
    said = {box.name: [line.text for line in box.lines] for box in DRAWN.scene.boxes}
    assert "units: 8 → 9" in said["a"]
    assert "was c" in said["other"]


def test_an_edge_that_only_one_model_has_is_marked() -> None:
    names = {box.id: box.name for box in DRAWN.scene.boxes}
    edges = {(names[e.tail], names[e.head]): e.mark for e in DRAWN.scene.edges}
    assert edges == {
        ("x", "a"): None,
        ("a", "b"): "removed",
        ("b", "other"): "removed",
        ("a", "other"): "added",
        ("other", "e"): "added",
        ("e", "d"): "added",
        ("other", "d"): "removed",
    }


def test_the_drawing_tells_the_marks_without_colour_too() -> None:
    root = ElementTree.fromstring(DRAWN.svg())
    groups = {group.get("id"): group for group in root.iterfind(".//{*}g")}
    for name, mark in (("a", "changed"), ("b", "removed"), ("e", "added")):
        group = groups[f"layer-{name}"]
        assert mark in (group.get("class") or "").split()
        assert mark in (group.get("aria-label") or "")
    assert "+ added" in DRAWN.dot


@given(with_layer(), with_layer())
def test_each_layer_of_either_model_is_drawn_once(
    one: tuple[Plain, str], other: tuple[Plain, str]
) -> None:
    found = diff(spec_of(one[0]), spec_of(other[0]))
    scene = draw_diff(found).scene
    drawn = [box.layers for box in scene.boxes]
    gone = [vertex.name for vertex in found.matching.removed]
    assert sorted(drawn) == sorted((n,) for n in [*found.matching.new.by_name, *gone])
    assert len({edge.element for edge in scene.edges}) == len(scene.edges)


@given(with_layer())
def test_without_a_difference_nothing_is_marked(pair: tuple[Plain, str]) -> None:
    spec = spec_of(pair[0])
    scene = draw_diff(diff(spec, spec)).scene
    assert not [box for box in scene.boxes if box.mark]
    assert not [edge for edge in scene.edges if edge.mark]
