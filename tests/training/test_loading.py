"""Datasets against arrays computed by hand, without leaks, and every refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kspec.errors import DataError, GraphError, UsageError
from kspec.training import Dataset, load_dataset
from kspec.training.table import loaded
from tests.training.small import (
    DENSE,
    SERIES,
    series_data,
    spec_in,
    table_data,
    write_csv,
)

EMBEDDED: dict[str, Any] = {
    "kspec": 1,
    "name": "embedded",
    "inputs": {"x": {"shape": [1], "dtype": "int32"}},
    "layers": {
        "vectors": {"type": "Embedding", "input_dim": 3, "output_dim": 2},
        "flat": {"type": "Flatten"},
        "y": {"type": "Dense", "units": 1},
    },
}
CLASSES: dict[str, Any] = {
    "kspec": 1,
    "name": "classes",
    "inputs": {"x": {"shape": [1]}},
    "layers": {"y": {"type": "Dense", "units": 3, "activation": "softmax"}},
}
PAIR: dict[str, Any] = {
    "kspec": 1,
    "name": "pair",
    "inputs": {"a": {"shape": [2]}, "b": {"shape": [1]}},
    "layers": {
        "p": {"type": "Dense", "units": 1, "from": "a"},
        "q": {"type": "Dense", "units": 1, "from": "b"},
    },
    "outputs": ["q", "p"],
}
ROWS = [(1, 10), (2, 20), (3, 30), (4, 40), (5, 50)]


def dataset(
    folder: Path,
    model: dict[str, Any] = DENSE,
    data: dict[str, Any] | None = None,
    **fit: Any,
) -> Dataset:
    return load_dataset(spec_in(folder, model, data or table_data(), **fit))


def refused(
    folder: Path,
    model: dict[str, Any] = DENSE,
    data: dict[str, Any] | None = None,
    **fit: Any,
) -> DataError | GraphError:
    with pytest.raises((DataError, GraphError)) as caught:
        dataset(folder, model, data, **fit)
    first = caught.value.diagnostics[0]
    assert first.span is not None
    assert first.span.file.endswith("spec.yaml")
    return caught.value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv(tmp_path / "rows.csv", ["x", "y"], ROWS)
    return tmp_path


def test_a_table_becomes_arrays_in_the_models_shapes(folder: Path) -> None:
    found = dataset(folder)
    assert loaded(found.train.inputs["x"]).tolist() == [[1], [2], [3], [4]]
    assert loaded(found.train.targets["y"]).tolist() == [[10], [20], [30], [40]]
    assert loaded(found.test.inputs["x"]).tolist() == [[5]]
    assert found.train.inputs["x"].dtype == found.train.targets["y"].dtype == np.float32
    assert found.validation is None
    assert found.watched is found.test


def test_a_validation_part_lies_between_the_others(folder: Path) -> None:
    data = table_data(split={"test": 0.2, "validation": 0.2, "by": "time"})
    found = dataset(folder, data=data)
    assert found.validation is not None
    assert loaded(found.validation.inputs["x"]).tolist() == [[4]]
    assert found.watched is found.validation
    assert found.facts()["samples"] == {"train": 3, "validation": 1, "test": 1}


def test_a_column_of_time_orders_the_rows(folder: Path) -> None:
    write_csv(
        folder / "rows.csv",
        ["x", "y", "month"],
        [(1, 10, "1900-03"), (2, 20, "1900-01"), (3, 30, "1900-02")],
    )
    found = dataset(folder, data=table_data(time="month"))
    assert loaded(found.train.inputs["x"]).tolist() == [[2], [3]]
    assert loaded(found.test.inputs["x"]).tolist() == [[1]]


def test_several_inputs_and_outputs_stand_in_the_models_order(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["u", "v", "w"], [(1, 2, 3), (4, 5, 6)])
    data = table_data(
        inputs={"b": {"column": "w"}, "a": {"column": ["u", "v"]}},
        targets={"p": {"column": "u"}, "q": {"column": "v"}},
        split={"test": 0.5, "by": "time"},
    )
    found = dataset(folder, PAIR, data)
    assert list(found.train.inputs) == ["a", "b"]
    assert list(found.train.targets) == ["q", "p"]
    assert loaded(found.train.inputs["a"]).tolist() == [[1, 2]]
    assert loaded(found.train.inputs["b"]).tolist() == [[3]]
    assert loaded(found.train.targets["q"]).tolist() == [[2]]


def test_classes_become_vectors_or_stay_numbers_as_the_loss_asks(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(1, 2), (2, 0), (3, 1)])
    data = table_data(targets={"y": {"one_hot": True}})
    found = dataset(folder, CLASSES, data, loss="categorical_crossentropy")
    assert loaded(found.train.targets["y"]).tolist() == [[0, 0, 1], [1, 0, 0]]
    found = dataset(folder, CLASSES, loss="sparse_categorical_crossentropy")
    assert loaded(found.train.targets["y"]).tolist() == [2, 0]
    assert found.train.targets["y"].dtype == np.int32


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (True, [[0, 0, 1], [1, 0, 0], [0, 1, 0]]),
        ({"values": ["cat", "bee", "ant"]}, [[1, 0, 0], [0, 0, 1], [0, 1, 0]]),
    ],
)
def test_class_names_are_numbered(folder: Path, ids: Any, expected: Any) -> None:
    rows = [(1, "cat"), (2, "ant"), (3, "bee"), (4, "ant")]
    write_csv(folder / "rows.csv", ["x", "y"], rows)
    data = table_data(targets={"y": {"ids": ids, "one_hot": True}})
    found = dataset(folder, CLASSES, data, loss="categorical_crossentropy")
    assert loaded(found.train.targets["y"]).tolist() == expected
    labels = found.preparation.labels("y")
    assert labels == (("ant", "bee", "cat") if ids is True else tuple(ids["values"]))


def test_a_class_of_the_test_part_alone_is_refused(folder: Path) -> None:
    rows = [(1, "cat"), (2, "ant"), (3, "cat"), (4, "bee")]
    write_csv(folder / "rows.csv", ["x", "y"], rows)
    data = table_data(targets={"y": {"ids": True}})
    error = refused(folder, CLASSES, data, loss="sparse_categorical_crossentropy")
    assert "K605 `y` in row 4 of `rows.csv` is 'bee', which the training" in str(error)
    assert "`ids: {values: […]}` names all classes" in str(error)


def test_ids_that_training_never_saw_have_the_number_0(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(70, 1), (5, 2), (900, 3)])
    data = table_data(inputs={"x": {"ids": {"first": 1}}})
    found = dataset(folder, EMBEDDED, data)
    assert loaded(found.train.inputs["x"]).tolist() == [[2], [1]]
    assert loaded(found.test.inputs["x"]).tolist() == [[0]]
    assert found.train.inputs["x"].dtype == np.int32


def test_ids_that_training_never_saw_are_refused_without_a_place(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(70, 1), (5, 2), (900, 3)])
    error = refused(folder, EMBEDDED, table_data(inputs={"x": {"ids": True}}))
    assert "K605 `x` in row 3 of `rows.csv` is '900'" in str(error)
    assert "`ids: {first: 1}` keeps number 0" in str(error)


def test_more_ids_than_the_embedding_has_rows_are_refused(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(i, 1) for i in (8, 6, 4, 2, 8)])
    error = refused(folder, EMBEDDED, table_data(inputs={"x": {"ids": True}}))
    assert "K605 `x` has 4 ids, numbered 0 to 3; `vectors` has rows" in str(error)


def series(folder: Path, values: list[float], **changes: Any) -> Dataset:
    write_csv(folder / "rows.csv", ["x"], [(value,) for value in values])
    return dataset(folder, SERIES, series_data(**changes))


def test_windows_are_those_computed_by_hand(folder: Path) -> None:
    found = series(folder, [0, 1, 2, 3, 4, 5, 10, 7, 8, 9, 6, 11])
    # Scaled by the first six rows alone: 0 to 5.
    train = np.array([[0, 1, 2], [1, 2, 3]], np.float32) / 5
    np.testing.assert_array_equal(loaded(found.train.inputs["x"])[..., 0], train)
    targets = np.array([[3, 4], [4, 5]], np.float32) / 5
    np.testing.assert_array_equal(found.train.targets["y"], targets)
    test = np.array([[3, 4, 5], [4, 5, 10], [5, 10, 7], [10, 7, 8], [7, 8, 9]])
    np.testing.assert_allclose(
        loaded(found.test.inputs["x"])[..., 0] * 5, test, rtol=1e-6
    )
    assert found.test.positions[0].tolist() == [6, 7]
    assert loaded(found.truth["y"]).tolist() == [0, 1, 2, 3, 4, 5, 10, 7, 8, 9, 6, 11]


def test_another_column_may_be_the_target_of_windows(folder: Path) -> None:
    rows = [(i, i * 100) for i in range(12)]
    write_csv(folder / "rows.csv", ["x", "level"], rows)
    data = series_data(targets={"y": {"column": "level"}})
    assert loaded(dataset(folder, SERIES, data).train.targets["y"]).tolist() == [
        [300, 400],
        [400, 500],
    ]


@pytest.mark.parametrize("scale", ["minmax", "standard"])
@pytest.mark.parametrize("by", ["random", "time"])
def test_the_test_part_leaks_nothing_into_training(
    folder: Path, scale: str, by: str
) -> None:
    data = table_data(
        inputs={"x": {"scale": scale}},
        targets={"y": {"scale": scale}},
        split={"test": 0.4, "validation": 0.2, "by": by},
    )
    before = dataset(folder, data=data)
    held_out = {*before.rows.test.tolist(), *before.rows.validation.tolist()}
    rows = [(1e6, -1e6) if i in held_out else row for i, row in enumerate(ROWS)]
    write_csv(folder / "rows.csv", ["x", "y"], rows)
    assert_same_training(before, dataset(folder, data=data))


def test_the_test_part_of_a_series_leaks_nothing_into_training(folder: Path) -> None:
    split = {"test": 0.3, "validation": 0.2, "by": "time"}
    values = [float(value) for value in range(20)]
    before = series(folder, values, split=split)
    after = series(folder, values[:10] + [1e6] * 10, split=split)
    assert_same_training(before, after)


def assert_same_training(before: Dataset, after: Dataset) -> None:
    for side in ("inputs", "targets"):
        ours, theirs = getattr(before.train, side), getattr(after.train, side)
        for name, values in ours.items():
            np.testing.assert_array_equal(values, theirs[name])
        codes, others = getattr(before, side), getattr(after, side)
        assert {n: c.to_json() for n, c in codes.items()} == {
            n: c.to_json() for n, c in others.items()
        }


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"source": "none.csv"}, "K601", "no file `none.csv`"),
        ({"source": "../rows.csv"}, "K601", "outside the spec's folder"),
        ({"inputs": {"x": {"column": "X1"}}}, "K602", "no column `X1`"),
        ({"time": "when"}, "K602", "no column `when`"),
        ({"inputs": {"x": {"column": ["x", "y"]}}}, "K603", "has the shape [2]"),
        ({"inputs": {"z": {}}}, "K607", "the model has no input `z`"),
        ({"inputs": {"x": {}, "z": {}}}, "K607", "the model has no input `z`"),
        ({"targets": {"w": {}}}, "K607", "the model's output `y` has no target"),
        ({"split": {}}, "K607", "nothing is held out"),
    ],
)
def test_data_that_do_not_fit_are_refused(
    folder: Path, changes: dict[str, Any], code: str, expected: str
) -> None:
    error = refused(folder, data=table_data(**changes))
    assert code in {found.code for found in error.diagnostics}
    assert expected in str(error)


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        ({"loss": {"z": "mse"}}, "the model has no output `z`"),
        ({"loss": {"z": "mse"}}, "the model's output `y` has no loss"),
        ({"metrics": {"z": ["mae"]}}, "the model has no output `z`"),
        ({"loss_weights": {"z": 1}}, "the model has no output `z`"),
    ],
)
def test_settings_by_output_name_outputs(
    folder: Path, fit: dict[str, Any], expected: str
) -> None:
    assert expected in str(refused(folder, **fit))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [(1, 1), (2, "")],
            "`y` in row 2 of `rows.csv` has to be a number, got nothing",
        ),
        ([(1, 1), ("two", 2)], "row 2 of `rows.csv` has to be a number, got 'two'"),
        ([(1, 1), ("inf", 2)], "got inf"),
        ([(1, 1), (2,)], "row 2: 1 field instead of the header's 2"),
        ([(1, 1), (2, 2, 2)], "row 2: 3 fields instead of the header's 2"),
    ],
)
def test_bad_rows_are_shown(
    folder: Path, rows: list[tuple[Any, ...]], expected: str
) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], rows)
    error = refused(folder)
    assert error.diagnostics[0].code == "K604"
    assert expected in str(error)


def test_an_integer_input_takes_whole_numbers(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(0, 1), (1.5, 1)])
    error = refused(folder, EMBEDDED)
    assert "row 2 of `rows.csv` has to be a whole number, got 1.5" in str(error)
    error = refused(folder, EMBEDDED, table_data(inputs={"x": {"scale": "minmax"}}))
    assert "K607 `x` takes whole numbers" in str(error)


def test_integers_that_would_wrap_around_are_refused(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(0, 1), (2**31, 1)])
    model = DENSE | {"inputs": {"x": {"shape": [1], "dtype": "int32"}}}
    error = refused(folder, model)
    assert "K605 `x` in row 2 of `rows.csv` has to be a whole number from" in str(error)
    assert "as int32 cannot hold others, got 2147483648" in str(error)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float64", "bool"])
def test_inputs_of_every_kind_are_made(folder: Path, dtype: str) -> None:
    model = DENSE | {"inputs": {"x": {"shape": [1], "dtype": dtype}}}
    made = dataset(folder, model).train.inputs["x"].dtype
    assert made == ("float32" if dtype == "bfloat16" else dtype)


@pytest.mark.parametrize("worst", [3, -1])
def test_ids_outside_the_embedding_are_refused(folder: Path, worst: int) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(0, 1), (worst, 1), (1, 1)])
    error = refused(folder, EMBEDDED)
    assert error.diagnostics[0].code == "K605"
    assert "`vectors` has rows for the ids 0 to 2" in str(error)


@pytest.mark.parametrize(
    ("target", "loss"),
    [
        ({"one_hot": True}, "categorical_crossentropy"),
        ({}, "sparse_categorical_crossentropy"),
    ],
)
@pytest.mark.parametrize("worst", [3, -1])
def test_classes_outside_the_output_are_refused(
    folder: Path, target: dict[str, Any], loss: str, worst: int
) -> None:
    write_csv(folder / "rows.csv", ["x", "y"], [(1, 0), (2, worst), (3, 1)])
    error = refused(folder, CLASSES, table_data(targets={"y": target}), loss=loss)
    assert "K605" in str(error)
    assert "units for the classes 0 to 2" in str(error)


def test_windows_of_another_length_are_refused_with_both_shapes(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x"], [(i,) for i in range(20)])
    data = series_data(window={"length": 4, "horizon": 2})
    error = refused(folder, SERIES, data)
    assert "K603 a sample of `x` has the shape [4, 1], the model's is [3, 1]" in str(
        error
    ) or ("has the shape [4], the model's is [3, 1]" in str(error))


def test_too_few_rows_for_a_window_are_refused(folder: Path) -> None:
    write_csv(folder / "rows.csv", ["x"], [(i,) for i in range(8)])
    error = refused(folder, SERIES, series_data())
    assert "K606 the training part has 4 rows; a window needs 5" in str(error)


def test_a_spec_without_training_is_a_wrong_call(folder: Path) -> None:
    from kspec import loads
    from kspec.text import from_plain, write

    with pytest.raises(UsageError, match="K920 `small` has no `train:`"):
        load_dataset(loads(write(from_plain(DENSE))))


def test_every_wrong_name_is_told_at_once(folder: Path) -> None:
    error = refused(
        folder, data=table_data(inputs={"z": {}}, targets={"w": {}}), loss={"v": "mse"}
    )
    assert len(error.diagnostics) == 6


def test_lists_are_brought_to_the_length_of_the_input(tmp_path: Path) -> None:
    import pandas as pd

    lists = [[1, 2], [1, 2, 0, 2, 1], [], [2]]
    pd.DataFrame({"x": lists, "y": [1, 2, 3, 4]}).to_parquet(tmp_path / "a.parquet")
    model = EMBEDDED | {"inputs": {"x": {"shape": [3], "dtype": "int32"}}}
    found = dataset(tmp_path, model, table_data(source="a.parquet"))
    assert loaded(found.train.inputs["x"]).tolist() == [[0, 1, 2], [0, 2, 1], [0, 0, 0]]
