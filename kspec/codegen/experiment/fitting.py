"""The printed `main()`: seed, data, model, compile, fit, measure, save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kspec.codegen.experiment.phases import TRAINABLE, frozen
from kspec.codegen.experiment.writing import (
    assign,
    call,
    named,
    number,
    refusal,
    remark,
    said,
)
from kspec.codegen.expressions import Printer, literal
from kspec.codegen.layout import Document, listed
from kspec.graph import Graph
from kspec.layers.objects.object import Object
from kspec.plan import construction
from kspec.schema.places import Places
from kspec.schema.stages import Stage, stages
from kspec.schema.training import Train, is_sparse, of_output

BEST = "best.weights.h5"
HISTORY = "history.csv"


@dataclass(frozen=True)
class Fitting:
    """What `main()` does.

    Args:
        validation: whether there is a part beside the test part to be watched.
        batches: whether the parts are made of batches, as for photos.
        told: whether the validation part may be empty.
    """

    name: str
    train: Train
    graph: Graph
    places: Places
    validation: bool
    told: bool = False
    batches: bool = False

    def lines(self) -> Iterator[str]:
        """The function, and its call where the module is run."""
        train = self.train
        yield "def main() -> None:"
        yield '    """Train the model, measure it on the test part and save it."""'
        yield said(f"keras.utils.set_random_seed({train.seed})")
        if train.dtype_policy != "float32":
            policy = literal(train.dtype_policy)
            yield said(f"keras.config.set_dtype_policy({policy})")
        yield from self._loaded()
        yield assign("model", "build_model()")
        yield from self._class_weight()
        if train.checkpoint.restore:
            yield from self._best()
        for stage in stages(train):
            yield from self._stage(stage)
        if train.checkpoint.restore:
            yield said(f"model.load_weights({literal(BEST)})")
        yield self._measured()
        yield said("model.save(", literal(f"{self.name}.keras"), ")")
        yield "\n"
        yield 'if __name__ == "__main__":'
        yield "    main()"

    @property
    def _watched(self) -> str:
        return "validation" if self.validation else "test"

    def _loaded(self) -> Iterator[str]:
        middle = "validation, " if self.validation else ""
        yield said(f"train, {middle}test = load_data()")
        if self.told and not self.batches:
            yield said("validation = validation if len(validation[1]) else test")
        if not self.batches:
            weight = ", weight" if self.train.sample_weight else ""
            yield said(f"x, y{weight} = train")

    def _class_weight(self) -> Iterator[str]:
        given = self.train.class_weight
        if given is None:
            return
        span = self.places.at("class_weight")
        if self.graph.outputs.form != "one":
            raise refusal("class_weight", "Keras takes it for one output", span)
        if self.train.sample_weight:
            why = "Keras takes no `class_weight` beside `sample_weight`"
            raise refusal("class_weight", why, span)
        name = self.graph.outputs.names[0]
        weights: Any = given[name] if isinstance(given, dict) else given
        if weights != "balanced":
            pairs = (f"{at}: {number(weight)}" for at, weight in enumerate(weights))
            yield assign("class_weight", listed("{", pairs, "}"))
            return
        shape = self.graph.tensor(self.graph.outputs.ports[0]).shape
        units = (shape[-1] if shape else None) or 1
        classes = max(units, 2)
        target = "train.y" if self.batches else "y"
        numbers = f"{target}.reshape(len({target})).astype(int)"
        if units > 1 and self._is_one_hot():
            numbers = f"{target}.argmax(-1)"
        yield remark("Each class has the same share in the loss.")
        yield assign("counts", call("np.bincount", numbers, f"minlength={classes}"))
        share = f"sum(counts) / ({classes} * np.maximum(counts, 1))"
        yield assign("class_weight", f"dict(enumerate({share}))")

    def _is_one_hot(self) -> bool:

        return not is_sparse(self.train, self.graph.outputs.names[0])

    def _best(self) -> Iterator[str]:
        checkpoint = self.train.checkpoint
        given = [
            literal(BEST),
            f"monitor={literal(checkpoint.monitor)}",
            f'mode="{"max" if checkpoint.grows else "min"}"',
            "save_best_only=True",
            "save_weights_only=True",
        ]
        yield assign("best", call("keras.callbacks.ModelCheckpoint", *given))

    def _stage(self, stage: Stage) -> Iterator[str]:
        """Compile and fit, once or for each phase."""
        if stage.number:
            yield ""
            yield remark(f"Phase {stage.number}.")
            yield from frozen(stage)
        yield said(call("model.compile", *self._compiled(stage)))
        given = self._fitted(stage)
        history = "history = " if stage.number and not stage.last else ""
        yield said(history, call("model.fit", *given))
        if history:
            before = "done + " if stage.number > 1 else ""
            yield assign("done", f"{before}len(history.epoch)")

    def _compiled(self, stage: Stage) -> Iterator[Document]:
        train, names = self.train, self.graph.outputs.names
        yield named("optimizer=", _made(stage.optimizer(train)))
        losses = {name: _made(of_output(train.loss, name)) for name in names}
        yield named("loss=", self._held(losses))
        for key in ("metrics", "weighted_metrics"):
            given = {n: of_output(getattr(train, key), n, ()) for n in names}
            if any(given.values()):
                lists = {n: listed("[", map(_made, g), "]") for n, g in given.items()}
                yield named(f"{key}=", self._held(lists))
        if train.loss_weights:
            given = train.loss_weights
            weights = {n: number(given.get(n, 1.0)) for n in names}
            yield named("loss_weights=", self._held(weights))
        if train.jit_compile != "auto":
            yield f"jit_compile={train.jit_compile}"
        if train.steps_per_execution != 1:
            yield f"steps_per_execution={train.steps_per_execution}"

    def _held(self, values: Mapping[str, Document]) -> Document:
        """Values by output in the structure that the model's outputs have."""
        match self.graph.outputs.form:
            case "one":
                return values[self.graph.outputs.names[0]]
            case "list":
                return listed("[", values.values(), "]")
            case "mapping":
                pairs = (named(f"{literal(k)}: ", v) for k, v in values.items())
                return listed("{", pairs, "}")

    def _fitted(self, stage: Stage) -> Iterator[Document]:
        train = self.train
        if self.batches:
            yield "train"
        else:
            yield from ("x", "y")
            if train.sample_weight:
                yield "sample_weight=weight"
            yield f"batch_size={train.batch_size}"
        if stage.number > 1:
            yield "initial_epoch=done"
        yield f"epochs={'done + ' if stage.number > 1 else ''}{stage.epochs}"
        if train.class_weight is not None:
            yield "class_weight=class_weight"
        yield f"validation_data={self._watched}"
        if not train.shuffle and not self.batches:
            yield "shuffle=False"
        yield named("callbacks=", listed("[", self._callbacks(stage), "]"))

    def _callbacks(self, stage: Stage) -> Iterator[Document]:
        yield from map(_made, self.train.callbacks)
        if self.train.checkpoint.restore:
            yield "best"
        append = ["append=True"] if stage.number > 1 else []
        yield call("keras.callbacks.CSVLogger", literal(HISTORY), *append)

    def _measured(self) -> str:
        size = f"batch_size={self.train.batch_size}"
        if self.batches:
            return said("model.evaluate(test)")
        if self.train.sample_weight:
            return said(f"model.evaluate(*test[:2], sample_weight=test[2], {size})")
        return said(f"model.evaluate(*test, {size})")


def functions(train: Train) -> tuple[str, ...]:
    """The functions that `main()` calls beside `load_data()` and `build_model()`."""
    return (TRAINABLE,) if train.phases else ()


def _made(value: str | Object) -> Document:
    if isinstance(value, Object):
        return Printer().call(construction(value))
    return literal(value)
