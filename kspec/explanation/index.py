"""Everything that can be explained, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from kspec import manual
from kspec.errors import Diagnostic, UsageError, did_you_mean
from kspec.explanation import pages
from kspec.layers.applications import APPLICATIONS
from kspec.layers.arguments import Arguments
from kspec.layers.catalogue import ALIASES, CELLS, LAYERS, REFUSED, find
from kspec.layers.layer import Layer
from kspec.layers.objects.catalogue import VOCABULARIES
from kspec.layers.objects.object import Vocabulary
from kspec.layers.plugins import given
from kspec.schema.expectation import Expectation
from kspec.schema.sections import nested
from kspec.schema.training import Train

Topic = tuple[str, Callable[[], str]]

SECTIONS: dict[str, type[Arguments]] = {"expect": Expectation, "train": Train}
"""The keys of a spec that have keys of their own."""


def explain(name: str | None = None) -> str:
    """What a layer, object, argument, key or error code is; without a name, the list.

    Raises: UsageError K908 for a name that nothing has.

    Example:
    >>> print(explain("Conv2D.padding").splitlines()[2])
    `valid` keeps the window inside, `same` goes on over added zeros.
    """
    if name is None:
        return contents()
    known = topics()
    found = known.get(name) or _folded().get(name.casefold())
    if found:
        return "\n".join(dict.fromkeys(page() for page in found))
    hint = _owners(name) or did_you_mean(name, known)
    message = f"nothing is called `{name}`"
    raise UsageError(
        Diagnostic("K908", message, hint=hint or "`kspec explain` lists the names")
    )


@cache
def topics() -> dict[str, list[Callable[[], str]]]:
    """The pages for each name; a name may have several, such as a loss and a metric."""
    found: dict[str, list[Callable[[], str]]] = {}
    for name, page in (*_keys(), *_layers(), *_objects(), *_errors()):
        found.setdefault(name, []).append(page)
    return found


def contents() -> str:
    """The names that can be explained."""
    every = _every()
    families = dict.fromkeys(layer.family for layer in every)
    lines = ["# What can be explained", "", "Keys of a spec:", _listed(manual.keys())]
    for family in families:
        names = [cls.kind() for cls in every if cls.family == family]
        lines += ["", f"Layers, {family}:", _listed(names)]
    for words in VOCABULARIES:
        names = [*(cls.__name__ for cls in words.classes), *words.functions]
        lines += ["", f"Objects, {words.noun}:", _listed(names)]
    lines += ["", "Codes:", _listed(manual.errors())]
    tail = "An argument goes by its owner: `Conv2D.padding`, `train.batch_size`."
    return "\n".join([*lines, "", tail, ""])


def _listed(names: object) -> str:
    return ", ".join(map(str, names))  # pyright: ignore


@cache
def _folded() -> dict[str, list[Callable[[], str]]]:
    return {name.casefold(): page for name, page in topics().items()}


def _owners(name: str) -> str | None:
    """The hint for an argument without its owner."""
    owners = [topic for topic in topics() if topic.rpartition(".")[2] == name]
    shown = " or ".join(f"`{topic}`" for topic in owners[:3])
    return f"write {shown}" if owners else None


def _keys() -> Iterator[Topic]:
    for key, text in manual.keys().items():
        yield key, partial("# {}\n\n{}\n".format, key, text)
        if key in SECTIONS:
            yield key, partial(pages.members_page, SECTIONS[key], f"Keys of {key}")
            yield from _members(SECTIONS[key], key)


def _members(cls: type[Arguments], owner: str) -> Iterator[Topic]:
    for name, info in cls.model_fields.items():
        topic = f"{owner}.{name}"
        yield topic, partial(pages.argument_page, cls, owner, name)
        for inner in nested(info):
            yield topic, partial(pages.members_page, inner, f"Keys of {topic}")
            yield from _members(inner, topic)


def _every() -> tuple[type[Layer], ...]:
    """Every layer and cell, those of plugins last."""
    return (*LAYERS, *CELLS, *APPLICATIONS, *given().values())


def _layers() -> Iterator[Topic]:
    for cls in _every():
        yield cls.kind(), partial(pages.layer_page, cls)
        for name in cls.argument_names():
            yield (
                f"{cls.kind()}.{name}",
                partial(pages.argument_page, cls, cls.kind(), name),
            )
        for name, reason in cls.refused.items():
            topic = f"{cls.kind()}.{name}"
            yield topic, partial(pages.refusal_page, topic, reason)
    for alias in ALIASES:
        if cls := find(alias):
            yield alias, partial(pages.layer_page, cls)
    for name, reason in REFUSED.items():
        yield name, partial(pages.refusal_page, name, reason)


def _objects() -> Iterator[Topic]:
    for words in VOCABULARIES:
        yield words.noun, partial(pages.family_page, words)
        for name in words.functions:
            if name not in words.by_name:
                yield name, partial(pages.function_page, words, name)
        yield from _classes(words)
        for name, reason in words.refused.items():
            yield name, partial(pages.refusal_page, name, reason)


def _classes(words: Vocabulary) -> Iterator[Topic]:
    for name, cls in words.by_name.items():
        yield name, partial(pages.object_page, words, cls)
        for argument in cls.model_fields:
            page = partial(pages.argument_page, cls, cls.__name__, argument)
            yield f"{name}.{argument}", page


def _errors() -> Iterator[Topic]:
    for code, text in manual.errors().items():
        yield code, partial("{}\n".format, text)
