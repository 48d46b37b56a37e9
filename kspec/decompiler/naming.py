"""Names in the spec: those of Keras, as far as a spec can have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kspec.decompiler.recovered import Call
from kspec.schema.names import folded, is_name, nearest_name


@dataclass
class Names:
    """The names that are given; no two differ by case alone."""

    taken: dict[str, str] = field(default_factory=dict[str, str])

    def take(self, wanted: str) -> str:
        """The wanted name, or one like it that is free.

        Example:
        >>> names = Names()
        >>> names.take("conv/x"), names.take("Conv_X")
        ('conv_x', 'Conv_X_2')
        """
        base = wanted if is_name(wanted) else nearest_name(wanted)
        name, number = base, 2
        while folded(name) in self.taken:
            name, number = f"{base[:58]}_{number}", number + 1
        self.taken[folded(name)] = name
        return name


def named(calls: Iterable[Call]) -> tuple[str, ...]:
    """A name for each call; layers that have names in Keras come first in line."""
    calls = tuple(calls)
    names = Names()
    given: dict[int, str] = {}
    for firm in (True, False):
        for at, call in enumerate(calls):
            if is_firm(call) == firm:
                given[at] = names.take(call.name)
    return tuple(given[at] for at in range(len(calls)))


def is_firm(call: Call) -> bool:
    """Whether the name is that of a layer in Keras, which loading weights goes by."""
    return not call.numbered and call.shares is None


def note_of(call: Call, name: str) -> str | None:
    """What a reader should know of a name that differs from Keras's."""
    if is_firm(call) and call.name != name:
        return f"called {call.name!r} in Keras"
    return None
