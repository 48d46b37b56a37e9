"""What is exported is loaded and run by its own runtime, with the model's outputs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

import kspec
from kspec.errors import BuildError, ToolError, UsageError
from kspec.training import Run, exporting, train
from tests.training.small import spec_in, write_csv

pytestmark = pytest.mark.keras

MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "exported",
    "inputs": {"a": [2], "b": {"shape": [1], "dtype": "int32"}},
    "layers": {
        "spot": {"type": "Embedding", "input_dim": 5, "output_dim": 3, "from": "b"},
        "flat": {"type": "Flatten"},
        "both": {"type": "Concatenate", "from": ["a", "flat"]},
        "hidden": {"type": "Dense", "units": 4, "activation": "relu"},
        "drop": {"type": "Dropout", "rate": 0.5},
        "y": {"type": "Dense", "units": 1},
    },
}
A = np.array([[0.5, 1.0], [2.0, -1.0]], np.float32)
B = np.array([[1], [3]], np.int32)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("exported")
    rows = [(i / 10, i / 20, i % 5, i) for i in range(20)]
    write_csv(folder / "rows.csv", ["c", "d", "b", "y"], rows)
    data = {
        "source": "rows.csv",
        "inputs": {"a": {"column": ["c", "d"]}, "b": {}},
        "targets": {"y": {}},
        "split": {"test": 0.2, "by": "time"},
    }
    spec = spec_in(folder, MODEL, data)
    return train(spec, runs=folder / "runs", console=Console(file=io.StringIO()))


@pytest.fixture
def on_tensorflow() -> None:
    import keras

    if keras.backend.backend() != "tensorflow":
        pytest.skip("the converter is TensorFlow's")


@pytest.fixture(scope="module")
def expected(run: Run) -> Any:
    import keras

    model: Any = keras.models.load_model(run.path / "model.keras")
    return model.predict([A, B], verbose=0)


def test_tensorflow_runs_the_saved_model(
    run: Run, expected: Any, tmp_path: Path
) -> None:
    tensorflow = pytest.importorskip("tensorflow")
    _, path = kspec.export(run.path, tmp_path / "saved")
    loaded = tensorflow.saved_model.load(str(path))
    np.testing.assert_allclose(loaded.serve([A, B]), expected, rtol=1e-5)
    beside = json.loads((tmp_path / "saved.preparation.json").read_text())
    assert [one["name"] for one in beside["inputs"]] == ["a", "b"]
    with pytest.raises(UsageError, match="K907"):
        kspec.export(run.path, tmp_path / "saved")


@pytest.mark.usefixtures("on_tensorflow")
def test_onnxruntime_runs_the_onnx_file(
    run: Run, expected: Any, tmp_path: Path
) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("tf2onnx")
    _, path = kspec.export(run.path, tmp_path / "model.onnx")
    session = onnxruntime.InferenceSession(str(path))
    names = [one.name for one in session.get_inputs()]
    (found,) = session.run(None, dict(zip(names, [A, B], strict=True)))
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.usefixtures("on_tensorflow")
def test_litert_runs_the_tflite_file(run: Run, expected: Any, tmp_path: Path) -> None:
    litert = pytest.importorskip("ai_edge_litert.interpreter")
    _, path = kspec.export(run.path, tmp_path / "model.tflite")
    interpreter = litert.Interpreter(model_path=str(path))
    given = {
        detail["dtype"]: detail["index"] for detail in interpreter.get_input_details()
    }
    for values in (A, B):
        interpreter.resize_tensor_input(given[values.dtype.type], values.shape)
    interpreter.allocate_tensors()
    for values in (A, B):
        interpreter.set_tensor(given[values.dtype.type], values)
    interpreter.invoke()
    found = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_what_is_missing_is_named_with_the_command_that_installs_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "find_spec", lambda _: None)
    with pytest.raises(ToolError, match="K506 writing ONNX needs `") as caught:
        kspec.export(run.path, tmp_path / "model.onnx")
    assert "pip install" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_what_the_format_cannot_hold_is_told_without_a_traceback(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any, *_: Any, **__: Any) -> None:
        raise ValueError("no such operation")

    import keras

    monkeypatch.setattr(keras.Model, "export", refuse)
    with pytest.raises(BuildError, match=r"K403 .* no such operation"):
        kspec.export(run.path, tmp_path / "saved")
    assert not list(tmp_path.iterdir())


def test_an_unknown_ending_is_refused(run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="K923"):
        kspec.export(run.path, tmp_path / "model.pb")
