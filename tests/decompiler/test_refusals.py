"""What has no form in a spec is refused, with its name and its place."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kspec import DecompileError, decompile
from kspec.errors import UsageError

DENSE: dict[str, Any] = {
    "module": "keras.layers",
    "class_name": "Dense",
    "config": {"name": "y", "units": 2},
}


def chain(*layers: dict[str, Any]) -> dict[str, Any]:
    start = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"name": "x", "batch_shape": [None, 8]},
    }
    return {"name": "m", "layers": [start, *layers]}


def altered(**config: Any) -> dict[str, Any]:
    return {**DENSE, "config": DENSE["config"] | config}


@pytest.mark.parametrize(
    ("layer", "code", "says"),
    [
        (
            {**DENSE, "class_name": "Lambda"},
            "K302",
            "runs code that a spec cannot hold",
        ),
        ({**DENSE, "module": "mine"}, "K302", "`Dense` of `mine` is no layer"),
        (
            {**DENSE, "class_name": "Dens"},
            "K302",
            "`Dens` is no layer that kspec knows",
        ),
        (altered(units=-1), "K303", "`units: -1`"),
        (altered(lora_rank=4), "K303", "low-rank adaptation"),
        (
            altered(kernel_initializer={"class_name": "Mine", "config": {}}),
            "K303",
            "no initializer is called so",
        ),
        (
            altered(units={"class_name": "__lambda__", "config": {"value": "YWJj"}}),
            "K303",
            "`units` is a lambda",
        ),
    ],
)
def test_a_layer_without_a_form_is_named(
    layer: dict[str, Any], code: str, says: str
) -> None:
    with pytest.raises(DecompileError) as caught:
        decompile(chain(layer))
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert "layer `y` of model `m`" in found.message
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "K301"),
        ({"class_name": "MyModel", "module": "__main__", "config": {}}, "K301"),
        ({"class_name": "Functional", "module": "keras", "config": {}}, "K304"),
        ({"name": "m", "layers": []}, "K304"),
        ({"name": "m", "layers": [DENSE]}, "K304"),
        ({"layers": [], "input_layers": [], "output_layers": [["y", 0, 0]]}, "K301"),
    ],
)
def test_what_is_no_model_is_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(DecompileError) as caught:
        decompile(data)
    assert [found.code for found in caught.value.diagnostics] == [code]


def test_layers_that_feed_each_other_are_refused() -> None:
    def fed_by(name: str, source: str) -> dict[str, Any]:
        tensor = {
            "class_name": "__keras_tensor__",
            "config": {"keras_history": [source, 0, 0]},
        }
        call = {"args": [tensor], "kwargs": {}}
        return altered(name=name) | {"name": name, "inbound_nodes": [call]}

    data = {
        "name": "m",
        "layers": [fed_by("a", "b"), fed_by("b", "a")],
        "input_layers": [],
        "output_layers": [["b", 0, 0]],
    }
    with pytest.raises(DecompileError, match="feed each other"):
        decompile(data)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04 damaged",
        b"\x89HDF\r\n\x1a\n",
        b"[1]",
        b"[" * 99_999,
    ],
)
def test_a_file_without_a_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    with pytest.raises(DecompileError) as caught:
        decompile(path)
    assert [found.code for found in caught.value.diagnostics] == ["K301"]


def test_an_archive_is_read_as_data(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(chain(DENSE)))
    assert [entry.name for entry in decompile(path).entries] == ["x", "y"]


def test_an_archive_without_a_configuration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.json", "{}")
    with pytest.raises(DecompileError, match=r"has no `config\.json`"):
        decompile(path)


def test_a_file_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        decompile(tmp_path / "model.keras")
