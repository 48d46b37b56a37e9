"""The reference: every layer and object on pages of the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from kspec.explanation.pages import family_page, layer_page, object_page
from kspec.layers.catalogue import CELLS, LAYERS
from kspec.layers.layer import Family
from kspec.layers.objects.catalogue import VOCABULARIES

MADE = (
    "<!-- Written by `make docs` from the package; edit the docstrings instead. -->\n"
)


def reference() -> dict[str, str]:
    """The text of each page by its path below the folder of the documentation."""
    families = [one for one in get_args(Family) if _layers(one)]
    texts = {f"layers/{family}.md": _family(family) for family in families}
    listed = "\n".join(
        f"- [{family}]({family}.md): {', '.join(_layers(family))}"
        for family in families
    )
    texts["layers/README.md"] = f"{MADE}\n# Layers\n\n{listed}\n"
    texts["objects.md"] = _objects()
    return texts


def write_reference(folder: Path) -> None:
    """Write the pages; a page of a family that is no more goes."""
    texts = reference()
    (folder / "layers").mkdir(parents=True, exist_ok=True)
    for path in (folder / "layers").glob("*.md"):
        if f"layers/{path.name}" not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _layers(family: str) -> list[str]:
    return [cls.kind() for cls in (*LAYERS, *CELLS) if cls.family == family]


def _family(family: str) -> str:
    pages = [
        layer_page(cls, level=2) for cls in (*LAYERS, *CELLS) if cls.family == family
    ]
    return "\n".join([MADE, f"# Layers: {family}\n", *pages])


def _objects() -> str:
    pages: list[str] = []
    for words in VOCABULARIES:
        pages.append(family_page(words, level=2))
        pages += [object_page(words, cls, level=3) for cls in words.classes]
    return "\n".join([MADE, "# Objects\n", *pages])
