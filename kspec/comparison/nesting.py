"""Differences inside nested models, told with the names of the models around."""

from __future__ import annotations

from dataclasses import replace

from kspec.comparison import edits


def placed(edit: edits.Edit, old: str, new: str) -> edits.Edit | None:
    """A difference inside the model `old`, now `new`, as one of the model around.

    None where it only follows from the names of the two, by which kspec calls the
    layers of a block.

    Example:
    >>> placed(edits.Changed("c", "c", "units", 1, 2), "base", "base")
    Changed(layer='base.c', now='base.c', argument='units', old=1, new=2)
    """
    match edit:
        case edits.Added():
            return replace(edit, layer=f"{new}.{edit.layer}")
        case edits.Removed():
            return replace(edit, layer=f"{old}.{edit.layer}")
        case edits.Renamed():
            return _renamed(edit, old, new)
        case edits.Changed() | edits.Rewired() | edits.Moved() | edits.Reworded():
            if edit.layer is None:
                return None
            return replace(edit, layer=f"{old}.{edit.layer}", now=f"{new}.{edit.now}")
        case _:
            return _of_model(edit, old, new)


def _renamed(edit: edits.Renamed, old: str, new: str) -> edits.Renamed | None:
    before, after = (
        name.removeprefix(f"{model}_")
        for name, model in ((edit.old, old), (edit.new, new))
    )
    if edit.is_model or before == after:
        return None
    return edits.Renamed(f"{old}.{edit.old}", f"{new}.{edit.new}")


def _of_model(edit: edits.Edit, old: str, new: str) -> edits.Edit | None:
    match edit:
        case edits.Outputs():
            return edits.Changed(old, new, "outputs", [*edit.old], [*edit.new])
        case edits.Mode():
            return edits.Changed(old, new, "mode", edit.old, edit.new)
        case _:
            return None
