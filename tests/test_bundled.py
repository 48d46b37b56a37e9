from __future__ import annotations

from pathlib import Path

import pytest

from kspec import bundled
from kspec.errors import UsageError


def test_every_model_of_the_first_tutorial_is_bundled() -> None:
    assert {
        "mlp",
        "two_branch",
        "matrix_factorization",
        "deep_recommender",
        "mnist_cnn",
        "hankou_lstm",
    } <= set(bundled.names())


def test_an_unknown_name_gets_the_closest_one() -> None:
    with pytest.raises(UsageError) as caught:
        bundled.path("mnist_cn")
    assert caught.value.diagnostics[0].hint == "did you mean `mnist_cnn`?"


@pytest.mark.parametrize("name", ["../LICENSE", "mlp.yaml", "", "/etc/passwd"])
def test_a_name_is_no_path(name: str) -> None:
    with pytest.raises(UsageError, match="K906"):
        bundled.path(name)


def test_a_copy_goes_into_a_folder_or_to_a_new_name(tmp_path: Path) -> None:
    original = bundled.path("mlp").read_bytes()
    assert bundled.copy("mlp", tmp_path) == tmp_path / "mlp.yaml"
    assert bundled.copy("mlp", tmp_path / "mine.yaml").read_bytes() == original


def test_a_copy_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "mlp.yaml").write_text("mine")
    with pytest.raises(UsageError, match="not overwritten"):
        bundled.copy("mlp", tmp_path)
    assert (tmp_path / "mlp.yaml").read_text() == "mine"


def test_a_copy_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        bundled.copy("mlp", tmp_path / "nowhere" / "mlp.yaml")
