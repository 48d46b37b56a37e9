"""A built model is given Keras's own weights of an application, or those of a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kspec import UsageError, build, loads
from kspec.bundled import path as bundled

pytestmark = pytest.mark.keras

SPEC = "kspec: 1\ninputs: {x: [8]}\nlayers:\n  a: {type: Dense, units: %d}\n"

MAKING = """
import sys, h5py, keras
from pathlib import Path
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group
keras.layers.Normalization()  # so that what follows is not the first of its kind
made = keras.applications.MobileNet(weights=None)
folder = Path(sys.argv[1]) / "models"
folder.mkdir(parents=True)
with h5py.File(folder / "mobilenet_1_0_224_tf.h5", "w") as file:
    save_weights_to_hdf5_group(file, made)
made.save(Path(sys.argv[1]) / "made.keras")
"""
BUILDING = """
import sys
import keras, numpy as np
from kspec import build, load
home, spec = sys.argv[1:]
made = keras.saving.load_model(home + "/made.keras")
whole = build(load(spec), seed=1, weights="imagenet")
for one, other in zip(made.weights, whole.weights, strict=True):
    assert np.array_equal(one, other), one.path
"""


def run(code: str, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KERAS_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", code, str(home), *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_bundled_application_gets_the_weights_in_the_cache_of_keras(
    tmp_path: Path,
) -> None:
    made = run(MAKING, tmp_path)
    assert made.returncode == 0, made.stderr
    done = run(BUILDING, tmp_path, str(bundled("mobilenet")))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("ending", [".weights.h5", ".keras", ".safetensors"])
def test_a_file_gives_every_weight(ending: str, tmp_path: Path) -> None:
    import numpy as np

    from kspec.decompiler.weights import save_weights

    path = tmp_path / f"model{ending}"
    first: Any = build(loads(SPEC % 4), seed=1)
    if ending == ".keras":
        first.save(path)
    else:
        save_weights(first, path)
    second: Any = build(loads(SPEC % 4), seed=2, weights=str(path))
    for one, other in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("ending", [".weights.h5", ".keras", ".safetensors"])
def test_a_file_of_another_model_is_refused(ending: str, tmp_path: Path) -> None:
    from kspec.decompiler.weights import save_weights

    path = tmp_path / f"model{ending}"
    first: Any = build(loads(SPEC % 4))
    if ending == ".keras":
        first.save(path)
    else:
        save_weights(first, path)
    with pytest.raises(UsageError, match="K944"):
        build(loads(SPEC % 5), weights=str(path))


@pytest.mark.parametrize(
    ("weights", "code", "hint"),
    [
        ("imagenet", "K944", "--weights ResNet50"),
        ("ResNet5", "K944", "did you mean `ResNet50`?"),
        ("weights.bin", "K944", "a file ends in"),
        ("none.weights.h5", "K901", ""),
    ],
)
def test_what_gives_no_weights_is_told(weights: str, code: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        build(loads(SPEC % 4), weights=weights)
    (found,) = error.value.diagnostics
    assert found.code == code
    assert hint in (found.hint or "")


def test_an_edited_spec_keeps_new_weights_where_nothing_fits() -> None:
    import keras
    import numpy as np

    from kspec.pretrained import copied

    source = "  a: {type: Dense, units: 6}\n  b: {type: Dense, units: 3}\n"
    head = "kspec: 1\ninputs: {x: [8]}\nlayers:\n"
    first: Any = build(loads(head + source), seed=1)
    second: Any = build(loads(head + source.replace("3", "2")), seed=2)
    assert copied(first, second) == ("b",)
    np.testing.assert_array_equal(
        first.get_layer("a").kernel, second.get_layer("a").kernel
    )
    assert isinstance(second, keras.Model)


def test_names_that_keras_chose_are_those_of_a_new_process() -> None:
    import keras

    from kspec.pretrained import copied

    def model() -> Any:
        return keras.Sequential(
            [keras.Input((8,)), keras.layers.Dense(4), keras.layers.Dense(2)]
        )

    model()
    source = "  dense: {type: Dense, units: 4}\n  dense_1: {type: Dense, units: 2}\n"
    target: Any = build(loads("kspec: 1\ninputs: {x: [8]}\nlayers:\n" + source))
    assert copied(model(), target) == ()


def test_weights_that_cannot_be_downloaded_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    code = BUILDING.partition("made =")[0] + (
        "try:\n    build(load(spec), weights='imagenet')\n"
        "except Exception as error:\n    print(error)\n"
    )
    done = run(code, tmp_path, str(bundled("mobilenet")))
    assert "K508" in done.stdout, done.stderr
