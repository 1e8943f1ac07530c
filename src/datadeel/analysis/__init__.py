"""Data frames in, data frames out: nothing here runs the model.

``statistics`` has what is told of a number over worlds; ``summary`` and ``compare`` make tables of runs;
``sensitivity`` tables of indices (``indices``, ``rankings``). Patterns are judged in ``verdicts``, on what ``worlds``
reads of their runs; their words stand in ``patterns.toml`` and ``histories.toml`` (read by ``pattern_records``),
their experiments and statistics in ``thesis`` and ``histories``.
"""
