"""Where a classifier is right and wrong: confusion, each class, the worst mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kspec.schema.training import of_output
from kspec.training.measures import tells_classes
from kspec.training.reports.page import Html, figure, group, heading, number, table
from kspec.training.reports.pictures import pictures_of
from kspec.training.reports.story import Story
from kspec.training.table import Array, loaded
from kspec.training.weighting import class_numbers

MATRIX = 25
"""Classes that a matrix, or a table with a row for each, has room for."""
MISTAKES = 24


@dataclass(frozen=True)
class Decisions:
    """What a classifier said of the test part.

    Args:
        truth: the class number of each row.
        said: the class that got the highest probability.
        chances: that probability.
        names: of the classes.
    """

    truth: Array
    said: Array
    chances: Array
    names: tuple[str, ...]

    def matrix(self) -> Array:
        """Rows by true class, columns by the class that was said.

        Example:
        >>> one, two = np.array([0, 0, 1]), np.array([0, 1, 1])
        >>> Decisions(one, two, np.ones(3), ("a", "b")).matrix().tolist()
        [[1, 1], [0, 1]]
        """
        size = len(self.names)
        counts = np.bincount(self.truth * size + self.said, minlength=size * size)
        return counts.reshape(size, size)

    def worst(self, most: int = MISTAKES) -> Array:
        """The rows of the mistakes, the surest first."""
        wrong = np.flatnonzero(self.truth != self.said)
        return wrong[np.argsort(-self.chances[wrong], kind="stable")][:most]


def decisions(story: Story, name: str) -> Decisions | None:
    """What an output decided; None where it tells no classes."""
    predicted, code = story.predictions[name], story.dataset.targets[name]
    several = tells_classes(story.train, name, code)
    if predicted.ndim != 2 or not (several or _is_binary(story, name)):
        return None
    truth = class_numbers(loaded(story.dataset.test.targets[name]))
    if several:
        said, chances = predicted.argmax(-1), predicted.max(-1)
    else:
        said = (predicted[:, 0] > 0.5).astype(np.int64)
        chances = np.where(said, predicted[:, 0], 1 - predicted[:, 0])
    size, labels = max(predicted.shape[-1], 2), code.labels or ()
    known = [labels[at] if at < len(labels) else None for at in range(size)]
    names = tuple(str(at) if n is None else n for at, n in enumerate(known))
    return Decisions(truth, said, chances, names)


def of_classes(story: Story, found: Decisions) -> Iterator[Html]:
    """The part of the report about an output that tells classes."""
    matrix = found.matrix()
    if len(found.names) <= MATRIX:
        yield heading("Which class was taken for which")
        yield _confusion(matrix, found.names)
    yield heading("Each class")
    yield _each_class(matrix, found.names)
    worst = found.worst()
    if len(worst):
        yield heading(f"The {len(worst)} mistakes it was surest of")
        yield _mistakes(story, found, worst)


def _confusion(matrix: Array, names: tuple[str, ...]) -> Html:
    shares = matrix / np.maximum(matrix.sum(1, keepdims=True), 1)
    rows = [
        [
            name,
            *(
                _shaded(int(matrix[at, to]), float(shares[at, to]), at == to)
                for to in range(len(names))
            ),
        ]
        for at, name in enumerate(names)
    ]
    return group("matrix", [table(["true ↓ said →", *names], rows)])


def _shaded(count: int, share: float, right: bool) -> Html:
    colour = "31,95,168" if right else "163,38,43"
    # A single mistake among thousands has to be seen too.
    depth = share if right else min(1.0, 3 * share + 0.1) if count else 0.0
    ink = "#fff" if depth > 0.55 else "inherit"
    style = f"background:rgba({colour},{depth:.2f});color:{ink}"
    return Html(f'<span style="{style}">{count:,}</span>')


def _each_class(matrix: Array, names: tuple[str, ...]) -> Html:
    right = matrix.diagonal()
    true, said = matrix.sum(1), matrix.sum(0)
    order = np.arange(len(names))
    if len(names) > MATRIX:
        order = np.argsort(right / np.maximum(true, 1), kind="stable")[:MATRIX]
    rows = [
        [
            names[at],
            number(int(true[at])),
            _share(right[at], true[at]),
            _share(right[at], said[at]),
            _commonest(matrix[at], at, names),
        ]
        for at in order.tolist()
    ]
    header = ["class", "rows", "found", "right when said", "mostly taken for"]
    return table(header, rows)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _commonest(row: Array, at: int, names: tuple[str, ...]) -> str:
    others = row.copy()
    others[at] = 0
    most = int(others.argmax())
    return f"{names[most]} ({others[most]})" if others[most] else "–"


def _mistakes(story: Story, found: Decisions, worst: Array) -> Html:
    said = [
        f"{found.names[found.said[row]]}, {100 * found.chances[row]:.0f} % sure\n"
        f"is {found.names[found.truth[row]]}"
        for row in worst
    ]
    pictures = pictures_of(story, worst)
    if pictures is not None:
        shown = [figure(png, text) for png, text in zip(pictures, said, strict=True)]
        return group("pictures", shown)
    positions = story.dataset.test.positions[worst]
    rows = [
        [f"{int(position) + 1:,}", *text.split("\n")]
        for position, text in zip(positions, said, strict=True)
    ]
    return table(["row", "said", "truth"], rows)


def _is_binary(story: Story, name: str) -> bool:
    loss = of_output(story.train.loss, name)
    word = loss if isinstance(loss, str) else type(loss).__name__
    if word.lower().replace("_", "") not in ("binarycrossentropy", "bce"):
        return False
    truth = loaded(story.dataset.test.targets[name])
    one = story.predictions[name].shape[-1] == 1 and truth.ndim <= 2
    return one and bool(np.isin(truth, (0, 1)).all())
