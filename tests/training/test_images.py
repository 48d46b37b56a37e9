"""Folders of images: classes, sizes, colours, and every file that is no image."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kspec.errors import DataError
from kspec.training import Dataset, load_dataset
from kspec.training.images import Images, decoded
from kspec.training.prediction import Predictions
from kspec.training.preparation import Preparation
from kspec.training.reading import ImageForm
from kspec.training.table import in_memory, loaded
from tests.training.small import spec_in

MODEL: dict[str, Any] = {
    "kspec": 1,
    "name": "photos",
    "inputs": {"image": {"shape": [8, 6, 3]}},
    "layers": {
        "flat": {"type": "Flatten"},
        "kind": {"type": "Dense", "units": 2, "activation": "softmax"},
    },
}
DATA: dict[str, Any] = {
    "source": "photos",
    "inputs": {"image": {"scale": {"divide": 255}}},
    "targets": {"kind": {"column": "label", "ids": True, "one_hot": True}},
    "split": {"test": 0.25},
}
LOSS = {"loss": "categorical_crossentropy", "metrics": ["accuracy"]}


def paint(
    path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (6, 8)
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for at in range(6):
        paint(tmp_path / "photos" / "blue" / f"{at}.png", (0, 0, 250 + at))
        paint(tmp_path / "photos" / "red" / f"{at}.png", (250 + at, 0, 0))
    return tmp_path


def dataset(folder: Path, model: dict[str, Any] = MODEL, **changes: Any) -> Dataset:
    return load_dataset(spec_in(folder, model, DATA | changes, **LOSS))


def test_a_folder_is_a_class(folder: Path) -> None:
    found = dataset(folder)
    assert found.targets["kind"].labels == ("blue", "red")
    assert (found.train.samples, found.test.samples) == (9, 3)
    images = found.train.inputs["image"]
    assert not in_memory(images)
    assert images.shape == (9, 8, 6, 3)
    pixels, kinds = loaded(images), loaded(found.train.targets["kind"])
    assert pixels.dtype == np.float32
    assert pixels.max() <= 1
    np.testing.assert_array_equal(pixels[:, 0, 0, 2] > 0.5, kinds[:, 0] == 1)


def test_a_part_may_have_a_folder_of_its_own(folder: Path) -> None:
    paint(folder / "later" / "blue" / "a.png", (0, 0, 255))
    found = dataset(folder, source={"train": "photos", "test": "later"}, split={})
    assert (found.train.samples, found.test.samples) == (12, 1)
    assert loaded(found.test.targets["kind"]).tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("shape", "pixel"),
    [
        ([8, 6], 76),
        ([8, 6, 1], [76]),
        ([8, 6, 3], [255, 0, 0]),
        ([8, 6, 4], [255, 0, 0, 255]),
    ],
)
def test_the_input_tells_the_colours(
    folder: Path, shape: list[int], pixel: list[int] | int
) -> None:
    model = MODEL | {"inputs": {"image": {"shape": shape}}}
    found = dataset(
        folder, model, inputs={"image": {}}, split={"test": 0.1, "by": "time"}
    )
    image = found.test.inputs["image"][np.array([1])][0]
    assert image.shape == tuple(shape)
    assert image[0, 0].tolist() == pixel


def strip(path: Path) -> None:
    """Twice as wide as high: left red, right blue."""
    pixels = np.zeros((8, 16, 3), np.uint8)
    pixels[:, :8, 0] = pixels[:, 8:, 2] = 255
    Image.fromarray(pixels).save(path)


@pytest.mark.parametrize(
    ("resize", "corner", "left"),
    [
        ("stretch", [255, 0, 0], [255, 0, 0]),
        ("crop", [255, 0, 0], [255, 0, 0]),
        ("pad", [0, 0, 0], [255, 0, 0]),
    ],
)
def test_an_image_is_fitted_as_the_spec_says(
    tmp_path: Path, resize: Any, corner: list[int], left: list[int]
) -> None:
    strip(tmp_path / "a.png")
    found = decoded(tmp_path / "a.png", ImageForm(8, 8, 3, resize))
    assert found[0, 0].tolist() == corner
    assert found[4, 0].tolist() == left
    assert found[4, 7].tolist() == [0, 0, 255]


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    strip(tmp_path / "a.png")
    Image.open(tmp_path / "a.png").save(tmp_path / "a.jpg", exif=turned, quality=95)
    assert decoded(tmp_path / "a.jpg", ImageForm(None, None, 3)).shape == (16, 8, 3)


def broken(path: Path) -> None:
    whole = path.with_name("0.png").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


BAD: list[tuple[str, Any, str]] = [
    ("cut.png", broken, "`photos/red/cut.png`: no image that can be read"),
    ("empty.png", lambda path: path.write_bytes(b""), "`photos/red/empty.png`: no"),
    ("text.png", lambda path: path.write_text("hi"), "`photos/red/text.png`: no image"),
    (
        "notes.txt",
        lambda path: path.write_text("hi"),
        "`photos/red/notes.txt`: no image",
    ),
    ("inner", lambda path: path.mkdir(), "`photos/red/inner`: a folder below"),
    ("link.png", lambda path: path.symlink_to("0.png"), "red/link.png`: a link"),
]


@pytest.mark.parametrize(("name", "make", "says"), BAD, ids=[name for name, *_ in BAD])
def test_what_is_no_image_is_named_or_counted(
    folder: Path, name: str, make: Any, says: str
) -> None:
    make(folder / "photos" / "red" / name)
    with pytest.raises(DataError) as caught:
        dataset(folder)
    assert caught.value.diagnostics[0].code == "K604"
    assert says in str(caught.value)
    found = dataset(folder, on_bad_rows="skip")
    assert (found.read, found.train.samples + found.test.samples) == (13, 12)
    assert str(found.omitted[0]) == (
        f"1 row left out: no image that can be read or used (`photos/red/{name}`)"
    )


def test_an_image_of_too_many_pixels_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint(folder / "photos" / "red" / "big.png", (1, 1, 1), (60, 60))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2_000)
    with pytest.raises(DataError, match=r"big\.png`: .*more pixels than an image"):
        dataset(folder)


def test_sizes_have_to_agree_where_the_input_has_none(folder: Path) -> None:
    model = MODEL | {
        "inputs": {"image": {"shape": [None, None, 3]}},
        "layers": {
            "pool": {"type": "GlobalAveragePooling2D"},
            "kind": {"type": "Dense", "units": 2, "activation": "softmax"},
        },
    }
    assert dataset(folder, model).train.inputs["image"].shape == (9, 8, 6, 3)
    paint(folder / "photos" / "red" / "wide.png", (1, 1, 1), (9, 8))
    with pytest.raises(DataError, match="8 x 9 pixels, the first image 8 x 6"):
        dataset(folder, model)


def test_an_empty_class_is_told(folder: Path) -> None:
    (folder / "photos" / "green").mkdir()
    with pytest.raises(DataError, match="class folder `photos/green` is empty"):
        dataset(folder)


def test_hidden_files_are_no_part_of_the_data(folder: Path) -> None:
    (folder / "photos" / ".DS_Store").write_text("x")
    (folder / "photos" / "red" / ".thumb.png").write_text("x")
    assert dataset(folder).read == 12


def test_a_preparation_reads_one_image_or_a_folder_of_them(folder: Path) -> None:
    plain = dataset(folder).preparation.to_json()
    preparation = Preparation.from_json(plain)
    one = folder / "photos" / "red" / "0.png"
    for path, rows in ((one, 1), (one.parent, 6)):
        (table,) = preparation.read(path)
        found = preparation.prepare(table)
        images = found.inputs["image"]
        assert images.shape == (rows, 8, 6, 3)
        assert (loaded(images)[0, 0, 0] * 255).round().tolist() == [250, 0, 0]


def test_a_prediction_names_the_file_of_each_image(folder: Path) -> None:
    (table,) = dataset(folder).preparation.read(folder / "photos")
    found = dataset(folder).preparation.prepare(table)
    assert found.files is not None
    said = Predictions(found.rows, {"kind": found.rows}, {}, 0, found.files).flat()
    assert list(said) == ["file", "kind"]
    assert said["file"][[0, -1]].tolist() == ["photos/blue/0.png", "photos/red/5.png"]


def test_images_are_decoded_one_by_one(folder: Path) -> None:
    files = tuple(sorted((folder / "photos" / "red").iterdir()))
    images = Images(files, ImageForm(8, 6, 3))
    assert images[np.array([5, 0])][:, 0, 0, 0].tolist() == [255, 250]
