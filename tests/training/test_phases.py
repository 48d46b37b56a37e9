"""Phases freeze what their patterns name, and train as plain Keras does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kspec import loads
from kspec.builder import build
from kspec.errors import DataError
from kspec.graph import compile_spec
from kspec.schema.fitting import Checkpoint, Phase
from kspec.training import load_dataset
from kspec.training.fitting import fit
from kspec.training.keeping import Keeper
from kspec.training.phases import frozen_in, leaves, thaw
from tests.training.small import spec_in, table_data, write_csv

pytestmark = pytest.mark.keras

MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "phased",
    "inputs": {"x": {"shape": [1]}},
    "layers": {
        "low": {"type": "Dense", "units": 4},
        "low_norm": {"type": "BatchNormalization", "momentum": 0.5},
        "top": {"type": "Dense", "units": 2},
        "y": {"type": "Dense", "units": 1},
    },
}
PHASES = [
    {"epochs": 2, "freeze": ["low*"]},
    {"epochs": 3, "unfreeze": ["low_norm"], "learning_rate": 0.01},
]
ROWS = [(i / 10, i / 5) for i in range(40)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "rows.csv", ["x", "y"], ROWS)
    return tmp_path


def trained(folder: Path, phases: list[Any], callbacks: list[Any]) -> Any:
    spec = spec_in(
        folder,
        MODEL,
        table_data(),
        phases=phases,
        optimizer={"type": "SGD", "learning_rate": 0.1},
        seed=2,
    )
    assert spec.train is not None
    model: Any = build(spec, seed=2)
    fit(model, spec.train, compile_spec(spec), load_dataset(spec), lambda _: callbacks)
    return model


class Watch:
    """The epochs, the rates and the weights of each epoch."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, float, dict[str, Any]]] = []

    def callback(self) -> Any:
        import keras

        callback: Any = keras.callbacks.Callback()

        def note(epoch: int, logs: Any = None) -> None:
            weights = {
                "/".join(weight.path.split("/")[-2:]): weight.numpy().copy()
                for weight in callback.model.weights
            }
            rate = float(callback.model.optimizer.learning_rate.numpy())
            self.rows.append((epoch, rate, weights))

        callback.on_epoch_end = note
        return callback


def test_phases_train_as_the_keras_code_with_two_compiles_does(folder: Path) -> None:
    import keras

    watch = Watch()
    mine = trained(folder, PHASES, [watch.callback()])
    assert [row[0] for row in watch.rows] == [0, 1, 2, 3, 4]
    assert [row[1] for row in watch.rows] == pytest.approx([0.1, 0.1] + [0.01] * 3)

    keras.utils.set_random_seed(2)
    layers = [
        keras.layers.Dense(4),
        keras.layers.BatchNormalization(momentum=0.5),
        keras.layers.Dense(2),
        keras.layers.Dense(1),
    ]
    theirs: Any = keras.Sequential([keras.Input((1,)), *layers])
    x, y = np.array(ROWS, np.float32).T[..., None]
    for frozen, rate, epochs in ((2, 0.1, range(2)), (1, 0.01, range(2, 5))):
        for at, layer in enumerate(layers):
            layer.trainable = at >= frozen
        theirs.compile(keras.optimizers.SGD(rate), "mse", metrics=["mae"])
        theirs.fit(
            x[:32],
            y[:32],
            initial_epoch=epochs.start,
            epochs=epochs.stop,
            validation_data=(x[32:], y[32:]),
            verbose=0,
        )
    for one, other in zip(mine.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy(), one.path)


def test_frozen_batch_normalization_keeps_its_statistics(folder: Path) -> None:
    watch = Watch()
    trained(folder, PHASES, [watch.callback()])
    before, second, last = (watch.rows[at][2] for at in (0, 1, 4))
    for name in ("low_norm/moving_mean", "low_norm/gamma", "low/kernel"):
        np.testing.assert_array_equal(before[name], second[name])
    assert (before["top/kernel"] != second["top/kernel"]).any()
    assert (second["low_norm/moving_mean"] != last["low_norm/moving_mean"]).any()
    np.testing.assert_array_equal(second["low/kernel"], last["low/kernel"])


def test_a_phase_in_which_nothing_learns_is_refused(folder: Path) -> None:
    with pytest.raises(DataError, match="K607 phase 1 freezes every layer") as caught:
        trained(folder, [{"epochs": 1, "freeze": ["*"]}], [])
    assert "unfreeze" in str(caught.value)


def test_layers_inside_nested_models_are_named_by_their_path() -> None:
    import keras

    inner = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(3, name="block1"),
            keras.layers.BatchNormalization(name="block1_norm"),
            keras.layers.Dense(3, name="block2"),
        ],
        name="base",
    )
    inner.trainable = False
    x = keras.Input((2,), name="x")
    model = keras.Model(x, keras.layers.Dense(1, name="top")(inner(x)))
    names = [name for name, _ in leaves(model)]
    assert names == ["x", "base/block1", "base/block1_norm", "base/block2", "top"]
    frozen = frozen_in(model)
    assert frozen == {"base/block1", "base/block1_norm", "base/block2"}
    thawed = thaw(model, Phase(epochs=1, unfreeze=("base/block2",)), frozen)
    assert thawed == {"base/block1", "base/block1_norm"}
    paths = [variable.path for variable in model.trainable_variables]
    assert [path.split("/")[-2] for path in paths] == ["block2"] * 2 + ["top"] * 2
    # What Keras takes as the sign to use the moving averages, training or not.
    assert not dict(leaves(model))["base/block1_norm"].trainable
    assert thaw(model, Phase(epochs=1, freeze=("base",)), thawed) == frozen
    assert len(model.trainable_variables) == 2


def test_the_best_weights_of_an_earlier_phase_come_back(tmp_path: Path) -> None:
    import keras

    low, top = keras.layers.Dense(2), keras.layers.Dense(1)
    model: Any = keras.Sequential([keras.Input((1,)), low, top])

    def begin(learns: bool) -> None:
        low.trainable = learns
        model.compile("adam", "mse")
        model.optimizer.build(model.trainable_variables)

    begin(False)
    (tmp_path / "checkpoints").mkdir()
    keeper = Keeper(tmp_path, model, Checkpoint(monitor="loss"))
    keeper.keep([{"epoch": 1, "loss": 1.0, "seconds": 0.1}])
    best = model.get_weights()
    begin(True)
    model.set_weights([weight + 1 for weight in best])
    keeper.restore()
    for found, wanted in zip(model.get_weights(), best, strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert len(model.optimizer.variables) == 2 + 2 * len(model.trainable_variables)


def test_a_spec_has_either_epochs_or_phases() -> None:
    from kspec.errors import SchemaError

    text = (
        "{kspec: 1, inputs: {x: [1]}, layers: {y: {type: Dense, units: 1}}, train: "
        "{data: {source: r.csv, inputs: {x: {}}, targets: {y: {}}, "
        "split: {test: 0.1}}, optimizer: adam, loss: mse, epochs: 3, "
        "phases: [{epochs: 1}]}}"
    )
    with pytest.raises(SchemaError, match="either `epochs` or `phases`"):
        loads(text)
