"""Versions of a spec are read from git, and nothing of git is run that need not be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kspec import ToolError, UsageError
from kspec.comparison.revisions import version

OLD = "kspec: 1\ninputs: {x: [8]}\nlayers:\n  y: {type: Dense, units: 2}\n"
NEW = OLD.replace("units: 2", "units: 3")


def git(*words: str) -> None:
    settings = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
    subprocess.run(["git", *settings, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose second commit changes a spec in a folder."""
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    folder = tmp_path / "models"
    (folder / "parts").mkdir(parents=True)
    for text in (OLD, NEW):
        (folder / "model.yaml").write_text(text, encoding="utf-8")
        (folder / "parts" / "lib.yaml").write_text(text, encoding="utf-8")
        git("add", "-A")
        git("commit", "-q", "-m", "a model")
    return tmp_path


def test_an_old_version_is_what_was_committed(repository: Path) -> None:
    for revision, text in (("HEAD~1", OLD), ("HEAD", NEW)):
        with version(f"{revision}:models/model.yaml") as found:
            assert found.path.read_text(encoding="utf-8") == text
            beside = found.path.parent / "parts" / "lib.yaml"
            assert beside.read_text(encoding="utf-8") == text
        assert not found.path.exists()


def test_a_name_is_looked_for_below_the_current_folder_first(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "models")
    for name in ("model.yaml", "./model.yaml", "models/model.yaml"):
        with version(f"HEAD~1:{name}") as found:
            assert found.path.read_text(encoding="utf-8") == OLD
    monkeypatch.chdir(repository / "models" / "parts")
    with version("HEAD~1:../model.yaml") as found:
        assert found.path.read_text(encoding="utf-8") == OLD


def test_a_file_is_a_file_even_with_a_colon(repository: Path) -> None:
    Path("HEAD:x.yaml").write_text(OLD, encoding="utf-8")
    with version("HEAD:x.yaml") as found:
        assert found.path == Path("HEAD:x.yaml")


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("HEAD~9:models/model.yaml", "git knows no revision `HEAD~9` here"),
        ("HEAD:models/mode.yaml", "did you mean `HEAD:models/model.yaml`?"),
        ("HEAD:banana", "`HEAD` has no file `banana`"),
        (":models/model.yaml", "write `REVISION:FILE`, such as `HEAD~1:model.yaml`"),
        ("--output=x:y", "write `REVISION:FILE`, such as `HEAD~1:model.yaml`"),
    ],
)
def test_what_git_does_not_know_is_told(
    repository: Path, source: str, hint: str
) -> None:
    with pytest.raises(UsageError) as error, version(source):
        pass
    (found,) = error.value.diagnostics
    assert (found.code, found.hint) == ("K911", hint)


def test_outside_a_repository_there_are_no_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="K911") as error, version("HEAD:model.yaml"):
        pass
    assert error.value.diagnostics[0].hint == "no git repository is here"


def test_without_git_there_are_none_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="K520"), version("HEAD:model.yaml"):
        pass


def test_no_filter_of_the_repository_runs(repository: Path) -> None:
    git("config", "filter.own.smudge", "touch ran; cat")
    Path(".gitattributes").write_text("*.yaml filter=own\n", encoding="utf-8")
    git("add", ".gitattributes")
    git("commit", "-q", "-m", "attributes")
    with version("HEAD:models/model.yaml") as found:
        assert found.path.read_text(encoding="utf-8") == NEW
    assert not Path("ran").exists()
