"""Names: identifiers that Python, Keras and file systems all accept."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

from kspec.errors import Related, Span
from kspec.schema.findings import Findings
from kspec.schema.members import Entry, Instance, Member
from kspec.text import Item

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def folded(name: str) -> str:
    """The form in which two names may not be equal (NFKC and case folding).

    Example:
    >>> folded("Conv1") == folded("conv1")
    True
    """
    return unicodedata.normalize("NFKC", name).casefold()


def is_name(text: str) -> bool:
    """Whether the text may name a layer, an input, an output or a parameter.

    Example:
    >>> is_name("block1_conv1"), is_name("1st"), is_name("class")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(text)) and not keyword.iskeyword(text)


def nearest_name(text: str) -> str:
    """A valid name that resembles the text.

    Example:
    >>> nearest_name("1st conv-layer"), nearest_name("class"), nearest_name("")
    ('_1st_conv_layer', 'class_', 'model')
    """
    name = re.sub(r"[^A-Za-z0-9_]+", "_", unicodedata.normalize("NFKC", text))[:60]
    if not name.strip("_"):
        return "model"
    name = f"_{name}" if name[0].isdigit() else name
    return f"{name}_" if keyword.iskeyword(name) else name


def within(instance: str, key: str) -> str:
    """The full name of a layer in an instance of a block.

    A key that begins with `_` is joined as it is: so a name like `block1_1_conv` comes
    out, whose last part alone is no name.

    Example:
    >>> within("block1", "conv"), within("block1", "_1_conv"), within("", "conv")
    ('block1_conv', 'block1_1_conv', 'conv')
    """
    return f"{instance}_{key}" if instance and key[0] != "_" else f"{instance}{key}"


Made = tuple[str, Span | None]
"""A full name, and the key that it comes from."""


def check_full_names(
    inputs: Iterable[Entry], members: Iterable[Member], findings: Findings
) -> None:
    """Note each copy whose full name is another's as well (K107)."""
    taken: dict[str, Made] = {folded(e.name): (e.name, e.span) for e in inputs}
    _check_copies(members, taken, findings)


def _check_copies(
    members: Iterable[Member], taken: dict[str, Made], findings: Findings
) -> None:
    for member in members:
        for copy in member.copies:
            if copy is None:
                continue
            made = copy.name, member.span
            twin = taken.setdefault(folded(copy.name), made)
            if twin is not made:
                _note_twin(made, twin, findings)
            elif isinstance(copy, Instance):
                _check_copies(copy.members, taken, findings)


def _note_twin(made: Made, twin: Made, findings: Findings) -> None:
    if any(found.code == "K107" and found.span == made[1] for found in findings):
        return
    findings.error(
        "K107",
        f"two layers would be called `{made[0]}`",
        made[1],
        hint="copies are numbered, and the layers of a block begin with its name",
        related=[Related(twin[1], f"`{twin[0]}` comes from here")],
    )


def check_names(items: tuple[Item, ...], findings: Findings) -> None:
    """Note each name that is invalid or that stands twice (K107)."""
    first: dict[str, Item] = {}
    for item in items:
        if not is_name(item.key):
            findings.error(
                "K107",
                f"`{item.key}` is no name; expected letters, digits and `_`, not a"
                " digit first, at most 64, no Python keyword",
                item.key_span,
                hint=f"write `{nearest_name(item.key)}`",
            )
        elif (twin := first.setdefault(folded(item.key), item)) is not item:
            findings.error(
                "K107",
                f"the name `{item.key}` is taken; names differ by more than case",
                item.key_span,
                related=[Related(twin.key_span, f"`{twin.key}` stands here")],
            )
