"""docs/article.md: spec, diagram and code side by side, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from kspec import code, draw, load
from kspec.bundled import path
from tests.article.models import Model
from tests.article.results import Result

TEXTS = Path(__file__).parent

Pairs = Sequence[tuple[Model, Result | None]]


def written(models: Pairs, pictures: Path) -> str:
    """The page; the diagrams are written beside it.

    Args:
        models: each with its run; None for those that are not trained.
        pictures: the folder of the diagrams, `pictures` below the page's.
    """
    parts = [_text("introduction"), *_summary(models)]
    shown: set[str] = set()
    for model, result in models:
        parts += _section(model, result)
        if model.spec not in shown:
            parts += _listing(model, pictures)
        shown.add(model.spec)
    return "\n".join([*parts, _text("choice")])


def _summary(models: Pairs) -> Iterator[str]:
    yield "| model | spec | the article | here |"
    yield "|---|---|---|---|"
    for model, result in models:
        ours = model.ours(result) if model.ours and result else "not trained"
        spec = f"[{model.spec}](../specs/{model.spec}.yaml)"
        yield f"| {model.id} | {spec} | {model.says} | {ours} |"
    yield ""


def _section(model: Model, result: Result | None) -> Iterator[str]:
    yield f"## {model.id}: {model.title}\n"
    yield f"The article: {model.says}\n"
    if model.ours and result:
        yield f"Here: {model.ours(result)}\n"
    yield f"{model.why}\n"
    if model.ours:
        yield f"```sh\nkspec copy {model.spec}\n{model.before}{model.command}\n```\n"
    if result:
        yield f"{_conditions(result)}\n"


def _conditions(result: Result) -> str:
    keras, backend = result.facts["versions"]["keras"], result.facts["backend"]
    return (
        f"{len(result.history)} epochs took {result.minutes:.0f} minutes on one core "
        f"of a busy machine, with Keras {keras} on {backend}."
    )


def _listing(model: Model, pictures: Path) -> Iterator[str]:
    """Spec, diagram and code side by side."""
    file, name = path(model.spec), f"{model.spec}.svg"
    spec = load(file)
    draw(spec).save(pictures / name)
    alt = escape(f"The diagram of {model.spec}")
    text = file.read_text(encoding="utf-8")
    yield "<table><tr><td>\n"
    yield f"<!-- the bundled spec -->\n```yaml\n{text}```\n"
    yield "</td><td>\n"
    yield f'<img src="pictures/article/{name}" alt="{alt}">\n'
    yield "</td><td>\n"
    yield f"```python\n{code(spec)}```\n"
    yield "</td></tr></table>\n"


def _text(name: str) -> str:
    return (TEXTS / f"{name}.md").read_text(encoding="utf-8")
