"""Folders of images: a folder for each class, read one by one when they are needed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from kspec.errors import Diagnostic, ToolError
from kspec.training.reading import DamagedRow, ImageForm, Reading
from kspec.training.table import PLACES_KEPT, Array, Omission, Table, and_more

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm", ".tiff")
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "PPM", "TIFF")
MODES = {0: "L", 1: "L", 3: "RGB", 4: "RGBA"}
THREADS = 4


def is_image_folder(path: Path) -> bool:
    """Whether a folder holds images, or folders and no arrays."""
    found = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
    return any(
        entry.is_dir() or entry.name.lower().endswith(ENDINGS) for entry in found
    )


def read_images(path: Path, name: str, reading: Reading) -> Iterator[Table]:
    """The images of a folder, or one image: their pixels, file names and classes.

    Every image is opened once and decoded, so that a damaged one is found now.

    Raises: ValueError that names the file; ToolError K506 where Pillow is missing.
    """
    pillow()
    found, labels = _files(path, name)
    asked = reading.image or ImageForm(None, None, 3)
    form = _form_of_all(asked, found)
    faults = _faults([path for path, _ in found], form, form is not asked)
    bad = [at for at, fault in enumerate(faults) if fault]
    if bad and not reading.skip:
        more = and_more(len(bad) - 1)
        raise DamagedRow(f"`{found[bad[0]][1]}`: {faults[bad[0]]}{more}")
    good = [at for at, fault in enumerate(faults) if not fault]
    names = tuple(found[at][1] for at in good)
    images = Images(tuple(found[at][0] for at in good), form)
    columns: dict[str, Any] = {"image": images, "file": np.array(names, object)}
    if labels is not None:
        columns["label"] = np.array([labels[at] for at in good], object)
    omitted = _omitted([(found[at][1], faults[at] or "") for at in bad])
    yield Table(name, columns, np.array(good) + 1, names, omitted)


@dataclass(frozen=True)
class Images:
    """Images on the disk, decoded when they are asked for.

    Shapes: (images, height, width, channels), or without channels where grey has no
        axis of its own.
    """

    files: tuple[Path, ...]
    form: ImageForm

    @property
    def shape(self) -> tuple[int, ...]:
        """Their number, then the shape of one."""
        channels = (self.form.channels,) if self.form.channels else ()
        return (len(self), self.form.height or 0, self.form.width or 0, *channels)

    @property
    def dtype(self) -> np.dtype[Any]:
        """That of pixels, 0 to 255."""
        return np.dtype(np.uint8)

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, rows: Any) -> Array:
        files = [self.files[int(row)] for row in np.atleast_1d(rows)]
        found = np.empty((len(files), *self.shape[1:]), np.uint8)
        for at, file in enumerate(files):
            found[at] = decoded(file, self.form)
        return found


def decoded(path: Path, form: ImageForm) -> Array:
    """The pixels of an image in the form that is asked for.

    Raises: ValueError, OSError where it is damaged, of another format or too large.
    """
    image_module, operations = pillow()
    with warnings.catch_warnings():
        # Pillow only warns of images of so many pixels that they may be an attack.
        warnings.simplefilter("error", image_module.DecompressionBombWarning)
        try:
            with image_module.open(path, formats=FORMATS) as opened:
                image = operations.exif_transpose(opened).convert(MODES[form.channels])
        except (
            image_module.DecompressionBombWarning,
            image_module.DecompressionBombError,
        ) as error:
            raise ValueError("it has more pixels than an image should") from error
        except (SyntaxError, EOFError) as error:
            raise ValueError(str(error)) from error
    if form.height and form.width:
        image = _resized(image, (form.width, form.height), form.resize)
    pixels = np.asarray(image, np.uint8)
    return pixels[..., None] if form.channels == 1 else pixels


def _resized(image: Any, size: tuple[int, int], resize: str) -> Any:
    image_module, operations = pillow()
    if image.size == size:
        return image
    how: dict[str, Callable[..., Any]] = {"crop": operations.fit, "pad": operations.pad}
    bilinear = image_module.Resampling.BILINEAR
    if resize in how:
        return how[resize](image, size, bilinear)
    return image.resize(size, bilinear)


def pillow() -> tuple[Any, Any]:
    """Pillow's modules.

    Raises: ToolError K506 where it is missing.
    """
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        message = "reading images needs `pillow`, which is not installed"
        hint = 'pip install "pillow"'
        raise ToolError(Diagnostic("K506", message, hint=hint)) from error
    return Image, ImageOps


Found = list[tuple[Path, str]]


def _files(path: Path, name: str) -> tuple[Found, list[str] | None]:
    """The files and their names for messages; the class of each, or None for none."""
    if path.is_file():
        return [(path, name)], None
    folders = [entry for entry in _entries(path) if entry.is_dir()]
    if not folders:
        return [(file, f"{name}/{file.name}") for file in _entries(path)], None
    stray = [entry for entry in _entries(path) if not entry.is_dir()]
    found: Found = [(file, f"{name}/{file.name}") for file in stray]
    labels = [""] * len(stray)
    for folder in folders:
        files = _entries(folder)
        if not files:
            raise ValueError(f"the class folder `{name}/{folder.name}` is empty")
        found += [(file, f"{name}/{folder.name}/{file.name}") for file in files]
        labels += [folder.name] * len(files)
    return found, labels


def _entries(folder: Path) -> list[Path]:
    """What a folder holds, in order; hidden entries are no part of the data."""
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    return sorted(entries, key=lambda entry: entry.name)


def _form_of_all(form: ImageForm, found: Found) -> ImageForm:
    """The form, with the size of the first image where the model has none."""
    if form.height and form.width:
        return form
    for path, _ in found:
        try:
            height, width = decoded(path, form).shape[:2]
        except (ValueError, OSError):
            continue
        return replace(form, height=height, width=width)
    return form


def _faults(paths: list[Path], form: ImageForm, same_size: bool) -> list[str | None]:
    with ThreadPoolExecutor(THREADS) as pool:
        faults = pool.map(partial(_fault, form=form, same_size=same_size), paths)
        return list(faults)


def _fault(path: Path, form: ImageForm, same_size: bool) -> str | None:
    if path.is_symlink():
        return "a link, which is not followed"
    if path.is_dir():
        return "a folder below a class folder"
    if not path.name.lower().endswith(ENDINGS):
        return "no image, by its name"
    as_it_is = replace(form, height=None, width=None) if same_size else form
    try:
        height, width = decoded(path, as_it_is).shape[:2]
    except (ValueError, OSError) as error:
        return f"no image that can be read ({' '.join(str(error).split())[:80]})"
    if (height, width) != (form.height, form.width):
        return (
            f"{height} x {width} pixels, the first image {form.height} x {form.width}; "
            "the shape of the input says what all are brought to"
        )
    return None


def _omitted(bad: Found | list[tuple[str, str]]) -> tuple[Omission, ...]:
    if not bad:
        return ()
    places = tuple(f"`{name}`" for name, _ in bad[:PLACES_KEPT])
    return (Omission("no image that can be read or used", len(bad), places),)
