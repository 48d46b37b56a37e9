"""What kspec refuses on purpose where Keras lets it pass."""

from __future__ import annotations

from dataclasses import dataclass

from tests.layers.differential import Question


@dataclass(frozen=True)
class Difference:
    """What kspec refuses, why, and a question that shows it.

    Args:
        message: a part of kspec's message.
        reason: what would go wrong with the model that Keras builds.
        example: a question that kspec refuses and Keras answers.
        kinds: the names of the layers; none means every layer.
    """

    message: str
    reason: str
    example: Question
    kinds: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.example.kind.__name__
