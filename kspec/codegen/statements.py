"""The functional style: a statement for each key, a loop for a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kspec.codegen.expressions import literal
from kspec.codegen.frame import Frame
from kspec.codegen.layout import INDENT, Document, Group, bracketed, listed
from kspec.codegen.lines import Lines, assignment, comment, statement
from kspec.expr import Expression
from kspec.graph import Port
from kspec.plan import (
    Argument,
    Call,
    Constant,
    Inner,
    Invocation,
    Name,
    Site,
    Step,
)


def statements(
    sites: Iterable[Site], frame: Frame, used: frozenset[str]
) -> Iterator[Lines]:
    """The statements of a body.

    Args:
        used: the keys that something takes. A layer that nothing takes is made all
            the same, for it takes random numbers.
    """
    for site in sites:
        yield Lines("\n".join(_Statement(site, frame, used).lines()), site.vertices)


@dataclass(frozen=True)
class _Statement:
    site: Site
    frame: Frame
    used: frozenset[str]

    def lines(self) -> Iterator[str]:
        """A key's lines: what passes it, then its copies."""
        site, variable = self.site, self.frame.tensors[self.site.key]
        if isinstance(site.made, Step) and site.made.construct is None:
            yield statement([f"{variable} = {self._passed(site.made.inputs)}"], INDENT)
            return
        if site.repeat is None and site.when is None:
            yield from self._made(INDENT, (), site.made.caption)
            return
        inputs = site.made.inputs or ()
        yield f"{' ' * INDENT}{variable} = {self._start(inputs)}"
        indent = INDENT
        if site.made.caption:
            yield f"{' ' * indent}{comment(site.made.caption).strip()}"
        if site.repeat is not None:
            counter = self.frame.counter(site)
            yield f"{' ' * indent}for {counter} in {counted(self.frame, site.repeat)}:"
            indent += INDENT
        if site.when is not None:
            asked = self.frame.printer.argument(site.when)
            yield statement(["if ", asked, ":"], indent)
            indent += INDENT
        yield from self._made(indent, self._firsts(inputs), None)

    def _made(
        self, indent: int, firsts: tuple[str, ...], caption: str | None
    ) -> Iterator[str]:
        """One copy: what makes its layer, where that has a variable, and its call."""
        made, frame = self.site.made, self.frame
        if isinstance(made, Invocation):
            given = [*firsts, *map(frame.tensor, made.inputs[len(firsts) :])]
            yield self._result((frame.invoked(made, given),), indent, caption)
            return
        tensors = frame.applied(made, firsts)
        layer = frame.layers.get(self.site.key)
        if layer:
            yield from self._held(made, layer, firsts, indent)
            value: tuple[Document, ...] = (layer, bracketed("(", tensors, ")"))
        elif isinstance(made.construct, Call) and made.construct.function:
            value = (frame.printer.call(made.construct, tensors),)
        else:
            value = (frame.construct(made), bracketed("(", tensors, ")"))
        yield self._result(value, indent, caption)
        if layer:
            yield from self._frozen("called", layer, indent)

    def _held(
        self, step: Step, layer: str, firsts: tuple[str, ...], indent: int
    ) -> Iterator[str]:
        """A layer that has a variable: it is called again, or frozen."""
        inner = step.construct
        if isinstance(inner, Inner) and inner.of_block:
            yield from self._model_of_block(step, inner, layer, firsts, indent)
        else:
            yield assignment(layer, (self.frame.construct(step),), indent)
        yield from self._frozen("made", layer, indent)

    def _frozen(self, once: str, layer: str, indent: int) -> Iterator[str]:
        """What freezes a layer at this point, where a formula says so or always."""
        made = self.site.made
        freezing = made.freezing if isinstance(made, Step) else None
        if freezing is None or freezing.once != once:
            return
        formula = freezing.trainable.formula
        if isinstance(formula, Expression):
            asked = self.frame.printer.formula(formula.negated())
            yield statement([f"if {asked}:"], indent)
            indent += INDENT
        yield f"{' ' * indent}{layer}.trainable = False"

    def _result(
        self, value: tuple[Document, ...], indent: int, caption: str | None
    ) -> str:
        site = self.site
        if site.key in self.used or site.repeat or site.when:
            return assignment(self.frame.tensors[site.key], value, indent, caption)
        return statement(value, indent, caption)

    def _model_of_block(
        self,
        step: Step,
        inner: Inner,
        layer: str,
        firsts: tuple[str, ...],
        indent: int,
    ) -> Iterator[str]:
        """A block as a model: inputs like its tensors, then what it makes of them."""
        assert inner.of_block is not None
        frame, printer = self.frame, self.frame.printer
        given = [*firsts, *map(frame.tensor, (step.inputs or ())[len(firsts) :])]
        inputs: list[str] = []
        for tensor, made in zip(given, inner.plan.inputs, strict=True):
            key = made.name.removeprefix(f"{inner.plan.name}_")
            variable = f"{frame.tensors[self.site.key]}_{key}"
            inputs.append(variable)
            name = Group(("name=", printer.argument(_longer(inner.name, key))))
            like = [f"batch_shape={tensor}.shape", f"dtype={tensor}.dtype", name]
            value = bracketed("keras.Input(", like, ")")
            yield assignment(variable, (value,), indent)
        outputs = frame.invoked(inner.of_block, inputs)
        taken = inputs[0] if len(inputs) == 1 else listed("[", inputs, "]")
        name = Group(("name=", printer.argument(inner.name)))
        model = bracketed("keras.Model(", [taken, outputs, name], ")")
        yield assignment(layer, (model,), indent)

    def _passed(self, inputs: tuple[Port, ...] | None) -> str:
        assert inputs
        return self.frame.tensor(inputs[0])

    def _start(self, inputs: tuple[Port, ...]) -> str:
        """What the first copy is given, in the form of what a copy gives."""
        first, made = self.frame.tensor(inputs[0]), self.site.made
        if isinstance(made, Step) and made.keys:
            return f"{{{literal(made.keys[0])}: {first}}}"
        if made.outputs == 1:
            return first
        count = len(inputs) if made.outputs == len(inputs) else 1
        return f"[{', '.join(map(self.frame.tensor, inputs[:count]))}]"

    def _firsts(self, inputs: tuple[Port, ...]) -> tuple[str, ...]:
        """What the next copy takes of the one before."""
        variable, made = self.frame.tensors[self.site.key], self.site.made
        if isinstance(made, Step) and made.keys:
            return (f"{variable}[{literal(made.keys[0])}]",)
        if made.outputs == 1:
            return (variable,)
        count = len(inputs) if made.outputs == len(inputs) else 1
        return tuple(f"{variable}[{at}]" for at in range(count))


def counted(frame: Frame, repeat: Constant) -> str:
    """The numbers of the copies, from 1."""
    if repeat.formula is None:
        return f"range(1, {int(repeat.value or 0) + 1})"
    many = frame.printer.formula(repeat.formula)
    return f"range(1, {many if many.isidentifier() else f'({many})'} + 1)"


def returned(ends: tuple[Port, ...], frame: Frame) -> Lines:
    """What a block gives."""
    given = [frame.tensor(port) for port in ends]
    value = given[0] if len(given) == 1 else listed("[", given, "]")
    return Lines(statement(["return ", value], INDENT))


def _longer(name: Argument, key: str) -> Argument:
    """The name of something inside a layer of this name."""
    if isinstance(name, Name):
        return replace(name, inner=f"{name.inner}_{key}")
    assert isinstance(name, Constant)
    return Constant(f"{name.value}_{key}")
