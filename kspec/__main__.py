"""`python -m kspec`, and the `kspec` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from kspec.cli.application import main as run

    run()


if __name__ == "__main__":
    main()
