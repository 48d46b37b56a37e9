"""Training a spec: its data and its model, checked, then a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from kspec.builder import build_plan, completed, keras_module, verify
from kspec.errors import Diagnostic, UsageError
from kspec.graph import Graph, Limits, compile_spec
from kspec.plan import lower
from kspec.schema import Spec, with_epochs
from kspec.schema.places import places_in
from kspec.schema.training import Train
from kspec.training.dataset import Dataset
from kspec.training.evaluation import check_unchanged
from kspec.training.loading import load
from kspec.training.run import Run, open_run
from kspec.training.saved import check_resumable, find_run
from kspec.training.session import Session


def train(
    spec: Spec,
    *,
    runs: str | Path = "runs",
    epochs: int | None = None,
    limits: Limits | None = None,
    console: Console | None = None,
) -> Run:
    """Train the model of a spec as its `train:` section says.

    Everything is checked, and the model is built, before the run's folder appears.

    Args:
        runs: the folder that the run's own is made in.
        epochs: instead of the spec's; of each phase, at most so many.
        limits: how large the model may be.
        console: where progress is shown; standard error where left out.

    Raises: GraphError K2xx, DataError K6xx, BuildError K4xx, ToolError K5xx,
        UsageError K920 where the spec has no `train:`.
    """
    if epochs is not None:
        _section(spec)
        spec = with_epochs(spec, epochs)
    folder, console = Path(spec.file).parent, console or Console(stderr=True)
    session = _session(spec, folder, limits, console)
    return session.run(open_run(runs, spec.name))


def resume(
    run: str | Path,
    *,
    runs: str | Path = "runs",
    limits: Limits | None = None,
    console: Console | None = None,
) -> Run:
    """Go on with a run that was interrupted or lost, after its last whole epoch.

    It ends with the weights that it would have ended with. The epochs that are done are
    not learnt again, but their batches are gone through.

    Args:
        run: its folder.
        runs: the folder of all runs.
        limits: how large the model may be.
        console: where progress is shown; standard error where left out.

    Raises: UsageError K921 where there is no run, K924 where it cannot go on; DataError
        K620 where its data have changed; what `train` raises.
    """
    from kspec.training.resuming import epochs_kept

    saved = find_run(run, runs)
    check_resumable(saved, keras_module().backend.backend())
    folder, console = Path(saved.facts["folder"]), console or Console(stderr=True)
    rows = saved.history[: epochs_kept(saved.path)]
    session = _session(saved.spec, folder, limits, console)
    check_unchanged(saved, session.dataset)
    session = replace(session, rows=rows, began=saved.facts["started"])
    return session.run(saved.path)


def _session(
    spec: Spec, folder: Path, limits: Limits | None, console: Console
) -> Session:
    section = _section(spec)
    graph = compile_spec(spec, limits=limits)
    # The data have to fit outputs that a plugin hides, and the built model knows.
    model = None if graph.is_known else _model(spec, section, graph)
    if model is not None:
        graph = completed(graph, model)
    dataset = load(section, graph, folder=folder, places=places_in(spec.root))
    for omission in dataset.omitted:
        console.print(str(omission), markup=False, soft_wrap=True)
    _warn_of_watching(section, dataset, console)
    return Session(
        spec=spec,
        train=section,
        graph=graph,
        dataset=dataset,
        model=_model(spec, section, graph) if model is None else model,
        console=console,
        folder=folder,
    )


def load_dataset(spec: Spec, *, limits: Limits | None = None) -> Dataset:
    """The arrays that the model of a spec is trained on.

    Raises: GraphError K2xx, DataError K6xx, ToolError K504 to K506, UsageError K920.
    """
    section = _section(spec)
    graph = compile_spec(spec, limits=limits)
    folder, places = Path(spec.file).parent, places_in(spec.root)
    return load(section, graph, folder=folder, places=places)


def _model(spec: Spec, section: Train, graph: Graph) -> Any:
    """The new model, computing in the section's precision.

    Raises: GraphError K206 where `expect:` is false of it.
    """
    keras = keras_module()
    keras.utils.set_random_seed(section.seed)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(section.dtype_policy)
    try:
        model = build_plan(lower(graph))
    finally:
        keras.config.set_dtype_policy(before)
    verify(spec, graph, model)
    return model


def _section(spec: Spec) -> Train:
    if spec.train is None:
        message = f"`{spec.name}` has no `train:` section"
        hint = "add one: `kspec explain train` shows its form"
        raise UsageError(Diagnostic("K920", message, hint=hint))
    return spec.train


def _warn_of_watching(section: Train, dataset: Dataset, console: Console) -> None:
    """Say where a callback decides by the part that the result is measured on."""
    watching = [
        (type(callback).__name__, getattr(callback, "monitor", ""))
        for callback in section.callbacks
    ]
    if section.checkpoint.restore:
        watching.append(("checkpoint", section.checkpoint.monitor))
    for name, monitor in watching:
        if monitor.startswith("val_") and dataset.validation is None:
            console.print(
                f"warning: {name} watches `{monitor}` of the test "
                "part, which flatters the result; add `validation: 0.1` to `split:`",
                markup=False,
                soft_wrap=True,
            )
