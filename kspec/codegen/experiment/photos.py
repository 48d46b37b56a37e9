"""The printed `load_data()` for a folder of images, read when a step needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kspec.codegen.experiment.fields import Field, Fields
from kspec.codegen.experiment.parting import Parting
from kspec.codegen.experiment.preparing import Preparing
from kspec.codegen.experiment.rows import Array, Rows
from kspec.codegen.experiment.writing import assign, call, refusal, said
from kspec.codegen.expressions import literal
from kspec.codegen.layout import INDENT, bracketed, listed
from kspec.schema.data import Parts
from kspec.schema.places import Places
from kspec.schema.training import Train

MODES = {0: "L", 1: "L", 3: "RGB", 4: "RGBA"}
PHOTOS = '''\
class Photos(keras.utils.PyDataset):
    """Photos and targets in batches, each epoch in a new order if there is a seed."""

    def __init__(self, files, y, prepare, batch_size, seed=None):
        super().__init__(workers=2, max_queue_size=4)
        self.files, self.y, self.prepare = files, y, prepare
        self.batch_size = batch_size
        self.random = None if seed is None else np.random.default_rng(seed)
        self.order = np.arange(len(files))
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.files) / self.batch_size)

    def __getitem__(self, index):
        first = index * self.batch_size
        rows = self.order[first : first + self.batch_size]
        photos = np.stack([read_photo(self.files[row]) for row in rows])
        return self.prepare(photos), keras.tree.map_structure(lambda y: y[rows], self.y)

    def on_epoch_end(self):
        if self.random is not None:
            self.order = self.random.permutation(len(self.files))'''


@dataclass(frozen=True)
class PhotoLoading:
    """What `load_data()` does with a folder of images.

    Args:
        mapping: whether the targets are a dictionary, by the outputs' names.
        alone: whether the model gives one tensor, and takes one target.
        places: where the section stands in the user's file.
    """

    train: Train
    fields: Fields
    mapping: bool
    alone: bool
    places: Places

    @property
    def image(self) -> Field:
        """The input that takes the images.

        Raises: UsageError K925 where there are several inputs.
        """
        first, *others = self.fields.inputs
        if others:
            why = "of images, one input is said"
            raise refusal("inputs", why, self.places.at("data", "inputs"))
        return first

    @property
    def has_validation(self) -> bool:
        """Whether there is a part that is measured after each epoch."""
        return self._parting().has_validation

    @property
    def functions(self) -> tuple[str, ...]:
        """What `load_data()` calls."""
        return ("\n".join(self._read_photo()), PHOTOS)

    def lines(self) -> Iterator[str]:
        """The function."""
        parting = self._parting()
        middle = ", a validation" if parting.has_validation else ""
        yield "def load_data():"
        yield f'    """Find the photos: a training{middle} and a test part."""'
        yield from parting.rows.lines
        yield ""
        yield from parting.lines()
        yield ""
        for field in self.fields.targets:
            yield from Preparing(field, parting.rows).lines()
        yield from self._prepare()
        yield ""
        yield from self._photos()
        names = ["train", *(["validation"] if parting.has_validation else []), "test"]
        seed = f", seed={self.train.seed}" if self.train.shuffle else ""
        made = [f"photos(train{seed})", *(f"photos({name})" for name in names[1:])]
        yield ""
        yield said("return ", ", ".join(made))

    def _parting(self) -> Parting:
        split = self.train.data.split
        seed = self.train.seed if split.seed is None else split.seed
        return Parting(split, self._rows(), seed)

    def _rows(self) -> Rows:
        source = self.train.data.source
        labels = assign("labels", "np.array([file.parent.name for file in files])")
        arrays = {
            "label": Array("labels", (), is_text=True),
            "image": Array("photos", self.image.sample.shape),
        }
        if isinstance(source, Parts):
            return self._in_parts(source, labels, arrays)
        found = f'Path({literal(source)}).glob("[!.]*/[!.]*")'
        files = assign("files", call("sorted", found))
        return Rows((files, labels), "len(files)", is_table=False, arrays=arrays)

    def _in_parts(self, source: Parts, labels: str, arrays: dict[str, Array]) -> Rows:
        given = {
            "train": source.train,
            "validation": source.validation,
            "test": source.test,
        }
        folders = {part: name for part, name in given.items() if name}
        named = listed("[", map(literal, folders.values()), "]")
        found = 'sorted(Path(folder).glob("[!.]*/[!.]*"))'
        lines = (
            assign("folders", named),
            assign("parts", f"[{found} for folder in folders]"),
            assign("files", "[file for part in parts for file in part]"),
            assign("ends", "np.cumsum([len(part) for part in parts])"),
            labels,
        )
        parts = tuple(folders)
        return Rows(lines, "len(files)", False, arrays, parts=parts)

    def _prepare(self) -> Iterator[str]:
        """The pixels as the model takes them; a scale is learned beforehand."""
        photos = replace(self.image, variable="photos")
        *learned, result = Preparing(photos, self._rows()).lines()
        if learned:
            yield assign("photos", "np.stack([read_photo(file) for file in files])")
            yield from learned
        yield ""
        yield f"{' ' * INDENT}def prepare(photos):"
        yield f"{' ' * 2 * INDENT}return {result.strip().removeprefix('photos = ')}"

    def _photos(self) -> Iterator[str]:
        yield f"{' ' * INDENT}def photos(rows, seed=None):"
        y = [f"{field.variable}[rows]" for field in self.fields.targets]
        value = y[0] if self.alone else listed("[", y, "]")
        if self.mapping:
            names = [literal(field.name) for field in self.fields.targets]
            value = listed("{", map(": ".join, zip(names, y, strict=True)), "}")
        given = ["[files[row] for row in rows]", value, "prepare"]
        given += [str(self.train.batch_size), "seed"]
        yield said("return ", bracketed("Photos(", given, ")"), indent=2 * INDENT)

    def _read_photo(self) -> Iterator[str]:
        """How one image is read, in the form that the model's input has."""
        shape = self.image.sample.shape
        channels = shape[2] if len(shape) == 3 else 0
        mode = literal(MODES.get(channels or 0, "RGB"))
        yield "def read_photo(file: Path) -> np.ndarray:"
        yield '    """Read a photo, turned as its camera says."""'
        yield "    with Image.open(file) as opened:"
        yield f"        photo = ImageOps.exif_transpose(opened).convert({mode})"
        if shape[0] and shape[1]:
            size = f"({shape[1]}, {shape[0]})"
            bilinear = "Image.Resampling.BILINEAR"
            match self.image.column.resize:
                case "crop":
                    yield f"    photo = ImageOps.fit(photo, {size}, {bilinear})"
                case "pad":
                    yield f"    photo = ImageOps.pad(photo, {size}, {bilinear})"
                case "stretch":
                    yield f"    photo = photo.resize({size}, {bilinear})"
        yield f"    return np.asarray(photo){'[..., None]' if channels == 1 else ''}"
