"""The rows of the training, validation and test part; no row is in two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kspec.errors import DataError, Diagnostic, Span
from kspec.schema.data import ByColumn, Split
from kspec.training.table import Array, row_count

PARTS = ("train", "validation", "test")


@dataclass(frozen=True)
class Rows:
    """The rows of each part, by position."""

    train: Array
    validation: Array
    test: Array


@dataclass(frozen=True)
class Extent:
    """The rows that are split.

    Args:
        rows: all of them, those of the source's own parts last.
        validation: how many are the source's own validation part.
        test: how many after those are its own test part.
        told: for `by: {group: …}` the group of each row; for `{column: …}` and
            `{file: …}` the number of its part in `PARTS`.
    """

    rows: int
    validation: int = 0
    test: int = 0
    told: Array | None = None


def split_rows(
    split: Split, extent: Extent, *, seed: int, span: Span | None = None
) -> Rows:
    """The rows of each part.

    Args:
        seed: of the random order.

    Raises: DataError K606 where a part that is asked for is empty, K607 where the
        spec asks for a part beside the source's own, or for no test part at all.
    """
    _check_parts(split, extent, span)
    if isinstance(split.by, ByColumn):
        assert extent.told is not None
        if split.is_told:
            return _non_empty(_by_part(extent.told), split, span)
        return _non_empty(_by_group(split, extent.told, seed), split, span)
    free = extent.rows - extent.test - extent.validation
    order = np.arange(free)
    if split.by == "random":
        order = _random(split, seed).permutation(free)
    return _non_empty(_in_order(split, order, extent), split, span)


def _in_order(split: Split, order: Array, extent: Extent) -> Rows:
    """The last of the order are held out."""
    free = len(order)
    test = 0 if extent.test else _share(split.test, free)
    validation = 0 if extent.validation else _share(split.validation, free)
    end = max(free - test, 0)
    middle = max(end - validation, 0)
    return Rows(
        order[:middle],
        np.arange(free, free + extent.validation)
        if extent.validation
        else order[middle:end],
        np.arange(extent.rows - extent.test, extent.rows)
        if extent.test
        else order[end:],
    )


def _by_group(split: Split, groups: Array, seed: int) -> Rows:
    """The fractions are of groups: each is in one part, with all its rows."""
    unique = np.unique(groups)
    parts = _in_order(
        split, _random(split, seed).permutation(len(unique)), Extent(len(unique))
    )
    place = np.searchsorted(unique, groups)
    return Rows(
        *(
            np.flatnonzero(np.isin(place, chosen))
            for chosen in (parts.train, parts.validation, parts.test)
        )
    )


def _by_part(told: Array) -> Rows:
    return Rows(*(np.flatnonzero(told == number) for number in range(len(PARTS))))


def _non_empty(parts: Rows, split: Split, span: Span | None) -> Rows:
    wanted = {
        "training": parts.train,
        "test": parts.test,
        **({"validation": parts.validation} if split.validation else {}),
    }
    rows = sum(map(len, (parts.train, parts.validation, parts.test)))
    for name, part in wanted.items():
        if not len(part):
            leave = "leaves" if rows == 1 else "leave"
            message = f"{row_count(rows)} {leave} none for {name}"
            hint = "hold out another fraction, or bring more rows"
            raise DataError(Diagnostic("K606", message, span, hint=hint))
    return parts


def _random(split: Split, seed: int) -> np.random.Generator:
    return np.random.default_rng(seed if split.seed is None else split.seed)


def _check_parts(split: Split, extent: Extent, span: Span | None) -> None:
    if extent.test and (split.test is not None or isinstance(split.by, ByColumn)):
        message, hint = "the source has a test part of its own", "leave out `test:`"
    elif extent.validation and split.validation is not None:
        message = "the source has a validation part of its own"
        hint = "leave out `validation:`"
    elif not (extent.test or split.is_told) and split.test is None:
        message, hint = "nothing is held out to test on", "add `split: {test: 0.2}`"
    else:
        return
    raise DataError(Diagnostic("K607", message, span, hint=hint))


def _share(fraction: float | None, rows: int) -> int:
    # Rounded first: 0.1 * 30 is 3.0000000000000004, and four rows are too many.
    return math.ceil(round((fraction or 0) * rows, 6))
