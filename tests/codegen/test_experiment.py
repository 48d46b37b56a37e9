"""The printed experiment is the one that `kspec train` makes, and needs no kspec."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kspec import Spec, bundled, code, known, load, loads
from kspec.errors import UsageError
from kspec.schema import with_epochs
from kspec.schema.loading import with_train
from kspec.text import from_plain, write
from kspec.training.datasets import locate, present
from tests.codegen.experiments import EXPERIMENTS, FIT, write_files

WITHOUT_KSPEC = """\
import os, runpy, sys
sys.modules["kspec"] = None
import keras
for folder in sys.argv[1:]:
    os.chdir(folder)
    keras.config.set_dtype_policy("float32")
    runpy.run_path("model.py", run_name="__main__")
"""
BATCH = 500
TRAINED = [name for name in bundled.names() if load(bundled.path(name)).train]


def source_of(spec: Spec) -> str:
    assert spec.train
    source = spec.train.data.source
    return source if isinstance(source, str) else ""


def is_there(spec: Spec) -> bool:
    dataset = known.find(source_of(spec))
    if dataset is None:
        return (Path(spec.file).parent / source_of(spec)).exists()
    return present(dataset)


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Spec]:
    """The experiments whose data are here, those of bundled specs in few steps."""
    folder = tmp_path_factory.mktemp("specs")
    write_files(folder)
    found: dict[str, Spec] = {}
    for name, plain in EXPERIMENTS.items():
        file = folder / f"{name}.yaml"
        file.write_text(write(from_plain(plain)), encoding="utf-8")
        found[name] = load(file)
    for name in TRAINED:
        short = with_epochs(load(bundled.path(name)), 1)
        found[f"specs/{name}"] = with_train(short, "batch_size", BATCH)
    return {name: spec for name, spec in found.items() if is_there(spec)}


@pytest.fixture(scope="module")
def histories(
    specs: dict[str, Spec], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, str]]]:
    """What the printed files log, all run in one process without kspec."""
    home = tmp_path_factory.mktemp("home")
    (home / "datasets").mkdir()
    for name in {source_of(spec) for spec in specs.values()} - {""}:
        if dataset := known.find(name):
            put(locate(dataset), dataset, home / "datasets")
    folders: dict[str, Path] = {}
    for name, spec in specs.items():
        folders[name] = tmp_path_factory.mktemp("run")
        if name in EXPERIMENTS:
            source = Path(spec.file).parent
            shutil.copytree(source, folders[name], dirs_exist_ok=True)
        (folders[name] / "model.py").write_text(code(spec, train=True), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_KSPEC, *map(str, folders.values())],
        env=os.environ | {"KERAS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    logs = {name: folder / "history.csv" for name, folder in folders.items()}
    return {
        name: list(csv.DictReader(log.read_text("utf-8").splitlines()))
        for name, log in logs.items()
    }


def put(files: tuple[Path, ...], dataset: known.KnownDataset, folder: Path) -> None:
    """A dataset's files where Keras looks for downloads."""
    if dataset.files[0].member is None:
        for path, file in zip(files, dataset.files, strict=True):
            shutil.copy(path, folder / file.url.rpartition("/")[2])
        return
    with zipfile.ZipFile(folder / dataset.files[0].url.rpartition("/")[2], "w") as made:
        for path, file in zip(files, dataset.files, strict=True):
            assert file.member
            made.write(path, file.member)


@pytest.mark.keras
@pytest.mark.parametrize("name", [*EXPERIMENTS, *(f"specs/{n}" for n in TRAINED)])
def test_the_losses_are_those_of_kspec_train(
    name: str,
    specs: dict[str, Spec],
    histories: dict[str, list[dict[str, str]]],
    tmp_path: Path,
) -> None:
    from kspec import train

    if name not in specs:
        pytest.skip("the data are not on this machine")
    ours = train(specs[name], runs=tmp_path).history
    theirs = histories[name]
    assert len(ours) == len(theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        said = {key: float(value) for key, value in yours.items() if key != "epoch"}
        measured = {key: mine[key] for key in said}
        assert said == pytest.approx(measured, rel=1e-5)


def test_ruff_would_change_nothing(specs: dict[str, Spec], tmp_path: Path) -> None:
    for at, spec in enumerate(specs.values()):
        (tmp_path / f"m{at}.py").write_text(code(spec, train=True), encoding="utf-8")
    for command in (
        ["format", "--diff"],
        ["check", "--quiet", "--select=E4,E7,E9,F,I"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", tmp_path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == ""


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("stream", {"data": {"stream": True}}),
        ("on_bad_rows", {"data": {"on_bad_rows": "skip"}}),
        ("class_weight", {"sample_weight": "weight"}),
    ],
)
def test_what_plain_code_does_not_say_is_refused_by_its_key(
    key: str, changes: dict[str, Any]
) -> None:
    train = EXPERIMENTS["groups"]["train"]
    data = train["data"] | changes.get("data", {})
    changed = EXPERIMENTS["groups"] | {"train": {**train, **changes, "data": data}}
    with pytest.raises(UsageError, match=f"K925.*`{key}`"):
        code(loads(write(from_plain(changed))), train=True)


def test_a_spec_that_trains_nothing_has_no_experiment() -> None:
    with pytest.raises(UsageError, match="K920"):
        code(load(bundled.path("mlp")), train=True)


def test_no_function_of_a_block_is_called_like_one_of_the_experiment() -> None:
    blocks = {"main": {"layers": {"d": {"type": "Dense", "units": 3}}}}
    layers = EXPERIMENTS["groups"]["layers"]
    model = EXPERIMENTS["groups"] | {"blocks": blocks}
    model["layers"] = {"first": {"block": "main"}, **layers}
    text = code(loads(write(from_plain(model))), train=True)
    assert "def main_(" in text
    assert text.count("def main(") == 1


@pytest.mark.parametrize("name", [one.name for one in known.KNOWN])
def test_every_known_dataset_is_read(name: str) -> None:
    dataset = known.find(name)
    assert dataset
    data = {
        "source": name,
        "inputs": {"x": {"column": dataset.columns[0]}},
        "targets": {"kind": {"column": dataset.columns[-1]}},
        "split": {} if dataset.parts else {"test": 0.1},
    }
    plain = {
        "kspec": 1,
        "inputs": {"x": [4]},
        "layers": {"kind": {"type": "Dense", "units": 1}},
        "train": {**FIT, "data": data},
    }
    text = code(loads(write(from_plain(plain))), train=True)
    compile(text, name, "exec")
    assert "load_data()" in text
