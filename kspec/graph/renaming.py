"""A name of a spec becomes another one, wherever it stands."""

from __future__ import annotations

from collections import Counter

from kspec.errors import Diagnostic, SpecError, UsageError, did_you_mean
from kspec.graph.compilation import check
from kspec.schema import loads
from kspec.schema.names import folded, is_name, nearest_name
from kspec.schema.renaming import Named, Names, mapping
from kspec.text import read
from kspec.text.edits import edited


def rename_text(text: str, old: str, new: str, *, file: str = "spec.yaml") -> str:
    r"""The text of a spec with a name replaced, and with it all that speaks of it.

    Everything else stays as it is written, comments and layout too.

    Args:
        old: an input, layer, parameter, block, variant or output; where it is not the
            only one of its name, with what it stands in: `params.k`, `conv_block.pool`.
        file: the name that messages give the text; files that it names lie beside it.

    Raises: TextError K0xx where the text is not YAML that kspec reads, UsageError K950
        where the name does not exist, or cannot become the other one.

    Example:
    >>> text = "kspec: 1\ninputs: {x: [8]}\nlayers: {y: {type: ReLU, from: x}}\n"
    >>> print(rename_text(text, "x", "flow"))
    kspec: 1
    inputs: {flow: [8]}
    layers: {y: {type: ReLU, from: flow}}
    <BLANKLINE>
    """
    names = Names(mapping(read(text, file=file)), text)
    named = _chosen(names, old)
    _check_new(names, named, new)
    changed = edited(text, names.edits(named, new))
    before = Counter(found.code for found in _problems(text, file))
    for found in _problems(changed, file):
        if before[found.code] == 0:
            message = f"the spec would be wrong with `{new}` for `{old}`: {found}"
            raise UsageError(Diagnostic("K950", message, hint=found.hint))
        before[found.code] -= 1
    return changed


def _chosen(names: Names, old: str) -> Named:
    """The name that is meant."""
    parts = old.split(".")
    exact = [named for named in names.all if str(named) == old]
    found = exact or [named for named in names.all if _is_meant(named, parts)]
    if not found:
        known = [named.name for named in names.all]
        hint = did_you_mean(parts[-1], known) or f"names: {', '.join(known)}"
        message = f"the spec has no input, layer, parameter or block `{old}`"
        raise UsageError(Diagnostic("K950", message, hint=hint))
    if found[1:]:
        choices = " or ".join(f"`{named}`" for named in found)
        message = f"`{old}` is the name of several things"
        raise UsageError(Diagnostic("K950", message, hint=f"write {choices}"))
    return found[0]


def _is_meant(named: Named, parts: list[str]) -> bool:
    """Whether the parts are the name and, before it, some of what it stands in."""
    path = iter(named.path)
    return named.name == parts[-1] and all(part in path for part in parts)


def _check_new(names: Names, named: Named, new: str) -> None:
    if not is_name(new):
        message = (
            f"`{new}` is no name; expected letters, digits and `_`, not a digit first"
        )
        hint = f"write `{nearest_name(new)}`"
        raise UsageError(Diagnostic("K950", message, hint=hint))
    for other in names.all:
        if other is not named and _is_rival(other, named, new):
            message = f"the name `{new}` is taken by `{other}`"
            raise UsageError(Diagnostic("K950", message, other.item.key_span))


def _is_rival(other: Named, named: Named, new: str) -> bool:
    """Whether another name is in the way."""
    tensors = ("inputs", "layers")
    both = other.section in tensors and named.section in tensors
    same = both or other.section == named.section
    return same and other.block == named.block and folded(other.name) == folded(new)


def _problems(text: str, file: str) -> tuple[Diagnostic, ...]:
    try:
        return check(loads(text, file=file))
    except SpecError as error:
        return error.diagnostics
