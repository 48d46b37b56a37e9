"""Every wrong spec in tests/bad gets the message that its golden file holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kspec.__main__ import main
from tests.meta.package import ROOT

if TYPE_CHECKING:
    from tests.conftest import Golden

BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
WARNINGS = ("K7",)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_wrong_spec_is_told_what_is_wrong_and_where(
    path: Path,
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "argv", ["kspec", "check", f"tests/bad/{path.name}"])
    with pytest.raises(SystemExit) as done:
        main()
    output = capsys.readouterr()
    code = path.name[:4]
    assert done.value.code == (0 if code.startswith(WARNINGS) else 1)
    assert f"{path.name}:" in output.err
    assert code in output.err
    assert "Traceback" not in output.err
    golden(f"bad/{path.stem}.txt", output.err)
