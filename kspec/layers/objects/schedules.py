"""Learning rates that change with the step. Source: keras.optimizers.schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import model_validator

from kspec.layers.arguments import (
    Bool,
    Check,
    Fraction,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    is_ints,
    is_number,
    mismatch,
)
from kspec.layers.objects.object import Object, Vocabulary
from kspec.layers.objects.quantities import (
    Name,
    NonNegativeReal,
    PositiveReal,
    is_numbers,
)
from kspec.layers.spatial import conflict

Boundaries = Annotated[
    tuple[int, ...],
    Check(
        "a list of steps, each an integer above the one before",
        lambda v: is_ints(v, 0) and bool(v) and list(v) == sorted(set(v)),
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 1,
            "uniqueItems": True,
        },
    ),
]
Rates = Annotated[
    tuple[float, ...],
    Check(
        "a list of numbers, each 0 or more",
        lambda v: is_numbers(v, 0, float("inf")),
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2},
    ),
]


class _Schedule(Object):
    module: ClassVar[str] = "keras.optimizers.schedules"


class CosineDecay(_Schedule):
    """Falls along a cosine, after a linear warm-up where one is given.

    Args:
        alpha: the rate at the end, as a part of the one at the start.
    """

    initial_learning_rate: NonNegativeReal
    decay_steps: PositiveInt
    alpha: Fraction = 0.0
    name: Name = "CosineDecay"
    warmup_target: PositiveReal | None = None
    warmup_steps: NonNegativeInt = 0

    @model_validator(mode="after")
    def _a_warm_up_has_a_target(self) -> Self:
        if self.warmup_steps and self.warmup_target is None:
            raise conflict(
                "warmup_steps",
                "`warmup_steps` has no effect without `warmup_target`",
                hint="give the rate that the warm-up ends at as `warmup_target`",
            )
        return self


class CosineDecayRestarts(_Schedule):
    """Falls along a cosine again and again, each period `t_mul` times as long.

    Args:
        alpha: the rate at a period's end, as a part of the first.
    """

    initial_learning_rate: PositiveReal
    first_decay_steps: PositiveInt
    t_mul: PositiveFloat = 2.0
    m_mul: PositiveFloat = 1.0
    alpha: Fraction = 0.0
    name: Name = "SGDRDecay"


class ExponentialDecay(_Schedule):
    """Times `decay_rate` in every `decay_steps` steps."""

    initial_learning_rate: PositiveReal
    decay_steps: PositiveInt
    decay_rate: PositiveFloat
    staircase: Bool = False
    name: Name = "ExponentialDecay"


class InverseTimeDecay(_Schedule):
    """Divided by 1 + `decay_rate` · step / `decay_steps`."""

    initial_learning_rate: PositiveReal
    decay_steps: PositiveInt
    decay_rate: PositiveFloat
    staircase: Bool = False
    name: Name = "InverseTimeDecay"


class PiecewiseConstantDecay(_Schedule):
    """One of `values` up to each of `boundaries`, the last one after them."""

    boundaries: Boundaries
    values: Rates
    name: Name = "PiecewiseConstant"

    @model_validator(mode="after")
    def _one_value_more_than_boundaries(self) -> Self:
        wanted = len(self.boundaries) + 1
        if len(self.values) != wanted:
            raise conflict(
                "values",
                f"{len(self.boundaries)} `boundaries` part {wanted} `values`, got "
                f"{len(self.values)}",
            )
        return self


class PolynomialDecay(_Schedule):
    """Falls to `end_learning_rate` along a power of the steps that are left."""

    initial_learning_rate: PositiveReal
    decay_steps: PositiveInt
    end_learning_rate: NonNegativeReal = 0.0001
    power: PositiveFloat = 1.0
    cycle: Bool = False
    name: Name = "PolynomialDecay"


SCHEDULES = Vocabulary(
    "schedule",
    (
        CosineDecay,
        CosineDecayRestarts,
        ExponentialDecay,
        InverseTimeDecay,
        PiecewiseConstantDecay,
        PolynomialDecay,
    ),
    refused={"LearningRateSchedule": "it is the base class, which gives no rate"},
)
Schedule = Annotated[Object, SCHEDULES]


@dataclass(frozen=True)
class _Rates(Vocabulary):
    """The schedules, and every positive number."""

    besides: ClassVar[tuple[dict[str, Any], ...]] = (
        {"type": "number", "exclusiveMinimum": 0},
    )

    @property
    def expected(self) -> str:
        return "a number above 0, or a schedule {type: …}"

    def parse(self, value: Any) -> Any:
        """The number as a float (Keras refuses integers), or the schedule."""
        if isinstance(value, str | Mapping | Object):
            return Vocabulary.parse(self, value)
        if is_number(value, 0) and value > 0:
            return float(value)
        raise mismatch(self.expected)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [*self.besides, {"type": "object"}]}


LearningRate = Annotated[
    float | Object, _Rates("schedule", SCHEDULES.classes, refused=SCHEDULES.refused)
]
