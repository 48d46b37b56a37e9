"""The printed module: imports, a function for each block and model, `build_model()`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kspec.codegen.experiment import NAMES, Experiment, imports
from kspec.codegen.flat import flattened
from kspec.codegen.frame import Callables
from kspec.codegen.functions import BUILD, block_function, model_function
from kspec.codegen.lines import Lines, Printed, joined
from kspec.codegen.namespace import free_names, is_foreign
from kspec.codegen.parameters import formulas_at, formulas_of
from kspec.expr import Formula, needs_math
from kspec.plan import (
    Call,
    Function,
    Inner,
    Invocation,
    Plan,
    Site,
    Step,
    formulas,
    modules,
)
from kspec.schema.names import nearest_name

Key = tuple[str, str, str]
"""What a printed function makes: a block or a model, its file, its style."""


def module(plan: Plan) -> str:
    """The source of a module that builds the plan's model.

    It needs Keras alone, and does nothing when it is imported.
    """
    return printed(plan).text


def printed(
    plan: Plan, *, flat: bool = False, experiment: Experiment | None = None
) -> Printed:
    """The source of a module that builds the plan's model, linked to its layers.

    Args:
        flat: whether blocks, repeats and formulas are worked out: a statement a layer.
        experiment: what the module has beside its model.
    """
    plan = flattened(plan) if flat else plan
    needed = dict(_needed(plan))
    taken = {BUILD, *(NAMES if experiment else ())}
    names = free_names({key: one.wanted for key, one in needed.items()}, taken)
    parts: list[Lines] = []
    paths = dict(_paths(plan, ("",)))
    for key, one in needed.items():
        written = one.written(names[key], one.callables(names))
        parts += [Lines("\n"), *_at(paths.get(key, ("",)), written)]
    top = _Needed(plan, plan)
    parts += [Lines("\n"), *model_function(plan, BUILD, top.callables(names))]
    what = f"The model `{plan.name}`, in Keras."
    head = _imports(plan, needed)
    if experiment:
        parts += [Lines(f"\n\n{function}") for function in experiment.functions]
        what = f"The model `{plan.name}` and its training, in Keras."
        foreign = [f"import {name}" for name in _foreign(plan, needed)]
        head = Lines("\n".join([imports(joined(parts).text), *foreign]))
    return joined([Lines(f'"""{what}"""\n'), head, *parts])


@dataclass(frozen=True)
class _Needed:
    """A function to be printed: of a block, or of a model.

    Args:
        plan: the model that it stands in.
    """

    what: Function | Plan
    plan: Plan
    style: str = ""

    @property
    def wanted(self) -> str:
        """The name that it should have."""
        if isinstance(self.what, Function):
            return self.what.name
        return f"build_{_title(self.what)}"

    def written(self, name: str, functions: Callables) -> Iterator[Lines]:
        """Its lines."""
        if isinstance(self.what, Function):
            return block_function(self.what, name, self.style, functions)
        return model_function(self.what, name, functions, title=_title(self.what))

    def callables(self, names: dict[Key, str]) -> Callables:
        """The functions that make the blocks and models that it is made of."""
        style = self.style or self.plan.mode

        def name(made: Inner | Invocation) -> str:
            if isinstance(made, Inner):
                return names[_model_key(made.plan)]
            return names[_block_key(made.block, self.plan, style)]

        return Callables(name, frozenset((*names.values(), BUILD)))


def _needed(plan: Plan) -> Iterator[tuple[Key, _Needed]]:
    """The functions that a model's own calls, each after those that it calls itself."""
    yield from _of_sites(plan.sites, plan, plan.mode)


def _of_sites(
    sites: Iterable[Site], plan: Plan, style: str
) -> Iterator[tuple[Key, _Needed]]:
    for site in sites:
        made = site.made
        if isinstance(made, Invocation):
            yield from _of_block(made.block, plan, style)
        elif isinstance(made.construct, Inner):
            inner = made.construct
            if inner.of_block:
                yield from _of_block(inner.of_block.block, plan, style)
            else:
                yield from _needed(inner.plan)
                yield _model_key(inner.plan), _Needed(inner.plan, inner.plan)


