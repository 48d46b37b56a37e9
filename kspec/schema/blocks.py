"""Blocks: layers that are described once and made in several places."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kspec.errors import Related, did_you_mean
from kspec.expr import parse
from kspec.layers import catalogue
from kspec.layers.layer import Layer
from kspec.schema.entries import body_of, check_keys, text
from kspec.schema.evaluation import check_parameters
from kspec.schema.findings import Findings
from kspec.schema.inclusion import Origin
from kspec.schema.members import Block, OutputsEntry
from kspec.schema.names import check_names, is_name
from kspec.schema.references import references
from kspec.schema.version import current
from kspec.text import Item, Mapping, Node, Scalar, Sequence

BLOCK_KEYS = ("params", "inputs", "layers", "outputs", "caption", "note")
LIBRARY_KEYS = ("kspec", "name", "caption", "note", "blocks")
DEFAULT_INPUTS = ("x",)
"""What a block calls its input where it does not say."""

FREEZING = "trainable"
"""The parameter of a block whose instances say `trainable:`."""


Blocks = dict[str, Block | None]
"""The definitions by name; None where an error was found in one."""


def read_blocks(section: Mapping, origin: Origin, findings: Findings) -> Blocks:
    """The definitions under `blocks:` by name, with those of the files it names.

    Notes K108 for blocks that contain each other.
    """
    items = _with_imported(section, origin, findings)
    check_names(items, findings)
    blocks = {item.key: _block(item, findings) for item in items}
    whole = Mapping(tuple({item.key: item for item in items}.values()))
    return blocks | dict.fromkeys(_circular(blocks, whole, findings))


def _with_imported(
    section: Mapping, origin: Origin, findings: Findings
) -> tuple[Item, ...]:
    """The blocks of the files under `from:`, then those that stand in the section."""
    node = section.get("from")
    files = node.items if isinstance(node, Sequence) else (node,) if node else ()
    found: list[Item] = []
    for file in files:
        opened = origin.opened(file, findings)
        if opened:
            tree, _, inner = opened
            found += _with_imported(_library(tree, findings), inner, findings)
    return (*found, *(item for item in section if item.key != "from"))


def _library(tree: Node, findings: Findings) -> Mapping:
    """The `blocks:` section of a file that has little else."""
    tree = current(tree, findings)
    if not isinstance(tree, Mapping):
        findings.error("K106", "expected a file with `blocks:`", tree.span)
        return Mapping()
    check_keys(tree, LIBRARY_KEYS, "a library of blocks", findings)
    return _section(tree, "blocks", findings)


def with_freezing(blocks: Blocks, layers: Mapping) -> Blocks:
    """The blocks; those that an instance freezes hand `trainable` to their layers.

    Args:
        layers: the model's own, beside those of the blocks.
    """
    bodies = [layers, *(block.layers for block in blocks.values() if block)]
    waiting = [name for body in bodies for name in _frozen_by(body)]
    frozen: set[str] = set()
    while waiting:
        name = waiting.pop()
        block = blocks.get(name)
        if block and name not in frozen:
            frozen.add(name)
            waiting += used_by(block.layers)
    return {
        name: _freezable(block) if block and name in frozen else block
        for name, block in blocks.items()
    }


def outputs_entry(node: Node, findings: Findings) -> OutputsEntry | None:
    """An `outputs:` section, of a model or of a block."""
    if isinstance(node, Mapping):
        check_names(node.items, findings)
        found = [(item.key, references(item.value, findings)[:1]) for item in node]
        named = [(key, refs[0]) for key, refs in found if refs]
        refs = tuple(one for _, one in named)
        return OutputsEntry(refs, tuple(key for key, _ in named), "mapping")
    form = "list" if isinstance(node, Sequence) else "one"
    refs = references(node, findings)
    return OutputsEntry(refs, (), form) if refs else None


def _block(item: Item, findings: Findings) -> Block | None:
    if not is_name(item.key):
        return None
    body = body_of(item.value, item, findings, "a block is a mapping with `layers:`")
    check_keys(body, BLOCK_KEYS, "a block", findings)
    layers, parameters = (_section(body, key, findings) for key in ("layers", "params"))
    if not layers.items:
        if isinstance(item.value, Mapping):
            message = f"the block `{item.key}` has no `layers:`"
            findings.error("K102", message, item.key_span)
        return None
    check_parameters(parameters, findings)
    inputs = _inputs(body, findings)
    check_names((*inputs, *layers.items), findings)
    outputs = body.get("outputs")
    return Block(
        name=item.key,
        parameters=parameters,
        inputs=tuple(one.key for one in inputs),
        layers=layers,
        outputs=outputs_entry(outputs, findings) if outputs else None,
        caption=text(body, "caption", findings),
        note=text(body, "note", findings),
        span=item.key_span,
    )


def _section(body: Mapping, key: str, findings: Findings) -> Mapping:
    node = body.get(key)
    if node is None or isinstance(node, Mapping):
        return node or Mapping()
    findings.error("K106", f"`{key}:` is no mapping of names", node.span)
    return Mapping((), node.span)


def _inputs(body: Mapping, findings: Findings) -> tuple[Item, ...]:
    """The names of the inputs, each with its place."""
    node = body.get("inputs")
    nodes = node.items if isinstance(node, Sequence) else (node,) if node else ()
    given: list[Item] = []
    for one in nodes:
        if isinstance(one, Scalar) and isinstance(one.value, str):
            given.append(Item(one.value, one, one.span))
        else:
            message = "expected the names of a block's inputs, such as [x, skip]"
            findings.error("K106", message, one.span)
    return tuple(given) or tuple(Item(name, Scalar(None)) for name in DEFAULT_INPUTS)


def _bodies(layers: Mapping) -> Iterator[Mapping]:
    return (item.value for item in layers if isinstance(item.value, Mapping))


def _block_of(body: Mapping) -> str | None:
    node = body.get("block")
    name = node.value if isinstance(node, Scalar) else None
    return name if isinstance(name, str) else None


def used_by(layers: Mapping) -> list[str]:
    """The names of the blocks that layers are made of."""
    return [name for body in _bodies(layers) if (name := _block_of(body))]


def _frozen_by(layers: Mapping) -> list[str]:
    return [
        name
        for body in _bodies(layers)
        if FREEZING in body and "nested" not in body and (name := _block_of(body))
    ]


def _circular(blocks: Blocks, section: Mapping, findings: Findings) -> set[str]:
    """The blocks that contain themselves; each circle is noted once (K108)."""
    inside = {name: used_by(block.layers) for name, block in blocks.items() if block}
    circular: set[str] = set()
    while True:
        rest = {
            name: [one for one in used if one in inside and one not in circular]
            for name, used in inside.items()
            if name not in circular
        }
        try:
            graphlib.TopologicalSorter(rest).prepare()
        except graphlib.CycleError as error:
            circle: list[str] = error.args[1][:0:-1]
            _note_circle(circle, section, findings)
            circular.update(circle)
        else:
            return circular


def _note_circle(circle: list[str], section: Mapping, findings: Findings) -> None:
    around = " → ".join([*circle, circle[0]])
    spans = {item.key: item.key_span for item in section}
    findings.error(
        "K108",
        f"the block `{circle[0]}` contains itself: {around}",
        spans.get(circle[0]),
        hint="a block is made of other blocks; repeat one with `repeat: n`",
        related=[
            Related(spans.get(name), f"`{name}` stands here") for name in circle[1:]
        ],
    )


def _freezable(block: Block) -> Block:
    if FREEZING in block.parameters:
        return block
    default = Item(FREEZING, Scalar(True))
    layers = tuple(_handed_on(item) for item in block.layers)
    return replace(
        block,
        parameters=Mapping((*block.parameters.items, default), block.parameters.span),
        layers=Mapping(layers, block.layers.span),
        freezable=True,
    )


def _handed_on(item: Item) -> Item:
    """A layer that is frozen with its block, unless it says so itself."""
    body = item.value
    if not isinstance(body, Mapping) or FREEZING in body or "use" in body:
        return item
    kind = body.get("type")
    name = kind.value if isinstance(kind, Scalar) else None
    if isinstance(name, str) and not _has_weights(name):
        return item
    given = Item(FREEZING, Scalar(parse(f"$({FREEZING})")))
    return Item(item.key, Mapping((*body.items, given), body.span), item.key_span)


def _has_weights(kind: str) -> bool:
    cls = catalogue.find(kind)
    return cls is None or cls.weights_of is not Layer.weights_of


def unknown_block(
    name: str, node: Node, blocks: Iterable[str], findings: Findings
) -> None:
    """Note that there is no block of that name (K111)."""
    known = list(blocks)
    listed = f"blocks: {', '.join(known)}" if known else "the spec has no `blocks:`"
    hint = did_you_mean(name, known) or listed
    findings.error("K111", f"there is no block `{name}`", node.span, hint=hint)


def least_layers(layers: Mapping, blocks: Blocks) -> int:
    """How many layers a body comes to at least, by multiplication alone.

    What a formula decides counts as none.
    """
    known: dict[str, int] = {}

    def of_body(body: Mapping) -> int:
        return sum(map(of_member, _bodies(body)))

    def of_member(body: Mapping) -> int:
        name, node = _block_of(body), body.get("repeat")
        copies = node.value if isinstance(node, Scalar) else 0 if node else 1
        if "when" in body or not isinstance(copies, int) or copies < 0:
            return 0
        block = blocks.get(name) if name else None
        if name and block and name not in known:
            known[name] = of_body(block.layers)
        return copies * (known[name] if name and block else 1)

    return of_body(layers)
