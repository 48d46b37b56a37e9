"""`kspec watch`, as a process of its own: it starts, follows and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import Shell
from tests.meta.package import ROOT
from tests.webpage.specs import SMALL
from tests.webpage.test_watching import save


def test_watch_tells_how_the_spec_is_and_ends_at_an_interrupt(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    save(path, SMALL)
    command = [sys.executable, "-m", "kspec", "watch", "small.yaml", "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            assert "http://127.0.0.1:" in process.stdout.readline()
            assert process.stdout.readline().endswith("small.yaml: ok\n")
            save(path, SMALL.replace("units: 2", "unit: 2"))
            assert process.stdout.readline().endswith("small.yaml: 1 error\n")
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0
    assert "did you mean `units`?" in errors
    assert "Traceback" not in errors


def test_a_file_that_is_not_there_is_wrong_usage(shell: Shell) -> None:
    assert shell("watch", "none.yaml").code == 2


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number_that_a_port_can_have(shell: Shell, port: str) -> None:
    shell.write("small.yaml", SMALL)
    assert shell("watch", "small.yaml", "--port", port).code == 2
