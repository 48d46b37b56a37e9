"""Train the article's models and write docs/article.md; `--short` only tries it.

A run that is complete is not repeated, one that was cut short goes on; what they came
to is kept in tests/article/results, of which the page is written.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kspec import Spec, bundled, dump, load
from kspec.training import resume, train
from kspec.training.saved import SavedRun, find_run, runs_in
from tests.article.models import MODELS, Model
from tests.article.page import written
from tests.article.results import RESULTS, keep, kept

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Read the command line, train what is not trained yet, write the page."""
    given = _arguments()
    trained = [model for model in MODELS if model.ours and not given.page]
    for model in trained:
        if not given.only or model.id in given.only:
            keep(_run(model, given), model.key, given.results)
    pictures = given.docs / "pictures" / "article"
    pictures.mkdir(parents=True, exist_ok=True)
    text = written([(one, kept(one.key, given.results)) for one in MODELS], pictures)
    (given.docs / "article.md").write_text(text, encoding="utf-8")
    print(f"wrote {given.docs / 'article.md'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.article", description=__doc__
    )
    parser.add_argument("--short", action="store_true", help="one epoch of each")
    parser.add_argument(
        "--page", action="store_true", help="train nothing, write of what is kept"
    )
    names = [model.id for model in MODELS if model.ours]
    parser.add_argument(
        "--only", action="append", choices=names, help="such as M6; may be repeated"
    )
    parser.add_argument("--docs", type=Path, default=ROOT / "docs")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "article")
    return parser.parse_args()


def _run(model: Model, given: argparse.Namespace) -> SavedRun:
    """The newest complete run of a model; trained to its end where there is none."""
    spec = _copied(model, given)
    runs = given.work / "runs"
    same = [run for run in runs_in(runs) if dump(run.spec) == dump(spec)]
    complete = [run for run in same if run.status == "complete"]
    if complete and not given.short:
        return complete[-1]
    cut_short = [run for run in same if run.status in ("interrupted", "lost")]
    if cut_short and not given.short:
        return find_run(resume(cut_short[-1].path).path)
    run = train(spec, runs=runs, epochs=1 if given.short else None)
    return find_run(run.path)


def _copied(model: Model, given: argparse.Namespace) -> Spec:
    """The spec, beside the pictures that it learns from where it does."""
    folder = given.work / "specs"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{model.spec}.yaml"
    file.write_bytes(bundled.path(model.spec).read_bytes())
    if model.prepare:
        model.prepare(folder, 6 if given.short else 100)
    return load(file, params=model.short if given.short else model.params)


if __name__ == "__main__":
    main()
