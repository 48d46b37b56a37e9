"""Generated questions: arguments from a layer's types, inputs from its examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kspec.layers.arguments import Check, Choice
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object, Vocabulary
from kspec.shape import Dim, Shape, Tensor
from tests.layers.differential import Question

FLOATS = ("float32", "float32", "float16", "float64")
DTYPES = (*FLOATS, *FLOATS, "int32", "int64", "uint8", "bool", "string")
SIZES = st.integers(1, 9)
DIMENSIONS = st.one_of(SIZES, SIZES, SIZES, SIZES, st.none())

Inputs = SearchStrategy[tuple[Shape, ...]]


@dataclass(frozen=True)
class Draw:
    """Better strategies for a layer whose generic draws are mostly invalid.

    Args:
        arguments: by name; the other arguments are drawn from their types.
        inputs: the shapes of all inputs; otherwise variations of the examples.
        together: arguments and input shapes that have to fit one another.
    """

    arguments: Mapping[str, SearchStrategy[Any]] = field(default_factory=dict)
    inputs: Inputs | None = None
    together: SearchStrategy[tuple[dict[str, Any], tuple[Shape, ...]]] | None = None


@st.composite
def questions(draw: DrawFn, kind: type[Layer], how: Draw) -> Question:
    """Arguments and inputs for a layer, most of them valid."""
    given = draw(arguments(kind, how.arguments))
    shapes = draw(varied_inputs(kind) if how.inputs is None else how.inputs)
    if how.together is not None:
        fitting, shapes = draw(how.together)
        given |= fitting
    usual = FLOATS * 4 if kind.takes == "floats" else shown_dtypes(kind) * 32
    dtype = draw(st.sampled_from((*usual, *DTYPES)))
    return Question(kind, given, tuple(Tensor(shape, dtype) for shape in shapes))


def shown_dtypes(kind: type[Layer]) -> tuple[str, ...]:
    """The dtypes in a layer's examples that no input has by itself."""
    dtypes = dict.fromkeys(example.dtype for example in kind.examples)
    return tuple(dtype for dtype in dtypes if dtype != "float32")


def arguments(
    kind: type[Layer], better: Mapping[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    """Values of the declared types; each optional argument is there or not."""
    required: dict[str, SearchStrategy[Any]] = {}
    optional: dict[str, SearchStrategy[Any]] = {}
    for name in kind.argument_names():
        info = kind.model_fields[name]
        strategy = better.get(name)
        if strategy is None:
            strategy = typed(info.annotation, tuple(info.metadata))
        (required if info.is_required() else optional)[name] = strategy
    return st.fixed_dictionaries(required, optional=optional)


def typed(annotation: Any, metadata: tuple[Any, ...] = ()) -> SearchStrategy[Any]:
    """Values of an argument's type, read from what annotates it."""
    for mark in metadata:
        if isinstance(mark, Check):
            return from_json(mark.json).filter(mark.accepts)
        if isinstance(mark, Choice):
            return st.sampled_from(get_args(annotation))
        if isinstance(mark, Vocabulary):
            return named(mark)
    if annotation is NoneType:
        return st.none()
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return typed(inner, tuple(marks))
    if get_origin(annotation) in (Union, UnionType):
        return st.one_of([typed(member) for member in get_args(annotation)])
    raise TypeError(f"no strategy for {annotation}: give one in a Draw")


def named(vocabulary: Vocabulary) -> SearchStrategy[str]:
    """The names that need no arguments."""
    classes = vocabulary.by_name
    names = [
        name
        for name in vocabulary.all_names
        if name not in classes or is_complete(classes[name])
    ]
    return st.sampled_from(names)


def is_complete(cls: type[Object]) -> bool:
    """Whether Keras knows the class by a name that says all."""
    required = [info for info in cls.model_fields.values() if info.is_required()]
    return bool(cls.names) and not required


def from_json(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Small values that a JSON Schema of an argument describes; arrays are tuples."""
    if "anyOf" in schema:
        return st.one_of([from_json(part) for part in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(list(schema["enum"]))
    if isinstance(schema["type"], list):
        return st.one_of([from_json({**schema, "type": t}) for t in schema["type"]])
    return OF_JSON_TYPE[schema["type"]](schema)


def integers(schema: Mapping[str, Any]) -> SearchStrategy[int]:
    """A few integers from the lowest on."""
    low = schema.get("minimum", -3)
    return st.integers(low, schema.get("maximum", low + 4))


def numbers(schema: Mapping[str, Any]) -> SearchStrategy[float]:
    """Eighths within the bounds."""
    above = schema.get("exclusiveMinimum")
    low = schema.get("minimum", -2 if above is None else above + 0.125)
    below = schema.get("exclusiveMaximum")
    high = schema.get("maximum", low + 4 if below is None else below - 0.125)
    return st.integers(int(low * 8), int(high * 8)).map(lambda n: n / 8)


def arrays(schema: Mapping[str, Any]) -> SearchStrategy[tuple[Any, ...]]:
    """Short tuples."""
    least, most = schema.get("minItems", 0), schema.get("maxItems", 4)
    items = from_json(schema["items"])
    return st.lists(items, min_size=least, max_size=most).map(tuple)


OF_JSON_TYPE: dict[str, Callable[[Mapping[str, Any]], SearchStrategy[Any]]] = {
    "integer": integers,
    "number": numbers,
    "array": arrays,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "string": lambda _: st.sampled_from(["a", "b"]),
}


@st.composite
def varied_inputs(draw: DrawFn, kind: type[Layer]) -> tuple[Shape, ...]:
    """An example's shapes with other sizes: equal sizes stay equal in most draws."""
    shapes = draw(st.sampled_from([example.inputs for example in kind.examples]))
    sizes: dict[Dim, Dim] = {dim: draw(DIMENSIONS) for dim in flat(shapes)}
    renamed = tuple(tuple(sizes[dim] for dim in shape) for shape in shapes)
    if not renamed or draw(st.integers(0, 5)):
        return renamed
    place = draw(st.integers(0, len(renamed) - 1))
    other = draw(st.lists(DIMENSIONS, min_size=1, max_size=5).map(tuple))
    return (*renamed[:place], other, *renamed[place + 1 :])


def flat(shapes: tuple[Shape, ...]) -> tuple[Dim, ...]:
    """Every size that occurs, once."""
    return tuple(dict.fromkeys(dim for shape in shapes for dim in shape))
