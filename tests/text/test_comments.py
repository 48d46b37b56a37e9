from __future__ import annotations

import pytest

from kspec.text.comments import comments
from kspec.text.source import Source

TEXT = """\
# top
a: # head
  'b # no': "c # no"   # yes
  d: |  # header
    text # no
  # after a block
e: [f, # in a list
 g#h, i]
层: 隐 # wide
j: k
  #l
"""


def test_comments_are_what_stands_in_no_scalar() -> None:
    found = comments(Source("a.yaml", TEXT))
    assert [(one.text, one.line, one.column, one.alone) for one in found] == [
        ("# top", 1, 1, True),
        ("# head", 2, 4, False),
        ("# yes", 3, 24, False),
        ("# header", 4, 9, False),
        ("# after a block", 6, 3, True),
        ("# in a list", 7, 8, False),
        ("# wide", 9, 6, False),
        ("#l", 11, 3, True),
    ]
    assert all(TEXT.startswith(one.text, one.index) for one in found)


@pytest.mark.parametrize("text", ["# a\nb: [c", "# a\nb: 'c", "# a\n b: c\nd: e"])
def test_a_text_that_is_no_yaml_has_comments_up_to_there(text: str) -> None:
    assert comments(Source("a.yaml", text))[0].text == "# a"


def test_a_line_may_end_as_windows_ends_it() -> None:
    (found,) = comments(Source("a.yaml", "a: b # c\r\nd: e\r\n"))
    assert found.text == "# c"
