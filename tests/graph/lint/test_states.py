"""K710: stateful layers and shuffled rows."""

from __future__ import annotations

from tests.graph.lint.linting import blamed, found, spec, training

INPUT = "x: {shape: [5, 1], batch_size: 4}"
OUT = "\n  out: {type: Dense, units: 1}"


def trained(layer: str, shuffle: str = "") -> str:
    more = training("mse", "rows.npz", more=shuffle)
    return spec(f"  rnn: {{{layer}}}{OUT}", INPUT, more)


def test_shuffled_rows_do_not_continue_each_other() -> None:
    text = trained("type: GRU, units: 2, stateful: true")
    assert blamed(text, "K710") == "true"
    inner = "type: Bidirectional, layer: {type: GRU, units: 2, stateful: true}"
    assert blamed(trained(inner), "K710") == "true"


def test_rows_in_order_do() -> None:
    stateful = "type: GRU, units: 2, stateful: true"
    assert not found(trained(stateful, "  shuffle: false\n"))
    assert not found(trained("type: GRU, units: 2"))


def test_a_spec_that_does_not_train_shuffles_nothing() -> None:
    assert not found(spec("  rnn: {type: GRU, units: 2, stateful: true}", INPUT))
