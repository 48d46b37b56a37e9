"""The way back: a Keras model becomes a spec."""

from __future__ import annotations

from kspec.decompiler.decompilation import decompile as decompile
