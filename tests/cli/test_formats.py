"""Diagnostics for machines, held against what those machines say they read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

from kspec.cli.formats import as_github, as_json
from kspec.cli.sarif import as_sarif
from kspec.errors import Diagnostic, Related, Span
from tests.cli.command import Shell
from tests.text.suites import MISSING, packages

PLACE = Span("a b/层,1:2.yaml", 3, 5, 3, 9)
BLOCK = Span("a.yaml", 3, 5, 7, 2)
ELSEWHERE = Related(Span("b.yaml", 1, 1, 1, 2), "it is\nhere")
FOUND = (
    Diagnostic("K203", "100% wrong,\r\nreally: `a`", PLACE, "fix it", (ELSEWHERE,)),
    Diagnostic("K701", "no effect", BLOCK, severity="warning"),
    Diagnostic("K901", "no such file", related=(Related(None, "nowhere"),)),
)


@pytest.fixture
def schema() -> Any:
    folder = packages()
    if folder is None:
        pytest.skip(MISSING)
    name = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("omitted", [0, 23])
@pytest.mark.parametrize("found", [(), FOUND])
def test_sarif_is_what_its_schema_says(
    schema: Any, found: tuple[Diagnostic, ...], omitted: int
) -> None:
    log = json.loads(as_sarif(found, omitted))
    checker = jsonschema.Draft7Validator.FORMAT_CHECKER
    jsonschema.Draft7Validator(schema, format_checker=checker).validate(log)
    # The schema knows more than what it is asked: a level of its own is refused.
    log["runs"][0]["columnKind"] = "bytes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema)


def test_sarif_names_rules_places_and_related_places() -> None:
    (run,) = json.loads(as_sarif(FOUND, 23))["runs"]
    rules = run["tool"]["driver"]["rules"]
    first, second, third = run["results"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
        "K203", "K701", "K901",
    ]  # fmt: skip
    assert rules[0]["shortDescription"]["text"] == "shapes that do not fit"
    assert rules[0]["help"]["markdown"].startswith("# K203")
    place = first["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    assert urlsplit(uri).path == uri
    assert uri.isascii()
    assert unquote(uri) == PLACE.file
    assert place["region"] == {
        "startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9,
    }  # fmt: skip
    (related,) = first["relatedLocations"]
    assert related["message"]["text"] == "it is\nhere"
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "b.yaml"
    assert (second["level"], "locations" in third) == ("warning", False)
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "and 23 more"


def unescaped(text: str, more: str = "") -> str:
    """A part of a workflow command as the runner of GitHub Actions reads it."""
    for char in (*reversed(f"\r\n{more}"), "%"):
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def test_a_github_annotation_is_read_back_as_it_was_meant() -> None:
    first, second, third, last = as_github(FOUND, 23).split("\n")
    command, _, message = first.removeprefix("::").partition("::")
    name, _, properties = command.partition(" ")
    values = dict(pair.split("=", 1) for pair in properties.split(","))
    assert name == "error"
    assert {key: unescaped(v, ":,") for key, v in values.items()} == {
        "file": PLACE.file, "line": "3", "endLine": "3", "col": "5", "endColumn": "9",
        "title": "K203",
    }  # fmt: skip
    assert unescaped(message) == (
        "100% wrong,\\x0d\\x0areally: `a` — fix it\nb.yaml:1:1: it is\\x0ahere"
    )
    assert second == "::warning file=a.yaml,line=3,endLine=7,title=K701::no effect"
    assert third == "::error title=K901::no such file%0A-: nowhere"
    assert last == "::notice::and 23 more"


def test_json_counts_what_it_leaves_out() -> None:
    report = json.loads(as_json(FOUND, ["a.yaml"], FOUND[:1]))
    counts = [report[f"{kind}_count"] for kind in ("error", "warning", "omitted")]
    assert counts == [2, 1, 2]
    (listed,) = report["diagnostics"]
    assert listed["related"] == [
        {
            "message": "it is\nhere",
            "place": {
                "file": "b.yaml", "line": 1, "column": 1,
                "end_line": 1, "end_column": 2,
            },
        }
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_hundred_are_printed_and_the_rest_is_counted(shell: Shell, form: str) -> None:
    layers = "".join(f"  a{at}: {{type: Dense, unit: 1}}\n" for at in range(160))
    shell.write("a.yaml", f"kspec: 1\ninputs: {{x: [8]}}\nlayers:\n{layers}")
    result = shell("check", "--format", form, "a.yaml")
    assert result.code == 1
    output = result.out + result.err
    assert output.count("a.yaml") in (100, 101)
    assert "60 more" in output or '"omitted_count": 60' in output


def test_an_absolute_name_is_a_file_uri() -> None:
    found = Diagnostic("K203", "…", Span("/a b/c.yaml", 1, 1, 1, 2))
    assert '"file:///a%20b/c.yaml"' in as_sarif([found])
