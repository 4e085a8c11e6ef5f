"""What was learned from the examples, kept between starts: learning takes seconds, reading it back a tenth of one."""

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
_OLD = 6  # files that are left in the folder at most


def learned(folder: Path | None, key: str, learn: Callable[[], Arrays]) -> Arrays:
    """The arrays kept under that key, else what `learn` gives, which is kept for the next start where that is possible.

    A file that cannot be read is learned anew; a folder that cannot be written to keeps nothing.
    """
    if folder is None:
        return learn()
    path = folder / f"offline-{key}.npz"
    with contextlib.suppress(OSError, EOFError, ValueError, BadZipFile), _opened(path) as held:
        return {name: held[name] for name in held.files}
    arrays = learn()
    with contextlib.suppress(OSError):
        _keep(path, arrays)
    return arrays


def _opened(path: Path) -> Any:
    """The archive, from memory, because numpy leaves a file open that it cannot read."""
    return np.load(io.BytesIO(path.read_bytes()), allow_pickle=False)


def key_of(examples: Mapping[str, Sequence[str]], probe: NDArray[Any]) -> str:
    """What the arrays depend on: the examples, the code and words they are read with, and the embedder's vectors."""
    told = "\x1f".join(f"{label}\x1e" + "\x1e".join(said) for label, said in examples.items())
    return hashlib.sha256(told.encode() + np.round(probe, 4).tobytes() + _code().encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """A digest of this package: whatever it does with a sentence may have changed with it."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _keep(path: Path, arrays: Arrays) -> None:
    """Write beside and rename, so that whoever reads it meanwhile sees all or nothing; older ones make room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".offline-", delete=False) as beside:
        np.savez(beside, **arrays)  # type: ignore[arg-type]  # its stubs take the names for options
    os.replace(beside.name, path)
    for old in sorted(path.parent.glob("offline-*.npz"), key=lambda file: file.stat().st_mtime)[:-_OLD]:
        old.unlink(missing_ok=True)
