"""Attention with several heads, each with projections of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Axes,
    Bool,
    Check,
    Fraction,
    PositiveInt,
    Seed,
    is_int,
    is_ints,
)
from kspec.layers.attention import (
    known_features,
    require_sequences,
    returns_scores,
    scores,
)
from kspec.layers.axes import axes_of
from kspec.layers.calling import Attending, Calling
from kspec.layers.layer import Arity, Example, Family, Layer
from kspec.layers.objects.constraints import Constraint
from kspec.layers.objects.initializers import Initializer
from kspec.layers.objects.regularizers import Regularizer
from kspec.layers.spatial import conflict
from kspec.shape import Shape, ShapeError, Weight, elements, show

SELF = ((None, 6, 4), (None, 6, 4))


def is_sizes(value: Any) -> bool:
    """Whether the value is a positive integer, or a list of them, at least one."""
    return is_int(value, 1) or (is_ints(value, 1) and value != ())


Sizes = Annotated[
    int | tuple[int, ...],
    Check(
        "a positive integer, or a list of them",
        is_sizes,
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 1},
                    "minItems": 1,
                },
            ]
        },
    ),
]


class _Heads(Layer):
    """Projects query, key and value for each head; the key is the value without one."""

    family: ClassVar[Family] = "attention"
    holds_layers: ClassVar[bool] = True
    arity: ClassVar[Arity] = Arity(2, 3)
    slots: ClassVar[tuple[str, ...]] = ("query", "value", "key")
    masks: ClassVar[tuple[str, ...]] = (
        "query_mask",
        "value_mask",
        "key_mask",
        "attention_mask",
    )
    calling: ClassVar[type[Calling]] = Attending

    if TYPE_CHECKING:
        flash_attention: bool | None

    def output_count(self) -> int:
        return 1 + returns_scores(self)

    def shapes_of(self, *inputs: Shape) -> tuple[Shape, ...]:
        outputs = super().shapes_of(*inputs)
        if not returns_scores(self):
            return outputs
        if self.flash_attention:
            raise ShapeError(
                "flash attention never holds the scores, which `call:` asks for",
                hint="leave out `return_attention_scores` or `flash_attention`",
                argument="flash_attention",
            )
        return (*outputs, self.scores_of(*inputs[:2]))

    def scores_of(self, query: Shape, value: Shape) -> Shape:
        """The shape of the attention scores."""
        raise NotImplementedError(type(self).__name__)

    def masked(self, name: str, *inputs: Shape) -> Shape:
        query, value = inputs[:2]
        if name == "attention_mask":
            return (query[0], *query[1:-1], *value[1:-1])
        of = {"query_mask": query, "value_mask": value}
        return of.get(name, inputs[-1])[:-1]

    def projection(self, name: str, *sizes: int) -> tuple[Weight, ...]:
        """The kernel from features to heads and their features, and its bias."""
        kernel = Weight(f"{name}/kernel", sizes)
        bias = Weight(f"{name}/bias", sizes[1:])
        return (kernel, bias) if getattr(self, "use_bias", False) else (kernel,)

    def projecting(self, query: Shape, value: Shape, *keys: Shape) -> int:
        """The multiply-adds of all projections: each kernel at each place."""
        places = {"value": value, "key": keys[0] if keys else value}
        return sum(
            weight.size * elements(places.get(weight.name.split("/")[0], query)[:-1])
            for weight in self.weights_of(query, value, *keys)
            if weight.name.endswith("/kernel")
        )


def refuse_flash_dropout(flash: bool | None, dropout: float) -> None:
    """Refuse what no kernel of flash attention computes."""
    if flash and dropout:
        raise conflict(
            "dropout",
            f"`dropout` has to be 0 with `flash_attention: true`, got {dropout}",
            hint="leave out one of them",
        )


def require_key_for_each_value(query: Shape, value: Shape, key: Shape) -> None:
    """Refuse keys and values that do not go together, and batches that differ.

    Raises: ShapeError.
    """
    if value[1:-1] != key[1:-1]:
        raise ShapeError(
            "needs value and key that differ in their last dimension alone, got "
            f"{show(value)} and {show(key)}"
        )
    if len({x[0] for x in (query, value, key)} - {None}) > 1:
        raise ShapeError(
            f"needs the same batch everywhere, got {show(query)}, {show(value)} and "
            f"{show(key)}"
        )


class MultiHeadAttention(_Heads):
    """Attention with several heads.

    Shapes: query (batch, Tq, d), value (batch, Tv, e)[, key (batch, Tv, f)] →
        (batch, Tq, d), or (batch, Tq, *output_shape)

    Args:
        key_dim: the features of a query and of a key in each head.
        value_dim: the features of a value in each head; `key_dim` without it.
        output_shape: the last dimensions of the output; those of the query without it.
        attention_axes: the axes that are attended; all between batch and features.
        sliding_window: how many steps away a query still sees, itself included.
        use_gate: whether a sigmoid of the query gates the output.
    Source: keras.layers.MultiHeadAttention; Vaswani et al. (2017).
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"num_heads": 2, "key_dim": 3}, SELF),
        Example(
            {"num_heads": 2, "key_dim": 3, "value_dim": 5, "use_gate": True},
            ((None, 6, 4), (None, None, 3), (None, None, 7)),
        ),
        Example(
            {"num_heads": 2, "key_dim": 3, "output_shape": 8, "attention_axes": 2},
            ((None, 6, 5, 4), (None, 6, 7, 3)),
        ),
    )

    num_heads: PositiveInt
    key_dim: PositiveInt
    value_dim: PositiveInt | None = None
    dropout: Fraction = 0.0
    use_bias: Bool = True
    output_shape: Sizes | None = None
    attention_axes: Axes | None = None
    sliding_window: PositiveInt | None = None
    flash_attention: Bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    use_gate: Bool = False
    seed: Seed = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_flash_dropout(self.flash_attention, self.dropout)
        return self

    def shape_of(self, query: Shape, value: Shape, *keys: Shape) -> Shape:
        key = keys[0] if keys else value
        named = (("query", query), ("value", value), ("key", key))
        require_sequences(*named)
        for name, x in named:
            known_features(name, x)
        require_key_for_each_value(query, value, key)
        self._require_attended(query, value)
        return (*query[:-1], *self._output(query))

    def weights_of(
        self, query: Shape, value: Shape, *keys: Shape
    ) -> tuple[Weight, ...]:
        key = keys[0] if keys else value
        seen = known_features("query", query)
        size = self.value_dim or self.key_dim
        gate = self.projection("gate", seen, self.num_heads, size)
        output = (self.num_heads, size, *self._output(query))
        return (
            *self.projection("query", seen, self.num_heads, self.key_dim),
            *self.projection(
                "key", known_features("key", key), self.num_heads, self.key_dim
            ),
            *(gate if self.use_gate else ()),
            *self.projection(
                "value", known_features("value", value), self.num_heads, size
            ),
            Weight("attention_output/kernel", output),
            *(Weight("attention_output/bias", output[2:]),) * self.use_bias,
        )

    def multiply_adds_of(self, query: Shape, value: Shape, *keys: Shape) -> int:
        size = self.key_dim + (self.value_dim or self.key_dim)
        heads = elements(self.scores_of(query, value)) * size
        return self.projecting(query, value, *keys) + heads

    def kept_of(self, query: Shape, value: Shape, *_: Shape) -> tuple[Shape, ...]:
        size = self.value_dim or self.key_dim
        widths = (self.key_dim, size * (1 + self.use_gate))
        projected = ((*query[:-1], self.num_heads * width) for width in widths)
        given = (*value[:-1], self.num_heads * (self.key_dim + size))
        return (*projected, given, self.scores_of(query, value))

    def scores_of(self, query: Shape, value: Shape) -> Shape:
        """How much each place of the query takes of each attended one, by head."""
        axes = self._attended(query)
        others = [query[at] for at in range(len(query) - 1) if at not in axes]
        both = (tensor[axis] for tensor in (query, value) for axis in axes)
        return (*others, self.num_heads, *both)

    def _attended(self, query: Shape) -> tuple[int, ...]:
        if self.attention_axes is None:
            return tuple(range(1, len(query) - 1))
        return axes_of(self.attention_axes, query, "attention_axes")

    def _output(self, query: Shape) -> tuple[int, ...]:
        """The last dimensions of the output."""
        if self.output_shape is None:
            return (known_features("query", query),)
        size = self.output_shape
        return (size,) if isinstance(size, int) else size

    def _require_attended(self, query: Shape, value: Shape) -> None:
        """Refuse axes that cannot be attended, and others that differ."""
        inner = range(1, len(query) - 1)
        attended = self._attended(query)
        outer = [axis for axis in attended if axis not in inner]
        if outer:
            raise ShapeError(
                f"`attention_axes` names the {'features' if outer[0] else 'batch'} of "
                f"{show(query)}",
                hint=f"name axes from 1 to {len(query) - 2}",
                argument="attention_axes",
            )
        for axis in inner:
            sizes = {query[axis], value[axis]} - {None}
            if axis not in attended and len(sizes) > 1:
                raise ShapeError(
                    f"needs the same axis {axis} in query and value, since it is not "
                    f"attended, got {show(query)} and {show(value)}",
                    argument="attention_axes",
                )
        if self.sliding_window and len(query) > 3:
            raise ShapeError(
                f"`sliding_window` needs (batch, steps, features), got {show(query)}",
                argument="sliding_window",
            )


