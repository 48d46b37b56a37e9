"""Other people's collections of right and wrong texts, where npm has installed them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kspec.text import examine, format_text, plain, read
from tests.text import suite_verdicts as verdicts
from tests.text.suites import MISSING, Case, json_cases, packages, yaml_cases


@pytest.fixture(scope="module")
def folder() -> Path:
    found = packages()
    if found is None:
        pytest.skip(MISSING)
    return found


def refused(cases: list[Case]) -> dict[str, set[str]]:
    """The names of the cases that are not read, by the first reason."""
    found: dict[str, set[str]] = {}
    for case in cases:
        if diagnostics := examine(case.text, file="a.yaml").diagnostics:
            found.setdefault(diagnostics[0].code, set()).add(case.name)
    return found


def split(lists: dict[str, str]) -> dict[str, set[str]]:
    return {code: set(names.split()) for code, names in lists.items()}


def accepted(cases: list[Case]) -> list[Case]:
    return [case for case in cases if not examine(case.text, file="a.yaml").diagnostics]


def test_valid_yaml_is_read_or_refused_with_a_reason(folder: Path) -> None:
    valid = [case for case in yaml_cases(folder) if not case.is_wrong]
    assert refused(valid) == split(verdicts.YAML_REFUSED)


def test_what_is_read_says_what_the_suite_says(folder: Path) -> None:
    different = [
        case.name
        for case in accepted([*yaml_cases(folder)])
        if case.value and plain(read(case.text, file="a.yaml")) != case.value[0]
    ]
    assert different == verdicts.YAML_DIFFERENT.split()


def test_wrong_yaml_is_refused(folder: Path) -> None:
    wrong = [case for case in yaml_cases(folder) if case.is_wrong]
    assert len(wrong) > 90
    assert [one.name for one in accepted(wrong)] == verdicts.YAML_READ.split()


def test_json_is_read_or_refused_with_a_reason(folder: Path) -> None:
    valid = [case for case in json_cases(folder) if case.name.startswith("y_")]
    assert refused(valid) == split(verdicts.JSON_REFUSED)
    for case in accepted(valid):
        assert plain(read(case.text, file="a.json")) == json.loads(case.text)


def test_what_is_no_json_is_read_only_as_yaml(folder: Path) -> None:
    wrong = [case for case in json_cases(folder) if case.name.startswith("n_")]
    assert len(wrong) == 188
    assert [one.name for one in accepted(wrong)] == verdicts.JSON_READ.split()


def test_what_is_read_can_be_formatted(folder: Path) -> None:
    for case in accepted([*yaml_cases(folder), *json_cases(folder)]):
        tidy = format_text(case.text)
        node = read(case.text, file="a.yaml")
        assert repr(read(tidy, file="a.yaml")) == repr(node), case.name
        assert format_text(tidy) == tidy, case.name
