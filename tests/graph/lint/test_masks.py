"""K709: masks that are lost. Keras is asked which layers keep one."""

from __future__ import annotations

import inspect
import warnings

import pytest

from kspec.graph.ir import Vertex
from kspec.graph.lint.masks import KEEPING, USING, keeps, makes
from kspec.layers.catalogue import LAYERS
from kspec.layers.layer import Example, Layer
from kspec.plan import construction
from tests.graph.lint.linting import blamed, found, spec

WORDS = "words: {shape: [20], dtype: int32}"
EMBEDDING = "  vectors: {type: Embedding, input_dim: 9, output_dim: 4, mask_zero: true}"
LSTM = "  lstm: {type: LSTM, units: 4}"
LOSING = [
    "{type: Conv1D, filters: 4, kernel_size: 3}",
    "{type: MaxPooling1D}",
    "{type: Reshape, target_shape: [20, 4]}",
    "{type: RMSNormalization}",
    "{type: ops.relu}",
]


@pytest.mark.parametrize("layer", LOSING)
def test_the_layer_that_drops_the_mask_is_blamed(layer: str) -> None:
    text = spec(f"{EMBEDDING}\n  drops: {layer}\n{LSTM}", WORDS)
    assert blamed(text, "K709") == "drops"


@pytest.mark.parametrize("layer", LOSING)
def test_a_mask_that_nobody_would_use_may_be_lost(layer: str) -> None:
    text = spec(f"{EMBEDDING}\n  drops: {layer}\n  out: {{type: Flatten}}", WORDS)
    assert not found(text)


@pytest.mark.parametrize(
    "layer",
    [
        "{type: Dense, units: 4}",
        "{type: LayerNormalization}",
        "{type: SpatialDropout1D, rate: 0.5}",
        "{type: GRU, units: 4, return_sequences: true}",
        "{type: Bidirectional, layer: {type: GRU, units: 4, return_sequences: true}}",
        "{type: Add, from: [vectors, vectors]}",
        "{type: Concatenate, from: [vectors, vectors]}",
        "{type: Attention, from: [vectors, vectors]}",
    ],
)
def test_a_mask_that_arrives_is_fine(layer: str) -> None:
    assert not found(spec(f"{EMBEDDING}\n  keeps: {layer}\n{LSTM}", WORDS))


def test_without_a_mask_nothing_is_lost() -> None:
    plain = EMBEDDING.replace(", mask_zero: true", "")
    assert not found(spec(f"{plain}\n  relu: {{type: ops.relu}}\n{LSTM}", WORDS))


def test_a_recurrent_layer_that_has_used_the_mask_does_not_lose_it() -> None:
    layers = f"{EMBEDDING}\n{LSTM}\n  again: {{type: RepeatVector, n: 3}}\n"
    assert not found(spec(layers + "  decoder: {type: LSTM, units: 4}", WORDS))


def test_a_mask_is_lost_once() -> None:
    layers = f"{EMBEDDING}\n  drops: {LOSING[0]}\n  more: {LOSING[4]}\n{LSTM}"
    assert blamed(spec(layers, WORDS), "K709") == "drops"


def test_a_new_mask_below_is_another_one() -> None:
    layers = f"{EMBEDDING}\n  relu: {{type: ops.relu}}\n  mask: {{type: Masking}}\n"
    assert not found(spec(layers + LSTM, WORDS))


def test_a_sum_tells_which_tensor_has_no_mask() -> None:
    layers = (
        f"{EMBEDDING}\n  bare: {{type: Embedding, input_dim: 9, output_dim: 4,"
        f" from: words}}\n  sum: {{type: Add, from: [vectors, bare]}}\n{LSTM}"
    )
    (warning,) = found(spec(layers, WORDS))
    assert "`bare` has none" in warning.message


OPERATIONS = ("ops.add", "ops.expand_dims", "ops.moments", "ops.relu", "ops.split")
"""Some of many: no function of Keras knows masks."""

EXAMPLES = [
    pytest.param(cls, example, id=f"{cls.kind()}-{at}")
    for cls in LAYERS
    for at, example in enumerate(cls.examples)
    if cls.family != "input"
    and cls.target().startswith(("keras.layers.", "keras.ops."))
    and (cls.family != "operation" or cls.kind() in OPERATIONS)
    and len({shape[:2] for shape in example.inputs if len(shape) > 2}) < 2
]


@pytest.mark.keras
@pytest.mark.parametrize(("cls", "example"), EXAMPLES)
def test_a_layer_keeps_a_mask_where_keras_does(
    cls: type[Layer], example: Example
) -> None:
    layer = cls.model_validate(example.arguments)
    vertex = Vertex("layer", layer)
    count = len(example.inputs)
    for masked in {(True,) * count, (True, *(False,) * (count - 1))}:
        has = keras_keeps(layer, example, masked)
        assert has == keeps(vertex, [*masked]), masked
    assert keras_keeps(layer, example, (False,) * count) == makes(layer)


def keras_keeps(layer: Layer, example: Example, masked: tuple[bool, ...]) -> bool:
    import keras
    from keras.src.backend.common.masking import get_keras_mask, set_keras_mask

    from kspec.builder import construct

    tensors = [keras.KerasTensor(s, dtype=example.dtype) for s in example.inputs]
    for tensor, has in zip(tensors, masked, strict=True):
        if has:
            steps = tensor.shape[:2] if len(tensor.shape) > 2 else tensor.shape
            set_keras_mask(tensor, keras.KerasTensor(steps, dtype="bool"))
    made = construct(construction(layer, name="layer"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        given = made(tensors) if layer.arity.listed else made(*tensors)
    first = given[0] if isinstance(given, list | tuple) else given
    return get_keras_mask(first) is not None


@pytest.mark.keras
def test_the_layers_that_use_a_mask_are_those_whose_call_takes_one() -> None:
    from kspec.builder import construct

    taking: set[str] = set()
    for cls in LAYERS:
        if cls.target().startswith("keras.layers.") and cls.examples:
            layer = cls.model_validate(cls.examples[0].arguments)
            call = construct(construction(layer, name="layer")).call
            if any("mask" in name for name in inspect.signature(call).parameters):
                taking.add(cls.kind())
    assert taking - KEEPING == USING
