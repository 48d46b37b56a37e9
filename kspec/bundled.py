"""The specs that come with kspec: the models that its tutorial is about."""

from __future__ import annotations

from pathlib import Path

from kspec.errors import Diagnostic, UsageError, did_you_mean


def directory() -> Path:
    """The folder of the bundled specs: in the package, or beside it in a checkout."""
    installed = Path(__file__).parent / "specs"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "specs"


def names() -> tuple[str, ...]:
    """The names of the bundled specs, in order.

    Example:
    >>> "mlp" in names()
    True
    """
    return tuple(sorted(path.stem for path in directory().glob("*.yaml")))


def applications() -> tuple[str, ...]:
    """The names of the specs of Keras's applications, in order.

    Example:
    >>> len(applications()), "resnet50" in applications()
    (40, True)
    """
    return tuple(sorted(path.stem for path in application("*").parent.glob("*.yaml")))


def path(name: str) -> Path:
    """The file of a bundled spec, or of a Keras application.

    Raises: UsageError K906 where there is none of that name.
    """
    known = names()
    if name in known:
        return directory() / f"{name}.yaml"
    if name in applications():
        return application(name)
    raise UsageError(
        Diagnostic(
            "K906",
            f"no bundled spec is called `{name}`",
            hint=did_you_mean(name, (*known, *applications()))
            or f"there are {', '.join(known)}",
        )
    )


def application(name: str) -> Path:
    """The file of the spec that describes an application of Keras, if there is one."""
    return directory() / "applications" / f"{name}.yaml"


def copy(name: str, to: str | Path = ".") -> Path:
    """Write a bundled spec to a folder or a new file; the path of the copy.

    Raises: UsageError K906 where there is none of that name, K907 where the copy
        would overwrite a file or its folder does not exist.
    """
    source = path(name)
    target = Path(to) / source.name if Path(to).is_dir() else Path(to)
    try:
        with target.open("xb") as file:
            file.write(source.read_bytes())
    except FileExistsError:
        message, hint = f"`{target}` exists and is not overwritten", "name another file"
    except FileNotFoundError:
        message, hint = f"there is no folder `{target.parent}`", "make it first"
    else:
        return target
    raise UsageError(Diagnostic("K907", message, hint=hint))
