"""Fields: the columns of one input or output, encoded and checked against the model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kspec.errors import DataError, Diagnostic
from kspec.graph import Graph
from kspec.schema.data import Column
from kspec.schema.places import Key
from kspec.schema.training import Train
from kspec.shape import Shape
from kspec.training.contract import (
    check_classes,
    check_ids,
    check_integers,
    check_integers_fit,
    fitted,
    is_sparse,
)
from kspec.training.encoding import Encoding, fit_encoding
from kspec.training.splitting import Rows, windows
from kspec.training.table import Array, Table, identifiers, numbers


@dataclass(frozen=True)
class Field:
    """One input or output.

    Args:
        key: its name.
        values: its columns as they stand in the source, all rows.
        encoding: how they become numbers.
        shape: of one sample in the model.
    """

    key: Key
    values: Array
    encoding: Encoding
    shape: Shape

    def samples(self, rows: Array) -> Array:
        """A sample for each of the rows.

        Raises: DataError K603.
        """
        encoded = self.encoding.apply(self.values[rows])
        return fitted(self.key, encoded, self.shape)

    def windows(self, starts: Array, length: int) -> Array:
        """A sample of `length` rows from each start.

        Raises: DataError K603.
        """
        encoded = self.encoding.apply(self.values)
        return fitted(self.key, windows(encoded, starts, length), self.shape)


@dataclass(frozen=True)
class Fields:
    """Makes the fields of one table."""

    table: Table
    rows: Rows
    train: Train
    graph: Graph

    def input(self, key: Key, column: Column) -> Field:
        """An input of the model.

        Raises: DataError K602, K604, K605.
        """
        tensor = self.graph.by_name[key.name].outputs[0]
        values = self._values(key, column)
        # NumPy has no bfloat16; Keras casts to it.
        dtype = tensor.dtype.replace("bfloat16", "float32")
        encoding = fit_encoding(column, values, self.rows.train, dtype=dtype)
        if "int" in dtype:
            self._check_whole(key, column, values)
            if not column.ids:
                check_integers_fit(key, values, dtype)
            check_ids(self.graph, key, encoding.apply(values))
        return Field(key, values, encoding, tensor.shape[1:])

    def target(self, name: str, key: Key, column: Column) -> Field:
        """An output of the model.

        Raises: DataError K602, K604, K605.
        """
        outputs = self.graph.outputs
        shape = self.graph.tensor(outputs.ports[outputs.names.index(name)]).shape[1:]
        values = self._values(key, column)
        sparse = is_sparse(self.train, name)
        classes = shape[-1] if shape and (sparse or column.one_hot) else None
        if classes is not None:
            self._check_whole(key, column, values)
            plain = column.model_copy(update={"one_hot": False})
            code = fit_encoding(plain, values, self.rows.train, dtype="int64")
            check_classes(key, code.apply(values), classes)
        encoding = fit_encoding(
            column,
            values,
            self.rows.train,
            dtype="int32" if sparse else "float32",
            classes=classes,
        )
        return Field(key, values, encoding, shape[:-1] if sparse else shape)

    def _values(self, key: Key, given: Column) -> Array:
        name = given.column or key.name
        if isinstance(name, tuple):
            columns = [numbers(self.table, Key(each, key.span)) for each in name]
            return np.stack(columns, axis=1)
        read = identifiers if given.ids else numbers
        return read(self.table, Key(name, key.span))

    def _check_whole(self, key: Key, column: Column, values: Array) -> None:
        if column.scale:
            message = f"`{key.name}` takes whole numbers, which `scale` does not give"
            hint = "leave out `scale:`, or give the input a float dtype"
            raise DataError(Diagnostic("K607", message, key.span, hint=hint))
        if not column.ids:
            check_integers(key, values, self.table)
