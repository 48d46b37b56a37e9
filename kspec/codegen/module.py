"""The printed module: imports, `build_model()`, one statement for each layer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from kspec.codegen.expressions import Printer, literal
from kspec.codegen.layout import (
    INDENT,
    WIDTH,
    Document,
    Group,
    bracketed,
    lay_out,
    listed,
)
from kspec.codegen.namespace import variables
from kspec.errors import width_of
from kspec.expr import names_of, needs_math
from kspec.graph import Port
from kspec.plan import Constant, Plan, Step, formulas


def module(plan: Plan) -> str:
    """The source of a module that builds the plan's model.

    It needs Keras alone, and does nothing when it is imported.
    """
    parameters = _used_parameters(plan)
    names = variables(parameters)
    truths = [name for name, made in parameters.items() if made.value in (True, False)]
    printer = Printer(names, frozenset(truths))
    lines = [
        *_computed(parameters, printer),
        *_statements(plan, printer, frozenset(names.values())),
    ]
    body = "\n".join(lines)
    return (
        f'"""The model `{plan.name}`, in Keras."""\n\n{_imports(plan, parameters)}\n\n'
        f"{_definition(parameters, names)}\n"
        f'    """Build the model, its weights new."""\n{body}\n'
    )


def comment(text: str | None) -> str:
    """A caption as a comment at the end of a line; nothing in it can end the line.

    Example:
    >>> comment("隐含层1"), comment("two" + chr(10) + "lines"), comment(None)
    ('  # 隐含层1', '  # two lines', '')
    """
    if not text:
        return ""
    shown = (char if _is_harmless(char) else " " for char in text)
    line = " ".join("".join(shown).split())
    return f"  # {line}" if line else ""


def _is_harmless(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "ZC"


def _statements(plan: Plan, printer: Printer, taken: frozenset[str]) -> Iterator[str]:
    if plan.mode == "sequential":
        yield _line(("return keras.Sequential(",))
        yield from _listed(plan, printer)
        yield _line((")",))
        return
    names = variables((step.name for step in plan.steps), taken=taken)
    tensors = {port: _tensor(port, plan, names) for port in _ports(plan)}
    used = {port.vertex for port in tensors}.union(step.name for step in plan.inputs)
    for step in plan.steps:
        made = _applied(step, tensors, printer)
        # A layer that reaches no output is made all the same: it takes random numbers.
        is_used = step.name in used
        source = _assigned(names[step.name], made) if is_used else lay_out(made, INDENT)
        yield _statement(source, step.caption)
    yield _line(("return ", _model(plan, names, tensors)))


def _line(parts: tuple[Document, ...]) -> str:
    return " " * INDENT + lay_out(parts, INDENT)


def _listed(plan: Plan, printer: Printer) -> Iterator[str]:
    """The layers of a sequential model, each on lines of its own, and its name."""
    margin = " " * (INDENT + INDENT)
    yield f"{margin}["
    for step in plan.steps:
        indent = INDENT * 3
        source = lay_out((printer.call(step.construct), ","), indent)
        yield _statement(source, step.caption, indent)
    yield f"{margin}],"
    yield f"{margin}name={literal(plan.name)},"


def _statement(source: str, caption: str | None, indent: int = INDENT) -> str:
    """A layer's statement and its caption: behind it where both fit on a line."""
    label = comment(caption)
    fits = "\n" not in source and indent + width_of(source + label) <= WIDTH
    margin = " " * indent
    if fits or not label:
        return margin + source + label
    return f"{margin}{label.strip()}\n{margin}{source}"


def _applied(
    step: Step, tensors: dict[Port, str], printer: Printer
) -> tuple[Document, ...]:
    given = [_given(name, taken, tensors) for name, taken in step.tensors]
    if step.construct.function:
        return (printer.call(step.construct, given),)
    call = printer.call(step.construct)
    return (call, bracketed("(", given, ")")) if given else (call,)


def _given(
    name: str | None, taken: Port | tuple[Port, ...], tensors: dict[Port, str]
) -> Document:
    if isinstance(taken, Port):
        value: Document = tensors[taken]
    else:
        value = listed("[", [tensors[port] for port in taken], "]")
    return Group((f"{name}=", value)) if name else value


def _assigned(name: str, made: tuple[Document, ...]) -> str:
    source = lay_out((f"{name} = ", *made), INDENT)
    if INDENT + width_of(source.partition("\n")[0]) <= WIDTH:
        return source
    inner = INDENT + INDENT
    return f"{name} = (\n{' ' * inner}{lay_out(made, inner)}\n{' ' * INDENT})"


def _model(plan: Plan, names: dict[str, str], tensors: dict[Port, str]) -> Document:
    inputs = [names[step.name] for step in plan.inputs]
    outputs = [tensors[port] for port in plan.outputs.ports]
    given = inputs[0] if len(inputs) == 1 else listed("[", inputs, "]")
    match plan.outputs.form:
        case "one":
            made: Document = outputs[0]
        case "list":
            made = listed("[", outputs, "]")
        case "mapping":
            keys = map(literal, plan.outputs.names)
            pairs = [f"{k}: {v}" for k, v in zip(keys, outputs, strict=True)]
            made = listed("{", pairs, "}")
    arguments: list[Document] = [given, made, f"name={literal(plan.name)}"]
    return bracketed("keras.Model(", arguments, ")")


def _ports(plan: Plan) -> set[Port]:
    taken = {port for step in plan.steps for port in step.inputs or ()}
    return taken.union(plan.outputs.ports)


def _tensor(port: Port, plan: Plan, names: dict[str, str]) -> str:
    several = plan.by_name[port.vertex].outputs > 1
    return names[port.vertex] + (f"[{port.output}]" if several else "")


def _imports(plan: Plan, parameters: dict[str, Constant]) -> str:
    found = [f for made in parameters.values() for f in formulas(made)]
    found += [f for step in plan.steps for f in formulas(step.construct)]
    lines = ["import math", ""] if any(map(needs_math, found)) else []
    lines.append("import keras")
    modules = {step.construct.target.rpartition(".")[0] for step in plan.steps}
    short = [name for name in ("layers", "ops") if f"keras.{name}" in modules]
    if short:
        lines.append(f"from keras import {', '.join(short)}")
    return "\n".join(lines) + "\n"


def _definition(parameters: dict[str, Constant], names: dict[str, str]) -> str:
    given = [
        f"{names[name]}: {type(made.value).__name__} = {literal(made.value)}"
        for name, made in parameters.items()
        if made.formula is None
    ]
    arguments = bracketed("(", ["*", *given] if given else (), ")")
    return lay_out(("def build_model", arguments, " -> keras.Model:"))


def _computed(parameters: dict[str, Constant], printer: Printer) -> Iterator[str]:
    waiting = {name: made.formula for name, made in parameters.items() if made.formula}
    while waiting:
        ready = {
            name: formula
            for name, formula in waiting.items()
            if waiting.keys().isdisjoint(names_of(formula))
        }
        for name, formula in ready.items():
            yield _line((f"{printer.names[name]} = {printer.formula(formula)}",))
            del waiting[name]


def _used_parameters(plan: Plan) -> dict[str, Constant]:
    """The parameters that the layers' arguments use, directly or through others."""
    declared = dict(plan.parameters)
    waiting = [
        n for s in plan.steps for f in formulas(s.construct) for n in names_of(f)
    ]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in declared and name not in used:
            used.add(name)
            waiting += [n for f in formulas(declared[name]) for n in names_of(f)]
    return {name: made for name, made in declared.items() if name in used}
