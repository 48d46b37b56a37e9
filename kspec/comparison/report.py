"""A difference in words, and as data."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kspec.comparison import edits
from kspec.comparison.checkpoint import Checkpoint, Tensor
from kspec.errors import printable
from kspec.shape import show

if TYPE_CHECKING:
    from kspec.comparison.difference import Diff

MOST = 20
"""Tensors that are told one by one."""

VERDICTS = {
    "whole": "loads whole",
    "unused": "loads, but for tensors that no layer takes",
    "misplaced": "loads without an error, but tensors go to other layers or weights",
    "refused": "does not load: Keras refuses it",
}


def text(diff: Diff) -> str:
    """The difference, a line for each edit; then parameters and the checkpoint."""
    lines = [printable(line(edit)) for edit in diff.edits] or ["no difference"]
    lines += ["", _counts(diff), *map(printable, _checkpoint(diff.checkpoint))]
    return "\n".join(lines)


def as_data(diff: Diff) -> dict[str, Any]:
    """The difference as JSON can hold it."""
    found = diff.checkpoint
    return {
        "format_version": "1.0",
        "same": not diff,
        "edits": [_record(edit) for edit in diff.edits],
        "params": dict(zip(("old", "new"), diff.params, strict=True)),
        "trainable_params": dict(
            zip(("old", "new"), diff.trainable_params, strict=True)
        ),
        "checkpoint": {
            "loads": found.loads,
            "verdict": found.verdict,
            "tensors": [dataclasses.asdict(tensor) for tensor in found.tensors],
        },
    }


def line(edit: edits.Edit) -> str:
    """One difference.

    Example:
    >>> line(edits.Changed("out", "out", "units", 5, 6))
    '~ out: units 5 → 6'
    >>> line(edits.Added("drop", "Dropout", ("hidden",), ("out",)))
    '+ drop: Dropout, hidden → drop → out'
    """
    match edit:
        case edits.Added() | edits.Removed():
            return _layer(edit)
        case edits.Renamed(old, new, is_model):
            what = "the model" if is_model else old
            return f"~ {what}: renamed {f'{old} → ' * is_model}{new}"
        case edits.Changed(layer, now, argument, old, new):
            return f"~ {_name(layer, now)}: {argument} {value(old)} → {value(new)}"
        case edits.Rewired(layer, now, old, new):
            return f"~ {_name(layer, now)}: from {_list(old)} → {_list(new)}"
        case edits.Moved(layer, now):
            return f"~ {_name(layer, now)}: made in another order"
        case _:
            return _beside(edit)


def value(given: Any) -> str:
    """A value as a spec writes it."""
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _beside(
    edit: edits.Outputs
    | edits.Mode
    | edits.Parameter
    | edits.Training
    | edits.Reworded,
) -> str:
    match edit:
        case edits.Outputs(old, new, form, now):
            forms = f" ({form} → {now})" if form != now else ""
            return f"~ outputs: {_list(old)} → {_list(new)}{forms}"
        case edits.Mode(old, new):
            return f"~ the model: {old} → {new}"
        case edits.Parameter(name, old, new):
            return f"~ params: {name} {_or_none(old)} → {_or_none(new)}"
        case edits.Training(path, old, new):
            return f"~ train: {path} {_or_none(old)} → {_or_none(new)}"
        case edits.Reworded(layer, now, key, old, new):
            what = _name(layer or "", now or "") or "the model"
            return f"  {what}: {key} {_or_none(old)} → {_or_none(new)}"


def _layer(edit: edits.Added | edits.Removed) -> str:
    sign = "+" if isinstance(edit, edits.Added) else "-"
    chain = [_list(edit.inputs), edit.layer, _list(edit.feeds)]
    around = " → ".join(part for part in chain if part)
    return f"{sign} {edit.layer}: {edit.kind}, {around}"


def _name(layer: str, now: str) -> str:
    return layer if layer == now else f"{layer} ({now})"


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]" if names else ""


def _or_none(given: Any) -> str:
    return "none" if given is None else value(given)


def _record(edit: edits.Edit) -> dict[str, Any]:
    return {"edit": type(edit).__name__.lower()} | dataclasses.asdict(edit)


def _counts(diff: Diff) -> str:
    counts = [
        f"{old:,}" if old == new else f"{old:,} → {new:,} ({new - old:+,})"
        for old, new in (diff.params, diff.trainable_params)
    ]
    return f"parameters: {counts[0]}; trainable: {counts[1]}"


def _checkpoint(found: Checkpoint) -> Iterator[str]:
    yield f"checkpoint: {VERDICTS[found.verdict]}"
    for tensor in found.tensors[:MOST]:
        yield f"  {_tensor(tensor)}"
    if len(found.tensors) > MOST:
        yield f"  … and {len(found.tensors) - MOST} more"


def _tensor(tensor: Tensor) -> str:
    name = f"{tensor.layer}/{tensor.weight}"
    old = show(tensor.old) if tensor.old is not None else "none"
    new = show(tensor.new) if tensor.new is not None else "none"
    match tensor.problem:
        case "missing":
            return f"{name} {new}: not in the file"
        case "shape":
            return f"{name}: {old} in the file ({tensor.source}), {new} in the model"
        case "count":
            both = f" {new}" if old == new else f": {old} in the file, {new} here"
            return f"{name}{both}; the layer has another number of tensors"
        case "beside":
            return f"{name} {new}: fits, but Keras loads a layer whole"
        case "unused":
            return f"{name} {old}: no layer takes it"
        case "other layer" | "other weight":
            return f"{name} {new}: Keras loads {tensor.source} here"
