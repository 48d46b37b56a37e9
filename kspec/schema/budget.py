"""How many layers a spec may come to; counted before they are made."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from kspec.errors import Diagnostic, Span

LAYERS = 10_000
"""Layers that a spec comes to at most."""

TRIED = 1_000
"""Layers of blocks that nothing makes that are looked at at most."""

VISITS = 4 * LAYERS
"""Copies that are looked at at most, those included that are left out."""


class TooManyLayers(Exception):
    """A spec comes to more layers than allowed.

    Args:
        count: how many, at least.
        span: what makes them.
    """

    def __init__(self, count: int, span: Span | None) -> None:
        super().__init__(count)
        self.count = count
        self.span = span

    def diagnostic(self) -> Diagnostic:
        """The error (K208)."""
        message = f"the spec comes to {self.count:,} layers; the limit is {LAYERS:,}"
        return Diagnostic("K208", message, self.span)


class Budget:
    """Counts the layers of one document while they are made.

    One copy of a repeat is made first; what the others come to is multiplied, so that
    a repeat of a thousand million copies costs no more than one of two.

    Args:
        most: layers that may be made.
    """

    def __init__(self, most: int = LAYERS) -> None:
        self.most = most
        self.layers = 0
        self.visits = 0

    def visit(self, span: Span | None, *, layers: int = 0) -> None:
        """Count one copy, and the layers that it is.

        Raises: TooManyLayers.
        """
        self.visits += 1
        self.layers += layers
        if self.layers > self.most or self.visits > VISITS:
            raise TooManyLayers(max(self.layers, LAYERS + 1), span)

    @contextmanager
    def first_of(self, copies: int, span: Span | None) -> Generator[None]:
        """The first of several copies is made; the rest would be as large.

        Raises: TooManyLayers.
        """
        before = self.layers
        if copies > LAYERS:
            raise TooManyLayers(copies, span)
        try:
            yield
        except TooManyLayers as error:
            raise TooManyLayers(error.count * copies, error.span) from None
        total = before + (self.layers - before) * copies
        if total > LAYERS:
            raise TooManyLayers(total, span)
