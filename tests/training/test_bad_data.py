"""Bad data, case by case: each is an error with its place, or counted where skipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kspec.errors import DataError
from kspec.training import load_dataset
from kspec.training.table import loaded
from tests.training.small import DENSE, FIT, spec_in, table_data

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
CLASSES: dict[str, Any] = DENSE | {
    "layers": {"y": {"type": "Dense", "units": 3, "activation": "softmax"}}
}
SPARSE = "sparse_categorical_crossentropy"
GOOD = b"1,1\n2,2\n0,0\n1,1\n"


@dataclass(frozen=True)
class Case:
    """A file, what is said of it, and what is left where bad rows are skipped.

    Args:
        text: of rows.csv, the header `x,y` left out where it begins with a number.
        says: the code and the message, or a part of it.
        skipped: what is told of the rows that are left out; None where the file is
            refused in any case.
    """

    name: str
    text: bytes
    says: str
    skipped: str | None
    model: dict[str, Any] = field(default_factory=lambda: DENSE)
    loss: str = FIT["loss"]

    @property
    def content(self) -> bytes:
        return b"x,y\n" + self.text if self.text[:1].isdigit() else self.text


CASES = [
    Case(
        "an empty cell",
        GOOD + b"3,\n",
        "K604 `y` in row 5 of `rows.csv` has to be a number, got nothing",
        "1 row left out: `y` is missing (row 5 of `rows.csv`)",
    ),
    Case(
        "a word among numbers",
        GOOD + b"three,3\n",
        "K604 `x` in row 5 of `rows.csv` has to be a number, got 'three'",
        "1 row left out: `x` is not a number (row 5 of `rows.csv`)",
    ),
    Case(
        "several bad cells in a column",
        GOOD + b"a,3\nb,4\n",
        "K604 `x` in row 5 of `rows.csv` has to be a number, got 'a' (and 1 row more)",
        "2 rows left out: `x` is not a number (row 5 of `rows.csv`, row 6 of",
    ),
    Case(
        "NaN as a word",
        GOOD + b"NaN,3\n",
        "K604 `x` in row 5 of `rows.csv` has to be a number, got 'NaN'",
        "1 row left out: `x` is not a number (row 5 of `rows.csv`)",
    ),
    Case(
        "an infinite number",
        GOOD + b"1e999,3\n",
        "K604 `x` in row 5 of `rows.csv` has to be a number, got inf",
        "1 row left out: `x` is not a number (row 5 of `rows.csv`)",
    ),
    Case(
        "a number with a comma",
        GOOD + b'"1,5",3\n',
        "K604 `x` in row 5 of `rows.csv` has to be a number, got '1,5'",
        "1 row left out: `x` is not a number (row 5 of `rows.csv`)",
    ),
    Case(
        "a row that is too long",
        GOOD + b"1,2,3\n",
        "K604 `rows.csv` cannot be read: row 5: 3 fields instead of the header's 2",
        "1 row left out: 3 fields instead of the header's 2 (row 5 of `rows.csv`)",
    ),
    Case(
        "a row that is too short",
        GOOD + b"1\n2\n",
        "row 5: 1 field instead of the header's 2 (and 1 row more)",
        "2 rows left out: 1 field instead of the header's 2 (row 5 of `rows.csv`,",
    ),
    Case(
        "a blank line in the middle",
        b"1,1\n\n2,2\n3,3\n",
        "K604 `rows.csv` cannot be read: row 2: the line is blank",
        "1 row left out: the line is blank (row 2 of `rows.csv`)",
    ),
    Case(
        "another encoding",
        GOOD + b"\xe9,3\n",
        "K604 `rows.csv` cannot be read: row 5: the text is not UTF-8",
        "1 row left out: the text is not UTF-8 (row 5 of `rows.csv`)",
    ),
    Case(
        "UTF-16",
        "x,y\n1,2\n".encode("utf-16"),
        "K604 `rows.csv` cannot be read: it is UTF-16 text; save it as UTF-8",
        None,
    ),
    Case(
        "a null character",
        GOOD + b"1,\0\n",
        "row 5: a null character",
        "1 row left out: a null character (row 5 of `rows.csv`)",
    ),
    Case(
        "a quote that is never closed",
        GOOD + b'"1,3\n4,4\n',
        "K604 `rows.csv` cannot be read: row 5: unexpected end of data",
        None,
    ),
    Case("an empty file", b"", "it is empty; expected a header and rows", None),
    Case("a header alone", b"x,y\n", "it has a header and no rows", None),
    Case("no header", b"-1,2\n3,4\n", "is no header", None),
    Case("one name twice", b"x,x\n1,2\n", "two of its columns are called `x`", None),
    Case("semicolons", b"x;y\n1;2\n", "divided by ';'; expected commas", None),
    Case(
        "another header",
        b"a,y\n1,2\n",
        "K602 `rows.csv` has no column `x`; there are `a`, `y`",
        None,
    ),
    Case(
        "half an id",
        GOOD + b"1.5,1\n",
        "K604 `x` in row 5 of `rows.csv` has to be a whole number, got 1.5",
        "1 row left out: `x` is not a whole number (row 5 of `rows.csv`)",
        EMBEDDED,
    ),
    Case(
        "an id without a row in the embedding",
        GOOD + b"3,1\n",
        "K605 `x` in row 5 of `rows.csv` has to be a whole number from 0 to 2, as "
        "`vectors` has rows for the ids 0 to 2, got 3",
        "1 row left out: `x` is not a whole number from 0 to 2",
        EMBEDDED,
    ),
    Case(
        "a negative id",
        GOOD + b"-1,1\n",
        "`vectors` has rows for the ids 0 to 2, got -1",
        "1 row left out: `x` is not a whole number from 0 to 2",
        EMBEDDED,
    ),
    Case(
        "a class without a unit",
        GOOD + b"1,3\n",
        "K605 `y` in row 5 of `rows.csv` has to be a whole number from 0 to 2, as the "
        "output has units for the classes 0 to 2, got 3",
        "1 row left out: `y` is not a whole number from 0 to 2",
        CLASSES,
        SPARSE,
    ),
]
NAMES = [case.name for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_bad_data_are_refused_with_their_place(case: Case, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(case.content)
    with pytest.raises(DataError) as caught:
        load_dataset(spec_in(tmp_path, case.model, table_data(), loss=case.loss))
    assert case.says in str(caught.value)
    assert all(found.span for found in caught.value.diagnostics)
    offers = "on_bad_rows: skip" in str(caught.value)
    assert not offers or case.skipped is not None


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_bad_rows_are_counted_where_the_spec_skips_them(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_bytes(case.content)
    data = table_data(on_bad_rows="skip")
    spec = spec_in(tmp_path, case.model, data, loss=case.loss)
    if case.skipped is None:
        with pytest.raises(DataError) as caught:
            load_dataset(spec)
        assert case.says in str(caught.value)
        return
    found = load_dataset(spec)
    assert case.skipped in str(found.omitted[0])
    used = found.train.samples + found.test.samples
    assert found.read == used + sum(one.count for one in found.omitted)
    assert used == len(case.content.splitlines()) - 1 - found.omitted[0].count


@pytest.mark.parametrize(
    "text",
    [
        b"x,y\n1,1\n2,2\n3,3\n4,4\n5,5\n",
        b"\xef\xbb\xbfx,y\n1,1\n2,2\n3,3\n4,4\n5,5\n",
        b"x,y\r\n1,1\r\n2,2\r\n3,3\r\n4,4\r\n5,5\r\n",
        b"x,y\n1,1\n2,2\n3,3\n4,4\n5,5",
        b"x,y\n1,1\n2,2\n3,3\n4,4\n5,5\n\n\n",
        b'"x","y"\n"1",1\n"2",2\n"3","3"\n4,4\n5,5\n',
        "x,y,说明\n1,1,甲\n2,2,乙\n3,3,丙\n4,4,\n5,5,\n".encode(),
    ],
    ids=["plain", "BOM", "CRLF", "no end", "blank end", "quotes", "other columns"],
)
def test_what_means_the_same_is_read_the_same(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(text)
    found = load_dataset(spec_in(tmp_path, DENSE, table_data()))
    assert loaded(found.train.inputs["x"])[:, 0].tolist() == [1, 2, 3, 4]
    assert loaded(found.test.targets["y"]).tolist() == [[5]]
    assert (found.read, found.omitted) == (5, ())


def test_every_bad_column_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\na,1\n2,b\n")
    with pytest.raises(DataError) as caught:
        load_dataset(spec_in(tmp_path, DENSE, table_data()))
    assert len(caught.value.diagnostics) == 2


def test_a_row_with_two_faults_is_left_out_once(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n1,1\na,b\n3,3\n")
    data = table_data(on_bad_rows="skip")
    found = load_dataset(spec_in(tmp_path, DENSE, data))
    assert (found.read, len(found.truth["y"])) == (3, 2)
    assert [one.count for one in found.omitted] == [1]


@pytest.mark.parametrize(
    ("missing", "column", "told"),
    [
        (
            "drop",
            [1.0, 3.0, 5.0],
            "1 row left out: `x` is missing (row 2 of `rows.csv`)",
        ),
        ("mean", [1.0, 3.0, 3.0, 5.0], None),
        ("median", [1.0, 3.0, 3.0, 5.0], None),
        ("previous", [1.0, 1.0, 3.0, 5.0], None),
        ({"fill": 0}, [1.0, 0.0, 3.0, 5.0], None),
    ],
)
def test_a_missing_value_follows_its_rule(
    missing: Any, column: list[float], told: str | None, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n1,1\n,2\n3,3\n5,4\n1000,5\n")
    data = table_data(inputs={"x": {"missing": missing}})
    found = load_dataset(spec_in(tmp_path, DENSE, data))
    assert loaded(found.train.inputs["x"])[:, 0].tolist() == column
    assert [str(one) for one in found.omitted] == ([told] if told else [])


def test_texts_may_stand_for_a_missing_value(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n1,1\nNA,2\n-,3\n4,4\n")
    data = table_data(inputs={"x": {"missing": {"fill": 7}}}, na_values=["NA", "-"])
    found = load_dataset(spec_in(tmp_path, DENSE, data))
    assert loaded(found.train.inputs["x"])[:, 0].tolist() == [1, 7, 7]


def test_a_fill_has_to_have_something_to_learn_from(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n,1\n,2\n,3\n,4\n5,5\n")
    data = table_data(inputs={"x": {"missing": "median"}})
    with pytest.raises(DataError, match="K606 `x` has no number in the training part"):
        load_dataset(spec_in(tmp_path, DENSE, data))


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_missing_id_may_be_one_of_its_own(ending: str, tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"x": ["a", None, "b", "a"], "y": [1, 2, 3, 4]})
    path = tmp_path / f"rows.{ending}"
    frame.to_csv(path, index=False) if ending == "csv" else frame.to_parquet(path)
    column = {"ids": True, "missing": {"fill": "none"}}
    data = table_data(source=path.name, inputs={"x": column})
    found = load_dataset(spec_in(tmp_path, EMBEDDED, data))
    assert found.inputs["x"].labels == ("a", "b", "none")
    assert loaded(found.train.inputs["x"]).tolist() == [[0], [2], [1]]


def test_leading_zeros_are_part_of_an_id(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("x,y\n007,1\n7,2\n07,3\n007,4\n")
    data = table_data(inputs={"x": {"ids": True}})
    found = load_dataset(spec_in(tmp_path, EMBEDDED, data))
    assert loaded(found.train.inputs["x"]).tolist() == [[0], [2], [1]]
