"""The article's page can be made: its short form trains every model for one epoch."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.article.__main__ import main
from tests.article.models import MODELS
from tests.article.page import written
from tests.article.results import Result, kept

ROOT = Path(__file__).parents[1]


@pytest.mark.keras
def test_the_short_form_trains_draws_and_writes_every_model(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    folders = {"--docs": "docs", "--work": "work", "--results": "results"}
    given = [word for pair in folders.items() for word in pair]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["article", "--short", *given])
    main()
    text = Path("docs/article.md").read_text(encoding="utf-8")
    trained = [model for model in MODELS if model.ours]
    assert {path.name for path in Path("work/runs").iterdir()} == {
        model.spec for model in trained
    }
    assert {path.name for path in Path("results").iterdir()} == {
        model.key for model in trained
    }
    assert text.count("\nHere: ") == len(trained)
    for picture in Path("docs/pictures/article").iterdir():
        assert f"pictures/article/{picture.name}" in text


def test_the_page_in_docs_is_what_the_kept_results_and_the_specs_make(
    tmp_path: Path,
) -> None:
    text = (ROOT / "docs" / "article.md").read_text(encoding="utf-8")
    made = written([(model, kept(model.key)) for model in MODELS], tmp_path)
    assert made == text, (
        "a spec or a result has changed: python -m tests.article --page"
    )


def test_the_best_epoch_is_the_first_with_the_best_value() -> None:
    rows = tuple({"epoch": e, "val_loss": v} for e, v in ((1, 3.0), (2, 1.0), (3, 1.0)))
    assert Result({}, rows).best("val_loss", min) == (1.0, 2)
