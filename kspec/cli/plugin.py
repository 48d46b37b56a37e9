"""`--plugin`: the modules whose layers a spec may name."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

import typer

Plugins = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin", metavar="MODULE", help="Let the spec name the layers of a module."
    ),
]


def with_plugins(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the option `--plugin`, which takes effect before it begins."""

    @functools.wraps(command)
    def run(*args: Any, plugin: list[str] | None = None, **kwargs: Any) -> None:
        if plugin:
            from kspec.layers.plugins import activate

            activate(*plugin)
        command(*args, **kwargs)

    hints = get_type_hints(command, include_extras=True) | {"plugin": Plugins}
    own = inspect.signature(command).parameters.values()
    option = inspect.Parameter("plugin", inspect.Parameter.KEYWORD_ONLY, default=None)
    typed = [one.replace(annotation=hints[one.name]) for one in (*own, option)]
    run.__annotations__ = hints
    setattr(run, "__signature__", inspect.Signature(typed))  # noqa: B010
    return run
