"""K703: one class of several, or several at once."""

from __future__ import annotations

from tests.graph.lint.linting import blamed, found, spec, training


def classified(activation: str, loss: str, units: int = 3, target: str = "{}") -> str:
    layer = f"  out: {{type: Dense, units: {units}, activation: {activation}}}"
    return spec(layer, more=training(loss, target=target))


def test_a_categorical_loss_wants_a_softmax() -> None:
    for loss in ("categorical_crossentropy", "sparse_categorical_crossentropy"):
        text = classified("sigmoid", loss)
        assert blamed(text, "K703") == "sigmoid"
        assert not found(classified("softmax", loss))


def test_a_binary_loss_wants_a_sigmoid() -> None:
    text = classified("softmax", "binary_crossentropy")
    assert blamed(text, "K703") == "binary_crossentropy"
    assert not found(classified("sigmoid", "binary_crossentropy"))


def test_a_sigmoid_layer_is_blamed_where_it_has_no_argument() -> None:
    layers = "  a: {type: Dense, units: 3}\n  out: {type: ops.sigmoid}"
    text = spec(layers, more=training("categorical_crossentropy"))
    assert blamed(text, "K703") == "out"


def test_a_categorical_loss_over_one_unit_measures_nothing() -> None:
    text = classified("sigmoid", "categorical_crossentropy", units=1)
    assert blamed(text, "K703") == "categorical_crossentropy"
    assert not found(classified("sigmoid", "binary_crossentropy", units=1))


def test_the_loss_that_keras_chooses_by_the_units_fits() -> None:
    assert not found(classified("sigmoid", "crossentropy", units=1))
    assert not found(classified("softmax", "crossentropy", units=3))
