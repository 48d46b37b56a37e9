"""What is wrong with an expression."""

from __future__ import annotations

from kspec.errors import KspecError


class ExprError(KspecError):
    """An expression that cannot be read or has no value.

    Args:
        message: what is wrong, with the value shown.
        offset: the character to blame, from 0, in the string that was parsed.
        hint: the closest fix.
    """

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint
