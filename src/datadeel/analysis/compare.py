"""Policies against each other on the same worlds: what changes, what that costs, who gains and who pays.

Runs of one replicate stand in the same world (the same seed) whatever the policy, so differences are taken world by
world: luck that both have in common falls out, and far fewer worlds are needed than with independent ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from datadeel.analysis.statistics import ROUNDING, margin
from datadeel.errors import InputError, nearest
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import OUTCOMES, RUN_OUTCOMES, unit

_RESAMPLES = 2_000
_SEED = 1

#: Names of columns that are worked out here; no column of a result starts with a space.
_SHARERS, _SPENDING, _GOVERNMENT = " sharers", " spending", " government"


def differences(
    runs: pd.DataFrame,
    baseline: Hashable,
    by: str = "scenario",
    within: Sequence[str] = (),
    outcomes: Sequence[str] | None = None,
    precision: float = 0.01,
) -> pd.DataFrame:
    """Each value of ``by`` against ``baseline``, on the worlds that both have.

    runs: one row a run, with outcomes in their own units, NaN for a run that failed; ``replicate`` is its world.
    baseline: the value of ``by`` that others are compared with. by: the column of what is compared. within: columns
    to keep apart; only runs with the same values there are compared. outcomes: columns, all known ones where None.
    precision: half of the width wanted of an interval, above 0; in shares as it is, else as a part of the baseline's
    mean.

    Gives one row a stratum of ``within``, value of ``by`` and outcome, in the order of ``point`` where there is such a
    column, else as they come: columns ``within``, ``by``, and

    - ``outcome``, ``unit``: the unit of the means, the difference and its interval;
    - ``worlds``: pairs used; ``missing``: pairs left out because one run failed;
    - ``baseline_mean``, ``mean``: over the pairs used; ``difference``: mean of the differences;
    - ``low``, ``high``: 95 % interval of that mean (Student's t); NaN for fewer than two worlds, without width where
      all worlds differ by the same;
    - ``effect``: mean over standard deviation of the differences; 0 where nothing differs in any world, infinite where
      all worlds differ by the same;
    - ``worse``: share of worlds that end worse than the baseline does; NaN for what is neither good nor bad
      (``Outcome.better``);
    - ``needed``: worlds for an interval of ± ``precision``: in shares as it is, else as a part of the baseline's mean;
      NaN where that is 0;
    - ``variance_reduction``: how many times as many worlds would be needed if each run had a world of its own:
      (variance with + variance of the baseline) / variance of the differences. Infinite where differences do not vary
      but outcomes do.

    ``half_month`` is 0 where half is never reached; here that counts as the month after the last, so that means are of
    times cut off at the end of the run.

    Raises InputError for a baseline, column or outcome that is not there, and for worlds that cannot be paired.
    """
    names = _outcomes_asked(runs, outcomes)
    pairs = _pair(_timed(runs, names), baseline, by, within, names)
    found = _statistics(pairs)
    shares = np.array([unit(name) == "share" for name in names])
    wanted = precision * np.where(shares, 1.0, np.abs(found.baseline_mean))
    wanted = np.where(shares | (wanted > 0.0), wanted, np.nan)
    table = _repeated(pairs.keys, len(names))
    table["outcome"] = np.tile(np.array(names, dtype=object), len(pairs.keys))
    table["unit"] = np.tile(np.array([unit(name) for name in names], dtype=object), len(pairs.keys))
    for column, values in _columns(found).items():
        table[column] = values
    better = np.array([OUTCOMES[name].better for name in names], dtype=float)
    table["effect"] = _effect(found.difference, found.spread).ravel()
    table["worse"] = _worse(pairs, better, found.worlds).ravel()
    table["needed"] = _needed(found.spread, wanted).ravel()
    table["variance_reduction"] = _reduction(found).ravel()
    return table


def cost_effectiveness(
    runs: pd.DataFrame, baseline: Hashable, by: str = "scenario", within: Sequence[str] = ()
) -> pd.DataFrame:
    """Public euros per additional durable sharer, against ``baseline`` on the same worlds.

    runs, by, within: as of :func:`differences`; runs have "durable" ([0, 1]), "organisations" and "public_spending"
    (EUR). Gives one row a stratum and value of ``by``: columns ``within``, ``by``, ``worlds``, ``missing``, and

    - ``sharers``, ``sharers_low``, ``sharers_high``: additional durable sharers (organisations), mean over worlds and
      its 95 % interval (Student's t);
    - ``spending``, ``spending_low``, ``spending_high``: additional public spending, EUR over all months, likewise;
    - ``cost_per_sharer``, ``low``, ``high``: EUR per additional durable sharer, as the ratio of those means, with
      a 95 % interval from a paired bootstrap (2,000 resamples of worlds, always the same ones). A resample without
      additional sharers counts as infinitely dear;
    - ``note``: why there is no ratio, else empty: "no_more_sharers" (the interval holds zero), "fewer_sharers",
      "cheaper" (more sharers for no more money: a ratio would rank these wrongly), "too_few_worlds" (fewer than two
      pairs).

    Raises InputError as :func:`differences` does.
    """
    _require(runs, ("durable", "organisations", "public_spending"))
    worked = {_SHARERS: runs["durable"] * runs["organisations"], _SPENDING: runs["public_spending"]}
    pairs = _pair(runs.assign(**worked), baseline, by, within, (_SHARERS, _SPENDING))
    pairs = pairs.whole()
    found = _statistics(pairs)
    table = pairs.keys.reset_index(drop=True)
    table["worlds"], table["missing"] = found.worlds[:, 0], found.missing[:, 0]
    for at, name in enumerate(("sharers", "spending")):
        table[name] = found.difference[:, at]
        table[f"{name}_low"], table[f"{name}_high"] = found.low[:, at], found.high[:, at]
    known = table[["worlds", "sharers_low", "sharers_high", "spending"]]
    notes = [_note(*row) for row in known.itertuples(index=False)]
    ratios = [(np.nan,) * 3 if note else _ratio(pairs.of(row)) for row, note in enumerate(notes)]
    table[["cost_per_sharer", "low", "high"]] = np.array(ratios).reshape(-1, 3)
    return table.assign(note=notes)


def gains(runs: pd.DataFrame, baseline: Hashable, by: str = "scenario", within: Sequence[str] = ()) -> pd.DataFrame:
    """Who gains and who pays, against ``baseline`` on the same worlds.

    runs, by, within: as of :func:`differences`; runs have gains by kind (EUR per organisation per year),
    "public_spending" (EUR), "organisations" and "months". Raises InputError as that does.

    Gives one row a stratum, value of ``by`` and ``kind``: columns ``within``, ``by``, ``kind``, ``unit``, ``worlds``,
    ``missing``, ``baseline_mean``, ``mean``, ``difference``, ``low``, ``high``: gain (benefit minus cost) in EUR per
    organisation of that kind per year, and what changes in it with its 95 % interval. Kind "government" is what
    government gains per organisation per year over all organisations: below zero, because it pays.
    """
    names = [f"gain_{kind}" for kind in KINDS if f"gain_{kind}" in runs]
    _require(runs, ("public_spending", "organisations", "months"))
    paid = runs["public_spending"] / runs["organisations"] / (runs["months"] / 12.0)
    pairs = _pair(runs.assign(**{_GOVERNMENT: -paid}), baseline, by, within, (*names, _GOVERNMENT))
    kinds = [*(name.removeprefix("gain_") for name in names), "government"]
    table = _repeated(pairs.keys, len(kinds))
    table["kind"] = np.tile(np.array(kinds, dtype=object), len(pairs.keys))
    table["unit"] = "EUR per organisation per year"
    for column, values in _columns(_statistics(pairs)).items():
        table[column] = values
    return table


def pairs(
    runs: pd.DataFrame, outcomes: Sequence[str], by: str = "scenario", within: Sequence[str] = ()
) -> pd.DataFrame:
    """Each value of ``by`` against each other one, on the worlds that both have.

    runs, outcomes, within: as of :func:`differences`. Gives one row an ordered pair and outcome: columns ``within``,
    ``by``, ``against``, ``outcome``, ``difference``, ``low``, ``high``. Intervals are those of one pair: of many
    pairs some will miss by chance. Raises InputError as :func:`differences` does.
    """
    kept = [*within, by, "against", "outcome", "difference", "low", "high"]
    each = [differences(runs, name, by, within, outcomes).assign(against=name)[kept] for name in runs[by].unique()]
    return pd.concat(each, ignore_index=True)


# --- Pairs -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pairs:
    """Runs beside their baseline in the same world.

    keys: one row a group, that is a stratum and a value of ``by``. group: (pairs,) numbers of groups, ascending.
    base, other: (pairs, outcomes), NaN where a run failed.
    """

    keys: pd.DataFrame
    group: np.ndarray
    base: np.ndarray
    other: np.ndarray

    def whole(self) -> _Pairs:
        """The same, with pairs that lack one outcome lacking all."""
        broken = np.isnan(self.base).any(axis=1) | np.isnan(self.other).any(axis=1)
        return _Pairs(
            self.keys, self.group, *(np.where(broken[:, None], np.nan, one) for one in (self.base, self.other))
        )

    def of(self, group: int) -> np.ndarray:
        """Differences of one group, by number, without those that lack an outcome: (worlds, outcomes)."""
        first, last = np.searchsorted(self.group, (group, group + 1))
        found = self.other[first:last] - self.base[first:last]
        whole: np.ndarray = found[~np.isnan(found).any(axis=1)]
        return whole


def _pair(runs: pd.DataFrame, baseline: Hashable, by: str, within: Sequence[str], names: Sequence[str]) -> _Pairs:
    """Pairs of all groups. Groups without a run of the baseline stay, with no pairs."""
    _require(runs, (by, "replicate", *within))
    if "point" in runs:
        runs = runs.sort_values("point", kind="stable")
    is_base = (runs[by] == baseline).to_numpy(dtype=bool, na_value=False)
    if not is_base.any():
        found = [str(value) for value in runs[by].dropna().unique()]
        raise InputError(f'{by}: there is no "{baseline}" to compare with; {nearest(str(baseline), found)}')
    rows = pd.DataFrame({"stratum": _numbers(runs, within), "replicate": runs["replicate"].to_numpy()})
    rows["row"] = np.arange(len(rows))
    base, others = rows[is_base], rows[~is_base].copy()
    kept = runs.loc[~is_base, [*within, by]]
    others["group"] = _numbers(kept, [*within, by])
    for part, columns in ((base, ["stratum", "replicate"]), (others, ["group", "replicate"])):
        if part.duplicated(columns).any():
            raise InputError(
                f"{by}: more than one run of the same world to compare; name in `within` what else differs between runs"
            )
    matched = others.merge(base, on=["stratum", "replicate"], suffixes=("", "_base")).sort_values(
        ["group", "replicate"]
    )
    row, row_base = matched["row"].to_numpy(), matched["row_base"].to_numpy()
    _same_worlds(runs, row, row_base, by)
    values = runs[list(names)].to_numpy(dtype=float, na_value=np.nan)
    keys = kept[~others["group"].duplicated().to_numpy()].reset_index(drop=True)
    return _Pairs(keys, matched["group"].to_numpy(dtype=np.int64), values[row_base], values[row])


def _numbers(runs: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """The number of each row's combination of ``columns``, in order of appearance; missing values are a value too."""
    if not columns:
        return np.zeros(len(runs), dtype=np.int64)
    numbers: np.ndarray = runs.groupby(list(columns), sort=False, dropna=False, observed=True).ngroup().to_numpy()
    return numbers


def _same_worlds(runs: pd.DataFrame, row: np.ndarray, row_base: np.ndarray, by: str) -> None:
    """Raises InputError where ``row`` and ``row_base``, numbers of paired rows, have different seeds."""
    if "seed" not in runs:
        return
    seeds = runs["seed"].to_numpy()
    if (seeds[row] != seeds[row_base]).any():
        raise InputError(
            f"{by}: replicates of the same number have different seeds; run all of them with the same seed"
        )


def _require(runs: pd.DataFrame, columns: Sequence[str]) -> None:
    """Raises InputError for a column that runs lack."""
    for name in columns:
        if name not in runs:
            raise InputError(f'no column "{name}" in the runs; {nearest(name, map(str, runs.columns))}')


def _outcomes_asked(runs: pd.DataFrame, outcomes: Sequence[str] | None) -> list[str]:
    """The outcomes asked for, or all that are there."""
    if outcomes is None:
        return [
            name for name in RUN_OUTCOMES if name in runs and not OUTCOMES[name].given and _can_be_timed(runs, name)
        ]
    if not outcomes:
        raise InputError("no outcomes to compare: name at least one")
    for name in outcomes:
        if name not in RUN_OUTCOMES:
            raise InputError(f'unknown outcome "{name}"; {nearest(name, RUN_OUTCOMES)}')
    _require(runs, outcomes)
    return list(outcomes)


def _can_be_timed(runs: pd.DataFrame, name: str) -> bool:
    """Whether runs tell how long they last, where the outcome needs that."""
    return name != "half_month" or "months" in runs


def _timed(runs: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The same runs, with the month after the last one where half was never reached."""
    if "half_month" not in names:
        return runs
    _require(runs, ("months",))
    return runs.assign(half_month=runs["half_month"].where(runs["half_month"] != 0, runs["months"] + 1))


# --- Statistics --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Statistics:
    """Of each group and outcome, shape (groups, outcomes). Spreads are standard deviations; NaN below two worlds."""

    worlds: np.ndarray
    missing: np.ndarray
    baseline_mean: np.ndarray
    mean: np.ndarray
    difference: np.ndarray
    spread: np.ndarray
    base_spread: np.ndarray
    other_spread: np.ndarray
    low: np.ndarray
    high: np.ndarray


def _sums(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Sums by group: (pairs, outcomes) to (groups, outcomes)."""
    return np.stack([np.bincount(group, column, groups) for column in values.T.astype(float)], axis=1)


def _statistics(pairs: _Pairs) -> _Statistics:
    """All statistics of pairs, by group and outcome; pairs that lack a number are counted as missing."""
    groups = len(pairs.keys)
    usable = ~(np.isnan(pairs.base) | np.isnan(pairs.other))
    count = _sums(pairs.group, usable, groups)
    base, other = (np.where(usable, one, 0.0) for one in (pairs.base, pairs.other))
    some = np.where(count > 0, count, np.nan)
    size = _sums(pairs.group, np.abs(base) + np.abs(other), groups) / some

    def moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and standard deviation by group of ``values`` (pairs, outcomes); no deviation that is rounding."""
        mean = _sums(pairs.group, values, groups) / some
        away = np.where(usable, values - mean[pairs.group], 0.0)
        variance = _sums(pairs.group, away**2, groups) / np.where(count > 1, count - 1.0, np.nan)
        spread = np.sqrt(variance)
        return mean, np.where(spread <= ROUNDING * size, 0.0, spread)

    (baseline_mean, base_spread), (mean, other_spread) = moments(base), moments(other)
    difference, spread = moments(other - base)
    half = margin(count, spread)
    missing = _sums(pairs.group, ~usable, groups)
    return _Statistics(
        worlds=count.astype(np.int64),
        missing=missing.astype(np.int64),
        baseline_mean=baseline_mean,
        mean=mean,
        difference=difference,
        spread=spread,
        base_spread=base_spread,
        other_spread=other_spread,
        low=difference - half,
        high=difference + half,
    )


def _columns(found: _Statistics) -> dict[str, np.ndarray]:
    """The part of statistics that all tables of outcomes have, as columns of length groups × outcomes."""
    names = ("worlds", "missing", "baseline_mean", "mean", "difference", "low", "high")
    return {name: getattr(found, name).ravel() for name in names}


def _repeated(keys: pd.DataFrame, times: int) -> pd.DataFrame:
    """Each row of ``keys`` so many times."""
    return keys.loc[keys.index.repeat(times)].reset_index(drop=True)


def _effect(difference: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Differences over their standard deviations; 0 where there is neither."""
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = difference / spread
    return np.where((spread == 0.0) & (difference == 0.0), 0.0, effect)


def _worse(pairs: _Pairs, better: np.ndarray, worlds: np.ndarray) -> np.ndarray:
    """Share of worlds in which the other is worse than the baseline. Comparisons with NaN are not counted."""
    count = _sums(pairs.group, better * pairs.other < better * pairs.base, len(worlds))
    share = count / np.where(worlds > 0, worlds, np.nan)
    return np.where(better == 0.0, np.nan, share)


def _needed(spread: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Fewest worlds, at least two, whose interval is ± ``wanted`` or less if differences go on to vary as they do."""
    normal = 1.959963984540054
    with np.errstate(divide="ignore", invalid="ignore"):
        worlds: np.ndarray = np.maximum(np.ceil((normal * spread / wanted) ** 2), 2.0)
    # Student's t is a little wider than the normal distribution we started from: some steps at most.
    for _ in range(10):
        wide = margin(worlds, spread) > wanted
        if not wide.any():
            break
        worlds = worlds + wide
    return worlds


def _reduction(found: _Statistics) -> np.ndarray:
    """How many times as many worlds would be needed without pairing them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reduction: np.ndarray = (found.base_spread**2 + found.other_spread**2) / found.spread**2
    return reduction


# --- Cost per sharer ---------------------------------------------------------------------------------------


def _note(worlds: int, low: float, high: float, spending: float) -> str:
    """Why there is no price of a sharer, else empty. low, high: of additional sharers. spending: additional, EUR."""
    if worlds < 2:
        return "too_few_worlds"
    if high < 0.0:
        return "fewer_sharers"
    if low <= 0.0:
        return "no_more_sharers"
    return "cheaper" if spending <= 0.0 else ""


@lru_cache(maxsize=8)
def _resamples(worlds: int) -> np.ndarray:
    """How often each world is drawn: (resamples, worlds). The same for the same number of worlds."""
    drawn = np.random.default_rng(_SEED).integers(worlds, size=(_RESAMPLES, worlds))
    first = np.arange(_RESAMPLES)[:, None] * worlds
    counts = np.bincount((drawn + first).ravel(), minlength=_RESAMPLES * worlds).reshape(_RESAMPLES, worlds)
    return counts.astype(float)


def _ratio(found: np.ndarray) -> tuple[float, float, float]:
    """EUR per sharer and its 95 % bootstrap interval. found: (worlds, 2), additional sharers and EUR in each world."""
    sharers, euros = (_resamples(len(found)) @ found).T
    ratios = np.full(len(sharers), np.inf)
    np.divide(euros, sharers, out=ratios, where=sharers > 0.0)
    low = np.quantile(ratios, 0.025, method="lower")
    high = np.quantile(ratios, 0.975, method="higher")
    return float(found[:, 1].mean() / found[:, 0].mean()), float(low), float(high)
