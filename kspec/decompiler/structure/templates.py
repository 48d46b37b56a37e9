"""What several values have in common, with parameters where they differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from kspec.expr import RESERVED
from kspec.schema.binding import INSTANCE_KEYS
from kspec.schema.names import is_name

Vector = tuple[Any, ...]
"""The value of one hole in each instance."""


class Incomparable(ValueError):
    """The values differ in more than single numbers and texts."""


ABSENT: Any = object()
"""Stands for the value of a layer that an instance does not have."""


class Expression(str):
    """A text that is a `$(…)`, or holds some."""

    __slots__ = ()


@dataclass
class Parameters:
    """The parameters of a block while it is made: a name for each vector of values.

    Args:
        partial: those that some instances have no use for, and so take any value.
        best: the name that each would have had, had it been free.
    """

    vectors: dict[str, Vector] = field(default_factory=dict[str, Vector])
    partial: set[str] = field(default_factory=set[str])
    best: dict[str, str] = field(default_factory=dict[str, str])

    def hole(self, wishes: Sequence[str], vector: Vector) -> Expression:
        """The expression for values that differ, of a parameter that has them.

        Args:
            wishes: names for it, the best first.

        Example:
        >>> parameters = Parameters()
        >>> parameters.hole(["filters"], (64, 128)), parameters.hole(["k"], (256, 512))
        ('$(filters)', '$(4 * filters)')
        """
        for name, known in self.vectors.items():
            if _agrees(known, vector):
                return Expression(f"$({name})")
        for name, known in self.vectors.items():
            if factor := _factor(known, vector):
                return Expression(f"$({factor} * {name})")
        for name, known in self.vectors.items():
            if decided := _decided(name, known, vector):
                return decided
        good = [wish for wish in wishes if is_parameter(wish)] or ["value"]
        name = self._free(good)
        self.best[name] = good[0]
        self.vectors[name] = _filled(vector)
        if ABSENT in vector:
            self.partial.add(name)
        return Expression(f"$({name})")

    def shortened(self) -> dict[str, str]:
        """Parameters that others tell, and by which expression; they are taken out.

        Example:
        >>> vectors = {"k": (24, 48, 8, 16), "deep": (True, True, False, False)}
        >>> parameters = Parameters(vectors | {"small": (4, 8, 2, 4)})
        >>> parameters.shortened(), [*parameters.vectors]
        ({'small': 'k // (6 if deep else 4)'}, ['k', 'deep'])
        """
        found: dict[str, str] = {}
        flags = {n: v for n, v in self.vectors.items() if isinstance(v[0], bool)}
        for name, vector in list(self.vectors.items()):
            for other, known in self.vectors.items():
                told = other != name and _divided(other, known, vector, flags)
                if told:
                    found[name] = told
                    del self.vectors[name]
                    break
        return self._with_best_names(found)

    def _with_best_names(self, found: dict[str, str]) -> dict[str, str]:
        """The expressions, and the best name of a parameter that can have it now."""
        for name in list(self.vectors):
            best = self.best.get(name, name)
            if best not in self.vectors:
                found = {k: _renamed(v, name, best) for k, v in found.items()}
                found[name] = best
                self.vectors = {
                    best if key == name else key: vector
                    for key, vector in self.vectors.items()
                }
                self.partial = {best if key == name else key for key in self.partial}
        return found

    def _free(self, wishes: Sequence[str]) -> str:
        for wish in wishes:
            if wish not in self.vectors:
                return wish
        number = 2
        while f"{wishes[-1]}_{number}" in self.vectors:
            number += 1
        return f"{wishes[-1]}_{number}"


def is_parameter(name: str) -> bool:
    """Whether a parameter may have this name."""
    return is_name(name) and name not in RESERVED and name not in INSTANCE_KEYS


def _agrees(known: Vector, vector: Vector) -> bool:
    """Whether the values are the same, with their types, where there are any."""
    return all(
        other is ABSENT or (type(one) is type(other) and one == other)
        for one, other in zip(known, vector, strict=True)
    )


def _factor(known: Vector, vector: Vector) -> int:
    """How many times the known integers the others are, or 0."""
    pairs = _pairs(known, vector)
    if not all(type(value) is int and value > 0 for pair in pairs for value in pair):
        return 0
    factor = pairs[0][1] // pairs[0][0]
    times = all(other == factor * one for one, other in pairs)
    return factor if times and factor > 1 else 0


def _divided(
    name: str, known: Vector, vector: Vector, flags: Mapping[str, Vector]
) -> str | None:
    """The expression that divides a parameter, by another number under a flag."""
    if not all(type(value) is int and value > 0 for value in (*known, *vector)):
        return None
    ratios = [
        one // other if one % other == 0 else 0
        for one, other in zip(known, vector, strict=True)
    ]
    if 0 in ratios or 1 in ratios:
        return None
    if _is_one(ratios):
        return f"{name} // {ratios[0]}"
    for flag, truths in flags.items():
        yes = [ratio for ratio, truth in zip(ratios, truths, strict=True) if truth]
        no = [ratio for ratio, truth in zip(ratios, truths, strict=True) if not truth]
        if min(len(yes), len(no)) > 1 and _is_one(yes) and _is_one(no):
            return f"{name} // ({yes[0]} if {flag} else {no[0]})"
    return None


def substituted(value: Any, names: Mapping[str, str]) -> Any:
    """A value in whose expressions other expressions stand in the place of names.

    Example:
    >>> substituted([Expression("$(4 * k)"), "k"], {"k": "n // 2"})
    ['$(4 * (n // 2))', 'k']
    """
    if isinstance(value, list):
        return [substituted(item, names) for item in cast("list[Any]", value)]
    if isinstance(value, Mapping):
        table = cast("Mapping[str, Any]", value)
        return {key: substituted(item, names) for key, item in table.items()}
    if not isinstance(value, Expression):
        return value  # pyright: ignore[reportUnknownVariableType]
    whole = value[2:-1]
    if whole in names:
        return Expression(f"$({names[whole]})")
    words = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
    text = words.sub(lambda found: _in_brackets(names[found[1]]), str(value))
    return Expression(text)


def _in_brackets(text: str) -> str:
    return text if text.isidentifier() else f"({text})"


def _renamed(text: str, name: str, other: str) -> str:
    return re.sub(rf"\b{re.escape(name)}\b", other, text)


def _decided(name: str, known: Vector, vector: Vector) -> Expression | None:
    """The expression where a parameter with two values decides between two others.

    Each side needs two instances; fewer could be chance.
    """
    pairs = _pairs(known, vector)
    values = dict.fromkeys(known)
    if len(values) > 2 or any(isinstance(value, bool | float) for value in values):
        return None
    for value in values:
        inside = [other for one, other in pairs if one == value]
        outside = [other for one, other in pairs if one != value]
        if min(len(inside), len(outside)) > 1 and _is_one(inside) and _is_one(outside):
            return choice(f"{name} == {value!r}", inside[0], outside[0])
    return None


def choice(condition: str, yes: Any, no: Any) -> Expression:
    """One of two values.

    Example:
    >>> choice("i == 1", 2, 1), choice("i == 1", True, False)
    ('$(2 if i == 1 else 1)', '$(i == 1)')
    >>> choice("k == 3", False, True), choice("k == 3", "same", "valid")
    ('$(k != 3)', "$('same' if k == 3 else 'valid')")
    """
    if isinstance(yes, bool) and isinstance(no, bool):
        return Expression(f"$({condition if yes else condition.replace('==', '!=')})")
    return Expression(f"$({source(yes)} if {condition} else {source(no)})")


def source(value: Any) -> str:
    """A value as an expression writes it."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _pairs(known: Vector, vector: Vector) -> list[tuple[Any, Any]]:
    pairs = zip(known, vector, strict=True)
    return [(one, other) for one, other in pairs if other is not ABSENT]


