"""A mistake in the text of one value hides no other, and nothing follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import TextError, check, loads

SPEC = """\
kspec: 1
params: {{k: 4}}
inputs: {{x: [8]}}
layers:
  hidden: {}
  out: {{type: Dense, units: two, activation: rleu}}
  last: {{type: Add, from: [out, nowhere]}}
"""
BEHIND = ["6:29 K106", "6:46 K106", "7:33 K201"]


def found_in(folder: Path, text: str) -> list[str]:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    spans = [(one.span, one.code) for one in check(path)]
    return [f"{span.line}:{span.column} {code}" for span, code in spans if span]


@pytest.mark.parametrize(
    ("code", "layer"),
    [
        ("K004", "{type: Dense, units: ^012}"),
        ("K004", "{type: Dense, units: ^.inf}"),
        ("K006", "{type: Dense, units: ^99999999999999999999999}"),
        ("K005", "{type: Dense, units: ^!!int 4}"),
        ("K005", "{type: ^!Dense Dense, units: 4}"),
        ("K005", "{type: Dense, units: ^&n 4}"),
        ("K005", "{type: Dense, units: ^*n}"),
        ("K005", "{type: ^*n, units: 4}"),
        ("K005", "^*n"),
        ("K005", "^&n {type: Dense, units: 4}"),
        ("K005", "^!!set {a: 1}"),
        ("K005", "{type: Dense, units: ^!!python/tuple [4]}"),
        ("K004", "^no"),
        ("K005", "{^<<: {units: 4}, type: Dense}"),
        ("K005", "{^<<: {type: Dense}, units: 4}"),
        ("K007", "{^1: 2, type: Dense}"),
        ("K007", "{^[a]: 2, type: Dense}"),
        ("K003", "{type: Dense, units: 4, ^units: 5}"),
        ("K002", "{^type:Dense, units: 4}"),
        ("K002", '{^type:"Dense", units: 4}'),
        ("K002", "{type: Dense, ^units:4}"),
        ("K002", "{type: Dense, ^units:$(k)}"),
        ("K010", "{type: Dense, units: $(k +^)}"),
        ("K010", "{type: Dense, units: ^$(min(k, 4))}"),
        ("K001", '{type: Dense, units: 4, caption: ^"\\0"}'),
        ("K004", "{type: Dense, use_bias: ^None, units: 4}"),
    ],
)
def test_a_value_that_cannot_be_read_hides_nothing(
    code: str, layer: str, tmp_path: Path
) -> None:
    found = found_in(tmp_path, SPEC.format(layer.replace("^", "")))
    assert found == [f"5:{layer.index('^') + 11} {code}", *BEHIND]


IN = "inputs: {x: [8]}\n"
SHORT = "layers: {y: {type: Dense}}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"kspec: no\n{IN}{SHORT}", "1:8 K004, 3:10 K105"),
        (f"kspec: 1\ninputs: *a\n{SHORT}", "2:9 K005, 3:10 K105"),
        (f"<<: *a\n{SHORT}", "1:1 K005, 1:5 K005, 2:10 K105"),
        (
            f"kspec: 1\nparams: {{<<: *a}}\ninputs: {{x: [$(n)]}}\n{SHORT}",
            "2:10 K005, 2:14 K005, 4:10 K105",
        ),
        (
            f"kspec: 1\nparams: {{k: 012}}\ninputs: {{x: [$(k)]}}\n{SHORT}",
            "2:13 K004, 4:10 K105",
        ),
        (f"kspec: 1\n{IN}{SHORT}\n---\na: 1", "3:10 K105, 4:1 K005"),
        (f"%YAML 1.1\n---\nkspec: 1\n{IN}{SHORT}", "1:1 K005, 5:10 K105"),
        (
            f"kspec: 1\n{IN}layers: {{<<: *a, y: {{type: Add, from: [z, x]}}}}",
            "3:10 K005, 3:14 K005",
        ),
    ],
)
def test_a_section_that_cannot_be_read_hides_nothing(
    text: str, found: str, tmp_path: Path
) -> None:
    assert found_in(tmp_path, text) == found.split(", ")


def test_brackets_that_do_not_close_end_the_reading(tmp_path: Path) -> None:
    text = "kspec: no\nlayers: {a: {type: Dnse}"
    assert found_in(tmp_path, text) == ["1:8 K004", "2:9 K002"]


def test_the_exception_carries_everything() -> None:
    with pytest.raises(TextError) as caught:
        loads(f"kspec: 1\n{IN}layers: {{y: {{type: Dnse, a: no}}}}")
    assert [found.code for found in caught.value.diagnostics] == ["K103", "K004"]
