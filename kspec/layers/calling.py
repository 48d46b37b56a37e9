"""Arguments of a layer's call that are no tensors: `call: {training: false}`.

They belong to one call: a layer that is called again may be given others.
"""

from __future__ import annotations

from typing import Any

from kspec.layers.arguments import Arguments, Bool
from kspec.layers.defaults import changed


class Calling(Arguments):
    """What a call takes beside its tensors; an operation takes nothing."""

    def given(self) -> dict[str, Any]:
        """The arguments that differ from what Keras takes without them.

        Example:
        >>> Training(training=False).given(), Training().given()
        ({'training': False}, {})
        """
        return changed(self)


class Training(Calling):
    """What the call of every layer takes.

    Args:
        training: whether to work as in training, or as after it; without it, whichever
            is going on.
    """

    training: Bool | None = None


class Attending(Training):
    """What the call of an attention layer takes.

    Args:
        return_attention_scores: whether to give the scores too, as a second output.
        use_causal_mask: whether a step sees none of those after it.
    """

    return_attention_scores: Bool = False
    use_causal_mask: Bool = False


class Reversing(Training):
    """What the call of a reversible embedding takes.

    Args:
        reverse: whether vectors become a score for each integer.
    """

    reverse: Bool = False
