"""Other files that a spec names: nested models and libraries of blocks.

They lie in the folder of the first spec or below it, symbolic links followed, and no
file is read by itself, directly or through others.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from kspec.errors import Diagnostic, TextError, UsageError, did_you_mean
from kspec.schema.budget import Budget
from kspec.schema.findings import Findings
from kspec.text import Node, Scalar, read_file

DEPTH = 8
"""How deep files may name each other."""

OUTSIDE = "`{}` lies outside the spec's folder"
BESIDE = "put it beside the spec or below"


@dataclass(frozen=True)
class Origin:
    """The file that is read, and those that led to it.

    Args:
        file: its name as the user would write it.
        root: the folder of the first spec; everything lies below it.
        above: the files that are being read, resolved, the first one first.
        budget: counts the layers of all of them.
        files: those that have been named so far; all origins note theirs there.
    """

    file: str
    root: Path
    above: tuple[Path, ...] = ()
    budget: Budget = field(default_factory=Budget, compare=False)
    files: list[str] = field(default_factory=list[str], compare=False)

    @classmethod
    def of(cls, file: str) -> Origin:
        """The origin of a first spec."""
        path = Path(file)
        return cls(file, path.parent.resolve(), (path.resolve(),))

    def opened(self, node: Node, findings: Findings) -> tuple[Node, str, Origin] | None:
        """The tree and the text of the file that a value names, and its origin.

        None where it cannot be read; notes K112, K108 and K0xx.
        """
        name = node.value if isinstance(node, Scalar) else None
        if not isinstance(name, str):
            findings.error("K106", "expected the path of a file", node.span)
            return None
        shown = Path(self.file).parent / name.replace("\0", "?")
        path = shown.resolve()
        if problem := self._problem(name, path):
            message, hint = problem
            findings.error("K112", message, node.span, hint=hint)
            return None
        if path in self.above:
            chain = [*self.above[self.above.index(path) :], path]
            around = " → ".join(one.name for one in chain)
            message = f"the file `{name}` contains itself: {around}"
            findings.error("K108", message, node.span)
            return None
        try:
            tree, text = read_file(shown)
        except TextError as error:
            findings += error.diagnostics
        except UsageError as error:
            (found,) = error.diagnostics
            findings.append(Diagnostic("K112", found.message, node.span, found.hint))
        else:
            self.files.append(str(shown))
            inner = replace(self, file=str(shown), above=(*self.above, path))
            return tree, text, inner
        return None

    def locate(self, node: Node, findings: Findings) -> None:
        """Note a file that a value names and that cannot be read here (K112)."""
        assert isinstance(node, Scalar)
        file = node.span.file if node.span else self.file
        name = str(node.value)
        path = (Path(file).parent / name.replace("\0", "?")).resolve()
        if not path.is_relative_to(self.root):
            message, hint = OUTSIDE.format(name), BESIDE
        elif not path.is_file():
            beside = (one.name for one in path.parent.glob(f"*{path.suffix}"))
            message, hint = f"no file `{name}`", did_you_mean(path.name, beside)
        else:
            self.files.append(str(Path(file).parent / name))
            return
        findings.error("K112", message, node.span, hint=hint)

    def _problem(self, name: str, path: Path) -> tuple[str, str | None] | None:
        if not path.is_relative_to(self.root):
            return OUTSIDE.format(name), BESIDE
        if len(self.above) > DEPTH:
            return f"`{name}` is named through more than {DEPTH} files", None
        return None
