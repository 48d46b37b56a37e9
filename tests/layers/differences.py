"""Where kspec refuses what Keras lets pass, on purpose."""

from __future__ import annotations

from dataclasses import dataclass

from kspec.layers.preprocessing import Rescaling
from kspec.shape import Tensor
from tests.layers.differential import Question, Refusal


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


DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "numbers for the last dimension",
        "Keras's shape leaves out that the numbers broadcast",
        Question(Rescaling, {"scale": (1.0, 2.0)}, (Tensor((None, 3, 1)),)),
        kinds=("Rescaling",),
    ),
)


def difference(question: Question, refusal: Refusal) -> Difference | None:
    """The listed difference that explains a refusal, if there is one."""
    for listed in DIFFERENCES:
        named = not listed.kinds or question.kind.__name__ in listed.kinds
        if named and listed.message in refusal.reason:
            return listed
    return None
