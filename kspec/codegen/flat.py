"""The flat form of a plan: a statement for each layer, every value worked out."""

from __future__ import annotations

from dataclasses import replace

from kspec.plan import (
    Argument,
    Call,
    Constant,
    Freezing,
    Inner,
    List,
    Plan,
    Site,
    Step,
    Table,
    Tuple,
)


def flattened(plan: Plan) -> Plan:
    """The plan with blocks and repeats unrolled, and no formulas."""
    steps = tuple(map(_step, plan.steps))
    layers = [step for step in steps if step.inputs is not None]
    return replace(
        plan,
        steps=steps,
        parameters=(),
        functions=(),
        sites=tuple(Site(step.name, step, vertices=(step.name,)) for step in layers),
        ends=plan.outputs.ports,
    )


def _step(step: Step) -> Step:
    made = step.construct
    if isinstance(made, Call):
        made = _call(made)
    elif isinstance(made, Inner):
        # Each has a function of its own, called after it.
        inner = flattened(replace(made.plan, source=f"{step.name}.yaml"))
        made = Inner(inner, made.name)
    call = tuple((key, _argument(value)) for key, value in step.call)
    return replace(step, construct=made, call=call, freezing=_freezing(step.freezing))


def _freezing(given: Freezing | None) -> Freezing | None:
    if given is None or given.trainable.value:
        return None
    return replace(given, trainable=Constant(False))


def _call(call: Call) -> Call:
    given = tuple(item for item in call.arguments if item[0] not in call.implied)
    return replace(call, arguments=_items(given))


def _items(items: tuple[tuple[str, Argument], ...]) -> tuple[tuple[str, Argument], ...]:
    return tuple((key, _argument(value)) for key, value in items)


def _argument(argument: Argument) -> Argument:
    match argument:
        case Constant():
            return replace(argument, formula=None)
        case Tuple(items):
            return Tuple(tuple(map(_argument, items)))
        case List(items):
            return List(tuple(map(_argument, items)))
        case Table(items):
            return Table(_items(items))
        case Call():
            return _call(argument)
        case _:
            return argument
