"""A signal ends a fit between two steps and leaves a run that can be used."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.training.small import DENSE, spec_in, table_data, write_csv

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_leaves_a_usable_run(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    import keras

    rows = [(i / 10, i / 5) for i in range(2_000)]
    write_csv(tmp_path / "rows.csv", ["x", "y"], rows)
    spec_in(tmp_path, DENSE, table_data(), epochs=100_000, batch_size=1)
    command = [sys.executable, "-m", "kspec", "train", "spec.yaml"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        # A shell starts what runs in the background with interrupts ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        history = tmp_path / "runs" / "small" / "1" / "history.csv"
        while not history.exists() and process.poll() is None:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert "interrupted after" in said
    facts = json.loads((history.parent / "run.json").read_text())
    assert (facts["status"], facts["signal"]) == ("interrupted", number.name)
    model: Any = keras.models.load_model(history.parent / "model.keras")
    assert model.count_params() == 2
    epochs = len(history.read_text().splitlines()) - 1
    assert f"interrupted after {epochs} epoch" in said
