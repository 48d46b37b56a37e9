"""The parameters of printed functions: signatures, and what is computed from others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kspec.codegen.expressions import Printer, literal
from kspec.codegen.layout import INDENT, bracketed, lay_out
from kspec.codegen.lines import statement
from kspec.codegen.namespace import variables
from kspec.expr import Formula, names_of
from kspec.plan import Parameter, Plan, Site, Step, formulas


def printer_of(parameters: Iterable[Parameter], taken: Iterable[str]) -> Printer:
    """Prints the arguments of a function with these parameters.

    Args:
        taken: the names of its inputs, which keep theirs.
    """
    names = [parameter.name for parameter in parameters]
    instance, *_ = variables(["name"], taken=frozenset((*names, *taken))).values()
    truths = [one.name for one in parameters if one.value.value in (True, False)]
    return Printer(variables(names), frozenset(truths), instance)


def definition(
    name: str,
    first: list[str],
    parameters: Iterable[Parameter],
    printer: Printer,
    result: str,
) -> str:
    """The line that begins a function; its parameters are given by name."""
    given = [text for one in parameters if (text := _declared(one, printer))]
    arguments = bracketed("(", [*first, *(["*", *given] if given else ())], ")")
    return lay_out((f"def {name}", arguments, f" -> {result}:"))


def computed(parameters: Iterable[Parameter], printer: Printer) -> Iterator[str]:
    """The statements for the parameters that come of others, in the order they need."""
    waiting = {one.name: one for one in parameters if one.value.formula}
    while waiting:
        ready = [
            one
            for one in waiting.values()
            if waiting.keys().isdisjoint(names_of(_formula(one)))
        ]
        for one in ready:
            variable = printer.names[one.name]
            indent = INDENT
            if one.given:
                yield f"    if {variable} is None:"
                indent += INDENT
            value = printer.formula(_formula(one))
            yield statement([f"{variable} = {value}"], indent)
            del waiting[one.name]


def model_parameters(plan: Plan, *, all_of_them: bool) -> tuple[Parameter, ...]:
    """The parameters of a model.

    Args:
        all_of_them: also those that no layer uses, since a call may give them.
    """
    used = _used(plan)
    return tuple(
        Parameter(name, value, type(value.value).__name__, given=all_of_them)
        for name, value in plan.parameters
        if all_of_them or name in used
    )


def formulas_in(plan: Plan) -> Iterator[Formula]:
    """Every formula in the body of a model."""
    for step in plan.inputs:
        yield from formulas_of(step)
    for site in plan.sites:
        yield from formulas_at(site)


def formulas_at(site: Site) -> Iterator[Formula]:
    """The formulas of a key of a body."""
    for asked in (site.repeat, site.when):
        if asked is not None:
            yield from formulas(asked)
    if isinstance(site.made, Step):
        yield from formulas_of(site.made)
    else:
        for _, value in site.made.arguments:
            yield from formulas(value)


def formulas_of(step: Step) -> Iterator[Formula]:
    """The formulas of a layer."""
    from kspec.plan import Call, Inner

    made = step.construct
    if isinstance(made, Call):
        yield from formulas(made)
    elif isinstance(made, Inner):
        arguments = made.of_block.arguments if made.of_block else made.arguments
        for _, value in arguments:
            yield from formulas(value)
    for _, value in step.call:
        yield from formulas(value)
    if step.freezing:
        yield from formulas(step.freezing.trainable)


def _used(plan: Plan) -> set[str]:
    """The parameters that the layers' arguments use, directly or through others."""
    declared = dict(plan.parameters)
    waiting = [name for formula in formulas_in(plan) for name in names_of(formula)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in declared and name not in used:
            used.add(name)
            waiting += [n for f in formulas(declared[name]) for n in names_of(f)]
    return used


def _declared(parameter: Parameter, printer: Printer) -> str | None:
    variable = printer.names[parameter.name]
    if parameter.required:
        return f"{variable}: {parameter.kind}"
    if parameter.value.formula is None:
        return f"{variable}: {parameter.kind} = {literal(parameter.value.value)}"
    if parameter.given:
        return f"{variable}: {parameter.kind} | None = None"
    return None


def _formula(parameter: Parameter) -> Formula:
    assert parameter.value.formula is not None
    return parameter.value.formula
