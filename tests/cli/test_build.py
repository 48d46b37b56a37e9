"""`kspec build` writes a model that Keras loads."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.command import Shell
from tests.cli.test_commands import SPEC

pytestmark = pytest.mark.keras


def test_the_model_is_written_and_loads(shell: Shell) -> None:
    import keras

    shell.write("small.yaml", SPEC)
    result = shell("build", "small.yaml", "--seed", "3")
    assert (result.code, result.out) == (0, "wrote small.keras: 46 parameters\n")
    model: Any = keras.saving.load_model(shell.folder / "small.keras")
    assert [layer.name for layer in model.layers] == ["hidden", "out"]


def test_one_seed_gives_one_model(shell: Shell) -> None:
    import keras
    import numpy as np

    shell.write("small.yaml", SPEC)
    for name in ("a", "b"):
        assert (
            shell("build", "small.yaml", "--seed", "3", "-o", f"{name}.keras").code == 0
        )
    models: list[Any] = [
        keras.saving.load_model(shell.folder / f"{name}.keras") for name in ("a", "b")
    ]
    first, second = (model.get_weights() for model in models)
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_ending_is_wrong_usage(shell: Shell) -> None:
    shell.write("small.yaml", SPEC)
    result = shell("build", "small.yaml", "-o", "small.h5")
    assert result.code == 2
    assert "write `-o small.keras`" in result.err


def test_an_unknown_backend_is_wrong_usage(shell: Shell) -> None:
    shell.write("small.yaml", SPEC)
    result = shell("build", "small.yaml", "--backend", "tensroflow")
    assert result.code == 2
    assert "did you mean `tensorflow`?" in result.err


def test_weights_of_a_file_are_given_and_wrong_ones_are_refused(shell: Shell) -> None:
    import keras
    import numpy as np

    shell.write("small.yaml", SPEC)
    assert shell("build", "small.yaml", "-o", "a.keras", "--seed", "1").code == 0
    given = shell("build", "small.yaml", "-o", "b.keras", "--weights", "a.keras")
    assert (given.code, given.err) == (0, "")
    models: list[Any] = [
        keras.saving.load_model(shell.folder / f"{name}.keras") for name in ("a", "b")
    ]
    first, second = (model.get_weights() for model in models)
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)
    wrong = shell("build", "small.yaml", "-o", "c.keras", "--weights", "imagenet")
    assert (wrong.code, "K944" in wrong.err) == (2, True)
    assert not (shell.folder / "c.keras").exists()