def _is_one(values: Sequence[Any]) -> bool:
    return all(_same(value, values[0]) for value in values)


def unified(
    values: Sequence[Any], parameters: Parameters, owner: str, key: str = "value"
) -> Any:
    """The value with holes that each of these is an instance of.

    Args:
        values: one for each instance; ABSENT for one that lacks the layer.
        owner: the layer, which a parameter is called after where its key is taken.
        key: what the value stands under.

    Raises: Incomparable.

    Example:
    >>> parameters = Parameters()
    >>> unified([[1, 8], [1, 16]], parameters, "conv", "size"), parameters.vectors
    ([1, '$(size)'], {'size': (8, 16)})
    """
    present = [value for value in values if value is not ABSENT]
    if all(_same(value, present[0]) for value in present):
        return present[0]
    if all(isinstance(value, list) for value in present):
        if len({len(value) for value in present}) > 1:
            raise Incomparable
        return [
            unified([_at(value, at) for value in values], parameters, owner, key)
            for at in range(len(present[0]))
        ]
    if all(isinstance(value, Mapping) for value in present):
        return _unified_mappings(values, parameters, owner)
    if all(isinstance(value, bool | int | float | str) for value in present):
        first = owner.partition("_")[0]
        wishes = [key, f"{first}_{key}", f"{owner}_{key}"]
        return parameters.hole(wishes, tuple(values))
    raise Incomparable


def _filled(values: Sequence[Any]) -> Vector:
    """The values; an instance that lacks the layer takes the most frequent one."""
    present = [value for value in values if value is not ABSENT]
    usual = max(present, key=present.count)
    return tuple(usual if value is ABSENT else value for value in values)


def _unified_mappings(
    values: Sequence[Any], parameters: Parameters, owner: str
) -> dict[str, Any]:
    tables = cast("list[Mapping[str, Any]]", [v for v in values if v is not ABSENT])
    first = tables[0]
    if any(table.keys() != first.keys() for table in tables):
        raise Incomparable
    if any(table.get("type") != first.get("type") for table in tables):
        raise Incomparable
    return {
        key: unified([_at(v, key) for v in values], parameters, owner, key)
        for key in first
    }


def _at(value: Any, key: Any) -> Any:
    return ABSENT if value is ABSENT else value[key]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        lists = cast("list[Any]", one), cast("list[Any]", other)
        return len(lists[0]) == len(lists[1]) and all(map(_same, *lists))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        tables = cast("Mapping[str, Any]", one), cast("Mapping[str, Any]", other)
        return tables[0].keys() == tables[1].keys() and all(
            _same(tables[0][key], value) for key, value in tables[1].items()
        )
    return type(one) is type(other) and one == other  # pyright: ignore
