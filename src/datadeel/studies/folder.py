"""What every study leaves in its folder: tables, the figures drawn from them, and the manifest, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from datadeel.results.folder import finish
from datadeel.results.manifest import Manifest


def complete(folder: Path, tables: Mapping[str, pd.DataFrame], manifest: Manifest) -> None:
    """Write ``tables``, the figures drawn from them and the ``manifest`` beside the data that ``folder`` holds.

    tables: data frames by name, without suffix. manifest: its kind says which figures are drawn.
    """
    from datadeel.figures.of_result import draw  # Matplotlib is not loaded by runs that stay in memory

    finish(folder, manifest, tables, draw)


def rounded(curves: pd.DataFrame) -> pd.DataFrame:
    """``curves`` (columns mean, p10, p90, willingness) as far as they can be seen: four digits, for files that are
    kept."""
    return curves.round(dict.fromkeys(("mean", "p10", "p90", "willingness"), 4))
