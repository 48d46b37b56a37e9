"""`python -m kspec.explanation FOLDER` writes the reference into that folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from kspec.explanation.reference import write_reference

if __name__ == "__main__":
    parser = argparse.ArgumentParser("python -m kspec.explanation", description=__doc__)
    parser.add_argument("folder", type=Path, help="such as docs")
    write_reference(parser.parse_args().folder)
