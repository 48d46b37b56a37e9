"""The version of the language that a file is written in, and the way to this one.

A migration makes of a document of one version the same document in the next: a tree of
nodes, whose keys and values keep their places, so that messages speak of the user's
file. It knows no other version than its own.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Values
from types import MappingProxyType

from kspec.layers.slips import written
from kspec.schema.findings import Findings
from kspec.schema.spec import VERSION
from kspec.text import Mapping, Node, Scalar, Unread

Migration = Callable[[Mapping], Mapping]

MIGRATIONS: Values[int, Migration] = MappingProxyType({})
"""By the version that a migration reads. There is none before version 1."""

UPGRADE = "install a newer kspec: pip install --upgrade kspec"


def current(
    node: Node,
    findings: Findings,
    *,
    migrations: Values[int, Migration] = MIGRATIONS,
    version: int = VERSION,
) -> Node:
    """The document in this version of the language.

    Of a document in another version that is not read (K110) nothing else is said.

    Args:
        migrations: each makes one version the next.
        version: the one that the rest of kspec reads.
    """
    if not isinstance(node, Mapping) or "kspec" not in node:
        return node
    given = node.item("kspec").value
    found = given.value if isinstance(given, Scalar) else None
    if isinstance(found, Unread):
        return node
    if isinstance(found, bool) or not isinstance(found, int):
        _refuse(given, version, migrations, findings)
        return node
    steps = range(found, version)
    if found > version or not migrations.keys() >= {*steps}:
        _refuse(given, version, migrations, findings)
        return Mapping((), node.span, partial=True)
    for step in steps:
        node = migrations[step](node)
    return node.replaced("kspec", Scalar(version, given.span)) if steps else node


def _refuse(
    given: Node, version: int, migrations: Values[int, Migration], findings: Findings
) -> None:
    value = given.value if isinstance(given, Scalar) else None
    oldest = min(migrations, default=version)
    reads = f"versions {oldest} to {version}" if migrations else f"version {version}"
    is_newer = type(value) is int and value > version
    got = written(value) if isinstance(given, Scalar) else "more than a number"
    findings.error(
        "K110",
        f"this kspec reads {reads} of the language, got {got}",
        given.span,
        hint=UPGRADE if is_newer else f"write `kspec: {version}`",
    )
