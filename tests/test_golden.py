"""The plan, the diagram and the code of every bundled spec, to be read by people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kspec import bundled, code, draw, dump, load
from kspec.graph import compile_spec
from kspec.plan import (
    Again,
    Argument,
    Call,
    Constant,
    Construct,
    Inner,
    List,
    Name,
    Plan,
    Table,
    Tuple,
    lower,
)

if TYPE_CHECKING:
    from tests.conftest import Golden

SPECS = sorted(bundled.directory().glob("*.yaml"))


@pytest.fixture(params=SPECS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_code_of_a_bundled_spec(path: Path, golden: Golden) -> None:
    golden(f"{path.stem}/model.py.txt", code(load(path)))


def test_the_diagram_of_a_bundled_spec(path: Path, golden: Golden) -> None:
    golden(f"{path.stem}/graph.dot", draw(load(path)).dot)


def test_the_plan_of_a_bundled_spec(path: Path, golden: Golden) -> None:
    plan = lower(compile_spec(load(path)))
    golden(f"{path.stem}/plan.txt", "\n".join(lines(plan)) + "\n")


def test_the_canonical_form_of_a_bundled_spec(path: Path, golden: Golden) -> None:
    golden(f"{path.stem}/canonical.yaml", dump(load(path)))


def lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.mode} {plan.name}"
    for name, value in plan.parameters:
        yield f"parameter {name} = {shown(value)}"
    for step in plan.steps:
        taken = [f"{p.vertex}.{p.output}" for p in step.inputs or ()]
        yield f"{step.name} = {shown(step.construct)} on ({', '.join(taken)})"
    ends = zip(plan.outputs.names, plan.outputs.ports, strict=True)
    yield f"{plan.outputs.form}: " + ", ".join(
        f"{name} = {port.vertex}.{port.output}" for name, port in ends
    )


def shown(argument: Argument | Construct | None) -> str:
    match argument:
        case Constant(value, formula):
            return repr(value) + (f" [{formula}]" if formula else "")
        case Tuple(items) | List(items):
            return f"({', '.join(map(shown, items))})"
        case Table(items):
            return str({key: shown(value) for key, value in items})
        case Call(target, arguments):
            given = (f"{key}={shown(value)}" for key, value in arguments)
            return f"{target}({', '.join(given)})"
        case Inner(plan):
            return f"the model {plan.name}"
        case Again(step):
            return f"again {step}"
        case Name() | None:
            raise AssertionError("a step says what is made, and its full name")
