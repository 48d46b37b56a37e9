from __future__ import annotations

import os
from pathlib import Path

import pytest

from kspec.errors import TextError, UsageError
from kspec.text import Item, Mapping, Scalar, plain, read, read_file

NODE = Mapping((Item("name", Scalar("隐含层")),))


def test_a_file_gives_its_tree_and_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("name: 隐含层\n", encoding="utf-8")
    node, text = read_file(path)
    assert (node, text) == (NODE, "name: 隐含层\n")
    assert isinstance(node, Mapping)
    assert str(node.item("name").key_span) == f"{path}:1:1"


@pytest.mark.parametrize("text", ["name: 隐含层", "\ufeffname: 隐含层\r\n"])
def test_characters_and_bytes_say_the_same(text: str) -> None:
    assert read(text, file="a.yaml") == NODE
    assert read(text.encode(), file="a.yaml") == NODE


def test_a_byte_order_mark_moves_no_column() -> None:
    node = read("\ufeffname: 1".encode(), file="a.yaml")
    assert isinstance(node, Mapping)
    assert str(node.item("name").key_span) == "a.yaml:1:1"


def test_a_missing_file_gets_the_closest_name(tmp_path: Path) -> None:
    (tmp_path / "vgg16.yaml").write_text("kspec: 1")
    (tmp_path / "mlp.yml").write_text("kspec: 1")
    with pytest.raises(UsageError) as caught:
        read_file(tmp_path / "vg16.yaml")
    (found,) = caught.value.diagnostics
    assert found.code == "K901"
    assert found.message == f"there is no file `{tmp_path / 'vg16.yaml'}`"
    assert found.hint == f"did you mean `{tmp_path / 'vgg16.yaml'}`?"


def test_a_missing_folder_has_no_closest_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_file(tmp_path / "none" / "mlp.yaml")
    assert caught.value.diagnostics[0].hint is None


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="K901"):
        read_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(UsageError, match="is not a regular file"):
        read_file(tmp_path / "a.yaml")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        read_file("a\0.yaml")


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(
        TextError, match="K006 expected at most 1048576 bytes, got more"
    ):
        read_file(path)


def test_everything_wrong_is_reported_at_once() -> None:
    text = "a: no\nb: 012\na: 1\n1: *x\nc: $(k +)\nd: !!int 1\ne: {f: 1"
    with pytest.raises(TextError) as caught:
        read(text, file="a.yaml")
    places = [f"{found.span} {found.code}" for found in caught.value.diagnostics]
    assert places == [
        "a.yaml:1:4 K004",
        "a.yaml:2:4 K004",
        "a.yaml:3:1 K003",
        "a.yaml:4:1 K007",
        "a.yaml:4:4 K005",
        "a.yaml:5:9 K010",
        "a.yaml:6:4 K005",
        "a.yaml:7:4 K002",
    ]


def test_a_tree_of_every_kind_of_node_is_read() -> None:
    text = """
# a remark
a: {b: [1, 2.5, x], c: , d: {}}
e:
- f: "g"   # another
  h: 'i''j'
-
k: |
  two
  lines
l: >-
  one
  line
? m
: []
"""
    assert plain(read(text, file="a.yaml")) == {
        "a": {"b": [1, 2.5, "x"], "c": None, "d": {}},
        "e": [{"f": "g", "h": "i'j"}, None],
        "k": "two\nlines\n",
        "l": "one line",
        "m": [],
    }
