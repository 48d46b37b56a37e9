"""From a node tree to a spec: sections, names, types; every error in one pass."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from kspec.errors import Diagnostic, did_you_mean
from kspec.schema.blocks import outputs_entry, read_blocks, with_freezing
from kspec.schema.budget import TooManyLayers
from kspec.schema.entries import input_entry
from kspec.schema.evaluation import Scope, evaluated, is_evaluated, parameters
from kspec.schema.expansion import Expansion
from kspec.schema.expectation import Expectation
from kspec.schema.findings import Findings
from kspec.schema.inclusion import Origin
from kspec.schema.members import Instance
from kspec.schema.names import check_full_names, check_names, is_name, nearest_name
from kspec.schema.spec import VERSION, Mode, Spec
from kspec.schema.unmarked import with_formulas
from kspec.schema.variants import (
    Setting,
    check_given,
    chosen_variant,
    read_variants,
)
from kspec.schema.version import current
from kspec.text import Mapping, Node, Scalar, plain

if TYPE_CHECKING:
    from kspec.schema.training import Train

SECTIONS = (
    "kspec",
    "name",
    "caption",
    "note",
    "params",
    "variants",
    "blocks",
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
    "variants": "name each variant: `small: {k: 8}`",
    "blocks": "name each block: `conv: {layers: {…}}`",
}
"""How a section begins that was written in another form."""


UNCHANGED = Setting()


def read_document(
    node: Node, origin: Origin, *, source: str = "", setting: Setting = UNCHANGED
) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The spec that a node tree describes, as far as it is right, and what is wrong.

    Args:
        origin: the file that it stands in, and how that was come to.
        source: its text.
        setting: the parameters and the variant that are given from outside.

    Raises: UsageError where the setting names nothing in the spec.
    """
    findings = Findings()
    root = _root(current(node, findings), findings)
    values, scope = _parameters(root, setting, findings)
    tree = evaluated(_rest(root), scope, findings)
    assert isinstance(tree, Mapping)
    spec = replace(
        _spec(tree, origin.file, findings),
        parameters=values,
        variants=tuple(item.key for item in _section(root, "variants", Findings())),
        root=root.replaced("params", values) if "params" in root else root,
        file=origin.file,
        source=source,
    )
    whole = _with_members(spec, root, scope, origin, findings)
    told = with_formulas(findings, source, origin.file, values, whole.blocks)
    return whole, told


RAW = ("params", "variants", "blocks", "layers")
"""The sections that are evaluated apart from the rest."""


def _rest(root: Mapping) -> Mapping:
    items = tuple(item for item in root if item.key not in RAW)
    return replace(root, items=items)


def _parameters(
    root: Mapping, setting: Setting, findings: Findings
) -> tuple[Mapping, Scope]:
    """The `params:` section worked out, with a variant's values in place of its own."""
    declared = _section(root, "params", findings)
    variants = read_variants(_section(root, "variants", findings), declared, findings)
    chosen = chosen_variant(variants, setting.variant)
    return parameters(declared, setting.params, findings, chosen)


def _with_members(
    spec: Spec, root: Mapping, scope: Scope, origin: Origin, findings: Findings
) -> Spec:
    """The spec with its blocks and layers."""
    layers = _named_section(root, "layers", findings)
    inputs = _section(root, "inputs", Findings())
    check_names(inputs.items + layers.items, findings)
    blocks = read_blocks(_section(root, "blocks", findings), origin, findings)
    blocks = with_freezing(blocks, layers)

    def opener(body: Mapping, name: str) -> Spec | None:
        return _nested(body, name, origin, findings)

    expansion = Expansion(blocks, opener, origin, findings)
    trials: tuple[Instance, ...] = ()
    try:
        members = expansion.members(layers, scope)
        trials = expansion.trials()
    except TooManyLayers as error:
        if len(origin.above) > 1:
            raise
        findings.append(error.diagnostic())
        members = ()
    check_full_names(spec.inputs, members, findings)
    known = tuple(block for block in blocks.values() if block)
    files = tuple(dict.fromkeys(origin.files))
    return replace(spec, members=members, blocks=known, trials=trials, files=files)


def _nested(
    body: Mapping, name: str, origin: Origin, findings: Findings
) -> Spec | None:
    """The spec of another file, as a model of this name."""
    opened = origin.opened(body.item("spec").value, findings)
    given = body.get("params") or Mapping()
    if not isinstance(given, Mapping):
        findings.error("K106", "`params` is no mapping of names", given.span)
        return None
    if opened is None or not is_evaluated(given):
        return None
    tree, text, inner = opened
    tree = current(tree, findings)
    declared = tree.get("params") if isinstance(tree, Mapping) else None
    known = declared if isinstance(declared, Mapping) else Mapping()
    check_given(given, known, findings)
    values = {i.key: plain(i.value) for i in given if i.key in known}
    spec, found = read_document(tree, inner, source=text, setting=Setting(values))
    findings += found
    return replace(spec, name=name, given=given, declared=known)


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
                hint=did_you_mean(item.key, SECTIONS)
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
    inputs = _named_section(tree, "inputs", findings)
    train = _section(tree, "train", findings) if "train" in tree else None
    expect = _section(tree, "expect", findings) if "expect" in tree else None
    outputs = tree.get("outputs")
    return Spec(
        name=_name(tree, file, findings),
        inputs=tuple(input_entry(item, findings) for item in inputs),
        members=(),
        outputs=outputs_entry(outputs, findings) if outputs else None,
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


def _named_section(tree: Mapping, key: str, findings: Findings) -> Mapping:
    """A section that has at least one key."""
    section = tree.get(key)
    if section and section == Mapping() and is_evaluated(section):
        span = tree.item(key).key_span
        findings.error("K102", f"`{key}:` is empty; expected at least one", span)
    return _section(tree, key, findings)


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
