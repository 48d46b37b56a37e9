"""The frame of a printed function: its parameters, its variables, what it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kspec.codegen.expressions import Printer, literal
from kspec.codegen.layout import Document, Group, bracketed, listed
from kspec.codegen.namespace import is_foreign, variables
from kspec.expr import names_of
from kspec.graph import Port
from kspec.plan import (
    Again,
    Call,
    Constant,
    Inner,
    Invocation,
    Site,
    Step,
    formulas,
    modules,
)
from kspec.schema.evaluation import COPY


@dataclass(frozen=True)
class Callables:
    """The printed functions that make blocks and nested models.

    Args:
        name: of the one that makes this.
        all_names: of every one; no variable may be called so.
    """

    name: Callable[[Inner | Invocation], str]
    all_names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Frame:
    """The names that hold in one function.

    Args:
        tensors: the variable of each input and key.
        layers: the variable of each layer that is needed apart from its first call.
        sites: the keys of the body.
        functions: the printed functions that make blocks and nested models.
    """

    printer: Printer
    tensors: Mapping[str, str]
    layers: Mapping[str, str]
    sites: Mapping[str, Site]
    functions: Callables

    @classmethod
    def of(
        cls,
        inputs: Iterable[str],
        sites: tuple[Site, ...],
        printer: Printer,
        functions: Callables,
    ) -> Frame:
        """The frame of a body, whose variables are as near to its keys as may be."""
        taken = frozenset((*printer.names.values(), printer.instance))
        taken |= functions.all_names
        taken |= _packages(sites)
        copy = "i"
        keys = (*inputs, *(site.key for site in sites))
        if any(site.repeat for site in sites):
            copy = next(name for name in ("i", "copy", "i_") if name not in keys)
            taken |= {copy}
        tensors = variables(keys, taken=taken)
        again = _called_again(sites)
        held = [site.key for site in sites if _is_held(site, again)]
        wanted = [f"{tensors[key]}_layer" for key in held]
        named = variables(wanted, taken=taken | set(tensors.values()))
        return cls(
            printer=replace(printer, copy=copy),
            tensors=tensors,
            layers={key: named[name] for key, name in zip(held, wanted, strict=True)},
            sites={site.key: site for site in sites},
            functions=functions,
        )

    def tensor(self, port: Port) -> str:
        """One output of a key."""
        variable = self.tensors[port.vertex]
        site = self.sites.get(port.vertex)
        made = site.made if site else None
        if isinstance(made, Step) and made.keys:
            return f"{variable}[{literal(made.keys[port.output])}]"
        several = made is not None and made.outputs > 1
        return f"{variable}[{port.output}]" if several else variable

    def counter(self, site: Site) -> str:
        """The variable of a loop; `_` where nothing in it asks for the number."""
        return self.printer.copy if _counts(site) else "_"

    def given(
        self, name: str | None, taken: Port | tuple[Port, ...], first: str | None
    ) -> Document:
        """A tensor argument; `first` stands for the first tensor where there is one."""
        if isinstance(taken, Port):
            value: Document = first or self.tensor(taken)
        else:
            rest = [self.tensor(port) for port in taken[1:] if first]
            every = [first, *rest] if first else [self.tensor(p) for p in taken]
            value = listed("[", every, "]")
        return Group((f"{name}=", value)) if name else value

    def applied(self, step: Step, firsts: tuple[str, ...] = ()) -> list[Document]:
        """The tensors and other arguments of a layer's call.

        Args:
            firsts: what stands for its first tensors.
        """
        remaining = list(firsts)
        items = [
            self.given(name, taken, remaining.pop(0) if remaining else None)
            for name, taken in step.tensors
        ]
        return items + self.printer.arguments(step.call)

    def construct(self, step: Step) -> Document:
        """What makes the layer of a step."""
        made = step.construct
        match made:
            case Call():
                return self.printer.call(made)
            case Inner(of_block=None):
                return self._model(made)
            case Again(step=key):
                return self.layers[key]
            case _:
                raise AssertionError(f"`{step.name}` is made in another way")

    def invoked(self, made: Invocation, tensors: Iterable[Document]) -> Document:
        """A block made in one place."""
        name = self.printer.argument(made.name)
        arguments = self.printer.arguments(made.arguments)
        function = self.functions.name(made)
        return bracketed(f"{function}(", [*tensors, name, *arguments], ")")

    def _model(self, inner: Inner) -> Document:
        name = self.printer.argument(inner.name)
        arguments = self.printer.arguments(inner.arguments)
        return bracketed(f"{self.functions.name(inner)}(", [name, *arguments], ")")


def _is_held(site: Site, again: frozenset[str]) -> bool:
    """Whether the layer has a variable: it is called again, or set to be frozen."""
    made = site.made
    if not isinstance(made, Step):
        return False
    if isinstance(made.construct, Inner) and made.construct.of_block:
        return True
    return made.freezing is not None or site.key in again


def _called_again(sites: Iterable[Site]) -> frozenset[str]:
    made = (site.made.construct for site in sites if isinstance(site.made, Step))
    return frozenset(one.step for one in made if isinstance(one, Again))


def _counts(site: Site) -> bool:
    """Whether a copy says its number: in its name, or in a formula."""
    made = site.made
    if isinstance(made, Invocation):
        return True
    if not isinstance(made.construct, Call) or not made.construct.function:
        return not isinstance(made.construct, Again)
    found = [*formulas(made.construct), *(formulas(site.when) if site.when else ())]
    return any(COPY in names_of(formula) for formula in found)


def condition(frame: Frame, when: Constant) -> Document:
    """What a `when` asks."""
    return frame.printer.argument(when)


def _packages(sites: tuple[Site, ...]) -> frozenset[str]:
    """The packages that the body calls by name, beside Keras."""
    made = (site.made for site in sites if isinstance(site.made, Step))
    calls = (step.construct for step in made if isinstance(step.construct, Call))
    named = frozenset[str]().union(*map(modules, calls))
    return frozenset(name.partition(".")[0] for name in named if is_foreign(name))
