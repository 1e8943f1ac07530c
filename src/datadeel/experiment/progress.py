"""How far a sweep is: for those who watch, and for manifests."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass
class State:
    """How far a sweep is.

    done: runs that are there, done now or before, failed ones among them. failed: of these. total: runs in all. now:
    runs done since ``began``, a time of ``time.monotonic``.
    """

    done: int
    failed: int
    total: int
    now: int = 0
    began: float = 0.0

    @property
    def per_second(self) -> float:
        """Runs done a second, of those done now."""
        return self.now / max(time.monotonic() - self.began, 1e-9)

    @property
    def seconds_left(self) -> float:
        """Time left at this pace; infinite before the first run."""
        return (self.total - self.done) / self.per_second if self.now else float("inf")
