"""Blocks that nothing makes."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.errors import Diagnostic
from kspec.graph.lint.subject import Subject, warning
from kspec.schema.blocks import used_by


def unused_block(subject: Subject) -> Iterator[Diagnostic]:
    """K713: a block of the spec that no layer makes."""
    if subject.is_inside:
        return
    spec = subject.spec
    inside = {name for block in spec.blocks for name in used_by(block.layers)}
    for block in (trial.block for trial in spec.trials):
        # A library of blocks has more of them than one spec needs.
        own = block.span and block.span.file == spec.file
        if own and block.name not in inside:
            yield warning(
                "K713",
                f"the block `{block.name}` is never used",
                block.span,
                hint=f"make it with `block: {block.name}`, or take it out",
            )
