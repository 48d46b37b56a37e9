"""Other files: nested specs and libraries of blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import SchemaError, dump, load
from kspec.schema import Spec

INNER = """\
kspec: 1
params: {k: 2}
inputs: {x: [4]}
layers: {y: {type: Dense, units: $(k)}}
"""
LIBRARY = "kspec: 1\nblocks: {b: {layers: {y: {type: Dense, units: 3}}}}\n"


def outer(folder: Path, layer: str, blocks: str = "") -> Spec:
    text = f"kspec: 1\n{blocks}inputs: {{x: [4]}}\nlayers: {{a: {layer}}}\n"
    (folder / "outer.yaml").write_text(text, encoding="utf-8")
    return load(folder / "outer.yaml")


def codes(folder: Path, layer: str, blocks: str = "") -> list[str]:
    with pytest.raises(SchemaError) as error:
        outer(folder, layer, blocks)
    return [found.code for found in error.value.diagnostics]


def test_a_nested_spec_is_read_with_the_parameters_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(INNER, encoding="utf-8")
    (entry,) = outer(tmp_path, "{spec: inner.yaml, params: {k: 5}}").layers
    assert isinstance(entry.model, Spec)
    assert entry.model.name == "a"
    assert getattr(entry.model.layers[0].layer, "units", None) == 5


def test_its_mistakes_are_told_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "inner.yaml").write_text(
        INNER.replace("Dense", "Dens"), encoding="utf-8"
    )
    with pytest.raises(SchemaError) as error:
        outer(tmp_path, "{spec: inner.yaml}")
    (found,) = error.value.diagnostics
    assert found.span
    assert (Path(found.span.file).name, found.code) == ("inner.yaml", "K103")


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("{spec: missing.yaml}", ["K112"]),
        ("{spec: ../outside.yaml}", ["K112"]),
        ("{spec: /etc/passwd}", ["K112"]),
        ("{spec: link.yaml}", ["K112"]),
        ("{spec: sub}", ["K112"]),
        ("{spec: outer.yaml}", ["K108"]),
        ("{spec: 3}", ["K106"]),
        ("{spec: inner.yaml, params: {q: 1}}", ["K104"]),
        ("{spec: inner.yaml, params: 3}", ["K106"]),
        ("{spec: inner.yaml, units: 3}", ["K101"]),
    ],
)
def test_a_file_that_cannot_be_nested_is_refused(
    tmp_path: Path, layer: str, expected: list[str]
) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    for path in (tmp_path / "outside.yaml", folder / "inner.yaml"):
        path.write_text(INNER, encoding="utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert codes(folder, layer) == expected


def test_a_chain_of_files_ends(tmp_path: Path) -> None:
    for at in range(12):
        text = INNER.replace("type: Dense, units: $(k)", f"spec: f{at + 1}.yaml")
        (tmp_path / f"f{at}.yaml").write_text(text, encoding="utf-8")
    assert codes(tmp_path, "{spec: f0.yaml}") == ["K112"]


def test_blocks_of_other_files_stand_beside_ones_own(tmp_path: Path) -> None:
    (tmp_path / "lib.yaml").write_text(LIBRARY, encoding="utf-8")
    blocks = "blocks: {from: lib.yaml, c: {layers: {z: {block: b}}}}\n"
    spec = outer(tmp_path, "{block: c}", blocks)
    assert [entry.name for entry in spec.layers] == ["a_z_y"]


def test_two_blocks_of_one_name_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "lib.yaml").write_text(LIBRARY, encoding="utf-8")
    blocks = "blocks: {from: [lib.yaml], b: {layers: {z: {type: Flatten}}}}\n"
    assert codes(tmp_path, "{block: b}", blocks) == ["K107"]


def test_a_library_holds_blocks_alone(tmp_path: Path) -> None:
    (tmp_path / "lib.yaml").write_text(f"{LIBRARY}layers: {{}}\n", encoding="utf-8")
    assert codes(tmp_path, "{block: b}", "blocks: {from: lib.yaml}\n") == ["K101"]


def test_many_nested_specs_are_counted_together(tmp_path: Path) -> None:
    many = INNER.replace("$(k)}", "$(k), repeat: 200}")
    (tmp_path / "inner.yaml").write_text(many, encoding="utf-8")
    assert codes(tmp_path, "{spec: inner.yaml, repeat: 100}") == ["K208"]


def test_a_run_keeps_the_files_that_its_spec_names(tmp_path: Path) -> None:
    from kspec.training.session import keep_files

    (tmp_path / "parts").mkdir()
    texts = {
        "parts/inner.yaml": "kspec: 1\ninputs: {x: [4]}\nlayers: {d: {type: Dense, "
        "units: 2}}\n",
        "lib.yaml": "kspec: 1\nblocks: {b: {layers: {e: {type: Dense, units: 3}}}}\n",
        "outer.yaml": "kspec: 1\nblocks: {from: ./lib.yaml}\ninputs: {x: [4]}\n"
        "layers: {i: {spec: parts/inner.yaml}, b: {block: b}}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    spec = load(tmp_path / "outer.yaml")
    run = tmp_path / "runs" / "outer" / "1"
    run.mkdir(parents=True)
    (run / "spec.yaml").write_text(dump(spec), encoding="utf-8")
    keep_files(spec, run)
    again = load(run / "spec.yaml")
    assert [one.name for one in again.layers] == ["i", "b_e"]
