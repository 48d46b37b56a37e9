"""Predicting by a run: new rows in, predictions in the data's own units out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import Diagnostic, ToolError, UsageError
from kspec.files import replacing
from kspec.graph import compile_spec
from kspec.training.fitting import Interface
from kspec.training.measures import tells_classes
from kspec.training.preparation import Preparation, Prepared
from kspec.training.saved import find_run
from kspec.training.table import Array

ENDINGS = (".csv", ".parquet", ".npz")


@dataclass(frozen=True)
class Predictions:
    """What a model says of new rows.

    Args:
        rows: the number of each in the given file, from 1; of a window, the last that
            it knows.
        columns: for each output its values in the data's own units. An output that
            tells classes has the name of the likeliest, and under `NAME_probabilities`
            the probability of each.
        labels: for such an output the names of its classes, in order.
        omitted: how many rows were left out.
        files: of images, the file of each, which names its row in a table.
    """

    rows: Array
    columns: dict[str, Array]
    labels: dict[str, tuple[str, ...]]
    omitted: int
    files: tuple[str, ...] | None = None

    @property
    def _places(self) -> dict[str, Array]:
        """The column that tells what each line is about."""
        return (
            {"row": self.rows} if self.files is None else {"file": np.array(self.files)}
        )

    def flat(self) -> dict[str, Array]:
        """A column of single values each, as a table has them.

        Raises: UsageError K923 for values with more than one axis.
        """
        found = self._places
        for name, values in self.columns.items():
            values = values.reshape(len(values), -1) if values.ndim == 2 else values
            if values.ndim == 1:
                found[name] = values
            elif values.ndim == 2 and values.shape[1] == 1:
                found[name] = values[:, 0]
            elif values.ndim == 2:
                heads = self._heads(name, values.shape[1])
                found |= dict(zip(heads, values.T, strict=True))
            else:
                message = (
                    f"a table has no room for `{name}` of shape {values.shape[1:]}"
                )
                hint = "write `-o FILE.npz`"
                raise UsageError(Diagnostic("K923", message, hint=hint))
        return found

    def _heads(self, name: str, size: int) -> list[str]:
        output = name.removesuffix("_probabilities")
        labels = self.labels.get(output) if name != output else None
        return [f"{output}_{one}" for one in labels or range(1, size + 1)]

    def save(self, path: Path) -> None:
        """Write a table (CSV, Parquet) or the arrays (npz).

        Raises: UsageError K923 for another ending, ToolError K503 and K506.
        """
        check_ending(path)
        with replacing(path) as temporary:
            if path.suffix == ".npz":
                arrays: dict[str, Any] = {**self._places, **self.columns}
                np.savez(temporary, **arrays)
                return
            _write_table(temporary, self.flat())


def predict(
    run: str | Path, source: str | Path, *, runs: str | Path = "runs"
) -> Predictions:
    """What a run's model says of the rows of a file, or of the images in a folder.

    The run's folder is enough: it holds the model and how its data were prepared.

    Args:
        run: its folder, a folder of runs, or a spec, whose newest run is taken.
        source: CSV, Parquet, npz, npy, idx or a folder, with the columns of the inputs.
        runs: the folder of all runs.

    Raises: UsageError K921 and K922 where there is no run, DataError K6xx where the
        rows do not fit.
    """
    saved = find_run(run, runs)
    train, preparation = saved.spec.train, saved.preparation
    assert train is not None
    pieces = pieces_of(preparation, Path(source))
    interface = Interface.of(compile_spec(saved.spec))
    raw = predicted(saved.model, interface, pieces, train.batch_size)
    columns: dict[str, Array] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name, values in raw.items():
        if tells_classes(train, name, preparation.target(name).encoding):
            labels[name] = _labels(preparation, name, values.shape[-1])
            columns[name] = np.array(labels[name])[values.argmax(-1)]
            columns[f"{name}_probabilities"] = values
        else:
            columns[name] = preparation.inverted(name, values)
    rows = np.concatenate([piece.rows for piece in pieces])
    omitted = sum(one.count for piece in pieces for one in piece.omitted)
    files = [name for piece in pieces for name in piece.files or ()]
    return Predictions(rows, columns, labels, omitted, tuple(files) or None)


def pieces_of(
    preparation: Preparation, path: Path, *, targets: bool = False
) -> list[Prepared]:
    """The rows of a file as the model takes them; a large file comes in pieces.

    Raises: UsageError K901 where there is no such file, DataError K6xx.
    """
    if not path.exists():
        raise UsageError(Diagnostic("K901", f"there is no file `{path}`"))
    tables = preparation.read(path)
    return [preparation.prepare(table, targets=targets) for table in tables]


def predicted(
    model: Any, interface: Interface, pieces: list[Prepared], batch_size: int
) -> dict[str, Array]:
    """The model's outputs by name, for all pieces together."""
    found = [
        interface.predict(model, piece.inputs, batch_size=batch_size)
        for piece in pieces
    ]
    return {
        name: np.concatenate([outputs[name] for outputs in found])
        for name in interface.outputs
    }


def check_ending(path: Path) -> None:
    """Whether predictions can be written to such a file.

    Raises: UsageError K923.
    """
    if path.suffix not in ENDINGS:
        message = f"predictions are written to {', '.join(ENDINGS)}, got `{path.name}`"
        hint = f"write `-o {path.with_suffix('.csv').name}`"
        raise UsageError(Diagnostic("K923", message, hint=hint))


def _labels(preparation: Preparation, name: str, classes: int) -> tuple[str, ...]:
    known = preparation.labels(name) or ()
    named = [known[at] if at < len(known) else None for at in range(classes)]
    return tuple(str(at) if label is None else label for at, label in enumerate(named))


def _write_table(path: Path, columns: dict[str, Array]) -> None:
    import pandas

    frame = pandas.DataFrame(columns)
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, lineterminator="\n")
        return
    try:
        frame.to_parquet(path, index=False)
    except ImportError as error:
        message = "writing Parquet needs `pyarrow`, which is not installed"
        hint = 'pip install "pyarrow", or write CSV'
        raise ToolError(Diagnostic("K506", message, hint=hint)) from error
