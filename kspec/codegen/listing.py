"""The sequential style: the layers as a list, a comprehension for a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kspec.codegen.frame import Frame
from kspec.codegen.layout import INDENT, Document, Group, Indented, Line, lay_out
from kspec.codegen.lines import Lines, captioned
from kspec.codegen.statements import counted
from kspec.plan import Invocation, Site


def listing(sites: Iterable[Site], frame: Frame, indent: int) -> Iterator[Lines]:
    """The items of a list of layers, on lines of their own."""
    for site in sites:
        source = lay_out((_item(site, frame), ","), indent)
        yield Lines(captioned(source, indent, site.made.caption), site.vertices)


def _item(site: Site, frame: Frame) -> Document:
    made = site.made
    if isinstance(made, Invocation):
        layers = frame.invoked(made, ())
        return (
            _several(site, layers, frame) if _is_asked(site) else Group(("*", layers))
        )
    layer = frame.construct(made)
    return _copied(site, layer, frame) if _is_asked(site) else layer


def _is_asked(site: Site) -> bool:
    return site.repeat is not None or site.when is not None


def _copied(site: Site, layer: Document, frame: Frame) -> Document:
    """The copies of a layer, or the layer where it is asked for."""
    if site.repeat is None:
        return _either(Group(("[", layer, "]")), site, frame)
    return _unpacked([layer, f"for {_loop(site, frame)}", *_asked(site, frame)])


def _several(site: Site, layers: Document, frame: Frame) -> Document:
    """The layers of a block's copies, or of one where it is asked for."""
    if site.repeat is None:
        return _either(layers, site, frame)
    copies = [f"for {_loop(site, frame)}", *_asked(site, frame)]
    return _unpacked(["layer", *copies, Group(("for layer in ", layers))])


def _either(layers: Document, site: Site, frame: Frame) -> Document:
    return _unpacked([layers, *_asked(site, frame), "else []"])


def _asked(site: Site, frame: Frame) -> list[Document]:
    if site.when is None:
        return []
    return [Group(("if ", frame.printer.argument(site.when)))]


def _loop(site: Site, frame: Frame) -> str:
    assert site.repeat is not None
    return f"{frame.counter(site)} in {counted(frame, site.repeat)}"


def _unpacked(parts: list[Document]) -> Document:
    """An expression in parentheses after a star, broken between its parts."""
    inside: list[Document] = [Line()]
    for at, part in enumerate(parts):
        inside += [Line(" "), part] if at else [part]
    return Group(("*(", Indented(tuple(inside)), Line(), ")"))


DEPTH = 3 * INDENT
"""How far the items of a model's list are indented."""
