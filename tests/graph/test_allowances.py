from __future__ import annotations

from pathlib import Path

from kspec import check, loads
from kspec.errors import Diagnostic

SPEC = """\
kspec: 1
inputs: {{x: [8]}}
layers:
  spare: {{type: Dense, units: 5, from: x}}{}
  out: {{type: Dense, units: 5, from: x}}
"""


def found_in(comment: str) -> list[str]:
    found = check(loads(SPEC.format(comment)))
    return [f"{one.span}: {one.code}" for one in found]


def test_a_warning_is_silenced_where_it_is_allowed() -> None:
    assert found_in("") == ["spec.yaml:4:3: K701"]
    assert not found_in("  # kspec: allow K701")
    assert not found_in("  # kspec: allow K701 (kept for later)")


def test_it_is_silenced_in_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(SPEC.format("  # kspec: allow K701"))
    assert not check(path)


def test_only_the_code_that_is_named_is_silenced() -> None:
    assert found_in("  # kspec: allow K206") == [
        "spec.yaml:4:3: K701",
        "spec.yaml:4:59: K790",
    ]


def test_an_error_cannot_be_allowed() -> None:
    text = SPEC.format("  # kspec: allow K206") + "expect: {params: 1}\n"
    wrong = text.replace("expect", "outputs: [out, spare]  # kspec: allow K206\nexpect")
    assert [one.code for one in check(loads(wrong))] == ["K206"]


def test_the_closest_code_is_named() -> None:
    (found,) = check(loads(SPEC.format("  # kspec: allow K701, K2099")))
    assert found.message == "there is no code `K2099`"
    assert found.hint == "did you mean `K209`?"


def test_a_comment_in_another_file_allows_nothing() -> None:
    from kspec.errors import Span
    from kspec.graph.allowances import without_allowed

    warning = Diagnostic("K701", "…", Span("b.yaml", 1, 1, 1, 2), severity="warning")
    text = "a: 1  # kspec: allow K701"
    kept = without_allowed([warning], text=text, file="a.yaml")
    assert [one.code for one in kept] == ["K790", "K701"]


def test_a_library_of_blocks_allows_its_own_warnings(tmp_path: Path) -> None:
    library = """\
kspec: 1
blocks:
  b:
    layers:
      side: {{type: Dense, units: 2, from: x}}{}
      out: {{type: Dense, units: 2, from: x}}
"""
    path = tmp_path / "a.yaml"
    head = "kspec: 1\nblocks: {from: lib.yaml}\ninputs: {x: [8]}\n"
    path.write_text(f"{head}layers: {{y: {{block: b}}}}\n")
    (tmp_path / "lib.yaml").write_text(library.format(""))
    assert [one.code for one in check(path)] == ["K701"]
    (tmp_path / "lib.yaml").write_text(library.format("  # kspec: allow K701, K702"))
    assert not check(path)
