"""Limits: what is too large is refused before anything is allocated."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

from kspec.graph.ir import Graph, Vertex
from kspec.layers.arguments import MAX_DIMENSION
from kspec.schema import Spec
from kspec.schema.findings import Findings
from kspec.shape import show

MEMORY_SHARE = 0.8


def machine_memory_bytes() -> int:
    """The memory of this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a model may be; the reader's choice, never the spec's.

    Args:
        layers: inputs and layers.
        elements: of one tensor or weight, for a batch of one.
        memory_bytes: weights and outputs; None for 80 % of the machine's memory.
    """

    layers: int = 10_000
    elements: int = 2**40
    memory_bytes: int | None = None


def check_length(spec: Spec, limits: Limits, findings: Findings) -> bool:
    """Whether the spec has no more layers than allowed; notes K208."""
    count = len(spec.layers)
    if count <= limits.layers:
        return True
    findings.error(
        "K208",
        f"the spec has {count:,} layers; the limit is {limits.layers:,}",
        spec.layers[limits.layers].span,
    )
    return False


def check_sizes(
    vertices: tuple[Vertex, ...], limits: Limits, findings: Findings
) -> None:
    """Note each tensor or weight that is larger than allowed (K208)."""
    for vertex in vertices:
        for shape in (*_outputs(vertex), *(w.shape for w in vertex.weights)):
            known = [dim for dim in shape if dim is not None]
            if max(known, default=0) > MAX_DIMENSION:
                size = f"a dimension above {MAX_DIMENSION:,}"
            elif math.prod(known) > limits.elements:
                size = (
                    f"{math.prod(known):,} elements; the limit is {limits.elements:,}"
                )
            else:
                continue
            message = f"`{vertex.name}` has a tensor {show(shape)} of {size}"
            findings.error("K208", message, vertex.span)
            break


def check_memory(graph: Graph, limits: Limits, findings: Findings) -> None:
    """Note a model that does not fit into memory (K209)."""
    allowed = limits.memory_bytes
    if allowed is None:
        allowed = int(machine_memory_bytes() * MEMORY_SHARE)
    if graph.memory_bytes <= allowed:
        return
    largest = max(graph.vertices, key=lambda vertex: vertex.params)
    findings.error(
        "K209",
        f"the model takes {graph.memory_bytes / 2**30:,.1f} GiB for its weights and one"
        f" example; {allowed / 2**30:,.1f} GiB are allowed",
        largest.span,
        hint=f"`{largest.name}` is the largest, with {largest.params:,} parameters",
    )


def _outputs(vertex: Vertex) -> tuple[tuple[int | None, ...], ...]:
    return tuple(tensor.shape for tensor in vertex.outputs)
