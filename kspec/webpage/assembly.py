"""From a spec to what its page says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from kspec.drawing.quoting import identifiers
from kspec.errors import Diagnostic, GraphError
from kspec.graph import Graph, analyse
from kspec.schema import Spec, dump, loads
from kspec.webpage.content import Content, Listing, Model
from kspec.webpage.highlighting import pieces
from kspec.webpage.linking import Cast, Link, linked
from kspec.webpage.model import cast_of, model_of
from kspec.webpage.problems import placed, placeless
from kspec.webpage.spec_links import spec_links
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
    ids = identifiers(vertex.name for vertex in graph.vertices)
    links = spec_links(spec, graph, ids, spec.file)
    cast = cast_of(model.rows, model.blocks)
    listing = _listing(spec.file, spec.source, links, cast)
    return _content(listing, model, diagnostics, spec.name)


def broken(
    file: str, text: str, diagnostics: Iterable[Diagnostic], model: Model | None = None
) -> Content:
    """What the page says of a text that is no spec, beside an earlier model."""
    return _content(_listing(file, text, (), Cast({}, {})), model, diagnostics, file)


def _listing(file: str, text: str, links: Iterable[Link], cast: Cast) -> Listing:
    return Listing(file, linked(pieces(text.removesuffix("\n"), "yaml"), links, cast))


def _content(
    listing: Listing, model: Model | None, diagnostics: Iterable[Diagnostic], name: str
) -> Content:
    found = tuple(diagnostics)
    errors = sum(one.severity == "error" for one in found)
    return Content(
        file=PurePath(listing.name).name or name,
        spec=(placed(listing, found),),
        model=model,
        problems=placeless([listing], found),
        errors=errors,
        stale=errors > 0 and model is not None,
    )
