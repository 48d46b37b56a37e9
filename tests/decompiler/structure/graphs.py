"""Random graphs with repeated parts, as Keras would describe them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kspec.decompiler.recovered import Call, Outputs, Recovered, Source

WIDTH = 6
BODIES: list[dict[str, Any]] = [
    {"type": "Dense", "units": WIDTH},
    {"type": "Dense", "units": WIDTH, "activation": "relu"},
    {"type": "Dropout", "rate": 0.5},
    {"type": "Activation", "activation": "tanh"},
    {"type": "LayerNormalization"},
    {"type": "Add"},
    {"type": "ops.multiply", "x2": 2},
]
RATES = st.sampled_from([0.1, 0.2, 0.5])


@st.composite
def repeated_graphs(draw: st.DrawFn) -> Recovered:
    """Stages of blocks of few layers, which may lack some or have other numbers."""
    calls = [Call("x", "Input", {"shape": [WIDTH]})]
    patterns = draw(
        st.lists(
            st.lists(st.sampled_from(BODIES), min_size=2, max_size=6),
            min_size=1,
            max_size=3,
        )
    )
    separator = draw(st.sampled_from(["", "_"]))
    for stage, pattern in enumerate(patterns):
        for number in range(1, draw(st.integers(1, 5)) + 1):
            kept = draw(
                st.lists(st.booleans(), min_size=len(pattern), max_size=len(pattern))
            )
            lacks = draw(st.integers(0, 3)) == 0
            prefix = f"s{stage}{separator}block{number}"
            _add_block(draw, calls, prefix, pattern, kept if lacks else None)
    calls.append(Call("out", "Dense", {"units": 2}, (Source(len(calls) - 1),)))
    ends = (Source(len(calls) - 1),)
    if draw(st.integers(0, 3)) == 0:
        ends = (*ends, Source(draw(st.integers(0, len(calls) - 1))))
    form = "list" if len(ends) > 1 else "one"
    names = tuple(f"end{at}" for at in range(len(ends)))
    if form == "list":
        return Recovered(
            "m", "functional", tuple(calls), Outputs(ends, names, "mapping")
        )
    return Recovered("m", "functional", tuple(calls), Outputs(ends))


def _add_block(
    draw: st.DrawFn,
    calls: list[Call],
    prefix: str,
    pattern: list[dict[str, Any]],
    kept: list[bool] | None,
) -> None:
    """Add the layers of one block; merges take the block's input again."""
    start = len(calls) - 1
    for at, body in enumerate(pattern):
        if kept and not kept[at]:
            continue
        kind, *_ = body.values()
        arguments = {key: value for key, value in body.items() if key != "type"}
        if "rate" in arguments and draw(st.booleans()):
            arguments["rate"] = draw(RATES)
        above = Source(len(calls) - 1)
        inputs = (above,)
        if kind == "Add":
            inputs = draw(
                st.sampled_from([(Source(start), above), (above, Source(start))])
            )
        numbered = kind.startswith("ops.")
        name = kind[4:] if numbered else f"{prefix}_{at}{kind.lower()}"
        name = name if at % 2 or numbered else f"{prefix}_{kind.lower()}_{'abcdef'[at]}"
        calls.append(Call(name, kind, arguments, inputs, numbered=numbered))
