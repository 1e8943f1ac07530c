"""Comparison on the same worlds, against numbers worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datadeel.analysis.compare import cost_effectiveness, differences, gains
from datadeel.errors import InputError
from datadeel.registry.outcomes import RUN_OUTCOMES

NAN = float("nan")
#: Student's t at 97.5 %, from tables.
T = {1: 12.7062, 2: 4.30265, 3: 3.18245, 4: 2.77645}


def _runs(**columns: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Runs of scenarios: outcomes by scenario, one value a world."""
    frames = [
        pd.DataFrame({"scenario": name, "replicate": range(len(next(iter(outcomes.values())))), **outcomes})
        for name, outcomes in columns.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _only(table: pd.DataFrame) -> pd.Series:
    assert len(table) == 1
    return table.iloc[0]


# --- Differences -------------------------------------------------------------------------------------------


def test_paired_difference_by_hand() -> None:
    # Differences 0.1, 0.2, 0.3: mean 0.2, standard deviation 0.1.
    row = _only(differences(_runs(a={"sharing": [0.2, 0.5, 0.4]}, b={"sharing": [0.3, 0.7, 0.7]}), "a"))
    assert row[["scenario", "outcome", "unit", "worlds", "missing"]].tolist() == ["b", "sharing", "share", 3, 0]
    assert row["baseline_mean"] == pytest.approx(11 / 30)
    assert row["mean"] == pytest.approx(17 / 30)
    assert row["difference"] == pytest.approx(0.2)
    half = T[2] * 0.1 / math.sqrt(3)
    assert (row["low"], row["high"]) == pytest.approx((0.2 - half, 0.2 + half), rel=1e-5)
    assert row["effect"] == pytest.approx(2.0)
    assert row["worse"] == 0.0


def test_variance_reduction_by_hand() -> None:
    # Variances 1 and 9; the differences -2, 0 and 2 have variance 4.
    row = _only(differences(_runs(a={"innovations": [1, 2, 3]}, b={"innovations": [-1, 2, 5]}), "a"))
    assert row["variance_reduction"] == pytest.approx((1.0 + 9.0) / 4.0)
    # The same luck in both, and none in the difference: nothing is left to average out.
    row = _only(differences(_runs(a={"innovations": [1, 2, 3]}, b={"innovations": [2, 3, 4]}), "a"))
    assert row["variance_reduction"] == math.inf
    # Opposite luck: pairing makes it worse. Differences 2, 0, -2: variance 4 against 1 + 1.
    row = _only(differences(_runs(a={"innovations": [1, 2, 3]}, b={"innovations": [3, 2, 1]}), "a"))
    assert row["variance_reduction"] == pytest.approx(0.5)


@pytest.mark.parametrize(("spread", "precision"), [(0.1, 0.01), (0.02, 0.01), (0.004, 0.01), (0.3, 0.05)])
def test_needed_worlds_are_the_fewest_that_do(spread: float, precision: float) -> None:
    from scipy.stats import t

    # Differences d - s and d + s have standard deviation s times the square root of 2.
    runs = _runs(a={"sharing": [0.4, 0.4]}, b={"sharing": [0.5 - spread, 0.5 + spread]})
    needed = int(_only(differences(runs, "a", precision=precision))["needed"])
    deviation = spread * math.sqrt(2.0)

    def half(worlds: int) -> float:
        return float(t.ppf(0.975, worlds - 1) * deviation / math.sqrt(worlds))

    assert half(needed) <= precision
    assert needed == 2 or half(needed - 1) > precision


def test_needed_worlds_in_numbers() -> None:
    # Standard deviation 0.1 and half width 0.01: (1.96 × 10)² = 384.1, and 387 with Student's t.
    runs = _runs(a={"sharing": [0.2, 0.5, 0.4]}, b={"sharing": [0.3, 0.7, 0.7]})
    assert _only(differences(runs, "a"))["needed"] == 387
    # What is no share: a part of the baseline's mean, here 2, so the same half width of 0.01 at half the precision.
    runs = _runs(a={"innovations": [1.8, 2.1, 2.1]}, b={"innovations": [1.9, 2.3, 2.4]})
    assert _only(differences(runs, "a", precision=0.005))["needed"] == 387
    # No mean to be precise about.
    runs = _runs(a={"public_spending": [0.0, 0.0]}, b={"public_spending": [1.0, 2.0]})
    assert math.isnan(_only(differences(runs, "a"))["needed"])


def test_all_worlds_differ_by_the_same() -> None:
    # 0.1 + 0.2 is not 0.3 in binary: rounding is no spread.
    row = _only(differences(_runs(a={"sharing": [0.1, 0.2, 0.7]}, b={"sharing": [0.3, 0.4, 0.9]}), "a"))
    assert row["low"] == row["high"] == row["difference"] == pytest.approx(0.2)
    assert (row["effect"], row["needed"]) == (math.inf, 2)
    row = _only(differences(_runs(a={"sharing": [0.1, 0.2]}, b={"sharing": [0.1, 0.2]}), "a"))
    assert row[["difference", "low", "high", "effect", "worse"]].tolist() == [0.0] * 5
    # Neither varies at all: there is no variance to compare.
    row = _only(differences(_runs(a={"sharing": [0.1, 0.1]}, b={"sharing": [0.3, 0.3]}), "a"))
    assert math.isnan(row["variance_reduction"])


def test_failed_runs_drop_out_in_pairs() -> None:
    runs = _runs(
        a={"sharing": [0.1, NAN, 0.3, 0.2], "depth": [0.1, NAN, 0.3, 0.2]},
        b={"sharing": [0.2, 0.9, NAN, 0.5], "depth": [0.2, 0.9, 0.4, 0.5]},
    )
    table = differences(runs, "a").set_index("outcome")
    assert table.loc["sharing", ["worlds", "missing"]].tolist() == [2, 2]
    assert table.loc["sharing", ["baseline_mean", "mean", "difference"]].tolist() == pytest.approx([0.15, 0.35, 0.2])
    assert table.loc["depth", ["worlds", "missing"]].tolist() == [3, 1]


def test_only_worlds_in_common_count() -> None:
    runs = _runs(a={"sharing": [0.1, 0.2, 0.3]}, b={"sharing": [0.2, 0.4, 0.6, 0.9, 0.9]})
    row = _only(differences(runs[runs["replicate"] != 1], "a"))
    assert row[["worlds", "missing"]].tolist() == [2, 0]
    assert row["difference"] == pytest.approx(0.2)


@pytest.mark.parametrize(("worlds", "difference"), [(0, NAN), (1, 0.2)])
def test_too_few_worlds_give_no_interval(worlds: int, difference: float) -> None:
    runs = _runs(a={"sharing": [0.1]}, b={"sharing": [0.3]})
    runs.loc[1, "replicate"] = 0 if worlds else 5
    row = _only(differences(runs, "a"))
    assert row["worlds"] == worlds
    assert row["difference"] == pytest.approx(difference, nan_ok=True)
    assert row[["low", "high", "effect", "needed", "variance_reduction"]].isna().all()


def test_what_is_worse() -> None:
    worse = {"sharing": 0.25, "public_spending": 0.5, "unable": 0.5, "obliged": NAN}
    base, other = [0.4, 0.4, 0.4, 0.4], [0.5, 0.5, 0.3, 0.4]
    table = differences(_runs(a=dict.fromkeys(worse, base), b=dict.fromkeys(worse, other)), "a").set_index("outcome")
    for outcome, share in worse.items():
        assert table.loc[outcome, "worse"] == pytest.approx(share, nan_ok=True), outcome


def test_never_reaching_half_is_later_than_any_month() -> None:
    months = [120, 120, 120]
    runs = _runs(a={"half_month": [0, 0, 30], "months": months}, b={"half_month": [40, 0, 0], "months": months})
    row = _only(differences(runs, "a", outcomes=["half_month"]))
    # 121, 121, 30 against 40, 121, 121.
    assert row["difference"] == pytest.approx((-81 + 0 + 91) / 3)
    assert row["worse"] == pytest.approx(1 / 3)


def test_strata_are_compared_apart() -> None:
    runs = pd.DataFrame(
        [
            {"point": point, "scenario": scenario, "uncertainty": state, "lever": lever, "replicate": replicate}
            | {"sharing": 0.1 * lever + (0.5 if scenario == "y" else 0.0) + 0.01 * state + 0.001 * replicate}
            for point, (scenario, lever, state) in enumerate(
                [(s, u, v) for s in "xy" for u in (0, 1, 2) for v in (0, 1)]
            )
            for replicate in range(3)
        ]
    )
    runs.loc[runs["scenario"].eq("y") & runs["uncertainty"].eq(1), "sharing"] *= 2.0
    table = differences(runs, 0, by="lever", within=("scenario", "uncertainty"))
    assert len(table) == 2 * 2 * 2
    got = table.set_index(["scenario", "uncertainty", "lever"])["difference"]
    for (scenario, state, lever), value in got.items():
        assert value == pytest.approx(0.1 * lever * (2.0 if (scenario, state) == ("y", 1) else 1.0))
    # In the order of points, however the runs arrive.
    shuffled = differences(runs.sample(frac=1.0, random_state=1), 0, by="lever", within=("scenario", "uncertainty"))
    pd.testing.assert_frame_equal(shuffled, table)


def test_a_stratum_without_the_baseline_and_one_with_a_missing_name() -> None:
    runs = pd.DataFrame(
        {
            "state": ["u", "u", "u", "u", None, None, "v"],
            "lever": ["a", "a", "b", "b", "a", "b", "b"],
            "replicate": [0, 1, 0, 1, 0, 0, 0],
            "sharing": [0.1, 0.2, 0.3, 0.5, 0.1, 0.2, 0.9],
        }
    )
    table = differences(runs, "a", by="lever", within=("state",))
    assert table["worlds"].tolist() == [2, 1, 0]
    assert table["difference"].tolist() == pytest.approx([0.25, 0.1, NAN], nan_ok=True)
    nothing = differences(runs[runs["lever"] == "a"], "a", by="lever", within=("state",))
    assert nothing.empty
    assert list(nothing.columns) == list(table.columns)


def test_every_outcome_of_a_run_has_a_direction() -> None:
    runs = _runs(a=dict.fromkeys(RUN_OUTCOMES, (1.0, 2.0)), b=dict.fromkeys(RUN_OUTCOMES, (2.0, 4.0)))
    assert set(differences(runs, "a")["outcome"]) == set(RUN_OUTCOMES) - {"months", "organisations"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"baseline": "bass"}, 'scenario: there is no "bass" to compare with; did you mean "base"'),
        ({"by": "scenaro"}, 'no column "scenaro" in the runs; did you mean "scenario"'),
        ({"within": ("uncertainty",)}, 'no column "uncertainty"'),
        ({"outcomes": ["sharin"]}, 'unknown outcome "sharin"; did you mean "sharing"'),
        ({"outcomes": ["depth"]}, 'no column "depth"'),
        ({"outcomes": []}, "no outcomes"),
    ],
)
def test_what_is_not_there(change: dict[str, object], words: str) -> None:
    runs = _runs(base={"sharing": [0.1, 0.2]}, other={"sharing": [0.3, 0.5]})
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        differences(runs, **({"baseline": "base"} | change))  # type: ignore[arg-type]


