"""`python -m kspec.explanation FOLDER` writes the reference into that folder."""

from __future__ import annotations

import sys
from pathlib import Path

from kspec.explanation.reference import write_reference

if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
