from __future__ import annotations

import os
from pathlib import Path

import pytest

from kspec.errors import UsageError
from kspec.webpage.watching import EMPTY_LOOKS, Watch
from tests.webpage.html import by_class, named, parsed, text
from tests.webpage.specs import SMALL

WRONG = SMALL.replace("units: 2", "unit: 2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "small.yaml"
    save(place, SMALL)
    return place


def save(path: Path, content: str) -> None:
    """Write the file, its time later than before on the coarsest clock."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(content, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def seen(watch: Watch) -> bool:
    """Look until the file has settled."""
    return any(watch.refresh() for _ in range(EMPTY_LOOKS))


def test_a_saved_file_gives_another_page(path: Path) -> None:
    watch = Watch(path)
    first = watch.snapshot
    assert not seen(watch)
    save(path, SMALL.replace("units: 4", "units: 5"))
    assert seen(watch)
    assert watch.snapshot.revision != first.revision
    assert "63 parameters" not in watch.snapshot.html.decode()
    assert "57 parameters" in watch.snapshot.html.decode()


def test_a_file_that_still_changes_is_left_alone(path: Path) -> None:
    watch = Watch(path)
    save(path, "")
    assert not watch.refresh()
    save(path, SMALL.replace("units: 4", "units: 5"))
    assert not watch.refresh()
    assert watch.refresh()


def test_a_file_that_an_editor_has_emptied_to_write_it_is_waited_for(
    path: Path,
) -> None:
    watch = Watch(path)
    save(path, "")
    assert not any(watch.refresh() for _ in range(5))
    save(path, SMALL.replace("units: 4", "units: 5"))
    assert seen(watch)
    assert not watch.snapshot.diagnostics


def test_a_file_that_is_saved_as_it_was_gives_the_same_page(path: Path) -> None:
    watch = Watch(path)
    revision = watch.snapshot.revision
    save(path, SMALL)
    assert not seen(watch)
    assert watch.snapshot.revision == revision


def test_a_wrong_spec_is_shown_beside_the_last_sound_diagram(path: Path) -> None:
    watch = Watch(path)
    save(path, WRONG)
    assert seen(watch)
    root = parsed(watch.snapshot.html.decode())
    assert len(by_class(root, "node")) == 3
    (wrong,) = (e for e in by_class(root, "line") if e in by_class(root, "wrong"))
    assert "unit" in text(wrong)
    (found,) = by_class(root, "problem")
    assert text(found).startswith("error K104 `Dense` has no argument `unit`")
    assert "did you mean `units`?" in text(found)
    assert by_class(root, "stale")


def test_layers_of_a_wrong_spec_stay_linked_by_their_names(path: Path) -> None:
    watch = Watch(path)
    save(path, "# One line more.\n" + WRONG)
    seen(watch)
    (pane,) = by_class(parsed(watch.snapshot.html.decode()), "spec")
    lines = by_class(pane, "line")
    linked = [
        at for at, line in enumerate(lines, 1) if line.get("data-for") == "hidden"
    ]
    assert linked == [9, 10, 11, 12]


def test_a_text_that_is_no_yaml_is_shown_with_its_error(path: Path) -> None:
    watch = Watch(path)
    save(path, SMALL.replace("{shape", "{shape: {"))
    seen(watch)
    root = parsed(watch.snapshot.html.decode())
    assert by_class(root, "problem")
    assert len(by_class(root, "node")) == 3


def test_a_spec_that_was_never_right_has_no_diagram_yet(path: Path) -> None:
    save(path, WRONG)
    watch = Watch(path)
    root = parsed(watch.snapshot.html.decode())
    assert not named(root, "svg")
    assert "appears when the spec has no errors" in text(root)
    save(path, SMALL)
    assert seen(watch)
    assert named(parsed(watch.snapshot.html.decode()), "svg")


def test_a_file_that_goes_is_told_until_it_is_back(path: Path) -> None:
    watch = Watch(path)
    path.unlink()
    assert seen(watch)
    assert "there is no file" in watch.snapshot.html.decode()
    save(path, SMALL)
    assert seen(watch)
    assert not by_class(parsed(watch.snapshot.html.decode()), "problem")


def test_a_file_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Watch(tmp_path / "none.yaml")


def test_who_waits_is_told_of_another_revision(path: Path) -> None:
    watch = Watch(path)
    revision = watch.wait(None, 0)
    assert revision == watch.snapshot.revision
    assert watch.wait(revision, 0) is None
    save(path, WRONG)
    seen(watch)
    assert watch.wait(revision, 0) == watch.snapshot.revision