def _of_block(name: str, plan: Plan, style: str) -> Iterator[tuple[Key, _Needed]]:
    block = next(one for one in plan.functions if one.name == name)
    yield from _of_sites(block.sites, plan, style)
    yield _block_key(name, plan, style), _Needed(block, plan, style)


def _paths(plan: Plan, paths: tuple[str, ...]) -> Iterator[tuple[Key, tuple[str, ...]]]:
    """The ways to each nested model, over the layers around it."""
    found: dict[Key, tuple[str, ...]] = {}
    inside: dict[Key, Plan] = {}
    bodies = [plan.sites, *(block.sites for block in plan.functions)]
    for site in (site for sites in bodies for site in sites):
        made = site.made.construct if isinstance(site.made, Step) else None
        if isinstance(made, Inner) and not made.of_block:
            key = _model_key(made.plan)
            ways = tuple(f"{path}{v}/" for path in paths for v in site.vertices)
            found[key] = (*found.get(key, ()), *ways)
            inside[key] = made.plan
    for key, ways in found.items():
        yield key, ways
        yield from _paths(inside[key], ways)


def _at(paths: tuple[str, ...], written: Iterable[Lines]) -> Iterator[Lines]:
    """Lines whose layers are named by the ways to them."""
    for one in written:
        vertices = tuple(f"{path}{name}" for path in paths for name in one.vertices)
        yield Lines(one.text, vertices)


def _block_key(name: str, plan: Plan, style: str) -> Key:
    return f"block {name}", plan.source, style


def _model_key(plan: Plan) -> Key:
    return "model", plan.source, plan.mode


def _title(plan: Plan) -> str:
    return nearest_name(Path(plan.source).stem or plan.name)


def _imports(plan: Plan, needed: dict[Key, _Needed]) -> Lines:
    bodies = [
        (plan, plan.inputs),
        *((one.what, _inputs(one)) for one in needed.values()),
    ]
    found = [f for body, inputs in bodies for f in _formulas(body, inputs)]
    lines = ["import math", ""] if any(map(needs_math, found)) else []
    lines.append("import keras")
    named = {call.target.rpartition(".")[0] for call in _calls(plan, needed)}
    short = [name for name in ("layers", "ops") if f"keras.{name}" in named]
    if short:
        lines.append(f"from keras import {', '.join(short)}")
    lines += [f"import {name}" for name in _foreign(plan, needed)]
    return Lines("\n".join(lines))


def _foreign(plan: Plan, needed: dict[Key, _Needed]) -> list[str]:
    """The packages of plugins that are called."""
    every = frozenset[str]().union(*map(modules, _calls(plan, needed)))
    return [name for name in sorted(every) if is_foreign(name)]


def _calls(plan: Plan, needed: dict[Key, _Needed]) -> list[Call]:
    """The constructors of all bodies."""
    bodies = [
        (plan, plan.inputs),
        *((one.what, _inputs(one)) for one in needed.values()),
    ]
    made = [step for _, inputs in bodies for step in inputs]
    made += [s.made for b, _ in bodies for s in b.sites if isinstance(s.made, Step)]
    return [step.construct for step in made if isinstance(step.construct, Call)]


def _inputs(needed: _Needed) -> tuple[Step, ...]:
    return needed.what.inputs if isinstance(needed.what, Plan) else ()


def _formulas(body: Function | Plan, inputs: tuple[Step, ...]) -> Iterator[Formula]:
    for step in inputs:
        yield from formulas_of(step)
    for site in body.sites:
        yield from formulas_at(site)
    for parameter in body.parameters:
        value = parameter[1] if isinstance(parameter, tuple) else parameter.value
        yield from formulas(value)
