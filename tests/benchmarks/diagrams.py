"""What diagrams cost, from the graph on; prints the seconds of each as JSON.

Seconds are the processor's, the engine's process included: layout is one thread's work,
and a busy machine changes nothing.

    python -m tests.benchmarks.diagrams

With a folder as argument, the drawings are kept there, to be looked at.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kspec import bundled, load
from kspec.drawing import DrawOptions, draw_graph
from kspec.graph import Graph, compile_spec
from tests.drawing import networks

MODELS: dict[str, Callable[[], Graph]] = {
    **{
        name: lambda name=name: compile_spec(load(bundled.path(name)))
        for name in bundled.names()
    },
    "siamese": networks.siamese,
    "transfer learning": networks.transfer,
    "VGG16": networks.vgg16,
    "ResNet50": networks.resnet50,
    "EfficientNetB7": networks.efficientnet_b7,
    "U-Net": networks.u_net,
    "a chain of 5,000 layers": lambda: networks.chain(5000),
}


def of_application(name: str) -> float:
    """Seconds that the folded SVG of a Keras application takes."""
    return drawn(compile_spec(load(bundled.path(name))))[0]


def folded(name: str, keep: Path | None) -> float:
    """Seconds that the folded SVG takes."""
    seconds, svg = drawn(MODELS[name]())
    if keep is not None:
        (keep / f"{name.replace(' ', '_')}.svg").write_text(svg, encoding="utf-8")
    return seconds


def drawn(graph: Graph) -> tuple[float, str]:
    """Seconds that the folded SVG takes, and the SVG."""
    start = cpu_seconds()
    svg = draw_graph(graph).svg()
    return cpu_seconds() - start, svg


def chain_as_dot() -> float:
    """Seconds that the DOT of 5,000 layers takes with nothing folded."""
    graph = networks.chain(5000)
    start = cpu_seconds()
    draw_graph(graph, DrawOptions(fold="none"))
    return cpu_seconds() - start


def cpu_seconds() -> float:
    """Seconds that this process and those it has waited for have computed."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measured(keep: Path | None) -> dict[str, float]:
    """The fastest of three runs of each, after one that loads what is needed."""
    folded("mlp", None)
    found = {
        f"{name}, folded SVG": min(folded(name, keep) for _ in range(3))
        for name in MODELS
    }
    slowest = max(map(of_application, bundled.applications()))
    found["the slowest application, folded SVG"] = slowest
    found["a chain of 5,000 layers, DOT"] = min(chain_as_dot() for _ in range(3))
    return {name: round(seconds, 3) for name, seconds in found.items()}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]) if sys.argv[1:] else None)))
