"""Attention: each query mixes the values, those most whose keys resemble it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Literal

from kspec.layers.arguments import Bool, Choice, Fraction, Seed
from kspec.layers.calling import Attending, Calling
from kspec.layers.layer import Arity, Example, Family, Layer, Takes
from kspec.shape import Shape, ShapeError, Weight, elements, may_equal, show

TWO_OR_THREE = Arity(2, 3, listed=True)
QUERY_AND_VALUE = ((None, 6, 4), (None, 5, 3), (None, 5, 4))


class _DotAttention(Layer):
    """Compares each query with each key; the key is the value where none is given."""

    family: ClassVar[Family] = "attention"
    arity: ClassVar[Arity] = TWO_OR_THREE
    calling: ClassVar[type[Calling]] = Attending

    def shape_of(self, query: Shape, value: Shape, *keys: Shape) -> Shape:
        key = keys[0] if keys else value
        require_sequences(("query", query), ("value", value), ("key", key))
        require_equal_leading(query, value, key)
        if not may_equal(query[-1:], key[-1:]):
            raise ShapeError(
                "needs as many features in the query as in the key, got "
                f"{show(query)} and {show(key)}",
                hint="put Dense before one of them",
            )
        if not may_equal(value[-2:-1], key[-2:-1]):
            raise ShapeError(
                f"needs a key for each value, got {show(key)} and {show(value)}"
            )
        return (*query[:-1], value[-1])

    def output_count(self) -> int:
        return 1 + returns_scores(self)

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        outputs = super().shapes_of(*inputs)
        return (*outputs, scores(*inputs[:2])) if returns_scores(self) else outputs

    def kept_of(self, query: Shape, value: Shape, *_: Shape) -> tuple[Shape, ...]:
        return (scores(query, value),)


class Attention(_DotAttention):
    """Dot-product attention.

    Shapes: query (batch, Tq, d), value (batch, Tv, e)[, key (batch, Tv, d)] →
        (batch, Tq, e)

    Args:
        use_scale: whether to learn a factor for the scores.
        score_mode: a dot product, or tanh of the sum of query and key.
    Source: keras.layers.Attention; Luong et al. (2015).
    """

    takes: ClassVar[Takes] = "floats"
    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, QUERY_AND_VALUE),
        Example(
            {"use_scale": True, "score_mode": "concat"}, ((None, 6, 4), (None, None, 4))
        ),
    )

    use_scale: Bool = False
    score_mode: Annotated[Literal["dot", "concat"], Choice()] = "dot"
    dropout: Fraction = 0.0
    seed: Seed = None

    def weights_of(self, *_: Shape) -> tuple[Weight, ...]:
        scale = (Weight("scale", ()),) if self.use_scale else ()
        weighs = self.score_mode == "concat"
        return (*scale, Weight("concat_score_weight", ())) if weighs else scale

    def multiply_adds_of(self, query: Shape, value: Shape, *_: Shape) -> int:
        compared = elements(query[-1:]) if self.score_mode == "dot" else 0
        return elements(scores(query, value)) * (compared + elements(value[-1:]))


class AdditiveAttention(_DotAttention):
    """Additive attention: tanh of the sum of query and key.

    Shapes: query (batch, Tq, d), value (batch, Tv, e)[, key (batch, Tv, d)] →
        (batch, Tq, e)

    Args:
        use_scale: whether to learn a factor for each feature.
    Source: keras.layers.AdditiveAttention; Bahdanau et al. (2014).
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({}, QUERY_AND_VALUE),
        Example({"use_scale": False}, ((None, 6, None), (None, None, 4))),
    )

    use_scale: Bool = True
    dropout: Fraction = 0.0

    def shape_of(self, query: Shape, value: Shape, *keys: Shape) -> Shape:
        if self.use_scale:
            known_features("query", query)
        return super().shape_of(query, value, *keys)

    def weights_of(self, query: Shape, *_: Shape) -> tuple[Weight, ...]:
        if not self.use_scale:
            return ()
        return (Weight("scale", (known_features("query", query),)),)

    def multiply_adds_of(self, query: Shape, value: Shape, *_: Shape) -> int:
        return elements(scores(query, value)) * elements(value[-1:])


def returns_scores(layer: Layer) -> bool:
    """Whether this call gives the attention scores as its second output."""
    call = layer.call
    return isinstance(call, Attending) and call.return_attention_scores


def scores(query: Shape, value: Shape) -> Shape:
    """The shape of the scores: how much each step of the query takes of each value.

    Example:
    >>> scores((None, 6, 4), (None, 5, 3))
    (None, 6, 5)
    """
    return (*query[:-1], value[-2])


def require_sequences(*named: tuple[str, Shape]) -> None:
    """Refuse tensors without steps, and tensors of different ranks.

    Raises: ShapeError.
    """
    for name, x in named:
        if len(x) < 3:
            raise ShapeError(
                f"needs (batch, steps, features) as the {name}, got {show(x)}",
                hint="Reshape to [steps, features]",
            )
    if len({len(x) for _, x in named}) > 1:
        raise ShapeError(
            f"needs tensors with as many dimensions each, got {shown(named)}"
        )


def require_equal_leading(*shapes: Shape) -> None:
    """Refuse tensors whose axes before the steps differ.

    Raises: ShapeError.
    """
    for at in range(len(shapes[0]) - 2):
        sizes = {x[at] for x in shapes} - {None}
        if len(sizes) > 1:
            what = "batch" if at == 0 else f"axis {at}"
            raise ShapeError(
                f"needs the same {what} everywhere, got "
                f"{', '.join(show(x) for x in shapes)}"
            )


def known_features(name: str, x: Shape) -> int:
    """The number of features, on which weights depend.

    Raises: ShapeError where it is unknown.
    """
    if x[-1] is None:
        raise ShapeError(
            f"needs a known number of features in the {name}, got {show(x)}",
            hint="its weights depend on it: give that last dimension a number",
        )
    return x[-1]


def shown(named: Iterable[tuple[str, Shape]]) -> str:
    """The names and the shapes, for a message."""
    return ", ".join(f"{name} {show(x)}" for name, x in named)
