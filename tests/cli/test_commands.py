"""The commands: their results, streams and exit codes."""

from __future__ import annotations

import ast
import json

import pytest

from tests.cli.command import Shell

SPEC = """\
kspec: 1
name: small
params: {k: 4}
inputs: {x: {shape: [8], caption: 输入层}}
layers:
  hidden: {type: Dense, units: $(k), activation: relu, caption: 隐含层$(k)}
  out: {type: Dense, units: 2}
"""
WRONG = SPEC.replace("units: 2", "unit: 2").replace("relu", "rleu")
DEAD = SPEC + "  dead: {type: Dense, units: 3, from: x}\noutputs: out\n"


@pytest.fixture(autouse=True)
def files(shell: Shell) -> None:
    shell.write("small.yaml", SPEC)
    shell.write("wrong.yaml", WRONG)
    shell.write("dead.yaml", DEAD)


def test_check_says_what_a_sound_spec_is(shell: Shell) -> None:
    result = shell("check", "small.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out == "small.yaml: ok: 2 layers, 46 parameters, sequential\n"


def test_check_reports_every_error_to_stderr_and_exits_1(shell: Shell) -> None:
    result = shell("check", "wrong.yaml", "small.yaml")
    assert result.code == 1
    assert result.err.count("wrong.yaml:") == 2
    assert "2 errors" in result.err
    assert result.out == "small.yaml: ok: 2 layers, 46 parameters, sequential\n"


def test_check_takes_folders(shell: Shell) -> None:
    (shell.folder / "models").mkdir()
    (shell.folder / "models" / "a.yml").write_text(SPEC, encoding="utf-8")
    assert shell("check", "models").out.startswith("models/a.yml: ok")
    (shell.folder / "empty").mkdir()
    assert shell("check", "empty").code == 2


def test_a_warning_is_an_error_only_where_asked(shell: Shell) -> None:
    assert shell("check", "dead.yaml").code == 0
    assert shell("check", "--strict", "dead.yaml").code == 1


def test_a_file_that_is_not_there_is_wrong_usage(shell: Shell) -> None:
    result = shell("check", "smal.yaml")
    assert result.code == 2
    assert "did you mean `small.yaml`?" in result.err


def test_an_unknown_option_is_wrong_usage(shell: Shell) -> None:
    assert shell("check", "--frobnicate", "small.yaml").code == 2


def test_diagnostics_come_as_json(shell: Shell) -> None:
    result = shell("check", "--format", "json", "wrong.yaml")
    report = json.loads(result.out)
    assert (result.code, result.err) == (1, "")
    assert (report["valid"], report["error_count"]) == (False, 2)
    assert report["files"] == ["wrong.yaml"]
    first = report["diagnostics"][0]
    assert (first["code"], first["place"]["line"]) == ("K106", 6)
    assert first["hint"] == "did you mean `relu`?"


def test_diagnostics_come_as_github_annotations(shell: Shell) -> None:
    first = shell("check", "--format", "github", "wrong.yaml").out.splitlines()[0]
    assert first.startswith("::error file=wrong.yaml,line=6,col=50,")
    assert "title=K106::" in first


def test_diagnostics_come_as_sarif(shell: Shell) -> None:
    log = json.loads(shell("check", "--format", "sarif", "wrong.yaml").out)
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"K104", "K106"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 6


def test_a_parameter_gets_another_value(shell: Shell) -> None:
    assert "2 layers, 90 parameters" in shell("check", "-p", "k=8", "small.yaml").out


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("k", "is no NAME=VALUE"),
        ("kk=8", "did you mean `k`?"),
        ("k=[1]", "expected a number"),
        ("k=012", "012"),
        ("k=", "has no value"),
    ],
)
def test_a_wrong_parameter_is_wrong_usage(
    shell: Shell, given: str, message: str
) -> None:
    result = shell("check", "-p", given, "small.yaml")
    assert result.code == 2
    assert message in result.err


def test_show_prints_a_table_and_totals(shell: Shell) -> None:
    lines = shell("show", "small.yaml").out.splitlines()
    assert lines[0].split() == [
        "layer", "type", "output", "shape", "parameters", "from", "caption",
    ]  # fmt: skip
    assert lines[2].split() == ["hidden", "Dense", "(None,", "4)", "36", "x", "隐含层4"]
    assert "46 parameters, all trainable" in lines[-1]


def test_show_prints_data(shell: Shell) -> None:
    data = json.loads(shell("show", "--format", "json", "small.yaml").out)
    assert list(data) == [
        "name", "mode", "layers", "params", "trainable_params", "memory_bytes",
    ]  # fmt: skip
    assert data["layers"][1] == {
        "name": "hidden",
        "type": "Dense",
        "from": ["x"],
        "output_shape": [None, 4],
        "params": 36,
        "caption": "隐含层4",
    }
    assert data["memory_bytes"] == 4 * (46 + 8 + 4 + 2)


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("dot", b"digraph"),
        ("mmd", b"flowchart"),
        ("json", b"{"),
        ("txt", b""),
    ],
)
def test_draw_writes_the_format_of_the_ending(
    shell: Shell, ending: str, start: bytes
) -> None:
    result = shell("draw", "small.yaml", "-o", f"out.{ending}")
    assert (result.code, result.out) == (0, f"wrote out.{ending}\n")
    assert (shell.folder / f"out.{ending}").read_bytes().lstrip().startswith(start)


