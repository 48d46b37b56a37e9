"""What a terminal and a log file see of a fit."""

from __future__ import annotations

import io

from rich.console import Console

from kspec.training.progress import Progress


def shown(*, terminal: bool) -> str:
    file = io.StringIO()
    progress = Progress(
        Console(file=file, force_terminal=terminal, width=120), epochs=2, steps=10
    )
    progress.start()
    progress.epoch(0)
    progress.step(10, {"accuracy": 0.75, "loss": 0.5}, 1234.5)
    progress.say("epoch 1/2  loss 0.5")
    progress.epoch(1)
    progress.stop()
    progress.stop()
    return file.getvalue()


def test_a_log_file_gets_the_lines_that_stay_alone() -> None:
    assert shown(terminal=False) == "epoch 1/2  loss 0.5\n"


def test_a_terminal_sees_steps_values_rate_and_time_left() -> None:
    text = shown(terminal=True)
    assert "epoch 1/2" in text
    assert "10/10 loss 0.5  accuracy 0.75  1,234 samples/s" in text
    assert "left" in text
    assert "epoch 1/2  loss 0.5" in text
