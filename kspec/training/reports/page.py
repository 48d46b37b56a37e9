"""The parts of an HTML page: sections, tables, pictures; all text is escaped here."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True)
class Html:
    """Markup that is safe to put on the page."""

    text: str


Cell = str | Html
STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --faint: #5b6675; --line: #d9dee5;
  --paper: #fff; --code: #f6f8fa; --bad: #a3262b; --good: #1e6b3a; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #dfe5ee;
  --faint: #9aa6b6; --line: #333d4b; --paper: #12161c; --code: #1b212a; --bad: #ff8f8f;
  --good: #7fd6a0; } .charts img { background: #fff; border-radius: 6px; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink);
  background: var(--paper); margin: 0 auto; max-width: 1080px;
  padding: 24px 20px 80px; }
h1 { font-size: 26px; margin: 0; } h2 { font-size: 20px; margin: 44px 0 10px;
  border-bottom: 1px solid var(--line); padding-bottom: 4px; }
h3 { font-size: 16px; margin: 24px 0 6px; }
p { margin: 6px 0; max-width: 75ch; } .faint { color: var(--faint); }
table { border-collapse: collapse; margin: 8px 0; } th, td { padding: 3px 12px 3px 0;
  text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; } td.number, th.number { text-align: right;
  font-variant-numeric: tabular-nums; } tr.model td { font-weight: 600; }
.matrix td { padding: 2px; border-color: transparent; } .matrix th { padding: 2px 8px; }
.matrix span { display: block; min-width: 44px; padding: 3px 7px; }
.scroll { overflow-x: auto; } .charts, .pictures { display: flex; flex-wrap: wrap;
  gap: 12px; } .charts img { max-width: 100%; } .diagram img { max-width: 100%;
  max-height: 900px; } figure { margin: 0; } .pictures figure { width: 104px; }
.pictures img { width: 96px; height: 96px; object-fit: contain; background: #eef1f5;
  image-rendering: pixelated; } figcaption { font-size: 12px; line-height: 1.3; }
.bad { color: var(--bad); } .good { color: var(--good); }
pre { background: var(--code); padding: 12px; overflow-x: auto; font-size: 13px; }
summary { cursor: pointer; margin: 8px 0; }
"""


def page(title: str, parts: Iterable[Html]) -> str:
    """The whole document; it loads nothing and runs nothing."""
    body = "\n".join(part.text for part in parts)
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def section(title: str, *parts: Html) -> Html:
    """A section under a heading."""
    body = "\n".join(part.text for part in parts)
    return Html(f"<section>\n<h2>{escape(title)}</h2>\n{body}\n</section>")


def heading(text: str) -> Html:
    """A heading inside a section."""
    return Html(f"<h3>{escape(text)}</h3>")


def paragraph(text: str, kind: str = "") -> Html:
    """A paragraph; the kind is a class of the style sheet."""
    return Html(f"<p{_class(kind)}>{escape(text)}</p>")


def group(kind: str, parts: Iterable[Html]) -> Html:
    """Parts that stand together."""
    body = "\n".join(part.text for part in parts)
    return Html(f"<div{_class(kind)}>\n{body}\n</div>")


def table(
    header: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, strong: int | None = None
) -> Html:
    """A table, its first column of texts and the rest of numbers.

    Args:
        strong: the row that stands out.
    """
    lines = [f"<tr>{''.join(_cell('th', c, at) for at, c in enumerate(header))}</tr>"]
    for number, row in enumerate(rows):
        cells = "".join(_cell("td", cell, at) for at, cell in enumerate(row))
        lines.append(f"<tr{_class('model' if number == strong else '')}>{cells}</tr>")
    body = "\n".join(lines)
    return Html(f'<div class="scroll"><table>\n{body}\n</table></div>')


def facts(rows: Iterable[tuple[str, str]]) -> Html:
    """Names and what they are."""
    lines = "\n".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return Html(f"<table>\n{lines}\n</table>")


def svg_picture(svg: str, alt: str) -> Html:
    """An SVG as a picture of its own: its names cannot meet those of another."""
    return _picture("image/svg+xml", svg.encode(), alt)


def figure(png: bytes, caption: str) -> Html:
    """A small picture and what it shows."""
    shown = _picture("image/png", png, caption.replace("\n", ", "))
    said = "<br>".join(escape(line) for line in caption.split("\n"))
    return Html(f"<figure>{shown.text}<figcaption>{said}</figcaption></figure>")


def folded(title: str, text: str) -> Html:
    """A long text that opens on demand."""
    return Html(
        f"<details><summary>{escape(title)}</summary>\n"
        f"<pre>{escape(text)}</pre></details>"
    )


def number(value: Any) -> str:
    """A number with four significant digits; whole ones in full.

    Example:
    >>> number(0.123456), number(12345), number(None), number(250000.0)
    ('0.1235', '12,345', '–', '250,000')
    """
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _picture(kind: str, content: bytes, alt: str) -> Html:
    data = base64.b64encode(content).decode("ascii")
    return Html(f'<img alt="{escape(alt)}" src="data:{kind};base64,{data}">')


def _cell(tag: str, cell: Cell, at: int) -> str:
    text = cell.text if isinstance(cell, Html) else escape(cell)
    return f"<{tag}{_class('number' if at else '')}>{text}</{tag}>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
