"""Differences inside nested models, told with the names of the models around."""

from __future__ import annotations

from dataclasses import replace

from kspec.comparison.edits import (
    Added,
    Changed,
    Edit,
    Mode,
    Moved,
    Outputs,
    Removed,
    Renamed,
    Rewired,
    Reworded,
)


def placed(edit: Edit, old: str, new: str) -> Edit | None:
    """A difference inside the model `old`, now `new`, as one of the model around.

    None where it only follows from the names of the two, by which kspec calls the
    layers of a block.

    Example:
    >>> placed(Changed("c", "c", "units", 1, 2), "base", "base")
    Changed(layer='base.c', now='base.c', argument='units', old=1, new=2)
    """
    match edit:
        case Added():
            return replace(edit, layer=f"{new}.{edit.layer}")
        case Removed():
            return replace(edit, layer=f"{old}.{edit.layer}")
        case Renamed():
            return _renamed(edit, old, new)
        case Changed() | Rewired() | Moved() | Reworded():
            if edit.layer is None:
                return None
            return replace(edit, layer=f"{old}.{edit.layer}", now=f"{new}.{edit.now}")
        case _:
            return _of_model(edit, old, new)


def _renamed(edit: Renamed, old: str, new: str) -> Renamed | None:
    before, after = (
        name.removeprefix(f"{model}_")
        for name, model in ((edit.old, old), (edit.new, new))
    )
    if edit.is_model or before == after:
        return None
    return Renamed(f"{old}.{edit.old}", f"{new}.{edit.new}")


def _of_model(edit: Edit, old: str, new: str) -> Edit | None:
    match edit:
        case Outputs():
            return Changed(old, new, "outputs", [*edit.old], [*edit.new])
        case Mode():
            return Changed(old, new, "mode", edit.old, edit.new)
        case _:
            return None
