"""The version of the language that a file is written in."""

from __future__ import annotations

from kspec.schema.evaluation import is_evaluated
from kspec.schema.findings import Findings
from kspec.schema.spec import VERSION
from kspec.text import Mapping, Scalar


def check_version(tree: Mapping, findings: Findings) -> None:
    """Note a version that is not read here (K110)."""
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
