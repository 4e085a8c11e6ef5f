"""The `jobwright` command's first step: what has to be set before numpy is imported."""

import gc
import os


def main() -> None:
    """Run the command, with linear algebra on one thread: for one sentence more threads only wait for each other.

    Loading makes hundreds of thousands of objects that stay: to look through them at Python's own pace, for those
    that could go, takes a quarter of a start.
    """
    gc.set_threshold(20_000, 20, 50)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from api.cli import main as run  # noqa: PLC0415  # only now may numpy be imported

    run()
