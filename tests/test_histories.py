"""Histories: scenarios that set facts only, observed points in their months, statistics by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from datadeel.analysis import histories
from datadeel.analysis.histories import HISTORIES, SERIES, Series
from datadeel.analysis.verdicts import Pattern
from datadeel.i18n import LANGUAGES
from datadeel.registry.kinds import KINDS
from datadeel.registry.outcomes import MONTH_OUTCOMES
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import load
from datadeel.scenario.records import Scenario
from datadeel.scenario.schema import ARCHITECTURES, STRUCTURES
from datadeel.studies.trial import experiment_of

#: What a history may set: facts of the case, by name without the kind. Nothing of how parties weigh, trust or learn.
STRUCTURAL = {
    "complementarity", "bilateral_value", "prior_collaboration", "initial_sharing", "entry_cost", "replacement",
    "frameworks", "frameworks_drift", "evasion",
}  # fmt: skip

by_history = pytest.mark.parametrize("pattern", HISTORIES, ids=lambda one: one.id)
by_series = pytest.mark.parametrize("series", SERIES.values(), ids=lambda one: one.id)


def _scenario(pattern: Pattern) -> Scenario:
    return load(ROOT / pattern.scenario)


class Stub:
    """Months made up by hand, the same in every setting unless the setting has its own."""

    def __init__(self, **measures: Any) -> None:
        self._measures = {name: np.atleast_2d(np.array(values, float)) for name, values in measures.items()}

    def months(self, setting: str, measure: str, kind: str = "all") -> np.ndarray:
        for name in (f"{measure}_{kind}_{setting}", f"{measure}_{kind}", measure):
            if name in self._measures:
                return self._measures[name]
        raise KeyError(measure)

    def count(self, setting: str, kind: str) -> int:
        """As many as the scenario of X-Road has."""
        return {"sme": 120, "large_firm": 30}[kind]


def _value(statistic: Any, stub: Stub) -> float:
    values = statistic(stub)
    assert values.shape == (1,)
    return float(values[0])


def _part(pattern: str, number: int) -> Any:
    return next(one for one in HISTORIES if one.id == pattern).parts[number - 1].statistic


def _line(months: int, **points: float) -> list[float]:
    """A series that is flat but for what is named: _line(3, m2=0.5) is 0, 0.5, 0.5."""
    out, value = [], 0.0
    for month in range(1, months + 1):
        value = points.get(f"m{month}", value)
        out.append(value)
    return out


# --- Scenarios ---------------------------------------------------------------------------------------------


def test_all_are_there() -> None:
    assert [one.id for one in HISTORIES] == ["H01", "H02", "H03", "H04", "H05"]
    files = {one.scenario for one in HISTORIES}
    assert files == {str(one.relative_to(ROOT)) for one in (ROOT / "scenarios" / "history").glob("*.toml")}


@by_history
def test_scenario_loads_without_notes(pattern: Pattern) -> None:
    scenario = _scenario(pattern)
    assert scenario.notes == ()
    assert scenario.title
    assert set(scenario.titles) == set(LANGUAGES)
    assert 200 <= sum(scenario.population.values()) <= 600


@by_history
def test_facts_only(pattern: Pattern) -> None:
    scenario = _scenario(pattern)
    chosen = STRUCTURES[scenario.network.structure] | ARCHITECTURES[scenario.network.architecture]
    changed = {name for name, value in scenario.parameters.items() if value != chosen.get(name, PARAMETERS[name].value)}
    assert {PARAMETERS[name].stem for name in changed} <= STRUCTURAL


@by_history
def test_settings_can_be_made(pattern: Pattern, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    experiment = experiment_of(pattern, Path(pattern.scenario), 2)
    assert [one.name for one in experiment.levers] == list(pattern.settings)
    assert pattern.settings[histories.AS_WAS] == ()


def test_firms_are_weighed_by_their_numbers() -> None:
    population = _scenario(HISTORIES[4]).population
    stub = Stub(sharing_sme=[1.0], sharing_large_firm=[0.0])
    expected = population["sme"] / (population["sme"] + population["large_firm"])
    assert histories.firms(stub)[0, 0] == pytest.approx(expected)  # type: ignore[arg-type]


# --- Series and parts --------------------------------------------------------------------------------------


@by_series
def test_points_lie_within_the_scenario(series: Series) -> None:
    pattern = next(one for one in HISTORIES if one.id == series.pattern)
    assert pattern.observed == series.id
    months = [one.month for one in series.points]
    assert months == sorted(months)
    assert months[0] >= 1
    assert months[-1] <= _scenario(pattern).months
    assert all(0.0 <= one.value <= 1.0 for one in series.points)
    assert series.kind in (*KINDS, "all")
    assert all((*series.titles.values(), *series.units.values(), series.source))


@by_history
def test_parts_are_told_in_both_languages(pattern: Pattern) -> None:
    assert 2 <= len(pattern.parts) <= 5
    assert set(pattern.outcomes) <= set(MONTH_OUTCOMES)
    for part in pattern.parts:
        assert set(part.claims) == set(LANGUAGES)
        assert all(0 < len(claim) <= 90 for claim in part.claims.values())
        assert len(set(part.claims.values())) == len(LANGUAGES)
        assert part.why


@by_history
def test_parts_read_what_is_kept(pattern: Pattern) -> None:
    """Every part asks for measures that the pattern keeps, in months that the scenario has."""
    months = _scenario(pattern).months
    kept = Stub(**{name: np.full((3, months), 0.5) for name in pattern.outcomes})
    for part in pattern.parts:
        assert part.statistic(kept).shape == (3,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("date", "month"), [("2015-02", 1), ("2015-12", 11), ("2016-01", 12), ("2017-12", 35), ("2016", 17)]
)
def test_month_of(date: str, month: int) -> None:
    assert histories.month_of("2015-02", date) == month


def test_months_of_the_scenarios() -> None:
    """The months that the scenario files tell of are those of the series."""
    assert histories.month_of(SERIES["KringloopWijzer"].start, "2016-05") == 24
    assert histories.month_of(SERIES["GovStandards"].start, "2016-02") == 13
    assert histories.month_of(SERIES["GovStandards"].start, "2020-03") == 62
    assert histories.month_of(SERIES["eInvoice_NL_firms"].start, "2017-01") == 97
    assert histories.month_of(SERIES["XRoad_EE"].start, "2005-01") == 37


def test_x_road_points() -> None:
    values = [one.value for one in SERIES["XRoad_EE"].points]
    assert values == pytest.approx([0.00605, 0.07548, 14 / 43, 29 / 43, 1.0], abs=1e-5)


# --- Statistics by hand ------------------------------------------------------------------------------------


def test_consignment_notes() -> None:
    stub = Stub(sharing=_line(60, m1=0.01, m24=0.02, m60=0.04), sharing_all_saved_alone=_line(60, m60=0.3))
    assert _value(_part("H01", 1), stub) == pytest.approx(0.04)
    assert _value(_part("H01", 2), stub) == pytest.approx(0.02)
    assert _value(_part("H01", 3), stub) == pytest.approx(0.26)


def test_on_time_counts_over_the_obliged() -> None:
    stub = Stub(sharing=[0.1, 0.5, 0.9], voluntary=[0.1, 0.1, 0.2], obliged=[0.0, 0.8, 1.0])
    assert histories.on_time(stub)[0] == pytest.approx([0.1, 0.4 / 0.8 + 0.1, 0.9])  # type: ignore[arg-type]


def test_dairy() -> None:
    stub = Stub(sharing=_line(72, m24=0.8, m36=0.94, m72=0.97), voluntary=[0.0] * 72, obliged=[1.0] * 72)
    assert [_value(_part("H02", number), stub) for number in (1, 3, 4, 5)] == pytest.approx([0.8, 0.94, 0.03, 0.97])


def test_standards() -> None:
    stub = Stub(sharing=_line(66, m1=0.2, m35=0.7, m50=0.85, m58=0.88, m62=0.90))
    # 0.2 to 0.7 in months 12 to 35, 0.7 to 0.88 in months 35 to 58; 0.85 to 0.90 in the last year.
    assert _value(_part("H03", 1), stub) == pytest.approx(0.5 - 0.18)
    assert _value(_part("H03", 2), stub) == pytest.approx(0.05)
    assert _value(_part("H03", 3), stub) == pytest.approx(0.90)


def test_invoices() -> None:
    stub = Stub(
        sharing=_line(180, m1=0.12, m102=0.20, m174=0.35),
        sharing_sme=_line(180, m1=0.3),
        sharing_large_firm=_line(180, m1=0.7),
    )
    assert _value(_part("H04", 1), stub) == pytest.approx(0.35)
    assert _value(_part("H04", 2), stub) == pytest.approx(0.08)
    assert _value(_part("H04", 3), stub) == pytest.approx(0.4)


def test_registers() -> None:
    stub = Stub(
        depth_public_body=_line(72, m1=0.1, m42=0.2, m66=0.5),
        sharing_all=_line(72, m1=0.2, m42=0.4, m66=0.8),
        sharing_public_body=_line(72, m66=0.9),
        sharing_sme=_line(72, m66=0.1),
        sharing_large_firm=_line(72, m66=0.6),
    )
    # Uses: 0.02, 0.08 and 0.4; firms: (120 · 0.1 + 30 · 0.6) / 150 = 0.2.
    assert [_value(_part("H05", number), stub) for number in (1, 2, 3, 4)] == pytest.approx([0.9, 0.25, 0.05, 0.2])
    drawn = SERIES["XRoad_EE"].drawn(stub)[0]  # type: ignore[arg-type]
    assert drawn[[0, 41, 65]] == pytest.approx([0.05, 0.2, 1.0])


def test_nothing_shared_gives_no_ratio() -> None:
    nothing = Stub(depth=[0.0] * 72, sharing=[0.0] * 72)
    assert _value(histories.part_of(histories.uses, 25, 66), nothing) == 0.0
    assert not SERIES["XRoad_EE"].drawn(nothing).any()  # type: ignore[arg-type]
