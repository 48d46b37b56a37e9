"""`kspec diff` compares, and its exit code says whether there is a difference."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.cli.command import Shell

OLD = "kspec: 1\nname: m\ninputs: {x: [8]}\nlayers:\n  y: {type: Dense, units: 2}\n"
NEW = OLD.replace("units: 2", "units: 3")


@pytest.fixture
def pair(shell: Shell) -> Shell:
    shell.write("old.yaml", OLD)
    shell.write("new.yaml", NEW)
    return shell


def test_the_same_model_has_exit_code_0(pair: Shell) -> None:
    pair.write("again.yaml", "# the same\n" + OLD)
    done = pair("diff", "old.yaml", "again.yaml")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("no difference\n")
    assert "checkpoint: loads whole" in done.out


def test_another_model_has_exit_code_1(pair: Shell) -> None:
    done = pair("diff", "old.yaml", "new.yaml")
    assert (done.code, done.err) == (1, "")
    assert done.out == (
        "~ y: units 2 → 3\n"
        "\n"
        "parameters: 18 → 27 (+9); trainable: 18 → 27 (+9)\n"
        "checkpoint: does not load: Keras refuses it\n"
        "  y/kernel: (8, 2) in the file (y/kernel), (8, 3) in the model\n"
        "  y/bias: (2,) in the file (y/bias), (3,) in the model\n"
    )


def test_the_data_say_the_same_as_the_text(pair: Shell) -> None:
    done = pair("diff", "old.yaml", "new.yaml", "--format", "json")
    data = json.loads(done.out)
    assert (done.code, data["same"]) == (1, False)
    (edit,) = data["edits"]
    assert edit == {
        "edit": "changed",
        "layer": "y",
        "now": "y",
        "argument": "units",
        "old": 2,
        "new": 3,
    }
    assert data["params"] == {"old": 18, "new": 27}
    assert data["checkpoint"]["loads"] is False
    assert data["checkpoint"]["tensors"][0]["problem"] == "shape"


def test_a_parameter_is_given_to_both(pair: Shell) -> None:
    for name, text in (("old", OLD), ("new", NEW)):
        changed = text.replace("[8]", "[$(n)]").replace("name", "params: {n: 1}\nname")
        pair.write(f"{name}.yaml", changed)
    assert "54" not in pair("diff", "old.yaml", "new.yaml").out
    assert "18 → 27" in pair("diff", "old.yaml", "new.yaml", "-p", "n=8").out


def test_a_wrong_spec_has_exit_code_2_and_is_told_what_is_wrong(pair: Shell) -> None:
    pair.write("new.yaml", NEW.replace("3", "-3"))
    done = pair("diff", "old.yaml", "new.yaml")
    assert (done.code, done.out) == (2, "")
    assert "new.yaml:5:27: K106" in done.err


def test_a_version_in_git_is_named_as_git_does(pair: Shell) -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
    pair.write("model.yaml", OLD.replace("2", "-2"))
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-qm", "m"]):
        subprocess.run(["git", *words], check=True)
    pair.write("model.yaml", NEW)
    done = pair("diff", "HEAD:old.yaml", "model.yaml")
    assert (done.code, done.out.splitlines()[0]) == (1, "~ y: units 2 → 3")
    done = pair("diff", "HEAD:model.yaml", "model.yaml")
    assert done.code == 2
    assert done.err.startswith("HEAD:model.yaml:5:27: K106")
    assert "│   y: {type: Dense, units: -2}" in done.err


def test_the_difference_is_drawn_where_a_file_is_given(pair: Shell) -> None:
    done = pair("diff", "old.yaml", "new.yaml", "-o", "diff.svg")
    assert (done.code, done.err) == (1, "wrote diff.svg\n")
    svg = (pair.folder / "diff.svg").read_text(encoding="utf-8")
    assert "units: 2 → 3" in svg
    done = pair("diff", "old.yaml", "new.yaml", "-o", "diff.bmp")
    assert done.code == 2
    assert "K910" in done.err


def test_two_variants_of_one_spec_are_compared(pair: Shell) -> None:
    more = "variants: {small: {n: 2}, large: {n: 4}}\n"
    text = OLD.replace("units: 2", "units: $(n)").replace(
        "name", "params: {n: 3}\nname"
    )
    pair.write("net.yaml", text + more)
    done = pair("diff", "net.yaml", "net.yaml", "--variant", "small")
    assert done.code == 0
    done = pair("diff", "net.yaml", "net.yaml", "--new-variant", "large")
    assert "~ y: units 3 → 4\n" in done.out
    words = ["--variant", "small", "--new-variant", "large"]
    assert "~ y: units 2 → 4\n" in pair("diff", "net.yaml", "net.yaml", *words).out
    done = pair("diff", "net.yaml", "net.yaml", "--variant", "smal")
    assert done.code == 2
    assert "did you mean `small`?" in done.err
