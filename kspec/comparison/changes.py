"""Two graphs compared by what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kspec.comparison import edits
from kspec.comparison.matching import Matching, match
from kspec.comparison.nesting import placed
from kspec.comparison.order import out_of_order
from kspec.comparison.values import flat, plain
from kspec.comparison.wiring import Wiring
from kspec.graph import Graph, Vertex
from kspec.layers.defaults import same
from kspec.layers.model import Model
from kspec.text import plain as plain_tree


def changes(found: Matching) -> tuple[edits.Edit, ...]:
    """Every difference, the model's own first, then those of layers in order."""
    return (*_model(found), *_layers(found), *_parameters(found), *_training(found))


def _model(found: Matching) -> Iterator[edits.Edit]:
    old, new = found.old, found.new
    if old.name != new.name:
        yield edits.Renamed(old.name, new.name, is_model=True)
    if old.mode != new.mode:
        yield edits.Mode(old.mode, new.mode)
    yield from _words(None, None, old, new)
    wiring = Wiring(found)
    before, after = wiring.outputs()
    named = "mapping" in (old.outputs.form, new.outputs.form)
    names = old.outputs.names == new.outputs.names
    if before != after or old.outputs.form != new.outputs.form or (named and not names):
        yield edits.Outputs(*wiring.output_texts(), old.outputs.form, new.outputs.form)


def _layers(found: Matching) -> Iterator[edits.Edit]:
    wiring = Wiring(found)
    for vertex in found.removed:
        yield edits.Removed(vertex.name, vertex.kind, *wiring.around_old(vertex))
    for vertex in found.added:
        yield edits.Added(vertex.name, vertex.kind, *wiring.around_new(vertex))
    moved = _moved(found)
    for old in found.old.vertices:
        if old.name not in found.forward:
            continue
        new = found.new.by_name[found.forward[old.name]]
        if old.name != new.name:
            yield edits.Renamed(old.name, new.name)
        yield from _arguments(found, old, new)
        if rewired := wiring.rewired(old, new):
            yield edits.Rewired(old.name, new.name, *rewired)
        if old.name in moved:
            yield edits.Moved(old.name, new.name)
        yield from _words(old.name, new.name, old, new)


def _moved(found: Matching) -> set[str]:
    """The old names of the layers that stand elsewhere.

    Of two that changed places, either could be the one that moved. Both ways of
    comparing two models choose the same, the names decide.
    """
    there, back = found.forward, found.backward
    olds = [name for name in found.old.by_name if name in there]
    news = [name for name in found.new.by_name if name in back]
    if olds <= news:
        places = {name: at for at, name in enumerate(news)}
        return {olds[at] for at in out_of_order([places[there[n]] for n in olds])}
    places = {name: at for at, name in enumerate(olds)}
    return {back[news[at]] for at in out_of_order([places[back[n]] for n in news])}


def _arguments(found: Matching, old: Vertex, new: Vertex) -> Iterator[edits.Edit]:
    """What differs in the layer itself, in its call and in the model that it is."""
    shared = old.shares and found.forward.get(old.shares, old.shares)
    if shared != new.shares:
        yield edits.Changed(old.name, new.name, "use", old.shares, new.shares)
    before, after = (
        {f"call.{key}": value for key, value in plain_tree(vertex.call).items()}
        for vertex in (old, new)
    )
    yield from _compared(old, new, before, after)
    # A layer that is called again is compared where it is made.
    if not old.shares and not new.shares:
        yield from _layer(old, new)


def _layer(old: Vertex, new: Vertex) -> Iterator[edits.Edit]:
    are_models = isinstance(old.layer, Model) and isinstance(new.layer, Model)
    if old.kind != new.kind and not are_models:
        yield edits.Changed(old.name, new.name, "type", old.kind, new.kind)
    yield from _compared(old, new, _given(old), _given(new))
    # Of an application of Keras, its name and arguments say all.
    if are_models and old.model and new.model:
        inside = match(old.model, new.model)
        for edit in (*_model(inside), *_layers(inside)):
            if told := placed(edit, old.name, new.name):
                yield told


def _given(vertex: Vertex) -> dict[str, Any]:
    """The arguments that say something; of a nested model, the graph says the rest."""
    given = vertex.layer.changed()
    if isinstance(vertex.layer, Model):
        return {key: given[key] for key in ("trainable",) if key in given}
    # No activation, and the one that does nothing.
    return {k: v for k, v in given.items() if (k, v) != ("activation", "linear")}


def _compared(
    old: Vertex, new: Vertex, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[edits.Changed]:
    for key in {**before, **after}:
        both = key in before and key in after
        if not both or not same(before[key], after[key]):
            values = (
                plain(given.get(key, getattr(vertex.layer, key, None)))
                for vertex, given in ((old, before), (new, after))
            )
            yield edits.Changed(old.name, new.name, key, *values)


def _words(
    name: str | None, now: str | None, old: Graph | Vertex, new: Graph | Vertex
) -> Iterator[edits.Reworded]:
    for key in ("caption", "note"):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield edits.Reworded(name, now, key, before, after)


def _parameters(found: Matching) -> Iterator[edits.Parameter]:
    before, after = (_scalars(graph) for graph in (found.old, found.new))
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield edits.Parameter(name, before.get(name), after.get(name))


def _scalars(graph: Graph) -> dict[str, Any]:
    return {item.key: getattr(item.value, "value", None) for item in graph.parameters}


def _training(found: Matching) -> Iterator[edits.Training]:
    before, after = flat(found.old.train), flat(found.new.train)
    for path in {**before, **after}:
        if before.get(path) != after.get(path):
            yield edits.Training(path, before.get(path), after.get(path))
