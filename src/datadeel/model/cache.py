"""Where compiled code is kept: a folder named after the sources."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def cache_folder() -> Path | None:
    """A folder for compiled code, named after the sources; None where there is none that can be written to.

    Numba alone would not see that a called rule changed.
    """
    digest = hashlib.sha256(sys.version.encode())
    here = Path(__file__).parent
    for source in sorted([*here.glob("*.py"), *(here.parent / "registry").glob("*.py")]):
        digest.update(source.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    folder = (Path(base) if base else Path.home() / ".cache") / "datadeel" / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return folder


@contextmanager
def caching() -> Iterator[None]:
    """Numba's cache folder set for a moment: nothing global stays changed. Without a writable one, no cache."""
    import tempfile

    import numba

    config = vars(numba.config)
    before = config["CACHE_DIR"]
    folder = cache_folder()
    config["CACHE_DIR"] = str(folder) if folder else tempfile.mkdtemp(prefix="datadeel-")
    try:
        yield
    finally:
        config["CACHE_DIR"] = before
