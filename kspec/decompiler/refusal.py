"""Why something of a Keras model has no place in a spec."""

from __future__ import annotations

from kspec.errors import DecompileError, Diagnostic


def not_a_model(message: str, hint: str | None = None) -> DecompileError:
    """The error for data that describe no Keras model (K301)."""
    return DecompileError(Diagnostic("K301", message, hint=hint))


def no_type(message: str, hint: str | None = None) -> DecompileError:
    """The error for a layer that no spec can name (K302)."""
    return DecompileError(Diagnostic("K302", message, hint=hint))


def no_value(message: str, hint: str | None = None) -> DecompileError:
    """The error for an argument whose value no spec can hold (K303)."""
    return DecompileError(Diagnostic("K303", message, hint=hint))


def no_form(message: str, hint: str | None = None) -> DecompileError:
    """The error for a model or a call that a spec has no form for (K304)."""
    return DecompileError(Diagnostic("K304", message, hint=hint))
