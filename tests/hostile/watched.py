"""Commands of kspec under an audit hook: what they do beside their work is told.

Run as a program, it reads a `Job` a line and answers with an `Outcome` a line. Each
job has a process of its own, forked from this one, which imports what commands need
and does nothing else, so that a process costs milliseconds. `--bare` leaves even the
imports to the job, where the hook sees them.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
import sysconfig
import tempfile
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from kspec.drawing.engine import command

PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
CODE = ("pickle.find_class", "code.__new__", "ctypes.dlopen")
FORBIDDEN = (*PROCESSES, *NETWORK, *CODE)
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
           "os.truncate", "os.chmod", "shutil.")  # fmt: skip
"""What changes a folder, by events whose first argument is a path."""

SYSTEM = ("/proc/", "/sys/", "/dev/null", "/dev/urandom", "/usr/lib/", "/usr/share/",
          "/etc/localtime", "/lib/")  # fmt: skip
"""What Python itself looks at."""

COMMANDS = {
    "check": (),
    "show": (),
    "code": (),
    "draw": ("-o", "{}/x.dot"),
    "page": ("-o", "{}/x.html"),
}
"""What reads specs without Keras, with the options that name a file in a folder."""

MOST_SECONDS = 60
"""Far beyond what any takes, so that only what hangs is ended."""


@dataclass(frozen=True)
class Job:
    """A command of kspec.

    Args:
        words: of the command line.
        reads: the folders whose files it may read.
        writes: that in which it may make files.
        report: the folder for what it prints.
    """

    words: list[str]
    reads: list[str]
    writes: str
    report: str


@dataclass(frozen=True)
class Outcome:
    """What came of a job.

    Args:
        status: its exit code; negative where a signal ended it.
        noted: what it did and should not have.
        peak: the most memory that it held, in KB.
        seconds: of the processor.
    """

    status: int
    noted: list[str]
    peak: int
    seconds: float


def main() -> None:
    if "--bare" not in sys.argv:
        _import_everything()
    for line in sys.stdin:
        print(json.dumps(asdict(_done(Job(**json.loads(line))))), flush=True)


def _import_everything() -> None:
    """A sound spec through each command, so that all they need is imported."""
    spec = str(Path(__file__).parents[2] / "specs" / "mlp.yaml")
    with (
        tempfile.TemporaryDirectory() as folder,
        open(os.devnull, "w", encoding="utf-8") as null,
        contextlib.redirect_stdout(null),
    ):
        for command, options in COMMANDS.items():
            _run([command, spec, *(one.format(folder) for one in options)])


def _done(job: Job) -> Outcome:
    Path(job.report, "noted").write_text("0\nit did not end", encoding="utf-8")
    child = os.fork()
    if not child:
        _work(job)
    _, status, used = os.wait4(child, 0)
    told = Path(job.report, "noted")
    peak, *noted = told.read_text(encoding="utf-8").split("\n")
    seconds = used.ru_utime + used.ru_stime
    return Outcome(os.waitstatus_to_exitcode(status), noted, int(peak), seconds)


def _work(job: Job) -> NoReturn:
    """The job, in a process of its own that ends with it."""
    signal.alarm(MOST_SECONDS)
    for number, name in ((1, "stdout"), (2, "stderr")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(Path(job.report, name), flags, 0o600), number)
    noted: list[str] = []
    sys.addaudithook(_Hook(job, noted))
    status = 70
    try:
        status = _run(job.words)
    except BaseException:
        traceback.print_exc()
    found = [str(most_memory()), *noted]
    sys.stdout.flush()
    sys.stderr.flush()
    Path(job.report, "noted").write_text("\n".join(found), encoding="utf-8")
    os._exit(status)


def _run(words: list[str]) -> int:
    """A command line of kspec, as its program runs it; its exit code."""
    from kspec.__main__ import main as run

    sys.argv = ["kspec", *words]
    try:
        run()
    except SystemExit as done:
        return int(done.code or 0)
    return 0


class _Hook:
    """Notes what a job does outside its folders, and what no spec may make it do."""

    def __init__(self, job: Job, noted: list[str]) -> None:
        installed = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
        reads = (*job.reads, job.writes, job.report, *installed)
        self.reads = (*map(os.path.realpath, reads), *SYSTEM)
        self.writes = os.path.realpath(job.writes)
        self.engine = command("svg")
        self.noted = noted

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen" and [*arguments[1]] == self.engine:
            return
        if event.startswith(FORBIDDEN):
            self.noted.append(f"{event} {arguments[:1]}")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            path, flags = real(arguments[0]), arguments[2]
            if flags & (os.O_WRONLY | os.O_RDWR) and path != os.devnull:
                self._check(event, path, (self.writes,))
            else:
                self._check(event, path, self.reads)
        elif event.startswith(CHANGES):
            self._check(event, real(arguments[0]), (self.writes,))

    def _check(self, event: str, path: str, allowed: tuple[str, ...]) -> None:
        if not path.startswith(allowed):
            self.noted.append(f"{event} {path}")


def real(path: str | bytes) -> str:
    """Where a path leads."""
    return os.path.realpath(os.fsdecode(path))


def most_memory() -> int:
    """The most memory that this process held, in KB.

    Not `getrusage`: its maximum outlives exec, so that it tells of the parent too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    main()
