"""kspec: a YAML graph of layers, checked, drawn, printed as Keras code, built, trained.

Everything loads when it is first used: `import kspec` is cheap, and nothing but
`build`, `train` and their like imports Keras.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kspec.builder import build as build
    from kspec.bundled import copy as copy_spec
    from kspec.bundled import names as list_specs
    from kspec.codegen import code as code
    from kspec.comparison import Diff as Diff
    from kspec.comparison import diff as diff
    from kspec.decompiler import decompile as decompile
    from kspec.drawing import draw as draw
    from kspec.errors import BuildError as BuildError
    from kspec.errors import DataError as DataError
    from kspec.errors import DecompileError as DecompileError
    from kspec.errors import Diagnostic as Diagnostic
    from kspec.errors import GraphError as GraphError
    from kspec.errors import KspecError as KspecError
    from kspec.errors import SchemaError as SchemaError
    from kspec.errors import SpecError as SpecError
    from kspec.errors import TextError as TextError
    from kspec.errors import ToolError as ToolError
    from kspec.errors import UsageError as UsageError
    from kspec.explanation import explain as explain
    from kspec.graph import check as check
    from kspec.graph.renaming import rename_text as rename_text
    from kspec.resolution import resolve as resolve
    from kspec.schema import Spec as Spec
    from kspec.schema import dump as dump
    from kspec.schema import load as load
    from kspec.schema import loads as loads
    from kspec.summary import show as show
    from kspec.text import format_text as format_text
    from kspec.training import evaluate as evaluate
    from kspec.training import export as export
    from kspec.training import predict as predict
    from kspec.training import resume as resume
    from kspec.training import train as train
    from kspec.webpage import page as page

__version__ = "0.1.0"

_HOMES = {
    "UsageError": "kspec.errors:UsageError",
    "ToolError": "kspec.errors:ToolError",
    "TextError": "kspec.errors:TextError",
    "SpecError": "kspec.errors:SpecError",
    "SchemaError": "kspec.errors:SchemaError",
    "GraphError": "kspec.errors:GraphError",
    "Diagnostic": "kspec.errors:Diagnostic",
    "DecompileError": "kspec.errors:DecompileError",
    "Diff": "kspec.comparison:Diff",
    "DataError": "kspec.errors:DataError",
    "BuildError": "kspec.errors:BuildError",
    "KspecError": "kspec.errors:KspecError",
    "Spec": "kspec.schema:Spec",
    "build": "kspec.builder:build",
    "check": "kspec.graph:check",
    "code": "kspec.codegen:code",
    "copy_spec": "kspec.bundled:copy",
    "decompile": "kspec.decompiler:decompile",
    "diff": "kspec.comparison:diff",
    "draw": "kspec.drawing:draw",
    "dump": "kspec.schema:dump",
    "evaluate": "kspec.training:evaluate",
    "explain": "kspec.explanation:explain",
    "format_text": "kspec.text:format_text",
    "export": "kspec.training:export",
    "list_specs": "kspec.bundled:names",
    "load": "kspec.schema:load",
    "loads": "kspec.schema:loads",
    "page": "kspec.webpage:page",
    "predict": "kspec.training:predict",
    "rename_text": "kspec.graph.renaming:rename_text",
    "resolve": "kspec.resolution:resolve",
    "resume": "kspec.training:resume",
    "show": "kspec.summary:show",
    "train": "kspec.training:train",
}

__all__ = [
    "BuildError",
    "DataError",
    "DecompileError",
    "Diagnostic",
    "Diff",
    "GraphError",
    "KspecError",
    "SchemaError",
    "Spec",
    "SpecError",
    "TextError",
    "ToolError",
    "UsageError",
    "build",
    "check",
    "code",
    "copy_spec",
    "decompile",
    "diff",
    "draw",
    "dump",
    "evaluate",
    "explain",
    "export",
    "format_text",
    "list_specs",
    "load",
    "loads",
    "page",
    "predict",
    "rename_text",
    "resolve",
    "resume",
    "show",
    "train",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kspec' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
