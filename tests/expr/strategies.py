"""Generated expressions: text in the grammar, well typed or not."""

from __future__ import annotations

from hypothesis import strategies as st

NUMBERS = st.sampled_from(["k", "n", "x"])
BOOLEANS = st.sampled_from(["deep", "wide"])
TEXTS = st.sampled_from(["mode"])

names = st.fixed_dictionaries(
    {
        "k": st.integers(-(2**53), 2**53),
        "n": st.integers(-8, 8),
        "x": st.floats(-(2.0**53), 2.0**53),
        "deep": st.booleans(),
        "wide": st.booleans(),
        "mode": st.sampled_from(["same", "valid", "it's", 'say "so"', ""]),
    }
)

_EDGES = ["0", "0.0", "0.5", "2.5", "5e-324", "1e-3", "1E15", ".5", "3."]
_LIMITS = ["9007199254740991", "9007199254740992", "9007199254740992.0"]

number_leaves = st.one_of(
    NUMBERS,
    st.integers(0, 300).map(str),
    st.floats(0, 1e6).map(repr),
    st.sampled_from(_EDGES + _LIMITS),
)
boolean_leaves = st.one_of(BOOLEANS, st.sampled_from(["true", "false"]))
text_leaves = st.one_of(TEXTS, st.sampled_from(["'same'", '"it\'s"', "'{\"}'", "''"]))


def _joined(*parts: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    drawn = [part if not isinstance(part, str) else st.just(part) for part in parts]
    return st.tuples(*drawn).map("".join)


def _any_type(
    inner: st.SearchStrategy[str], *, other: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    return st.integers(0, 19).flatmap(lambda odds: other if odds == 0 else inner)


arithmetic = st.sampled_from([" + ", "-", "*", " / ", "//", " % "])
order = st.sampled_from([" < ", "<=", " > ", ">="])
equality = st.sampled_from([" == ", "!="])


def _numbers() -> st.SearchStrategy[str]:
    operand = _any_type(numbers, other=anything)
    return st.one_of(
        number_leaves,
        _joined(operand, arithmetic, operand),
        _joined(st.sampled_from(["-", "+", "- "]), operand),
        _joined("(", numbers, ")"),
        _joined(
            st.sampled_from(["abs", "round", "floor", "ceil", "int"]), "(", operand, ")"
        ),
        _joined(st.sampled_from(["min", "max"]), "(", operand, ", ", operand, ")"),
        _joined(operand, " if ", booleans, " else ", operand),
    )


def _booleans() -> st.SearchStrategy[str]:
    operand = _any_type(booleans, other=anything)
    number = _any_type(numbers, other=anything)
    return st.one_of(
        boolean_leaves,
        _joined(number, order, number),
        _joined(number, order, number, order, number),
        _joined(number, equality, number),
        _joined(texts, equality, texts),
        _joined(operand, equality, operand),
        _joined("not ", operand),
        _joined(operand, st.sampled_from([" and ", " or "]), operand),
        _joined("(", booleans, ")"),
        _joined(operand, " if ", operand, " else ", operand),
    )


def _texts() -> st.SearchStrategy[str]:
    chosen = _joined(texts, " if ", booleans, " else ", texts)
    return st.one_of(text_leaves, chosen, _joined("(", texts, ")"))


numbers = st.deferred(_numbers)
booleans = st.deferred(_booleans)
texts = st.deferred(_texts)
anything = st.one_of(numbers, booleans, texts)
"""Source of an expression, without the `$(` and `)`."""

literals = st.text(st.sampled_from("ab 层${}()'\"\\\n\u2028\t%"), max_size=8)
"""Text around expressions, with all that quoting can trip over."""

templates = st.lists(
    st.one_of(
        literals.map(lambda text: text.replace("$", "$ ")), _joined("$(", anything, ")")
    ),
    max_size=5,
).map("".join)
"""Source of a string with expressions inside."""
