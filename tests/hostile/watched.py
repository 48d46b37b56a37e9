"""A command of kspec under an audit hook: what it does beside its work is told.

Run as a program: `python -m tests.hostile.watched REPORT FOLDER… -- COMMAND…`. Files
may be opened below the folders and the installation; everything else is noted.
"""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from pathlib import Path
from typing import Any

PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
CODE = ("pickle.find_class", "code.__new__", "ctypes.dlopen")
FORBIDDEN = (*PROCESSES, *NETWORK, *CODE)

SYSTEM = ("/proc/", "/sys/", "/dev/null", "/dev/urandom", "/usr/lib/", "/usr/share/",
          "/etc/localtime", "/lib/")  # fmt: skip
"""What Python itself looks at."""


def main() -> None:
    report, *rest = sys.argv[1:]
    at = rest.index("--")
    folders, command = rest[:at], rest[at + 1 :]
    noted: list[str] = []
    installed = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
    allowed = tuple(os.path.realpath(one) for one in (*folders, *installed))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            noted.append(f"{event} {arguments[:1]}")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith((*allowed, *SYSTEM)):
                noted.append(f"open {path}")

    from kspec.__main__ import main as run

    sys.addaudithook(hook)
    sys.argv = ["kspec", *command]
    try:
        run()
        status: Any = 0
    except SystemExit as done:
        status = done.code or 0
    found = list(noted)
    peak = most_memory()
    Path(report).write_text("\n".join([str(peak), *found]), encoding="utf-8")
    sys.exit(status)


def most_memory() -> int:
    """The most memory that this program held, in KB.

    Not `getrusage`: its maximum outlives exec, so that it tells of the parent too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    main()
