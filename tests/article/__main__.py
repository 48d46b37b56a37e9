"""Train the article's models and write docs/article.md; `--short` only tries it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kspec import bundled, dump, load
from kspec.training import train
from kspec.training.saved import runs_in
from tests.article.models import MODELS, Model, Result
from tests.article.page import written

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Read the command line, train what is not trained yet, write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.article", description=__doc__
    )
    parser.add_argument("--short", action="store_true", help="one epoch of each")
    parser.add_argument(
        "--no-training", action="store_true", help="write of the runs that are there"
    )
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument("--runs", type=Path, default=ROOT / "build" / "article")
    given = parser.parse_args()
    pictures = given.docs / "pictures" / "article"
    pictures.mkdir(parents=True, exist_ok=True)
    known = set(bundled.names())
    models = [model for model in MODELS if model.spec in known]
    results = [(model, _result(model, given)) for model in models]
    text = written(results, pictures)
    (given.docs / "article.md").write_text(text, encoding="utf-8")
    print(f"wrote {given.docs / 'article.md'}")


def _result(model: Model, given: argparse.Namespace) -> Result | None:
    if model.ours is None:
        return None
    params = model.short if given.short else model.params
    spec = load(bundled.path(model.spec), params=params)
    same = [
        run
        for run in runs_in(given.runs)
        if dump(run.spec) == dump(spec)
        and (run.status == "complete" or (given.no_training and run.history))
    ]
    if given.no_training or (same and not given.short):
        return Result(same[-1].measures, same[-1].history) if same else None
    run = train(spec, runs=given.runs, epochs=1 if given.short else None)
    return Result(run.measures, run.history)


if __name__ == "__main__":
    main()
