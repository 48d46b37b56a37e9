"""What a terminal and a log file see of a fit."""

from __future__ import annotations

import io

from rich.console import Console

from kspec.training.progress import Progress


def shown(*, terminal: bool) -> str:
    file = io.StringIO()
    progress = Progress(Console(file=file, force_terminal=terminal, width=100))
    progress.start()
    progress.epoch("epoch 1/2", 10)
    progress.step(10, "loss 0.5")
    progress.say("epoch 1/2  loss 0.5")
    progress.epoch("epoch 2/2", 10)
    progress.stop()
    progress.stop()
    return file.getvalue()


def test_a_log_file_gets_the_lines_that_stay_alone() -> None:
    assert shown(terminal=False) == "epoch 1/2  loss 0.5\n"


def test_a_terminal_sees_the_steps() -> None:
    text = shown(terminal=True)
    assert "10/10" in text
    assert "epoch 1/2  loss 0.5" in text
