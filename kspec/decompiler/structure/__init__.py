"""Structure: repeated parts of a flat graph become blocks and repeats."""

from __future__ import annotations

from kspec.decompiler.structure.elements import Block as Block
from kspec.decompiler.structure.elements import Element as Element
from kspec.decompiler.structure.elements import Instance as Instance
from kspec.decompiler.structure.elements import Link as Link
from kspec.decompiler.structure.elements import Part as Part
from kspec.decompiler.structure.elements import Run as Run
from kspec.decompiler.structure.elements import Structured as Structured
from kspec.decompiler.structure.search import structured as structured
