"""What the pages show is so: specs are checked, commands run, code runs, links lead.

A comment in the line above a block directs the tests: `<!-- wrong on purpose -->`,
`<!-- not run: why -->`, and `<!-- file: NAME -->` for a file that later commands read.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from kspec import Diagnostic, SpecError, check, loads
from kspec.__main__ import main
from tests.meta.documents import PAGES, Block, Command, blocks, commands, stripped
from tests.meta.package import ROOT, name_of

YAML = [block for page in PAGES for block in blocks(page, "yaml")]
SPECS = [b for b in YAML if b.text.startswith("kspec:") and "\nlayers:" in b.text]
RUNNING = [page for page in PAGES if blocks(page, "console")]
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def found_in(text: str) -> tuple[Diagnostic, ...]:
    try:
        return check(loads(text))
    except SpecError as error:
        return error.diagnostics


@pytest.mark.parametrize("block", SPECS, ids=str)
def test_a_spec_is_right_or_wrong_on_purpose(block: Block) -> None:
    assert bool(found_in(block.text)) == block.is_wrong


@pytest.fixture
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Where the reader of a page stands: at the root of a checkout, or nowhere."""
    if request.node.callspec.params["page"].name != "tutorial.md":
        shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


@pytest.mark.keras
@pytest.mark.parametrize("page", RUNNING, ids=name_of)
def test_the_commands_of_a_page_print_what_it_says(
    page: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for block in blocks(page, "yaml", "console"):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "console" and block.is_run:
            for command in commands(block.text):
                assert run(command, monkeypatch, capsys) == command.output, block


def run(
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """What a command prints; it may only fail with a count of its errors."""
    monkeypatch.setattr(sys, "argv", ["kspec", *command.words])
    code: object = 0
    try:
        main()
    except SystemExit as done:
        code = done.code
    out, err = capsys.readouterr()
    assert not code or re.search(r"^\d+ errors?\Z", err.strip(), re.M), err
    return stripped(out) or stripped(err)


def test_the_wrong_spec_of_the_readme_is_told_what_it_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (wrong,) = (block for block in blocks(ROOT / "README.md", "yaml") if block.is_wrong)
    (message,) = blocks(ROOT / "README.md", "text")
    Path("wrong.yaml").write_text(wrong.text, encoding="utf-8")
    command = Command(("check", "wrong.yaml"), stripped(message.text))
    assert run(command, monkeypatch, capsys) == command.output


@pytest.mark.keras
def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(ROOT / "README.md", "python"):
        exec(compile(block.text, str(block), "exec"), names)
    assert names["model"]


def test_the_code_of_the_readme_is_that_of_its_spec() -> None:
    from kspec import code

    spec = next(block.text for block in blocks(ROOT / "README.md", "yaml"))
    shown = next(block.text for block in blocks(ROOT / "README.md", "python"))
    assert shown == code(loads(spec))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_into_the_repository_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [one or other for one, other in LINK.findall(text)]
    lost = [
        target
        for target in targets
        if "://" not in target and not leads_somewhere(page, target)
    ]
    assert not lost


def leads_somewhere(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = page.parent / name if name else page
    return path.exists() and (not anchor or anchor in anchors(path))


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}
