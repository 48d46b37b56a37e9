"""Known datasets from files of their form, made small: archives, records, lists."""

from __future__ import annotations

import gzip
import io
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from kspec.known import GENRES, KNOWN
from kspec.training.known_readers import READERS
from kspec.training.table import Table, loaded
from kspec.training.word_lists import word_lists


def columns(table: Table) -> dict[str, list[Any]]:
    return {name: loaded(values).tolist() for name, values in table.columns.items()}


def test_every_known_dataset_has_a_reader_and_sums() -> None:
    assert READERS.keys() == {known.name for known in KNOWN}
    assert all(len(file.sha256) == 64 for known in KNOWN for file in known.files)
    assert all(known.licence and known.columns for known in KNOWN)


def tarred(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def record(*labels: int) -> bytes:
    """Labels, then all red, then all green, then all blue pixels."""
    colours = (bytes([colour]) * 32 * 32 for colour in (10, 20, 30))
    return bytes(labels) + b"".join(colours)


def test_pictures_come_record_by_record() -> None:
    folder = "cifar-10-batches-bin"
    archive = tarred(
        {
            f"{folder}/data_batch_2.bin": record(7),
            f"{folder}/data_batch_1.bin": record(3) + record(4),
            f"{folder}/test_batch.bin": record(9),
            f"{folder}/batches.meta.txt": b"airplane\n",
        }
    )
    pieces = READERS["cifar10"]([archive])
    assert loaded(pieces["train"].columns["label"]).tolist() == [3, 4, 7]
    assert loaded(pieces["test"].columns["label"]).tolist() == [9]
    image = loaded(pieces["test"].columns["image"])
    assert image.shape == (1, 32, 32, 3)
    assert image[0, 5, 6].tolist() == [10, 20, 30]


def test_pictures_in_groups_have_two_labels() -> None:
    folder = "cifar-100-binary"
    data = {f"{folder}/train.bin": record(1, 17), f"{folder}/test.bin": record(2, 18)}
    pieces = READERS["cifar100"]([tarred(data)])
    train = pieces["train"].columns
    assert loaded(train["group"]).tolist() == [1]
    assert loaded(train["label"]).tolist() == [17]


def idx(values: np.ndarray[Any, Any]) -> bytes:
    head = bytes([0, 0, 8, values.ndim])
    head += struct.pack(f">{values.ndim}I", *values.shape)
    return head + values.astype(np.uint8).tobytes()


@pytest.mark.parametrize("packed", [gzip.compress, bytes])
def test_clothes_are_read_like_digits(packed: Callable[[bytes], bytes]) -> None:
    images, labels = np.arange(8).reshape(2, 2, 2), np.array([5, 6])
    contents = [packed(idx(v)) for v in (images, labels, images[:1], labels[:1])]
    pieces = READERS["fashion-mnist"](contents)
    assert columns(pieces["test"]) == {"image": [[[0, 1], [2, 3]]], "label": [5]}
    assert pieces["train"].rows == 2


def test_ratings_have_the_facts_of_people_and_films() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ml-1m/ratings.dat", "2::7::5::99\n1::8::3::98\n")
        archive.writestr("ml-1m/users.dat", "1::F::1::10::48067\n2::M::56::16::70072\n")
        films = "7::Métisse (1993)::Comedy|Children's\n8::Heat (1995)::Action\n"
        archive.writestr("ml-1m/movies.dat", films.encode("latin-1"))
    table = READERS["movielens-1m"]([packed.getvalue()])["all"]
    known = next(known for known in KNOWN if known.name == "movielens-1m")
    assert set(table.columns) == set(known.columns)
    found = columns(table)
    assert found["userId"] == [2, 1]
    assert found["gender"] == ["M", "F"]
    assert found["age"] == [56, 1]
    assert found["title"][0] == "Métisse (1993)"
    assert found["year"] == [1993, 1995]
    genres = [
        [g for g, has in zip(GENRES, row, strict=True) if has]
        for row in found["genres"]
    ]
    assert genres == [["Children", "Comedy"], ["Action"]]


def saved(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def lists(*texts: list[int]) -> np.ndarray[Any, Any]:
    found = np.empty(len(texts), object)
    found[:] = texts
    return found


def test_texts_are_counted_as_keras_counts_them() -> None:
    data = saved(
        x_train=lists([1, 2], [20_000]),
        y_train=np.array([1, 0]),
        x_test=lists([5]),
        y_test=np.array([1]),
    )
    pieces = READERS["imdb"]([data])
    train = pieces["train"].columns
    assert [v.tolist() for v in loaded(train["words"])] == [[1, 4, 5], [1, 20_003]]
    assert [v.tolist() for v in loaded(train["words_10k"])] == [[1, 4, 5], [1, 2]]
    assert loaded(pieces["test"].columns["label"]).tolist() == [1]


class Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return print, ("harm",)


def test_nothing_but_lists_is_unpickled(capsys: pytest.CaptureFixture[str]) -> None:
    harm = np.empty(1, object)
    harm[0] = Harmful()
    file = io.BytesIO()
    np.save(file, harm, allow_pickle=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.npy", file.getvalue())
    assert b"harm" in pickle.dumps(harm)
    with pytest.raises(ValueError, match=r"builtins\.print, which is no array"):
        word_lists(packed.getvalue())
    assert not capsys.readouterr().out


def test_housing_has_facts_and_a_price() -> None:
    data = saved(x=np.ones((3, 8)), y=np.array([1.0, 2.0, 3.0]))
    table = READERS["california-housing"]([data])["all"]
    assert loaded(table.columns["facts"]).shape == (3, 8)
    assert loaded(table.columns["price"]).tolist() == [1, 2, 3]
