"""Common slips: each is told once, at its place, with what to write instead.

The sign ^ marks the place; it is no part of the text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kspec import SchemaError, check, loads

HEAD = "kspec: 1\ninputs: {x: [28, 28, 1]}\nlayers:\n"
CONV = "  a: {type: Conv2D, filters: 8, kernel_size: "

BRACKETS = (
    ("  a: {type: Dense, ^units=8}", "K002", "write `units: 8`"),
    ("  a: {type: Dense, ^units = 8 }", "K002", "write `units: 8`"),
    ("  a: {^type=Dense, units: 8}", "K002", "write `type: Dense`"),
    ("  a: {^type:Dense, units: 8}", "K002", "write `type: Dense`"),
    ("  a: {^type：Dense, units: 8}", "K002", "write `type: Dense`"),
    ("  a: {type: Dense，units^: 8}", "K002", "write `,` for `，`"),
    ("  a: {type: Dense; units^: 8}", "K002", "write `,` for `;`"),
    ("  a^：{type: Dense, units: 8}", "K002", "write `: ` for `：`"),
    (
        "  a: {type: Dense units^: 8}",
        "K002",
        "close it with `}`, or put `,` between the entries",
    ),
    ("  a: {type: Dense, units: 8, caption: a^: b}", "K002", 'quote it: "a: b"'),
    ("  a: {type: Dense, note: see c^: d, units: 8}", "K002", 'quote it: "see c: d"'),
    ("  a: ^{type: Dense, units: 8", "K002", "add `}`"),
    ("  a: {type: Dense, units: ^[", "K002", "add `]`"),
    ("  a: {type: Dense, caption: ^'x}\n", "K002", "add ' after the text"),
    (
        "  a: {type: Dense, units: 8}^}",
        "K002",
        "delete it: nothing that it could close is open",
    ),
    ("  a: {type: Dense, units: 8} ^// no", "K002", "begin a comment with #"),
    (f"{CONV}^(3, 3)}}", "K002", 'write [3, 3], or quote it: "(3, 3)"'),
    (f"{CONV}^(3, 3,)}}", "K002", 'write [3, 3], or quote it: "(3, 3,)"'),
    (
        "  a: {type: Dense, units: ^1,000}",
        "K002",
        "write 1000 or 1.000",
    ),
    ("  a: {type: Dense, units: ^1,000,000}", "K002", "write 1000000"),
    ("  a: {type: Dropout, rate: ^0,5}", "K002", "write 0.5"),
    (
        "  a: {type: Dense, units: ^$(min(2, 3))}",
        "K010",
        'quote it: "$(min(2, 3))"',
    ),
    ("  a: {type: Dense, units: ^$(min(2, 3)}", "K010", "quote the whole value"),
    (
        "  a: {type: Dense, units: $^{k}}",
        "K002",
        "write $(name) for the value of a parameter",
    ),
    (
        "  a: {type: Dense, units: {^{ k }}}",
        "K007",
        "write $(name) for the value of a parameter",
    ),
)
LINES = (
    ("  a:\n    type: Dense\n    ^units=8", "K002", "write `units: 8`"),
    ("  a:\n    type = Dense\n    units^: 8", "K002", "write `type: Dense` above it"),
    ("  a:\n    type:Dense\n    units^: 8", "K002", "write `type: Dense` above it"),
    ("  a:\n    type Dense\n    units^: 8", "K002", "write `type: Dense` above it"),
    ("^\ta: {type: Dense, units: 8}", "K002", "indent with spaces"),
    (
        "  ^- {type: Dense, units: 8}",
        "K106",
        "name each layer: `hidden: {type: Dense, units: 8}`",
    ),
)
WORDS = (
    (f"{CONV}^3x3}}", "K106", "write [3, 3]"),
    (f"{CONV}^3×3}}", "K106", "write [3, 3]"),
    (f"{CONV}^'(3, 3)'}}", "K106", "write [3, 3]"),
    ("  a: {type: ^dense, units: 8}", "K103", "did you mean `Dense`?"),
    ("  a: {type: ^conv2d, units: 8}", "K103", "did you mean `Conv2D`?"),
    ("  a: {type: ^layers.Dense, units: 8}", "K103", "did you mean `Dense`?"),
    ("  a: {type: ^keras.layers.Dense, units: 8}", "K103", "did you mean `Dense`?"),
    ("  a: {type: ^Dense(8), units: 8}", "K103", "did you mean `Dense`?"),
    ("  a: ^Dense(8)", "K106", "write `a: {type: Dense}`"),
    ("  a: ^dense", "K106", "write `a: {type: Dense}`"),
    ("  ^a: {Dense: {units: 8}}", "K102", "write `type: Dense`"),
    ("  ^a: {Dense, units: 8}", "K102", "write `type: Dense`"),
    ("  ^a: {typ: Dense, units: 8}", "K102", "`typ` may be meant for `type`"),
    ("  a: {type: Dense, units: 8, activation: ^relu()}", "K106", "mean `relu`?"),
    ("  a: {type: Dense, units: 8, activation: ^ReLU}", "K106", "mean `relu`?"),
    ("  a: {type: Dense, units: 8, activation: ^tf.nn.relu}", "K106", "mean `relu`?"),
    ("  a: {type: Dense, units: 8, use_bias: ^yes}", "K004", "or write true"),
    ("  a: {type: Dense, units: 8, use_bias: ^off}", "K004", "or write false"),
    ("  a: {type: Dense, units: 8, use_bias: ^None}", "K004", "write null, or"),
    ("  a: {type: Dense, units: 8, use_bias: ^'true'}", "K106", "without quotes"),
    ("  a: {type: Dense, units: ^'8'}", "K106", "write 8 without quotes"),
    ("  a: {type: Dense, units: ^8.0}", "K106", "write 8"),
    ("  a: {type: Dense, units: ^010}", "K004", "or write 10"),
    ("  a: {type: Dropout, rate: ^50}", "K106", "write 0.5"),
    ("  a: {type: Dropout, rate: ^12.5%}", "K106", "write 0.125"),
    (
        "  a: {type: MultiHeadAttention, num_heads: 1, key_dim: 2, from: {query: x,"
        " ^val: x}}",
        "K104",
        "mean `value`?",
    ),
    ("  a: {type: Add, from: {^a: x}}", "K104", "order of the call: `from: [x]`"),
    ("  a: {type: Concatenate, from: x, ^y}", "K104", "write `from: [x, y]`"),
    (
        "  a: {type: Dense, units: 8, kernel_regularizer: ^l2(0.01)}",
        "K106",
        "write {type: L2, l2: 0.01}",
    ),
    (
        "  a: {type: Dense, units: 8, kernel_initializer: ^HeNormal(seed=1)}",
        "K106",
        "write {type: HeNormal, seed: 1}",
    ),
)


@pytest.mark.parametrize(("text", "code", "hint"), [*BRACKETS, *LINES, *WORDS])
def test_a_slip_is_told_once_with_what_to_write(
    text: str, code: str, hint: str, tmp_path: Path
) -> None:
    before = (HEAD + text).partition("^")[0]
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + text.replace("^", ""), encoding="utf-8")
    (found,) = check(path)
    assert found.span
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert (found.code, found.span.line) == (code, line)
    assert hint in (found.hint or "")
    if "：{" not in text:
        assert found.span.column == column


@pytest.mark.parametrize(
    "value", ["True", "'(a, b)'", '"a; b"', "a=b", "[1,200, 2]", "'1,000'", "a：b"]
)
def test_what_only_looks_like_a_slip_is_read(value: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = f"{HEAD}  a: {{type: Dense, units: 8}}\nnote: x\nparams: {{k: {value}}}\n"
    path.write_text(text, encoding="utf-8")
    assert not [found for found in check(path) if found.code[:2] == "K0"]


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("units: k", "write `$(k)`"),
        ("units: k * 2", "write `$(k * 2)`"),
        ("units: 'k'", "write `$(k)`"),
        ("units: $k", "write `$(k)`"),
        ("units: 8, activation: k", "write `$(k)`"),
        ("units: 8, activation: rel", "did you mean `relu`?"),
        ("units: other", ""),
    ],
)
def test_a_parameter_without_its_sign_is_told_with_it(argument: str, hint: str) -> None:
    head = "kspec: 1\nparams: {k: 8}\ninputs: {x: [4]}\nlayers:\n"
    with pytest.raises(SchemaError) as error:
        loads(f"{head}  a: {{type: Dense, {argument}}}\n")
    (found,) = error.value.diagnostics
    assert (found.hint or "").startswith(hint)
    assert bool(found.hint) == bool(hint)
