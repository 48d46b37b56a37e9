"""What changes in a file, as a unified diff."""

from __future__ import annotations

import difflib


def patch(name: str, before: str, after: str) -> str:
    r"""The change from one text of a file to another; empty where there is none.

    Example:
    >>> print(patch("a.yaml", "a: 1\n", "a: 2\n"))
    --- a.yaml
    +++ a.yaml
    @@ -1 +1 @@
    -a: 1
    +a: 2
    """
    old, new = before.split("\n"), after.split("\n")
    for lines in (old, new):
        if not lines[-1]:
            lines.pop()
    return "\n".join(difflib.unified_diff(old, new, name, name, lineterm=""))
