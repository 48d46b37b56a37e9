"""Arguments and sections as plain values: compared, printed, put into JSON."""

from __future__ import annotations

from typing import Any, cast

from kspec.layers.arguments import Arguments
from kspec.layers.layer import Layer
from kspec.layers.objects.object import Object


def plain(value: Any) -> Any:
    """A value as a spec would write it: an object with its type and what is given."""
    if isinstance(value, Layer | Object):
        kind = value.kind() if isinstance(value, Layer) else type(value).__name__
        given = value.changed() if isinstance(value, Layer) else _given(value)
        return {"type": kind} | {key: plain(item) for key, item in given.items()}
    if isinstance(value, Arguments):
        return {key: plain(item) for key, item in _given(value).items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: plain(item) for key, item in items}
    return value


def flat(section: Arguments | None) -> dict[str, Any]:
    """A section's values by their path, such as `data.split.test`."""
    return _flat("", plain(section)) if section else {}


def _flat(path: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or "type" in value or not value:
        return {path: value}
    items = cast("dict[str, Any]", value).items()
    found: dict[str, Any] = {}
    for key, item in items:
        found |= _flat(f"{path}.{key}".lstrip("."), item)
    return found


def _given(value: Arguments) -> dict[str, Any]:
    from kspec.layers.defaults import changed

    return changed(value)
