"""Every option of a fit does what plain Keras code with the same setting does."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from kspec.builder import build
from kspec.errors import DataError
from kspec.graph import compile_spec
from kspec.training import load_dataset
from kspec.training.fitting import fit
from tests.training.small import spec_in, write_csv

pytestmark = pytest.mark.keras

RANDOM = np.random.default_rng(3)
X = RANDOM.random((60, 3)).astype(np.float32)
KIND = (X.sum(1) > 1.7).astype(int) + (X[:, 0] > 0.9)
PRICE = X @ np.array([[1.0], [2.0], [0.5]], np.float32)
TRAIN, TEST = slice(0, 48), slice(48, 60)

MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "options",
    "inputs": {"x": {"shape": [3]}},
    "layers": {
        "hidden": {"type": "Dense", "units": 6, "activation": "tanh"},
        "norm": {"type": "BatchNormalization"},
        "kind": {"type": "Dense", "units": 3, "activation": "softmax"},
        "price": {"type": "Dense", "units": 1, "from": "norm"},
    },
    "outputs": ["kind", "price"],
}
LOSSES = {"kind": "sparse_categorical_crossentropy", "price": "mse"}


@dataclass(frozen=True)
class Case:
    """An option as the spec says it, and as the arguments of plain Keras."""

    says: dict[str, Any]
    compiles: dict[str, Any] = field(default_factory=dict)
    fits: dict[str, Any] = field(default_factory=dict)
    optimizer: Callable[[Any], Any] = lambda keras: keras.optimizers.SGD(0.1)
    callbacks: Callable[[Any], list[Any]] = lambda _: []


def sgd(**settings: Any) -> Case:
    return Case(
        {"optimizer": {"type": "SGD", "learning_rate": 0.1, **settings}},
        optimizer=lambda keras: keras.optimizers.SGD(0.1, **settings),
    )


def schedule(keras: Any) -> Any:
    schedules = keras.optimizers.schedules
    return keras.optimizers.Adam(
        schedules.CosineDecay(0.01, 20, warmup_target=0.1, warmup_steps=3)
    )


CASES = {
    "a schedule": Case(
        {
            "optimizer": {
                "type": "Adam",
                "learning_rate": {
                    "type": "CosineDecay",
                    "initial_learning_rate": 0.01,
                    "decay_steps": 20,
                    "warmup_target": 0.1,
                    "warmup_steps": 3,
                },
            }
        },
        optimizer=schedule,
    ),
    "gradients clipped by norm": sgd(clipnorm=0.05),
    "gradients clipped together": sgd(global_clipnorm=0.05),
    "gradients accumulated": sgd(gradient_accumulation_steps=3),
    "averaged weights": sgd(use_ema=True, ema_momentum=0.5),
    "loss weights": Case(
        {"loss_weights": {"price": 0.25}}, {"loss_weights": [1.0, 0.25]}
    ),
    "steps at once": Case({"steps_per_execution": 3}, {"steps_per_execution": 3}),
    "compiled by XLA": Case({"jit_compile": True}, {"jit_compile": True}),
    "no shuffling": Case({"shuffle": False}, fits={"shuffle": False}),
    "callbacks": Case(
        {
            "callbacks": [
                {"type": "ReduceLROnPlateau", "monitor": "loss", "patience": 1},
                {"type": "EarlyStopping", "monitor": "loss", "min_delta": 0.5},
            ]
        },
        callbacks=lambda keras: [
            keras.callbacks.ReduceLROnPlateau("loss", patience=1),
            keras.callbacks.EarlyStopping("loss", min_delta=0.5),
        ],
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = zip(*X.T.tolist(), KIND.tolist(), PRICE[:, 0].tolist(), strict=True)
    write_csv(tmp_path / "rows.csv", ["a", "b", "c", "kind", "price"], list(rows))
    return tmp_path


def ours(folder: Path, says: dict[str, Any], model: dict[str, Any] = MODEL) -> Any:
    data = {
        "source": "rows.csv",
        "inputs": {"x": {"column": ["a", "b", "c"]}},
        "targets": {"kind": {}, "price": {}},
        "split": {"test": 0.2, "by": "time"},
    }
    if model is not MODEL:
        data["targets"] = {"kind": {}}
    section: dict[str, Any] = {
        "optimizer": {"type": "SGD", "learning_rate": 0.1},
        "loss": LOSSES if model is MODEL else LOSSES["kind"],
        "metrics": {"kind": ["accuracy"]} if model is MODEL else ["accuracy"],
        "batch_size": 8,
        "epochs": 3,
        "seed": 7,
    }
    spec = spec_in(folder, model, data, **(section | says))
    assert spec.train is not None
    made: Any = build(spec, seed=7)
    steps = Steps()
    callback = steps.callback()
    fit(
        made,
        spec.train,
        compile_spec(spec),
        load_dataset(spec),
        lambda own: [callback, *own],
    )
    return made, steps.losses


class Steps:
    """Writes down the loss after each step."""

    def __init__(self) -> None:
        self.losses: list[float] = []

    def callback(self) -> Any:
        import keras

        return keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda _, logs: self.losses.append(logs["loss"])
        )


def by_hand() -> Any:
    import keras

    keras.utils.set_random_seed(7)
    x = keras.Input((3,), name="x")
    norm = keras.layers.BatchNormalization(name="norm")(
        keras.layers.Dense(6, activation="tanh", name="hidden")(x)
    )
    kind = keras.layers.Dense(3, activation="softmax", name="kind")(norm)
    price = keras.layers.Dense(1, name="price")(norm)
    return keras, keras.Model(x, [kind, price]), keras.Model(x, kind)


def assert_same(mine: Any, theirs: Any) -> None:
    assert mine.history.history.keys() == theirs.history.history.keys()
    for name in ("loss", "val_loss"):
        assert mine.history.history[name] == theirs.history.history[name]
    for one, other in zip(mine.weights, theirs.weights, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy(), one.path)


@pytest.mark.parametrize("name", CASES)
def test_every_step_has_the_loss_of_plain_keras(folder: Path, name: str) -> None:
    case = CASES[name]
    mine, losses = ours(folder, case.says)
    keras, model, _ = by_hand()
    steps = Steps()
    model.compile(
        case.optimizer(keras),
        list(LOSSES.values()),
        metrics=[["accuracy"], []],
        **case.compiles,
    )
    model.fit(
        X[TRAIN],
        [KIND[TRAIN], PRICE[TRAIN]],
        batch_size=8,
        epochs=3,
        verbose=0,
        validation_data=(X[TEST], [KIND[TEST], PRICE[TEST]]),
        callbacks=[steps.callback(), *case.callbacks(keras)],
        **case.fits,
    )
    assert losses == steps.losses
    assert_same(mine, model)


ONE = MODEL | {
    "layers": {k: v for k, v in MODEL["layers"].items() if k != "price"},
    "outputs": "kind",
}


@pytest.mark.parametrize("weights", [[1, 2.5, 4], "balanced"])
def test_classes_weigh_as_in_keras(folder: Path, weights: Any) -> None:
    mine, losses = ours(folder, {"class_weight": weights}, ONE)
    keras, _, model = by_hand()
    steps = Steps()
    counts = np.bincount(KIND[TRAIN])
    numbers = 48 / (3 * counts) if weights == "balanced" else weights
    model.compile(keras.optimizers.SGD(0.1), LOSSES["kind"], metrics=["accuracy"])
    model.fit(
        X[TRAIN],
        KIND[TRAIN],
        batch_size=8,
        epochs=3,
        verbose=0,
        class_weight=dict(enumerate(numbers)),
        validation_data=(X[TEST], KIND[TEST]),
        callbacks=[steps.callback()],
    )
    assert losses == steps.losses
    assert_same(mine, model)


def test_rows_weigh_as_in_keras_in_both_parts(folder: Path) -> None:
    says = {"sample_weight": "price", "class_weight": [1, 2, 3]}
    mine, losses = ours(folder, says, ONE)
    keras, _, model = by_hand()
    steps = Steps()
    rows = PRICE[:, 0]
    model.compile(keras.optimizers.SGD(0.1), LOSSES["kind"], metrics=["accuracy"])
    model.fit(
        X[TRAIN],
        KIND[TRAIN],
        batch_size=8,
        epochs=3,
        verbose=0,
        sample_weight=rows[TRAIN] * np.array([1, 2, 3], np.float32)[KIND[TRAIN]],
        validation_data=(X[TEST], KIND[TEST], rows[TEST]),
        callbacks=[steps.callback()],
    )
    assert losses == steps.losses
    assert_same(mine, model)


def test_a_weight_below_zero_is_named_with_its_row(folder: Path) -> None:
    table = (folder / "rows.csv").read_text().splitlines()
    table[3] = table[3].rsplit(",", 1)[0] + ",-1"
    (folder / "rows.csv").write_text("\n".join(table) + "\n")
    with pytest.raises(DataError, match=r"row 3 of `rows\.csv` .*0 or more, got -1"):
        ours(folder, {"sample_weight": "price"}, ONE)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1, 2], "`class_weight` has 2 numbers for the 3 classes of `kind`"),
        ({"price": "balanced"}, "`price` does not tell classes"),
        ("balanced", "`class_weight` of a model with several outputs has to name one"),
    ],
)
def test_weights_that_fit_no_classes_are_refused(
    folder: Path, weights: Any, said: str
) -> None:
    model = ONE if isinstance(weights, list) else MODEL
    with pytest.raises(DataError, match=said):
        ours(folder, {"class_weight": weights}, model)


def test_mixed_precision_computes_in_16_bits_as_in_keras(folder: Path) -> None:
    import keras

    from kspec.training import train

    data = {
        "source": "rows.csv",
        "inputs": {"x": {"column": ["a", "b", "c"]}},
        "targets": {"kind": {}},
        "split": {"test": 0.2, "by": "time"},
    }
    spec = spec_in(
        folder,
        ONE,
        data,
        optimizer={"type": "SGD", "learning_rate": 0.1},
        loss=LOSSES["kind"],
        metrics=["accuracy"],
        batch_size=8,
        epochs=2,
        seed=7,
        dtype_policy="mixed_bfloat16",
    )
    run = train(spec, runs=folder / "runs", console=Console(file=io.StringIO()))
    assert keras.config.dtype_policy().name == "float32"
    saved: Any = keras.models.load_model(run.path / "model.keras")
    assert saved.get_layer("hidden").compute_dtype == "bfloat16"
    assert saved.get_layer("hidden").variable_dtype == "float32"
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        _, _, model = by_hand()
    finally:
        keras.config.set_dtype_policy("float32")
    model.compile(keras.optimizers.SGD(0.1), LOSSES["kind"], metrics=["accuracy"])
    history = model.fit(X[TRAIN], KIND[TRAIN], batch_size=8, epochs=2, verbose=0)
    assert [row["loss"] for row in run.history] == history.history["loss"]
