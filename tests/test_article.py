"""The article's page can be made: its short form trains every model for one epoch."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.article.__main__ import main
from tests.article.models import MODELS, Result
from tests.article.page import written

ROOT = Path(__file__).parents[1]


@pytest.mark.keras
def test_the_short_form_trains_draws_and_writes_every_model(
    tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KSPEC_DATA", str(data_folder))
    arguments = ["--short", "--docs", str(tmp_path), "--runs", str(tmp_path / "runs")]
    monkeypatch.setattr(sys, "argv", ["article", *arguments])
    main()
    text = (tmp_path / "article.md").read_text(encoding="utf-8")
    trained = {model.spec for model in MODELS if model.ours}
    assert {path.name for path in (tmp_path / "runs").iterdir()} == trained
    assert "Without any model" not in text
    assert text.count("MAPE ") > 4
    for picture in (tmp_path / "pictures" / "article").iterdir():
        assert f"pictures/article/{picture.name}" in text


def test_the_page_in_docs_shows_the_specs_as_they_are(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "article.md").read_text(encoding="utf-8")
    known = [m for m in MODELS if (ROOT / "specs" / f"{m.spec}.yaml").is_file()]
    made = written([(model, None) for model in known], tmp_path)
    listings = [part.split("</table>")[0] for part in made.split("<table>")[1:]]
    assert len(listings) == len({model.spec for model in known})
    for listing in listings:
        assert listing in text, "a spec has changed: python -m tests.article"


def test_the_best_epoch_is_the_first_with_the_best_value() -> None:
    rows = tuple({"epoch": e, "val_loss": v} for e, v in ((1, 3.0), (2, 1.0), (3, 1.0)))
    assert Result({}, rows).best("val_loss", min) == (1.0, 2)
