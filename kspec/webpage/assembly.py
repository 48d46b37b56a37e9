"""From a spec to what its page says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kspec import bundled
from kspec.drawing.quoting import identifiers
from kspec.errors import Diagnostic, GraphError
from kspec.graph import Graph, analyse
from kspec.schema import Spec, dump, loads
from kspec.text import Node, read_file
from kspec.webpage.content import Content, Listing, Model
from kspec.webpage.highlighting import pieces
from kspec.webpage.linking import Cast, Link, linked
from kspec.webpage.model import cast_of, model_of
from kspec.webpage.problems import placed, placeless
from kspec.webpage.spec_links import Place, entry_places, places, spec_links
from kspec.webpage.template import render


def page(spec: Spec) -> str:
    r"""The page of a spec: one HTML file that needs nothing else.

    Raises: GraphError K2xx with everything that does not fit; ToolError K501, K510
        where the diagram cannot be drawn.

    Example:
    >>> from kspec import loads
    >>> text = "{kspec: 1, inputs: {x: [8]}, layers: {y: {type: Dense, units: 2}}}"
    >>> page(loads(text)).partition("<html")[0]
    '<!doctype html>\n'
    """
    # A spec that was not read from a text has no lines yet.
    spec = spec if spec.source else loads(dump(spec))
    graph, diagnostics = analyse(spec)
    if graph is None:
        raise GraphError(*(one for one in diagnostics if one.severity == "error"))
    return render(content(spec, graph, diagnostics))


def content(
    spec: Spec,
    graph: Graph,
    diagnostics: Iterable[Diagnostic] = (),
    *,
    model: Model | None = None,
) -> Content:
    """What the page of a spec says.

    Args:
        graph: the spec's, or an earlier one where the spec is wrong now.
        model: what the page shows of the graph, where that is known already.
    """
    model = model or model_of(graph)
    found = tuple(diagnostics)
    ids = identifiers(vertex.name for vertex in graph.vertices)
    stale = any(one.severity == "error" for one in found)
    linked_keys = tuple(entry_places(spec, ids) if stale else places(graph, ids))
    cast = cast_of(model.rows, model.blocks)
    listings = [
        _listing(file, text, spec_links(tree, linked_keys, file), cast, spec.file)
        for file, text, tree in _sources(spec, linked_keys)
    ]
    return _content(listings, model, found, spec.name)


def _sources(
    spec: Spec, linked_keys: Iterable[Place]
) -> Iterator[tuple[str, str, Node]]:
    """The spec's text, then those of the files that its layers stand in."""
    yield spec.file, spec.source, spec.root
    for file in dict.fromkeys(span.file for span, _ in linked_keys):
        if file != spec.file:
            tree, text = read_file(file)
            yield file, text, tree


def broken(
    file: str, text: str, diagnostics: Iterable[Diagnostic], model: Model | None = None
) -> Content:
    """What the page says of a text that is no spec, beside an earlier model."""
    listing = _listing(file, text, (), Cast({}, {}), file)
    return _content([listing], model, tuple(diagnostics), file)


def _listing(
    file: str, text: str, links: Iterable[Link], cast: Cast, first: str
) -> Listing:
    lines = pieces(text.removesuffix("\n"), "yaml")
    return Listing(file, _title(file, first), linked(lines, links, cast))


def _title(file: str, first: str) -> str:
    """A file by its way from the first one's folder, or from that of kspec's specs.

    A page holds no path of the machine that made it.
    """
    path = Path(os.path.abspath(file))
    for folder in (Path(os.path.abspath(first)).parent, bundled.directory()):
        if file != first and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.name if file else ""


def _content(
    listings: list[Listing],
    model: Model | None,
    found: tuple[Diagnostic, ...],
    name: str,
) -> Content:
    errors = sum(one.severity == "error" for one in found)
    return Content(
        file=listings[0].title or name,
        spec=tuple(placed(listing, found) for listing in listings),
        model=model,
        problems=placeless(listings, found),
        errors=errors,
        stale=errors > 0 and model is not None,
    )
