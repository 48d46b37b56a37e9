"""A page of Markdown for a layer, an object, a family of objects, an argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kspec.explanation.phrases import default, takes
from kspec.layers import docstrings
from kspec.layers.arguments import Arguments
from kspec.layers.core import Input
from kspec.layers.descriptions import describe
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object, Vocabulary, article
from kspec.layers.slips import written
from kspec.text import from_plain, write

KEYS = {
    "activation": "activation: {}",
    "initializer": "kernel_initializer: {}",
    "regularizer": "kernel_regularizer: {}",
    "constraint": "kernel_constraint: {}",
    "optimizer": "optimizer: {}",
    "schedule": "optimizer: {{type: Adam, learning_rate: {}}}",
    "loss": "loss: {}",
    "metric": "metrics: [{}]",
    "callback": "callbacks: [{}]",
}
"""Where a spec names an object of each family."""


def layer_page(cls: type[Layer], level: int = 1) -> str:
    """What a layer does, its shapes, its arguments, an example, where it comes from."""
    shapes = docstrings.section(cls, "Shapes")
    parts = [
        f"{'#' * level} {cls.kind()}",
        docstrings.summary(cls),
        f"Shapes: {shapes}" if shapes else "",
        _tensors(cls),
        arguments_table(cls, cls.argument_names()),
        _yaml(layer_example(cls)),
        _refused(cls.refused),
        f"Source: {docstrings.section(cls, 'Source') or f'{cls.target()}.'}",
    ]
    return _page(parts)


def layer_example(cls: type[Layer]) -> str:
    """A line of a spec that names the layer."""
    name = cls.kind().rpartition(".")[2].lower()
    if cls is Input:
        return write(from_plain({"x": cls.examples[0].arguments})).strip()
    body: dict[str, Any] = {"type": cls.kind(), **_first(cls.examples)}
    if cls.arity.least > 1:
        body["from"] = [*"abcdefgh"[: cls.arity.least]]
    return write(from_plain({name: body})).strip()


def object_page(words: Vocabulary, cls: type[Object], level: int = 1) -> str:
    """What an object does, its names, its arguments, an example."""
    names = [f"`{name}`" for name in cls.names]
    parts = [
        f"{'#' * level} {cls.__name__}",
        f"{docstrings.summary(cls)} {article(words.noun).capitalize()}"
        + (f", by name {' or '.join(names)}." if names else "."),
        arguments_table(cls, [*cls.model_fields]),
        _yaml(object_example(words, cls)),
        f"Source: {cls.target()}.",
    ]
    return _page(parts)


def object_example(words: Vocabulary, cls: type[Object]) -> str:
    """A line of a spec that describes the object; `…` where you choose a value."""
    given = dict.fromkeys(cls.required(), "…") or _changed(cls)
    pairs = "".join(f", {name}: {value}" for name, value in given.items())
    alone = cls.names[0] if cls.names else cls.__name__
    text = f"{{type: {cls.__name__}{pairs}}}" if given else alone
    return KEYS[words.noun].format(text)


def function_page(words: Vocabulary, name: str) -> str:
    """What a name without arguments is."""
    parts = [
        f"# {name}",
        f"{article(words.noun).capitalize()} that goes by its name alone.",
        _yaml(KEYS[words.noun].format(name)),
    ]
    return _page(parts)


def family_page(words: Vocabulary, level: int = 1) -> str:
    """The names of a family of objects."""
    rows = [
        (f"`{cls.__name__}`", ", ".join(f"`{n}`" for n in cls.names), _told(cls))
        for cls in words.classes
    ]
    names = ", ".join(f"`{name}`" for name in words.functions)
    first, *_ = words.bare_names or [f"{{type: {words.classes[0].__name__}, …}}"]
    parts = [
        f"{'#' * level} {words.noun}",
        f"Written as a name or as `{{type: …}}` with arguments, such as"
        f" `{KEYS[words.noun].format(first)}`.",
        table(("type", "by name", ""), rows) if rows else "",
        f"By name alone: {names}." if names else "",
        _refused(words.refused),
    ]
    return _page(parts)


def argument_page(cls: type[Arguments], owner: str, name: str) -> str:
    """What an argument means, takes and defaults to."""
    rows = [("takes", takes(cls, name)), ("default", default(cls, name))]
    return _page([f"# {owner}.{name}", f"{_told(cls, name)}.", table(("", ""), rows)])


def members_page(cls: type[Arguments], owner: str) -> str:
    """The keys of a section of the spec."""
    parts = [
        f"# {owner}",
        docstrings.summary(cls),
        arguments_table(cls, [*cls.model_fields]),
    ]
    return _page(parts)


def refusal_page(name: str, reason: str) -> str:
    """Why Keras has something that a spec does not take."""
    return _page([f"# {name}", f"It has no place in a spec: {reason}."])


def arguments_table(cls: type[Arguments], names: Iterable[str]) -> str:
    """The arguments of a class, a row each; empty where it has none."""
    rows = [
        (f"`{name}`", takes(cls, name), default(cls, name), describe(cls, name))
        for name in names
    ]
    return table(("argument", "takes", "default", ""), rows) if rows else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown, its columns in line.

    Example:
    >>> print(table(("a", ""), [("xyz", "1")]))
    | a   |   |
    |-----|---|
    | xyz | 1 |
    """
    cells = [head, *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    widths = [max(1, *map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "".join(f"| {cell:{width}} " for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    rule = "".join(f"|{'-' * (width + 2)}" for width in widths)
    return "\n".join(f"{line}|" for line in (lines[0], rule, *lines[1:]))


def _told(cls: type[Arguments], name: str | None = None) -> str:
    if name is None:
        return docstrings.summary(cls)
    text = describe(cls, name)
    return f"{text[:1].upper()}{text[1:]}"


def _first(examples: Iterable[Any]) -> dict[str, Any]:
    """The arguments of the first example; a plugin may have none."""
    return next((dict(one.arguments) for one in examples), dict[str, Any]())


def _changed(cls: type[Object]) -> dict[str, str]:
    """The first argument that has a value of its own, at that value."""
    own = [name for name in cls.model_fields if name not in ("name", "dtype")]
    values = ((name, cls.model_fields[name].default) for name in own)
    shown = [(name, value) for name, value in values if value is not None]
    return {
        name: value if isinstance(value, str) else written(value)
        for name, value in shown[:1]
    }


def _tensors(cls: type[Layer]) -> str:
    least, most = cls.arity.least, cls.arity.most
    count = f"{least} or more" if most is None else f"{least} to {most}"
    count = str(least) if least == most else count
    said = f"Takes {count} tensors." if most != 1 and cls is not Input else ""
    slots = ", ".join(f"`{slot}`" for slot in cls.slots)
    named = f"`from: {{…}}` may name {slots}." if slots else ""
    return f"{said} {named}".strip()


def _refused(refused: Mapping[str, str]) -> str:
    if not refused:
        return ""
    rows = [f"- `{name}`: {reason}" for name, reason in refused.items()]
    return "\n".join(["Not in a spec:", "", *rows])


def _yaml(text: str) -> str:
    return f"```yaml\n{text}\n```"


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
