"""The code of a model in each style, and the lines that stand for its layers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kspec.codegen import module
from kspec.graph.ir import Graph
from kspec.plan import Plan, lower
from kspec.webpage.content import Style
from kspec.webpage.linking import Link


def printed(
    graph: Graph, ids: Mapping[str, str]
) -> Iterator[tuple[Style, str, list[Link]]]:
    """The code in every style that the model has, the usual one first."""
    plan = lower(graph)
    for style in ("sequential", "functional"):
        if style == "functional" or plan.mode == "sequential":
            styled = replace(plan, mode=style)
            text = module(styled)
            yield style, text, list(_links(text, styled, ids))


def _links(text: str, plan: Plan, ids: Mapping[str, str]) -> Iterator[Link]:
    """One statement for each step, in order, before the return; or one item in it."""
    lines = text.split("\n")
    for step, made in zip(plan.steps, _made(text, plan), strict=True):
        start = made.lineno
        if lines[start - 2].lstrip().startswith("#"):
            start -= 1
        yield Link(start, made.end_lineno or start, (ids[step.name],))


def _made(text: str, plan: Plan) -> list[ast.stmt] | list[ast.expr]:
    (function,) = (n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef))
    *statements, end = function.body
    if plan.mode == "functional":
        return statements[-len(plan.steps) :]
    call = end.value if isinstance(end, ast.Return) else None
    layers = call.args[0] if isinstance(call, ast.Call) else None
    return layers.elts if isinstance(layers, ast.List) else []
