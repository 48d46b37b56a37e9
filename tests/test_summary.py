"""The table of layers, as text and as data."""

from __future__ import annotations

import pytest

from kspec import loads, show
from kspec.summary import size

SPEC = """\
kspec: 1
inputs: {x: [5, 4]}
layers:
  lstm: {type: LSTM, units: 3, return_state: true}
  sum: {type: Add, from: [lstm, lstm.2]}
  out: {type: Dense, units: 2, trainable: false}
"""


def test_several_outputs_are_a_list_of_shapes() -> None:
    rows = show(loads(SPEC)).as_data()["layers"]
    assert rows[1]["output_shape"] == [[None, 3]] * 3
    assert rows[2]["from"] == ["lstm", "lstm.2"]


def test_the_totals_tell_frozen_parameters() -> None:
    assert "96 trainable, 8 not" in str(show(loads(SPEC)))


def test_the_text_has_a_line_for_each_layer() -> None:
    lines = str(show(loads(SPEC))).splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [
        "layer",
        "x",
        "lstm",
        "sum",
        "out",
    ]


def test_the_cost_is_told_where_it_is_asked_for() -> None:
    plain, costly = show(loads(SPEC)), show(loads(SPEC), cost=True)
    assert "multiply-adds" not in str(plain)
    assert "multiply_adds" not in plain.as_data()
    lines = str(costly).splitlines()
    assert lines[0].split()[-3:] == ["multiply-adds", "activations", "from"]
    assert lines[-3] == "426 multiply-adds for one example"
    assert lines[-2].startswith("inference, one example at a time: ")
    assert lines[-1].startswith("training, one example at a time: ")
    data = costly.as_data()
    assert data["layers"][1]["multiply_adds"] == 5 * 4 * 3 * (4 + 3)
    assert data["multiply_adds"] == 426
    assert data["training_memory"]["slots_bytes"] is None


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (1536, "1.50 KiB"), (2**40, "1.00 TiB")]
)
def test_sizes_are_told_in_the_unit_that_reads_best(count: int, text: str) -> None:
    assert size(count) == text