def test_draw_prints_text_where_no_file_is_named(shell: Shell) -> None:
    printed = shell("draw", "small.yaml").out
    assert printed.startswith("○  x ")
    assert shell("draw", "small.yaml", "-o", "-").out == printed
    assert shell("draw", "small.yaml", "--format", "dot").out.startswith("digraph")


def test_draw_checks_whether_a_file_is_current(shell: Shell) -> None:
    missing = shell("draw", "small.yaml", "--check", "a.svg")
    assert (missing.code, missing.out) == (1, "")
    assert "a.svg does not exist" in missing.err
    shell("draw", "small.yaml", "-o", "a.svg")
    assert shell("draw", "small.yaml", "--check", "a.svg").out == "a.svg is current\n"
    stale = shell("draw", "small.yaml", "--check", "a.svg", "-p", "k=5")
    assert stale.code == 1
    assert "a.svg is not current; write it anew with `-o a.svg`" in stale.err


def test_code_checks_whether_a_file_is_current(shell: Shell) -> None:
    assert "a.py does not exist" in shell("code", "small.yaml", "--check", "a.py").err
    shell("code", "small.yaml", "-o", "a.py")
    assert shell("code", "small.yaml", "--check", "a.py").out == "a.py is current\n"
    stale = shell("code", "small.yaml", "--check", "a.py", "-p", "k=5")
    assert (stale.code, stale.out) == (1, "")
    assert "a.py is not current; write it anew with `-o a.py`" in stale.err


def test_a_png_that_is_capped_says_so_beside_the_result(shell: Shell) -> None:
    result = shell("draw", "small.yaml", "-o", "a.png", "--width", "40000")
    assert (result.code, result.out) == (0, "wrote a.png\n")
    assert "pixels wide, not 40,000" in result.err


@pytest.mark.parametrize(
    "words", [["--depth", "-1"], ["--fold", "some"], ["--theme", "x"], ["--width", "0"]]
)
def test_an_option_of_draw_that_is_wrong_is_wrong_usage(
    shell: Shell, words: list[str]
) -> None:
    assert shell("draw", "small.yaml", *words).code == 2


def test_an_unknown_ending_is_wrong_usage(shell: Shell) -> None:
    assert shell("draw", "small.yaml", "-o", "out.gif").code == 2


def test_a_place_that_cannot_be_written_is_the_machines_fault(shell: Shell) -> None:
    for command in ("draw", "code"):
        ending = {"draw": "svg", "code": "py"}[command]
        result = shell(command, "small.yaml", "-o", f"nowhere/out.{ending}")
        assert result.code == 3
        assert "K503" in result.err


def test_code_prints_a_module(shell: Shell) -> None:
    result = shell("code", "small.yaml")
    assert ast.parse(result.out)
    assert "# 隐含层4\n" in result.out
    assert shell("code", "small.yaml", "-o", "m.py").out == "wrote m.py\n"
    assert (shell.folder / "m.py").read_text(encoding="utf-8") == result.out


@pytest.mark.parametrize("command", ["show", "draw", "code", "build", "train"])
def test_no_command_goes_on_after_an_error(shell: Shell, command: str) -> None:
    result = shell(command, "wrong.yaml")
    assert (result.code, result.out) == (1, "")
    assert "2 errors" in result.err
    names = {path.name for path in shell.folder.iterdir()}
    assert names == {"small.yaml", "wrong.yaml", "dead.yaml"}


def test_list_names_every_bundled_spec(shell: Shell) -> None:
    lines = shell("list").out.splitlines()
    assert all(line and line == line.rstrip() for line in lines)
    assert any(line.startswith("mnist_cnn") and "421,642" in line for line in lines)
    assert any("10,776 parameters" in line for line in lines)


def test_copy_hands_a_spec_over_and_overwrites_nothing(shell: Shell) -> None:
    assert shell("copy", "mlp").out == "wrote mlp.yaml\n"
    assert shell("check", "mlp.yaml").code == 0
    again = shell("copy", "mlp")
    assert again.code == 2
    assert "not overwritten" in again.err
    assert "did you mean `mlp`?" in shell("copy", "mpl").err


def test_the_version_is_printed(shell: Shell) -> None:
    from kspec import __version__

    assert shell("--version").out.strip() == __version__


def test_help_names_every_command(shell: Shell) -> None:
    result = shell("--help")
    assert result.code == 0
    for command in ("check", "show", "draw", "code", "build", "train", "list", "copy"):
        assert command in result.out


def test_control_characters_never_reach_the_terminal(shell: Shell) -> None:
    shell.write("evil.yaml", SPEC.replace("relu", '"\\e[31mrelu"'))
    result = shell("check", "evil.yaml")
    assert result.code == 1
    assert "\x1b" not in result.err
