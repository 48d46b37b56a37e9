"""An experiment as functions of a module, and what the module imports for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from kspec import known
from kspec.codegen.experiment.fields import fields_of
from kspec.codegen.experiment.file_sources import READ_IDX, ending
from kspec.codegen.experiment.fitting import Fitting, functions
from kspec.codegen.experiment.loading import Loading
from kspec.codegen.experiment.photos import PhotoLoading
from kspec.codegen.experiment.preparing import IDS_IN_ORDER
from kspec.codegen.experiment.writing import refusal
from kspec.errors import Diagnostic, UsageError
from kspec.graph import Graph
from kspec.schema import Spec
from kspec.schema.data import ByColumn
from kspec.schema.places import Places, places_in
from kspec.schema.training import Train

STANDARD = {
    "Iterable": "from collections.abc import Iterable",
    "Iterator": "from collections.abc import Iterator",
    "fnmatchcase": "from fnmatch import fnmatchcase",
    "gzip": "import gzip",
    "math": "import math",
    "Path": "from pathlib import Path",
    "re": "import re",
}
OTHERS = {
    "keras": "import keras",
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "layers": "from keras import layers",
    "ops": "from keras import ops",
    "Image": "from PIL import Image",
    "ImageOps": "from PIL import ImageOps",
}


@dataclass(frozen=True)
class Experiment:
    """What a module has beside its model.

    Args:
        functions: each as text, those that load and train at the end.
    """

    functions: tuple[str, ...]


NAMES = frozenset(
    {"load_data", "main", "ids_in_order", "read_idx", "read_photo", "Photos"}
    | {"leaves", "matches", "set_trainable", *STANDARD, *OTHERS}
)
"""What an experiment calls by name: no function of a block may be called so."""


def experiment(spec: Spec, graph: Graph) -> Experiment:
    """The experiment of a checked spec.

    Raises: UsageError K920 where it has no `train:`, K925 where plain code has no form
        for a part of it.
    """
    train, places = spec.train, places_in(spec.root)
    if train is None:
        message = f"`{spec.name}` has no `train:` section"
        hint = "add one: `kspec explain train` shows its form"
        raise UsageError(Diagnostic("K920", message, hint=hint))
    _refuse(train, places)
    fields = fields_of(train, graph)
    form = graph.outputs.form
    given = (train, fields, form == "mapping", form == "one", places)
    photos = _are_photos(train)
    loading = PhotoLoading(*given) if photos else Loading(*given)
    by = train.data.split
    fitting = Fitting(
        name=spec.name,
        train=train,
        graph=graph,
        places=places,
        validation=loading.has_validation,
        told=isinstance(by.by, ByColumn) and by.is_told,
        batches=photos,
    )
    load, main = "\n".join(loading.lines()), "\n".join(fitting.lines())
    helpers = [IDS_IN_ORDER] if "ids_in_order" in _names(load) else []
    helpers += [READ_IDX] if "read_idx" in _names(load) else []
    if isinstance(loading, PhotoLoading):
        helpers += loading.functions
    return Experiment((*helpers, *functions(train), load, main))


def imports(text: str) -> str:
    """The imports of a module, by the names that it uses."""
    used = _names(text)
    first = sorted(
        (line for name, line in STANDARD.items() if name in used), key=_place
    )
    shown = {name: line for name, line in OTHERS.items() if name in used}
    both = [name for name in ("layers", "ops") if name in shown]
    pictures = [name for name in ("Image", "ImageOps") if name in shown]
    lines = [shown[name] for name in ("keras", "np", "pd") if name in shown]
    lines += [f"from keras import {', '.join(both)}"] if both else []
    lines += [f"from PIL import {', '.join(pictures)}"] if pictures else []
    return "\n".join([*first, *([""] if first else []), *lines])


def _place(line: str) -> tuple[bool, str]:
    """Where isort puts a line: plain imports first, each kind by the module."""
    return line.startswith("from"), line.split()[1]


def _names(text: str) -> frozenset[str]:
    """The names that a text of Python uses."""
    nodes = ast.walk(ast.parse(text))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _are_photos(train: Train) -> bool:
    """Whether the source is a folder with a folder of images for each class."""
    data = train.data
    name = data.source if isinstance(data.source, str) else data.source.train
    if known.find(name) or ending(name):
        return False
    columns = {c.column or n for n, c in data.inputs.items()}
    return "image" in columns


def _refuse(train: Train, places: Places) -> None:
    for key, given, why in _unsaid(train):
        if given:
            raise refusal(key, why, places.at("data", key))


def _unsaid(train: Train) -> Iterator[tuple[str, bool, str]]:
    data = train.data
    yield "stream", data.stream, "it reads tables whole"
    skips = data.on_bad_rows == "skip"
    yield "on_bad_rows", skips, "pandas and NumPy refuse damaged rows, or hide them"
