"""Lines break where ruff's formatter would break them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kspec.codegen import printed
from kspec.codegen.layout import WIDTH, bracketed, lay_out, listed
from kspec.errors import width_of
from kspec.graph import Outputs, Port
from kspec.plan import Argument, Call, Constant, Plan, Step, Tuple

WORDS = st.text("abcdef_", min_size=1, max_size=24)
CONSTANTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(0.5), WORDS, st.just("it's")
).map(Constant)


def calls(
    module_name: str, values: st.SearchStrategy[Argument]
) -> st.SearchStrategy[Call]:
    names = WORDS.map("a{}".format)
    arguments = st.dictionaries(names, values, max_size=5).map(dict.items)
    return st.builds(
        lambda name, given: Call(f"{module_name}.N{name}", tuple(given)),
        WORDS,
        arguments,
    )


ARGUMENTS: st.SearchStrategy[Argument] = st.recursive(
    CONSTANTS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: Tuple(tuple(items)))
        | calls("keras.initializers", inner)
    ),
    max_leaves=8,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(1, 8))
    names = [f"n{draw(WORDS)}{at}" for at in range(count)]
    sequential = draw(st.booleans())
    steps: list[Step] = []
    for at, name in enumerate(names):
        inputs = None
        if at:
            above = st.sampled_from(names[:at])
            ports = st.lists(above.map(Port), min_size=1, max_size=5)
            inputs = (Port(names[at - 1]),) if sequential else tuple(draw(ports))
        steps.append(
            Step(
                name,
                draw(calls("keras.layers", ARGUMENTS)),
                inputs,
                listed=bool(inputs and inputs[1:]),
                caption=draw(
                    st.none() | st.sampled_from(["隐含层" * 9, "c" * 60, "x"])
                ),
            )
        )
    ends = names[-2:]
    outputs = Outputs(tuple(map(Port, ends)), tuple(ends), "mapping")
    mode = "sequential" if sequential else "functional"
    return Plan("m", mode, tuple(steps), outputs)


def test_ruff_would_change_nothing(tmp_path: Path) -> None:
    """All modules are drawn first: one run of ruff for each would take minutes."""

    @given(plans())
    def write(plan: Plan) -> None:
        text = printed(plan, flat=True).text
        name = hashlib.sha256(text.encode()).hexdigest()
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")

    write()
    assert len(list(tmp_path.iterdir())) > 10
    assert ruff("format", "--diff", tmp_path) == ""
    assert ruff("check", "--quiet", tmp_path) == ""


def ruff(command: str, option: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", command, option, "--isolated", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_what_fits_stays_on_one_line() -> None:
    assert lay_out(["f", bracketed("(", ["a", "b"], ")")]) == "f(a, b)"


def test_a_wide_character_takes_two_columns() -> None:
    assert width_of("输入层 x") == 8
    text = lay_out([listed("[", ["输" * 21, "入" * 21], "]")])
    assert len(text.splitlines()) == 1
    text = lay_out([listed("[", ["输" * 22, "入" * 22], "]")])
    assert len(text.splitlines()) == 4


def test_arguments_that_fit_on_a_line_of_their_own_share_it() -> None:
    text = lay_out(["model.add", bracketed("(", ["a" * 40, "b" * 40], ")")])
    assert text == f"model.add(\n    {'a' * 40}, {'b' * 40}\n)"


def test_no_line_is_longer_than_the_width_where_it_can_break() -> None:
    text = lay_out(["f", bracketed("(", ["a" * 30] * 9, ")")], 4)
    assert max(map(len, text.splitlines())) <= WIDTH
