"""The functions of a printed module: one for the model, for each block, each model."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.codegen.expressions import literal
from kspec.codegen.frame import Callables, Frame
from kspec.codegen.layout import INDENT, Document, bracketed, listed
from kspec.codegen.lines import Lines, assignment, comment, statement
from kspec.codegen.listing import DEPTH, listing
from kspec.codegen.parameters import (
    computed,
    definition,
    model_parameters,
    printer_of,
)
from kspec.codegen.statements import returned, statements
from kspec.graph import Port
from kspec.plan import Function, Plan, Site


def block_function(
    block: Function, name: str, style: str, functions: Callables
) -> Iterator[Lines]:
    """A block: from tensors to tensors, or a list of layers in the sequential style.

    Args:
        name: of the function.
        functions: those that make the blocks and models that it is made of.
    """
    printer = printer_of(block.parameters, block.inputs)
    frame = Frame.of(block.inputs, block.sites, printer, functions)
    functional = style == "functional"
    inputs = [f"{frame.tensors[one]}: keras.KerasTensor" for one in block.inputs]
    given = [*(inputs if functional else ()), f"{printer.instance}: str"]
    result = "list[keras.Layer]"
    if functional:
        one = "keras.KerasTensor"
        result = one if len(block.outputs) == 1 else f"list[{one}]"
    yield Lines(definition(name, given, block.parameters, printer, result))
    yield Lines(f'    """Make the block `{block.name}`, its weights new."""')
    if block.caption:
        yield Lines(f"    {comment(block.caption).strip()}")
    yield from map(Lines, computed(block.parameters, printer))
    if functional:
        used = _taken(block.sites, block.outputs)
        yield from statements(block.sites, frame, used)
        yield returned(block.outputs, frame)
    else:
        yield Lines("    return [")
        yield from listing(block.sites, frame, 2 * INDENT)
        yield Lines("    ]")


def model_function(
    plan: Plan, name: str, functions: Callables, *, title: str = ""
) -> Iterator[Lines]:
    """A model: `build_model()`, or one that is nested and takes its name.

    Args:
        name: of the function.
        title: what a nested model is called in its docstring.
    """
    nested = name != BUILD
    parameters = model_parameters(plan, all_of_them=nested)
    inputs = tuple(step.name for step in plan.inputs)
    printer = printer_of(parameters, inputs)
    frame = Frame.of(inputs, plan.sites, printer, functions)
    first = [f"{printer.instance}: str"] if nested else []
    yield Lines(definition(name, first, parameters, printer, "keras.Model"))
    what = f"`{title}`" if nested else "the model"
    yield Lines(f'    """Build {what}, its weights new."""')
    yield from map(Lines, computed(parameters, printer))
    called = printer.instance if nested else literal(plan.name)
    body = _sequential if plan.mode == "sequential" else _functional
    yield from body(plan, frame, f"name={called}")


BUILD = "build_model"


def _sequential(plan: Plan, frame: Frame, title: str) -> Iterator[Lines]:
    yield Lines("    return keras.Sequential(")
    yield Lines("        [")
    inputs = tuple(Site(step.name, step, vertices=(step.name,)) for step in plan.inputs)
    yield from listing((*inputs, *plan.sites), frame, DEPTH)
    yield Lines("        ],")
    yield Lines(f"        {title},")
    yield Lines("    )")


def _functional(plan: Plan, frame: Frame, title: str) -> Iterator[Lines]:
    for step in plan.inputs:
        variable = frame.tensors[step.name]
        made = (frame.construct(step),)
        text = assignment(variable, made, INDENT, step.caption)
        yield Lines(text, (step.name,))
    used = _taken(plan.sites, plan.ends)
    yield from statements(plan.sites, frame, used)
    inputs = [frame.tensors[step.name] for step in plan.inputs]
    given = inputs[0] if len(inputs) == 1 else listed("[", inputs, "]")
    model = bracketed("keras.Model(", [given, _outputs(plan, frame), title], ")")
    yield Lines(statement(["return ", model], INDENT))


def _outputs(plan: Plan, frame: Frame) -> Document:
    outputs = [frame.tensor(port) for port in plan.ends]
    match plan.outputs.form:
        case "one":
            return outputs[0]
        case "list":
            return listed("[", outputs, "]")
        case "mapping":
            keys = map(literal, plan.outputs.names)
            pairs = [f"{k}: {v}" for k, v in zip(keys, outputs, strict=True)]
            return listed("{", pairs, "}")


def _taken(sites: tuple[Site, ...], ends: tuple[Port, ...]) -> frozenset[str]:
    """The keys that something in the body takes."""
    ports = [port for site in sites for port in site.made.inputs or ()]
    return frozenset(port.vertex for port in (*ports, *ends))
