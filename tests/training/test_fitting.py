"""A fit is the plain Keras code of the same settings, to the last bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kspec.builder import build
from kspec.errors import BuildError
from kspec.graph import compile_spec
from kspec.training import load_dataset
from kspec.training.fitting import Interface, fit
from tests.training.small import DENSE, spec_in, table_data, write_csv

pytestmark = pytest.mark.keras

WIDE: dict[str, Any] = {
    "kspec": 1,
    "name": "wide",
    "inputs": {"a": {"shape": [1]}, "b": {"shape": [1]}},
    "layers": {
        "both": {"type": "Concatenate", "from": ["a", "b"]},
        "hidden": {"type": "Dense", "units": 4, "activation": "relu"},
        "drop": {"type": "Dropout", "rate": 0.3},
        "p": {"type": "Dense", "units": 1, "from": "drop"},
        "q": {"type": "Dense", "units": 1, "from": "drop"},
    },
}
FIT: dict[str, Any] = {
    "optimizer": {"type": "Adam", "learning_rate": 0.01},
    "loss": {"p": "mse", "q": {"type": "Huber", "delta": 2.0}},
    "metrics": {"p": ["mae"]},
    "loss_weights": {"q": 0.5},
    "batch_size": 8,
    "epochs": 3,
    "seed": 5,
}
RANDOM = np.random.default_rng(1)
TABLE = RANDOM.random((50, 4)).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "rows.csv", ["a", "b", "c", "d"], TABLE.tolist())
    return tmp_path


def ours(folder: Path, outputs: Any) -> tuple[Any, dict[str, Any]]:
    data = {
        "source": "rows.csv",
        "inputs": {"a": {}, "b": {}},
        "targets": {"p": {"column": "c"}, "q": {"column": "d"}},
        "split": {"test": 0.2, "by": "time"},
    }
    spec = spec_in(folder, {**WIDE, "outputs": outputs}, data, **FIT)
    assert spec.train is not None
    graph, dataset = compile_spec(spec), load_dataset(spec)
    model = build(spec, seed=spec.train.seed)
    fit(model, spec.train, graph, dataset)
    io = Interface.of(graph)
    predicted = io.predict(model, dataset.test.inputs, batch_size=8)
    return model, predicted


def by_hand() -> Any:
    import keras
    from keras import layers

    keras.utils.set_random_seed(5)
    a, b = keras.Input((1,), name="a"), keras.Input((1,), name="b")
    hidden = layers.Dense(4, activation="relu")(layers.Concatenate()([a, b]))
    drop = layers.Dropout(0.3)(hidden)
    p, q = layers.Dense(1, name="p")(drop), layers.Dense(1, name="q")(drop)
    model: Any = keras.Model([a, b], [p, q])
    model.compile(
        keras.optimizers.Adam(0.01),
        ["mse", keras.losses.Huber(2.0)],
        metrics=[["mae"], []],
        loss_weights=[1.0, 0.5],
    )
    columns = [TABLE[:, i : i + 1] for i in range(4)]
    train, test = [c[:40] for c in columns], [c[40:] for c in columns]
    model.fit(
        train[:2],
        train[2:],
        batch_size=8,
        epochs=3,
        verbose=0,
        validation_data=(test[:2], test[2:]),
    )
    return model, model.predict(test[:2], batch_size=8, verbose=0)


@pytest.mark.parametrize(
    "outputs", [["p", "q"], {"p": "p", "q": "q"}], ids=["list", "mapping"]
)
def test_losses_weights_and_predictions_are_those_of_keras(
    folder: Path, outputs: Any
) -> None:
    model, predicted = ours(folder, outputs)
    theirs, expected = by_hand()
    for name in ("loss", "val_loss"):
        assert model.history.history[name] == theirs.history.history[name]
    for mine, other in zip(model.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), other.numpy())
    np.testing.assert_array_equal(predicted["p"], expected[0])
    np.testing.assert_array_equal(predicted["q"], expected[1])


def test_callbacks_of_the_spec_take_part(tmp_path: Path) -> None:
    write_csv(tmp_path / "rows.csv", ["x", "y"], [(i, i) for i in range(10)])
    stop = {"type": "EarlyStopping", "monitor": "loss", "min_delta": 1e9}
    spec = spec_in(tmp_path, DENSE, table_data(), epochs=9, callbacks=[stop])
    assert spec.train is not None
    graph = compile_spec(spec)
    model: Any = build(spec)
    fit(model, spec.train, graph, load_dataset(spec))
    assert len(model.history.history["loss"]) == 2


def test_what_keras_refuses_is_told_without_a_traceback(tmp_path: Path) -> None:
    model = DENSE | {"layers": {"y": {"type": "Dense", "units": 2}}}
    write_csv(tmp_path / "rows.csv", ["x", "a", "b"], [(i, i, i) for i in range(10)])
    data = table_data(targets={"y": {"column": ["a", "b"]}})
    loss = "sparse_categorical_crossentropy"
    spec = spec_in(
        tmp_path, model, table_data(targets={"y": {"column": "a"}}), loss=loss
    )
    assert spec.train is not None
    wrong = spec_in(tmp_path, model, data)
    graph = compile_spec(spec)
    built = build(spec)
    with pytest.raises(
        BuildError, match="K402 Keras refuses to train the model"
    ) as caught:
        fit(built, spec.train, graph, load_dataset(wrong))
    assert caught.value.__cause__ is not None
