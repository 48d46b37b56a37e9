"""Variables never hide what the printed module calls by name."""

from __future__ import annotations

import builtins
import keyword

from hypothesis import given
from hypothesis import strategies as st

from kspec.codegen.namespace import TAKEN, variables

NAMES = st.sampled_from(
    [
        "keras",
        "layers",
        "layers_",
        "max",
        "max_",
        "match",
        "model",
        "k",
        "x",
        "x_",
        "in_",
    ]
)


@given(st.lists(NAMES, unique=True), st.frozensets(NAMES, max_size=3))
def test_every_name_gets_a_free_variable_of_its_own(
    names: list[str], taken: frozenset[str]
) -> None:
    given_ = variables(names, taken=taken)
    assert list(given_) == names
    assert len(set(given_.values())) == len(names)
    for variable in given_.values():
        assert variable not in TAKEN | taken
        assert not hasattr(builtins, variable)
        assert not keyword.iskeyword(variable)


def test_a_harmless_name_is_kept() -> None:
    assert variables(["block1_conv1"]) == {"block1_conv1": "block1_conv1"}
