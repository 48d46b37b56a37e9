from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from kspec import bundled, check, load, loads, page
from kspec.errors import GraphError
from kspec.graph import compile_spec
from tests.webpage.html import by_class, elements, parsed, tag, text
from tests.webpage.specs import BLOCKS, SMALL

SPECS = sorted(bundled.directory().glob("*.yaml"))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_every_layer_has_its_lines_its_boxes_and_its_row(path: Path) -> None:
    spec = load(path)
    root = parsed(page(spec))
    panes = [by_class(root, name)[0] for name in ("spec", "diagram")]
    styles = [e for e in root.iter("div") if e.get("data-style-of")]
    for vertex in compile_spec(spec).vertices:
        (row,) = (e for e in elements(root, for_=vertex.name) if tag(e) == "tr")
        assert vertex.name in text(row)
        for part in (*panes, *styles):
            assert list(elements(part, for_=vertex.name)), vertex.name
        boxes = elements(panes[1], for_=vertex.name)
        assert all(box.get("aria-label") for box in boxes)


def test_a_layer_is_linked_from_its_key_to_the_end_of_its_value() -> None:
    root = parsed(page(loads(SMALL)))
    (spec,) = by_class(root, "spec")
    lines = by_class(spec, "line")
    numbers = [
        at for at, line in enumerate(lines, 1) if line.get("data-for") == "hidden"
    ]
    assert numbers == [8, 9, 10, 11]
    buttons = [e.get("aria-label") for e in spec.iter("button") if e.get("aria-label")]
    assert [label for label in buttons if "hidden" in str(label)] == ["line 8: hidden"]


def test_the_text_of_the_panes_is_that_of_the_spec_and_of_the_code() -> None:
    from kspec import code

    spec = loads(SMALL)
    root = parsed(page(spec))
    (left,), (right,) = by_class(root, "spec"), by_class(root, "code")
    assert [text(e) for e in left.iter("code")] == SMALL.splitlines()
    shown = [text(e) for e in right.iter("code")]
    assert shown[: len(code(spec).splitlines())] == code(spec).splitlines()


def test_blocks_have_their_layers_and_their_parents() -> None:
    root = parsed(page(loads(BLOCKS)))
    blocks = {e.get("data-id"): e for e in root.iter("li") if e.get("data-id")}
    assert list(blocks) == ["block1", "block1_conv", "block2", "block2_conv"]
    assert blocks["block1_conv"].get("data-parent") == "block1"
    assert (
        blocks["block1"].get("data-layers") == "block1_conv1 block1_conv2 block1_pool"
    )
    assert text(blocks["block2"]) == "block2 · conv_block"
    assert blocks["block2"].get("data-caption") == "【卷积块2】"
    assert blocks["block2"].get("data-boxes") == "layer-block2_conv1 layer-block2_pool"
    assert blocks["block2"].get("data-facts") == "2 layers · 296 params"


def test_the_policy_allows_what_kspec_wrote_and_nothing_else() -> None:
    html = page(loads(SMALL))
    root = parsed(html)
    (policy,) = (e.get("content", "") for e in root.iter("meta") if e.get("http-equiv"))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for name, rule in (("style", "style-src"), ("script", "script-src")):
        (inner,) = (text(e) for e in root.iter(name))
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_nothing_handles_events_or_sets_a_style_inline() -> None:
    root = parsed(page(loads(SMALL)))
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}


def test_nothing_is_fetched_from_elsewhere() -> None:
    root = parsed(page(loads(SMALL)))
    links = [
        e.get(n, "") for e in root.iter() for n in ("href", "src", "data", "action")
    ]
    assert {link for link in links if link} == {"data:,"}
    html = page(loads(SMALL))
    assert set(re.findall(r"https?://[^\s\"<]+", html)) == {
        "http://www.w3.org/2000/svg"
    }


def test_the_same_spec_gives_the_same_bytes() -> None:
    assert page(loads(SMALL)) == page(loads(SMALL))


def test_a_spec_that_was_not_read_from_a_text_shows_its_canonical_form() -> None:
    from dataclasses import replace

    from kspec import dump

    spec = replace(loads(SMALL), source="")
    (left,) = by_class(parsed(page(spec)), "spec")
    assert [text(e) for e in left.iter("code")] == dump(spec).splitlines()


def test_a_warning_stands_below_its_line() -> None:
    dead = SMALL.replace(
        "outputs: out", "  dead: {type: Dense, units: 3, from: x}\noutputs: out"
    )
    spec = loads(dead)
    (warning,) = by_class(parsed(page(spec)), "warning")
    assert text(warning).startswith(f"warning K701 {check(spec)[0].message}")


def test_a_spec_that_does_not_fit_has_no_page() -> None:
    wrong = SMALL.replace("units: 2}", "units: 2, from: [x, hidden]}")
    with pytest.raises(GraphError):
        page(loads(wrong))