def test_worlds_that_are_not_the_same() -> None:
    runs = _runs(a={"sharing": [0.1, 0.2]}, b={"sharing": [0.3, 0.5]})
    with pytest.raises(InputError, match="different seeds"):
        differences(runs.assign(seed=[1, 2, 1, 3]), "a")
    with pytest.raises(InputError, match="more than one run of the same world"):
        differences(pd.concat([runs, runs]), "a")


_SHARES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=12)


@given(_SHARES, st.floats(-1, 1))
def test_a_constant_shifts_the_difference_only(worlds: list[tuple[float, float]], constant: float) -> None:
    base, other = map(list, zip(*worlds, strict=True))
    one = _only(differences(_runs(a={"depth": base}, b={"depth": other}), "a"))
    moved = _only(differences(_runs(a={"depth": base}, b={"depth": [value + constant for value in other]}), "a"))
    assert moved["difference"] == pytest.approx(one["difference"] + constant, abs=1e-12)
    assert moved["high"] - moved["low"] == pytest.approx(one["high"] - one["low"], abs=1e-9)


@given(_SHARES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(worlds: list[tuple[float, float]], random: object) -> None:
    base, other = map(list, zip(*worlds, strict=True))
    runs = _runs(a={"depth": base}, b={"depth": other})
    order = list(range(len(runs)))
    random.shuffle(order)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(differences(runs.iloc[order], "a"), differences(runs, "a"), check_exact=True)


def test_thousands_of_points_are_quick() -> None:
    import time

    points, worlds = 3_000, 10
    rng = np.random.default_rng(1)
    runs = pd.DataFrame(
        {"lever": np.repeat(np.arange(points), worlds), "replicate": np.tile(np.arange(worlds), points)}
    )
    for name in ("durable", "public_spending", "sharing"):
        runs[name] = rng.random(len(runs)) + runs["lever"] / points
    runs["organisations"] = 100
    began = time.perf_counter()
    assert len(differences(runs, 0, by="lever")) == 3 * (points - 1)
    assert len(cost_effectiveness(runs, 0, by="lever")) == points - 1
    assert time.perf_counter() - began < 20.0


# --- Cost per sharer ---------------------------------------------------------------------------------------


def _costs(durable: Sequence[float], spending: Sequence[float]) -> pd.Series:
    worlds = len(durable)
    organisations = [200] * worlds
    runs = _runs(
        a={"durable": [0.2] * worlds, "organisations": organisations, "public_spending": [1000.0] * worlds},
        b={"durable": durable, "organisations": organisations, "public_spending": spending},
    )
    return _only(cost_effectiveness(runs, "a"))


def test_cost_per_sharer_by_hand() -> None:
    # 20, 40 and 60 more sharers of 200, for 1,000, 2,000 and 6,000 euros more.
    row = _costs([0.3, 0.4, 0.5], [2000.0, 3000.0, 7000.0])
    assert row["sharers"] == pytest.approx(40.0)
    assert row["sharers_high"] - row["sharers"] == pytest.approx(T[2] * 20.0 / math.sqrt(3), rel=1e-5)
    # That interval holds zero, so there is no ratio.
    assert row["sharers_low"] < 0.0
    assert row["note"] == "no_more_sharers"
    assert row[["cost_per_sharer", "low", "high"]].isna().all()
    row = _costs([0.28, 0.30, 0.32, 0.30], [2000.0, 3000.0, 4000.0, 3000.0])
    assert row["note"] == ""
    assert row["cost_per_sharer"] == pytest.approx(2000.0 / 20.0)
    # World by world the ratio lies between 1000 / 16 and 3000 / 24, so does that of any mean.
    assert 1000 / 16 <= row["low"] < 100.0 < row["high"] <= 3000 / 24


def test_the_same_price_in_every_world_has_no_interval() -> None:
    row = _costs([0.3, 0.35, 0.4, 0.45], [1000.0 + 50.0 * sharers for sharers in (20, 30, 40, 50)])
    assert row[["cost_per_sharer", "low", "high"]].tolist() == pytest.approx([50.0] * 3)


def test_bootstrap_interval_is_what_theory_says() -> None:
    # Sharers without spread: the ratio is a mean of spending, and a bootstrap of a mean is about ± 1.96 standard
    # errors.
    rng = np.random.default_rng(3)
    spending = 1000.0 + rng.normal(4000.0, 500.0, 400)
    row = _costs([0.4] * 400, list(spending))
    error = np.std(spending / 40.0, ddof=1) / 20.0
    assert row["high"] - row["low"] == pytest.approx(2 * 1.96 * error, rel=0.08)
    again = _costs([0.4] * 400, list(spending))
    assert again[["low", "high"]].tolist() == row[["low", "high"]].tolist()


@pytest.mark.parametrize(
    ("durable", "spending", "note"),
    [
        ([0.10, 0.11, 0.12], [2000.0] * 3, "fewer_sharers"),
        ([0.19, 0.20, 0.21], [2000.0] * 3, "no_more_sharers"),
        ([0.30, 0.31, 0.32], [500.0] * 3, "cheaper"),
        ([0.30, 0.31, 0.32], [1000.0] * 3, "cheaper"),
        ([0.30], [2000.0], "too_few_worlds"),
        ([0.30, NAN], [2000.0, NAN], "too_few_worlds"),
        ([0.30, 0.31, NAN], [2000.0, 2000.0, NAN], ""),
    ],
)
def test_no_ratio_without_meaning(durable: list[float], spending: list[float], note: str) -> None:
    row = _costs(durable, spending)
    assert row["note"] == note
    assert math.isnan(row["cost_per_sharer"]) == bool(note)


# --- Gains -------------------------------------------------------------------------------------------------


def test_who_gains_and_who_pays() -> None:
    given_ = {"organisations": [50, 50], "months": [120, 120]}
    runs = _runs(
        a={"gain_sme": [100.0, 200.0], "gain_start_up": [0.0, 0.0], "public_spending": [0.0, 0.0], **given_},
        b={"gain_sme": [150.0, 270.0], "gain_start_up": [-5.0, -5.0], "public_spending": [1e5, 2e5], **given_},
    )
    table = gains(runs, "a").set_index("kind")
    assert list(table.index) == ["sme", "start_up", "government"]
    assert set(table["unit"]) == {"EUR per organisation per year"}
    assert table.loc["sme", "difference"] == pytest.approx(60.0)
    half = T[1] * math.sqrt(200.0) / math.sqrt(2)
    assert table.loc["sme", "high"] == pytest.approx(60.0 + half, rel=1e-5)
    assert table.loc["start_up", ["difference", "low", "high"]].tolist() == [-5.0] * 3
    # 100,000 and 200,000 euros over 50 organisations and ten years: 200 and 400 a year.
    assert table.loc["government", "difference"] == pytest.approx(-300.0)


def test_real_runs_hold_together() -> None:
    """Runs of the model: columns fit, and pairing saves worlds where the scenario is nearly the same."""
    from conftest import ROOT

    from datadeel.scenario.loader import load
    from datadeel.studies.run import run

    dil = ROOT / "scenarios/dil.toml"
    small = ["population.sme=60", "chains.count=6", "months=24", "population.large_firm=30"]
    frames = [
        run(load(dil, [*small, *more]), replicates=6, jobs=1).runs.assign(scenario=name)
        for name, more in (("base", []), ("cheaper", ["parameters.platform_fee=200.0"]))
    ]
    runs = pd.concat(frames)
    table = differences(runs, "base")
    assert (table["worlds"] == 6).all()
    told = table.dropna(subset=["low", "high"])
    assert (told["low"] <= told["difference"]).all()
    assert (told["difference"] <= told["high"]).all()
    assert len(gains(runs, "base")) == 6
    assert len(cost_effectiveness(runs, "base")) == 1
    assert all(first <= second for first, second in pairwise([0.0, *sorted(table["worse"].dropna()), 1.0]))
