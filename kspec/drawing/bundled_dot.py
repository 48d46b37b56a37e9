"""The `dot` program that pygraphviz's wheel lacks: DOT from stdin, a drawing to stdout.

A process of its own, since Graphviz runs inside the process that calls it: there its
warnings go past Python to the terminal, nothing can stop a layout that takes for ever,
and a failed assertion ends everything. It runs as a script, isolated from `kspec`:

    python -I -S bundled_dot.py FOLDER FORMAT [DPI]

`FOLDER` holds the package pygraphviz.
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Any


def main(folder: str, form: str, dpi: str = "") -> None:
    """Draw what stands on stdin."""
    sys.path.insert(0, folder)
    from pygraphviz import AGraph

    graph: Any = AGraph()
    graph.from_string(sys.stdin.buffer.read().decode())
    if dpi:
        graph.graph_attr["dpi"] = dpi
    # pygraphviz says itself, in Python, that large graphs take long.
    with contextlib.redirect_stderr(io.StringIO()):
        drawing = graph.draw(format=form, prog="dot")
    sys.stdout.buffer.write(drawing)


if __name__ == "__main__":
    main(*sys.argv[1:])
