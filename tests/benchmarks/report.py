"""Results and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One promise: what was measured, what is promised, whether it holds."""

    name: str
    measured: str
    promised: str
    holds: bool | None
    details: str = ""


def skipped(name: str, promised: str, why: str) -> Result:
    """A promise that could not be measured."""
    return Result(name, "not measured", promised, None, why)


def table(results: list[Result]) -> str:
    """The results as a Markdown table."""
    words = {True: "reached", False: "MISSED", None: "-"}
    head = ["what", "measured", "promised", "", "details"]
    rows = [
        [one.name, one.measured, one.promised, words[one.holds], one.details]
        for one in results
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines
    )