class GroupedQueryAttention(_Heads):
    """Attention whose heads share keys and values in groups.

    Shapes: query (batch, Tq, d), value (batch, Tv, d)[, key (batch, Tv, f)] →
        (batch, Tq, d)

    Args:
        head_dim: the features of a query, a key and a value in each head.
        num_key_value_heads: the number of groups, a divisor of `num_query_heads`.
        sliding_window: how many steps away a query still sees, itself included.
        use_gate: whether a sigmoid of the query gates the output.
    Source: keras.layers.GroupQueryAttention; Ainslie et al. (2023).
    """

    examples: ClassVar[tuple[Example, ...]] = (
        Example({"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, SELF),
        Example(
            {
                "head_dim": 3,
                "num_query_heads": 2,
                "num_key_value_heads": 1,
                "use_gate": True,
            },
            ((None, 6, 4), (None, None, 4), (None, None, 7)),
        ),
    )

    head_dim: PositiveInt
    num_query_heads: PositiveInt
    num_key_value_heads: PositiveInt
    dropout: Fraction = 0.0
    use_bias: Bool = True
    sliding_window: PositiveInt | None = None
    flash_attention: Bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    use_gate: Bool = False
    seed: Seed = None

    @classmethod
    def target(cls) -> str:
        """Keras exports the class by another name than its own."""
        return "keras.layers.GroupQueryAttention"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse_flash_dropout(self.flash_attention, self.dropout)
        if self.num_query_heads % self.num_key_value_heads:
            raise conflict(
                "num_key_value_heads",
                "`num_key_value_heads` has to divide `num_query_heads`, "
                f"{self.num_query_heads}, got {self.num_key_value_heads}",
            )
        return self

    def shape_of(self, query: Shape, value: Shape, *keys: Shape) -> Shape:
        key = keys[0] if keys else value
        named = (("query", query), ("value", value), ("key", key))
        require_sequences(*named)
        for name, x in named:
            if len(x) > 3:
                raise ShapeError(
                    f"needs (batch, steps, features) as the {name}, got {show(x)}",
                    hint="Reshape to [steps, features]",
                )
            known_features(name, x)
        require_key_for_each_value(query, value, key)
        if query[-1] != value[-1]:
            raise ShapeError(
                "needs as many features in the query as in the value, got "
                f"{show(query)} and {show(value)}",
                hint="put Dense before one of them",
            )
        return query

    def weights_of(
        self, query: Shape, value: Shape, *keys: Shape
    ) -> tuple[Weight, ...]:
        key = keys[0] if keys else value
        seen, queries = known_features("query", query), self.num_query_heads
        groups = (self.num_key_value_heads, self.head_dim)
        gate = self.projection("gate", seen, queries, self.head_dim)
        return (
            *self.projection("query", seen, queries, self.head_dim),
            *self.projection("key", known_features("key", key), *groups),
            *(gate if self.use_gate else ()),
            *self.projection("value", known_features("value", value), *groups),
            Weight("attention_output/kernel", (queries, self.head_dim, seen)),
            *(Weight("attention_output/bias", (seen,)),) * self.use_bias,
        )

    def multiply_adds_of(self, query: Shape, value: Shape, *keys: Shape) -> int:
        heads = 2 * elements(self.scores_of(query, value)) * self.head_dim
        return self.projecting(query, value, *keys) + heads

    def kept_of(self, query: Shape, value: Shape, *_: Shape) -> tuple[Shape, ...]:
        queries = self.num_query_heads * self.head_dim
        groups = self.num_key_value_heads * self.head_dim
        asked = (*query[:-1], queries * (2 + self.use_gate))
        return (asked, (*value[:-1], 2 * groups), self.scores_of(query, value))

    def scores_of(self, query: Shape, value: Shape) -> Shape:
        return (query[0], self.num_query_heads, *scores(query, value)[1:])
