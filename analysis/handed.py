"""The published results, handed by a build to the processes that it starts: a page then reads what was computed once."""

import contextlib
import gc
import os
import pickle
import tempfile
from functools import lru_cache
from pathlib import Path

from analysis.project import chapters

PLACE = "COMPUTE_LEDGER_PUBLISHED"  # names the file; set by a build for as long as it runs


@contextlib.contextmanager
def handing(results):
    """While this lasts, processes that start here find the published results; where they are too deep to write, each computes its own."""
    before = os.environ.get(PLACE)
    with tempfile.TemporaryDirectory(prefix="ledger") as folder:
        path = Path(folder) / "published"
        with contextlib.suppress(RecursionError):
            path.write_bytes(pickle.dumps((str(results.catalogue.root), results)))
            os.environ[PLACE] = str(path)
        try:
            yield
        finally:
            os.environ.pop(PLACE, None)
            os.environ.update({PLACE: before} if before else {})


def taken(root):
    """The published results of a project folder, or None where no build has handed them over."""
    place = os.environ.get(PLACE)
    found = _read(place, root) if place and Path(place).exists() else (None, None)
    return found[1] if found[0] == str(root) else None


@lru_cache(maxsize=1)
def _read(place, root):
    chapters(root)  # whose functions the results name
    gc.disable()  # many small objects that all stay
    try:
        return pickle.loads(Path(place).read_bytes())
    finally:
        gc.enable()
