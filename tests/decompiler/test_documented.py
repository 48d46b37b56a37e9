"""Models as Keras's documentation writes them come back exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.decompiler.roundtrip import there_and_back

pytestmark = pytest.mark.keras

NAMES = [
    "siamese", "autoencoder", "autoencoder_of_two_models", "u_net", "transformer",
    "causal_decoder", "sequence_to_sequence", "multi_task", "wide_and_deep",
    "generator", "discriminator", "wave_net", "attention", "masked_text",
    "toy_res_net", "ensemble", "fine_tuning", "next_frame", "recommender",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_documented_model_comes_back(name: str) -> None:
    from tests.decompiler import documented

    makers: dict[str, Callable[[], Any]] = {m.__name__: m for m in documented.MODELS}
    assert [*makers] == NAMES
    there_and_back(makers[name]())
