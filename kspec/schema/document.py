"""From a node tree to a spec: sections, names, types; every error in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping as Values
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from kspec.errors import Diagnostic, did_you_mean
from kspec.expr import Value
from kspec.schema.entries import input_entry, layer_entry
from kspec.schema.evaluation import evaluated, is_evaluated, parameters
from kspec.schema.expectation import Expectation
from kspec.schema.findings import LATER, Findings
from kspec.schema.names import check_names, is_name, nearest_name
from kspec.schema.references import references
from kspec.schema.spec import VERSION, Entry, Mode, OutputsEntry, Spec
from kspec.text import Item, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from kspec.schema.training import Train

SECTIONS = (
    "kspec",
    "name",
    "caption",
    "note",
    "params",
    "inputs",
    "layers",
    "outputs",
    "mode",
    "expect",
    "train",
)
"""The top-level keys, in canonical order."""

EXAMPLES = {
    "inputs": "name each input: `x: {shape: [8]}`",
    "layers": "name each layer: `hidden: {type: Dense, units: 8}`",
    "params": "name each parameter: `k: 8`",
}
"""How a section begins that was written in another form."""

LATER_SECTIONS = ("blocks", "variants")


def read_document(
    node: Node,
    *,
    file: str,
    source: str = "",
    params: Values[str, Value] | None = None,
) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The spec that a node tree describes, as far as it is right, and what is wrong.

    Args:
        params: values that replace those of the `params:` section.

    Raises: UsageError where `params` names no parameter of the spec.
    """
    findings = Findings()
    root = _root(node, findings)
    declared = _section(root, "params", findings)
    values, scope = parameters(declared, params or {}, findings)
    items = [
        Item(i.key, values if i.key == "params" else i.value, i.key_span) for i in root
    ]
    body = replace(root, items=tuple(items))
    rest = replace(root, items=tuple(i for i in items if i.key != "params"))
    tree = evaluated(rest, scope, findings)
    assert isinstance(tree, Mapping)
    spec = replace(
        _spec(tree, file, findings),
        parameters=values,
        root=body,
        file=file,
        source=source,
    )
    return spec, tuple(findings)


def _root(node: Node, findings: Findings) -> Mapping:
    if not isinstance(node, Mapping):
        findings.error(
            "K106",
            "the document is no mapping; expected `kspec: 1`, `inputs:` and `layers:`",
            node.span,
        )
        return Mapping()
    for item in node:
        if item.key not in SECTIONS:
            findings.error(
                "K101",
                f"a spec has no section `{item.key}`",
                item.key_span,
                hint=LATER
                if item.key in LATER_SECTIONS
                else did_you_mean(item.key, SECTIONS)
                or f"sections: {', '.join(SECTIONS)}",
            )
    for key in ("kspec", "inputs", "layers"):
        if key not in node and not node.partial:
            start = node.items[0].key_span if node.items else node.span
            hint = f"write `kspec: {VERSION}` first" if key == "kspec" else None
            findings.error("K102", f"the spec has no `{key}:`", start, hint=hint)
    return node


def _section(root: Mapping, key: str, findings: Findings) -> Mapping:
    node = root.get(key)
    if node is None or isinstance(node, Mapping):
        return node or Mapping()
    if is_evaluated(node):
        findings.error(
            "K106",
            f"`{key}:` is no mapping of names",
            node.span,
            hint=EXAMPLES.get(key),
        )
    return Mapping((), node.span)


def _spec(tree: Mapping, file: str, findings: Findings) -> Spec:
    _check_version(tree, findings)
    inputs, layers = _entries(tree, findings)
    train = _section(tree, "train", findings) if "train" in tree else None
    expect = _section(tree, "expect", findings) if "expect" in tree else None
    outputs = tree.get("outputs")
    return Spec(
        name=_name(tree, file, findings),
        inputs=inputs,
        layers=layers,
        outputs=_outputs(outputs, findings) if outputs else None,
        mode=_mode(tree, findings),
        caption=_text(tree, "caption", findings),
        note=_text(tree, "note", findings),
        expect=_typed(Expectation, expect, findings),
        train=_train(train, findings),
    )


def _typed(cls: type[Any], node: Mapping | None, findings: Findings) -> Any:
    if node is None or not is_evaluated(node):
        return None
    return findings.typed(cls, node, node.span)


def _train(node: Mapping | None, findings: Findings) -> Train | None:
    if node is None:
        return None
    # Optimizers, losses and their like load only where a spec trains.
    from kspec.schema.training import Train

    return _typed(Train, node, findings)


def _check_version(tree: Mapping, findings: Findings) -> None:
    node = tree.get("kspec")
    version = node.value if isinstance(node, Scalar) else None
    if node is None or version == VERSION or not is_evaluated(node):
        return
    newer = isinstance(version, int) and version > VERSION
    findings.error(
        "K110",
        f"this kspec reads version {VERSION} of the language, got {version}",
        node.span,
        hint="upgrade kspec" if newer else f"write `kspec: {VERSION}`",
    )


def _entries(
    tree: Mapping, findings: Findings
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    inputs = _section(tree, "inputs", findings)
    layers = _section(tree, "layers", findings)
    check_names(inputs.items + layers.items, findings)
    for key in ("inputs", "layers"):
        section = tree.get(key)
        if section and section == Mapping() and is_evaluated(section):
            span = tree.item(key).key_span
            findings.error("K102", f"`{key}:` is empty; expected at least one", span)
    return (
        tuple(input_entry(item, findings) for item in inputs),
        tuple(layer_entry(item, findings) for item in layers),
    )


def _name(tree: Mapping, file: str, findings: Findings) -> str:
    node = tree.get("name")
    if node is None or not is_evaluated(node):
        return nearest_name(re.sub(r"\.ya?ml$", "", Path(file).name))
    name = node.value if isinstance(node, Scalar) else None
    if isinstance(name, str) and is_name(name):
        return name
    findings.error(
        "K107",
        "the model's name is no name; expected letters, digits and `_`, not a digit"
        f" first, got {name!r}",
        node.span,
        hint=f"write `{nearest_name(str(name))}`, and the title as `caption:`",
    )
    return nearest_name(str(name))


def _mode(tree: Mapping, findings: Findings) -> Mode:
    node = tree.get("mode")
    mode = node.value if isinstance(node, Scalar) else "auto"
    modes: tuple[Mode, ...] = get_args(Mode)
    if node and is_evaluated(node) and mode not in modes:
        findings.error(
            "K106",
            f"`mode` is {mode!r}; expected `auto`, `sequential` or `functional`",
            node.span,
            hint=did_you_mean(str(mode), modes),
        )
    return cast("Mode", mode) if mode in modes else "auto"


def _text(tree: Mapping, key: str, findings: Findings) -> Scalar | None:
    node = tree.get(key)
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node
    if node and is_evaluated(node):
        findings.error("K106", f"expected a text as the {key}", node.span)
    return None


def _outputs(node: Node, findings: Findings) -> OutputsEntry | None:
    if isinstance(node, Mapping):
        check_names(node.items, findings)
        found = [(item.key, references(item.value, findings)[:1]) for item in node]
        named = [(key, refs[0]) for key, refs in found if refs]
        refs = tuple(one for _, one in named)
        return OutputsEntry(refs, tuple(key for key, _ in named), "mapping")
    form = "list" if isinstance(node, Sequence) else "one"
    refs = references(node, findings)
    return OutputsEntry(refs, (), form) if refs else None
