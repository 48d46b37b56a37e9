"""Loading specs: files and texts to `Spec`."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import replace
from pathlib import Path

from kspec.errors import Diagnostic, SchemaError, TextError, in_order
from kspec.expr import Value
from kspec.schema.document import read_document
from kspec.schema.inclusion import Origin
from kspec.schema.spec import Spec
from kspec.schema.variants import Setting
from kspec.text import Mapping, Plain, Reading, Scalar, Sequence, examine_file
from kspec.text import examine as examine_text

LAST_TEXT_CODE = "K010"
"""Up to here a code is about the text, not about what it says."""


def load(
    path: str | Path,
    *,
    params: Values[str, Value] | None = None,
    variant: str | None = None,
) -> Spec:
    """The spec in a file.

    Args:
        params: values that replace those of its `params:` section.
        variant: one of its `variants:`, whose values replace them first.

    Raises: TextError K0xx, SchemaError K1xx, UsageError where there is no such file.
    """
    spec, diagnostics = examine(path, params=params, variant=variant)
    return _sound(spec, diagnostics)


def loads(
    text: str,
    *,
    file: str = "spec.yaml",
    params: Values[str, Value] | None = None,
    variant: str | None = None,
) -> Spec:
    """The spec in a text; `file` is the name that messages give it.

    Files that it names are looked for in that file's folder.

    Raises: TextError K0xx, SchemaError K1xx.

    Example:
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> [entry.name for entry in loads(text).entries]
    ['x', 'y']
    """
    setting = Setting(params or {}, variant)
    spec, found = _examined(examine_text(text, file=file), file, setting)
    return _sound(spec, found)


def examine(
    path: str | Path,
    *,
    params: Values[str, Value] | None = None,
    variant: str | None = None,
) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The spec in a file as far as it is right, and what is wrong with it.

    Raises: TextError K0xx where it is no YAML, UsageError where there is no such file.
    """
    setting = Setting(params or {}, variant)
    return _examined(examine_file(path), str(path), setting)


def _examined(
    reading: Reading, file: str, setting: Setting
) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """What the tree of a text says, with what was wrong in the text."""
    if reading.node is None:
        raise TextError(*reading.diagnostics)
    spec, found = read_document(
        reading.node, Origin.of(file), source=reading.source, setting=setting
    )
    return spec, in_order((*reading.diagnostics, *found))


def with_train(spec: Spec, key: str, value: Plain) -> Spec:
    """The spec with one value of its `train:` section replaced."""
    if spec.train is None:
        return spec
    section = spec.root.get("train")
    assert isinstance(section, Mapping)
    changed = section.replaced(key, Scalar(value))
    return replace(
        spec,
        train=spec.train.model_copy(update={key: value}),
        root=spec.root.replaced("train", changed),
    )


def with_epochs(spec: Spec, epochs: int) -> Spec:
    """The spec with other epochs; each of its phases has at most so many."""
    if spec.train is None or not spec.train.phases:
        return with_train(spec, "epochs", epochs)
    fewer = [min(phase.epochs, epochs) for phase in spec.train.phases]
    phases = tuple(
        phase.model_copy(update={"epochs": number})
        for phase, number in zip(spec.train.phases, fewer, strict=True)
    )
    section = spec.root.get("train")
    written = section.get("phases") if isinstance(section, Mapping) else None
    assert isinstance(section, Mapping)
    assert isinstance(written, Sequence)
    items = tuple(
        item.replaced("epochs", Scalar(number)) if isinstance(item, Mapping) else item
        for item, number in zip(written.items, fewer, strict=True)
    )
    changed = section.replaced("phases", replace(written, items=items))
    return replace(
        spec,
        train=spec.train.model_copy(update={"phases": phases}),
        root=spec.root.replaced("train", changed),
    )


def _sound(spec: Spec, diagnostics: tuple[Diagnostic, ...]) -> Spec:
    errors = [found for found in diagnostics if found.severity == "error"]
    if any(found.code <= LAST_TEXT_CODE for found in errors):
        raise TextError(*diagnostics)
    if errors:
        raise SchemaError(*diagnostics)
    return spec
