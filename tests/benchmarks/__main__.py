"""The numbers that kspec promises, as ratios measured in one run.

    python -m tests.benchmarks

Nothing here is a test: a slow machine makes no build fail. Only what is measured on
this machine, now, is printed; what cannot be measured says why.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks import models
from tests.benchmarks.measure import CommandFailed, interleaved, output_of
from tests.benchmarks.report import Result, skipped, table

KERAS_SIDE = "tests.benchmarks.keras_side"
CHAINS = (100, 1_000, 5_000, 10_000)
Cases = Callable[[Path], Iterator[Result]]


def check_vgg16(folder: Path) -> Iterator[Result]:
    """`kspec check` against Keras that rebuilds the model from its JSON."""
    medians = interleaved(
        {
            "kspec": ["-m", "kspec", "check", str(folder / "vgg16.yaml")],
            "keras": ["-m", KERAS_SIDE, "rebuild", str(folder / "vgg16.json")],
        },
        repeats=5,
    )
    ours, theirs = medians["kspec"], medians["keras"]
    yield Result(
        "check VGG16",
        f"{theirs.seconds / ours.seconds:.1f}× faster than Keras rebuilds it",
        "10×",
        theirs.seconds >= 10 * ours.seconds,
        f"{ours.seconds:.2f} s against {theirs.seconds:.2f} s",
    )
    yield Result(
        "check VGG16, peak memory",
        f"{ours.peak_mb:.0f} MB",
        "≤ 120 MB",
        ours.peak_mb <= 120,
        f"Keras: {theirs.peak_mb:.0f} MB",
    )


def draw_vgg16(folder: Path) -> Iterator[Result]:
    """`kspec draw` against `plot_model`."""
    name = "draw VGG16"
    if not find_spec("pydot") or not shutil.which("dot"):
        yield skipped(name, "8×", "plot_model needs pydot and Graphviz's `dot`")
        return
    drawing = str(folder / "vgg16.svg")
    medians = interleaved(
        {
            "kspec": ["-m", "kspec", "draw", str(folder / "vgg16.yaml"), "-o", drawing],
            "keras": ["-m", KERAS_SIDE, "plot", str(folder / "vgg16.json"), drawing],
        },
        repeats=5,
    )
    ours, theirs = medians["kspec"].seconds, medians["keras"].seconds
    yield Result(
        name,
        f"{theirs / ours:.1f}× faster than plot_model",
        "8×",
        theirs >= 8 * ours,
        f"{ours:.2f} s against {theirs:.2f} s",
    )


def check_chains(folder: Path) -> Iterator[Result]:
    """Chains of growing length: whole processes, and the growth between them."""
    commands: dict[str, list[str]] = {}
    for length in CHAINS:
        path = folder / f"chain{length}.yaml"
        path.write_text(models.chain(length), encoding="utf-8")
        commands[str(length)] = ["-m", "kspec", "check", str(path)]
    runs = [*interleaved(commands, repeats=3).values()]
    yield Result(
        "check a chain of 10,000 layers",
        f"{runs[-1].seconds:.2f} s",
        "≤ 3 s",
        runs[-1].seconds <= 3,
        ", ".join(
            f"{n:,}: {r.seconds:.2f} s" for n, r in zip(CHAINS, runs, strict=True)
        ),
    )
    # Processor time: one thread works, and a busy machine bends no line.
    cpu = [run.cpu_seconds for run in runs]
    early, late = (
        (cpu[at + 1] - cpu[at]) / (CHAINS[at + 1] - CHAINS[at]) for at in (1, 2)
    )
    yield Result(
        "one more layer above 5,000, against below",
        f"{late / early:.2f}× the time",
        "linear: ≤ 1.5×",
        late <= 1.5 * early,
        f"{late * 1e6:.0f} µs against {early * 1e6:.0f} µs",
    )


def ratios(module: str, what: str, limit: float) -> Cases:
    """The ratios that a module of this package measures and prints as JSON."""

    def measured(folder: Path) -> Iterator[Result]:
        for name, ratio in output_of(["-m", f"tests.benchmarks.{module}"]).items():
            yield Result(
                f"{what} {name}",
                f"{ratio:.3f}× the time by hand",
                f"≤ {limit}×",
                ratio <= limit,
            )

    return measured


def growth(module: str, what: str) -> Cases:
    """How a layer's time grows with their number, as a module here measures it."""

    def measured(folder: Path) -> Iterator[Result]:
        for name, ratio in output_of(["-m", f"tests.benchmarks.{module}"]).items():
            yield Result(
                f"{what} {name}",
                f"{ratio:.2f}× the time",
                "linear: ≤ 1.5×",
                ratio <= 1.5,
            )

    return measured


def diagrams(folder: Path) -> Iterator[Result]:
    """The folded drawings of networks that everybody knows, and a long chain."""
    for name, seconds in output_of(["-m", "tests.benchmarks.diagrams"]).items():
        yield Result(f"draw {name}", f"{seconds:.2f} s", "≤ 3 s", seconds <= 3)


def importing(folder: Path) -> Iterator[Result]:
    """`import kspec`, over what Python takes to start."""
    medians = interleaved(
        {"kspec": ["-c", "import kspec"], "python": ["-c", "pass"]}, repeats=15
    )
    seconds = medians["kspec"].seconds - medians["python"].seconds
    yield Result("import kspec", f"{seconds:.3f} s", "≤ 0.15 s", seconds <= 0.15)


def watch_vgg16(folder: Path) -> Iterator[Result]:
    """A save of VGG16 under `kspec watch`, until the browser has the page."""
    spec = str(folder / "vgg16.yaml")
    found = output_of(["-m", "tests.benchmarks.watching", spec])
    milliseconds = round(found["seconds"] * 1000)
    yield Result(
        "VGG16 saved under watch, until the page has come",
        f"{milliseconds} ms",
        "< 300 ms",
        milliseconds < 300,
    )


CASES: dict[str, Cases] = {
    "import kspec": importing,
    "check VGG16": check_vgg16,
    "draw VGG16": draw_vgg16,
    "watch VGG16": watch_vgg16,
    "draw known networks": diagrams,
    "check chains": check_chains,
    "code chains": growth("coding", "code"),
    "decompile chains": growth("decompiling", "decompile"),
    "build": ratios("building", "build", 1.05),
    "train": ratios("training", "a step of", 1.02),
}


def results(folder: Path) -> Iterator[Result]:
    """All results; a case that fails is skipped with the reason."""
    (folder / "vgg16.yaml").write_text(models.vgg16(), encoding="utf-8")
    output_of(["-m", KERAS_SIDE, "write_vgg16", str(folder / "vgg16.json")])
    for name, case in CASES.items():
        print(f"measuring: {name}", flush=True)
        try:
            yield from case(folder)
        except CommandFailed as error:
            yield skipped(name, "", str(error).strip().rpartition("\n")[2])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(table(list(results(Path(name)))))
