"""What can differ between two models, one record for each difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kspec.text import Plain


@dataclass(frozen=True, slots=True)
class Added:
    """A layer or input that only the new model has.

    Args:
        inputs: the tensors it takes.
        feeds: the layers of both models that take its tensor now, and outputs.
    """

    layer: str
    kind: str
    inputs: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Removed(self.layer, self.kind, self.inputs, self.feeds)


@dataclass(frozen=True, slots=True)
class Removed:
    """A layer or input that only the old model has."""

    layer: str
    kind: str
    inputs: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Added(self.layer, self.kind, self.inputs, self.feeds)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A layer that has another name, or the model where `is_model`."""

    old: str
    new: str
    is_model: bool = False

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Renamed(self.new, self.old, self.is_model)


@dataclass(frozen=True, slots=True)
class Changed:
    """An argument with another value, or another `type`.

    Args:
        layer: its name in the old model.
        now: its name in the new one.
        old: the value, Keras's default where the spec gives none.
    """

    layer: str
    now: str
    argument: str
    old: Any
    new: Any

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Changed(self.now, self.layer, self.argument, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Rewired:
    """A layer that takes other tensors, where no added or removed layer explains it."""

    layer: str
    now: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Rewired(self.now, self.layer, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Moved:
    """A layer that stands elsewhere in the order in which Keras makes the layers.

    One seed gives it other initial weights.
    """

    layer: str
    now: str

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Moved(self.now, self.layer)


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the model gives: other tensors, names, or another form."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    old_form: str = "one"
    new_form: str = "one"

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Outputs(self.new, self.old, self.new_form, self.old_form)


@dataclass(frozen=True, slots=True)
class Mode:
    """`Sequential` on one side, functional on the other."""

    old: str
    new: str

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Mode(self.new, self.old)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the spec: another value, None where one spec has none."""

    name: str
    old: Plain
    new: Plain

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Parameter(self.name, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Training:
    """A value of the `train:` section, None where one spec has none."""

    path: str
    old: Any
    new: Any

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Training(self.path, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A caption or note with other words; no weight and no number depends on it.

    Args:
        layer: None where it is the model's.
        key: `caption` or `note`.
    """

    layer: str | None
    now: str | None
    key: str
    old: str | None
    new: str | None

    def inverse(self) -> Edit:
        """The difference as seen from the new model."""
        return Reworded(self.now, self.layer, self.key, self.new, self.old)


Beside = Outputs | Mode | Parameter | Training | Reworded
"""Differences beside the layers and their arguments."""

Edit = Added | Removed | Renamed | Changed | Rewired | Moved | Beside
