"""Every argument says what it means, in a line."""

from __future__ import annotations

import pytest

from kspec.layers import docstrings
from kspec.layers.arguments import Arguments
from kspec.layers.catalogue import CELLS, LAYERS
from kspec.layers.core import Dense, Embedding
from kspec.layers.descriptions import OF_LAYERS, describe
from kspec.layers.layer import Layer
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.layers.objects.descriptions import OF_OBJECTS
from kspec.layers.objects.losses import Tversky
from kspec.schema.sections import sections

CLASSES = (
    *LAYERS,
    *CELLS,
    *(cls for words in VOCABULARIES for cls in words.classes),
    *sections(),
)


def names_of(cls: type[Arguments]) -> tuple[str, ...]:
    return cls.argument_names() if issubclass(cls, Layer) else (*cls.model_fields,)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_argument_is_described(cls: type[Arguments]) -> None:
    assert docstrings.summary(cls)
    for name in names_of(cls):
        text = describe(cls, name)
        assert text, f"{cls.__name__}.{name}: describe it below `Args:`, or for all"
        assert "\n" not in text
        assert not text.endswith(".")


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_docstring_describes_only_arguments_that_there_are(
    cls: type[Arguments],
) -> None:
    of_bases = [docstrings.arguments(base).items() for base in cls.__mro__[1:]]
    own = docstrings.arguments(cls).items() - set[tuple[str, str]]().union(*of_bases)
    assert {name for name, _ in own} <= cls.model_fields.keys()


@pytest.mark.parametrize("table", [OF_LAYERS, OF_OBJECTS], ids=["layers", "objects"])
def test_a_shared_text_is_short_and_in_order(table: dict[str, str]) -> None:
    assert [*table] == sorted(table)
    assert all(len(text) <= 80 for text in table.values())


@pytest.mark.parametrize(
    ("cls", "name", "text"),
    [
        (Tversky, "alpha", "the weight of false positives"),
        (Dense, "units", "the number of outputs, one for each neuron"),
        (Dense, "bias_constraint", "what the bias must be after each step of training"),
        (
            Embedding,
            "embeddings_regularizer",
            "a penalty on the vectors, added to the loss",
        ),
        (Dense, "no_argument", ""),
        (Dense, "initializer", ""),
    ],
)
def test_a_class_describes_first_then_the_tables(
    cls: type[Arguments], name: str, text: str
) -> None:
    assert describe(cls, name) == text
