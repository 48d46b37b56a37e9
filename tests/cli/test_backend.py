"""What libraries print natively is kept back, and shown where one fails."""

from __future__ import annotations

import os

import pytest

from kspec.cli.backend import native_output_held


def test_native_output_is_kept_back(capfd: pytest.CaptureFixture[str]) -> None:
    with native_output_held():
        os.write(2, b"a greeting")
    os.write(2, b"a message")
    assert capfd.readouterr().err == "a message"


def test_native_output_is_shown_where_something_fails(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        with native_output_held():
            os.write(2, b"the reason")
            raise ImportError

    with pytest.raises(ImportError):
        fail()
    assert capfd.readouterr().err == "the reason"
