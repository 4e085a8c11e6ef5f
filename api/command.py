"""The `jobwright` command's first step: what has to be set before numpy is imported."""

import os


def main() -> None:
    """Run the command, with linear algebra on one thread: for one sentence more threads only wait for each other."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from api.cli import main as run  # noqa: PLC0415  # only now may numpy be imported

    run()
