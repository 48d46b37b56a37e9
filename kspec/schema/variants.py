"""Variants: named sets of values for a spec's parameters."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Values
from dataclasses import dataclass, field

from kspec.errors import Diagnostic, UsageError, did_you_mean
from kspec.expr import Value
from kspec.schema.findings import Findings
from kspec.schema.names import check_names
from kspec.text import Item, Mapping


@dataclass(frozen=True)
class Setting:
    """What is given from outside when a spec is read.

    Args:
        params: values that replace all others of its parameters.
        variant: the variant whose values replace those of `params:`.
    """

    params: Values[str, Value] = field(default_factory=dict[str, Value])
    variant: str | None = None


def read_variants(
    section: Mapping, declared: Mapping, findings: Findings
) -> dict[str, Mapping]:
    """The values of each variant under `variants:`.

    Args:
        declared: the `params:` section.
    """
    check_names(section.items, findings)
    found: dict[str, Mapping] = {}
    for item in section:
        if isinstance(item.value, Mapping):
            check_given(item.value, declared, findings)
            found[item.key] = item.value
        else:
            message = f"the variant `{item.key}` is no mapping of parameters"
            hint = f"write `{item.key}: {{NAME: VALUE}}`"
            findings.error("K106", message, item.value.span, hint=hint)
            found[item.key] = Mapping()
    return found


def chosen_variant(variants: dict[str, Mapping], name: str | None) -> Mapping:
    """The values of a variant; none where there is no name.

    Raises: UsageError K909 where there is no such variant.
    """
    if name is None:
        return Mapping()
    if name in variants:
        return variants[name]
    listed = f"variants: {', '.join(variants)}" if variants else "it has no variants"
    message = f"the spec has no variant `{name}`"
    hint = did_you_mean(name, variants) or listed
    raise UsageError(Diagnostic("K909", message, hint=hint))


def check_given(given: Mapping, declared: Mapping, findings: Findings) -> None:
    """Note each given parameter that a spec does not declare (K104)."""
    known = [item.key for item in declared]
    for item in given:
        if item.key not in known:
            unknown_parameter(item, "the spec", known, findings)


def unknown_parameter(
    given: Item, whose: str, known: Iterable[str], findings: Findings
) -> None:
    """Note that there is no such parameter (K104)."""
    names = list(known)
    listed = f"its parameters: {', '.join(names)}" if names else "it has none"
    findings.error(
        "K104",
        f"{whose} has no parameter `{given.key}`",
        given.key_span,
        hint=did_you_mean(given.key, names) or listed,
    )
