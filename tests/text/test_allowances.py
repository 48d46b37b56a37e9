from __future__ import annotations

import pytest

from kspec.text import allowances


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1  # kspec: allow K701", [("K701", 1, "1:22")]),
        ("a: 1  #kspec:allow K701", [("K701", 1, "1:20")]),
        (
            "a: 1  # kspec: allow K701, K702 (for now)",
            [("K701", 1, "1:22"), ("K702", 1, "1:28")],
        ),
        ("# kspec: allow K701\n\n# why\n\na: 1", [("K701", 5, "1:16")]),
        ("a: 1\n# kspec: allow K701", [("K701", 2, "2:16")]),
        ("a: 1  # kspec: allow", [("", 1, "1:7")]),
        ("a: 1  # kspec: allow k7", [("k7", 1, "1:22")]),
        ("a: '# kspec: allow K701'", []),
        ("a: 1  # kspec: allowed K701", []),
        ("a: 1  # see kspec: allow K701", []),
    ],
)
def test_a_comment_allows_codes_on_its_line_or_alone_on_the_next(
    text: str, expected: list[tuple[str, int, str]]
) -> None:
    found = allowances(text, file="a.yaml")
    places = [(a.code, a.line, f"{a.span.line}:{a.span.column}") for a in found]
    assert places == expected
