"""The phases of a printed training: which layers learn in each."""

from __future__ import annotations

from collections.abc import Iterator

from kspec.codegen.experiment.writing import call, named, said, texts
from kspec.schema.stages import Stage

TRAINABLE = '''\
def leaves(model: keras.Model, before: str = "") -> Iterator[tuple[str, keras.Layer]]:
    """Yield the layers of a model by name, those of a nested one as `base/conv1`."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer, f"{before}{layer.name}/")
        else:
            yield f"{before}{layer.name}", layer


def matches(name: str, patterns: list[str]) -> bool:
    """Whether a pattern names the layer, or a model that it stands in."""
    steps = name.split("/")
    heads = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    return any(fnmatchcase(head, pattern) for pattern in patterns for head in heads)


def set_trainable(model: keras.Model, freeze: list[str], unfreeze: list[str]) -> None:
    """Freeze the layers that the first patterns name, but not those of the second."""
    layers = dict(leaves(model))
    frozen = {name for name, layer in layers.items() if not layer.trainable}
    frozen |= {name for name in layers if matches(name, freeze)}
    # A frozen model hides the weights of all its layers, so it is opened first.
    model.trainable = True
    for name, layer in layers.items():
        layer.trainable = name not in frozen or matches(name, unfreeze)'''


def frozen(stage: Stage) -> Iterator[str]:
    """Which layers learn from this phase on."""
    if stage.phase and (stage.phase.freeze or stage.phase.unfreeze):
        given = [
            named("freeze=", texts(stage.phase.freeze)),
            named("unfreeze=", texts(stage.phase.unfreeze)),
        ]
        yield said(call("set_trainable", "model", *given))
