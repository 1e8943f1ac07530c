"""Policy in time: ramps, ends, handover, announcements, budgets, events."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Write, chain_sums, kind_sums, same, sharing

from datadeel.experiment.tables import spending
from datadeel.i18n import LANGUAGES
from datadeel.model import engine
from datadeel.model.policy import policy_in_force
from datadeel.model.schedule import SUSPENDABLE, schedule
from datadeel.model.state import MUNICIPALITY, SME
from datadeel.registry.instruments import INSTRUMENTS, NATION, POLICY_INPUTS, policy_input
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Measure


def measure(name: str, start: int = 1, until: int | None = None, **more: object) -> Measure:
    one = INSTRUMENTS[name]
    settings = {key: setting.value for key, setting in one.settings.items()} | more.pop("settings", {})  # type: ignore[operator]
    facts = {"announced": start, "phase_in": 0, "strength": 1.0, "kinds": one.kinds} | more
    return Measure(name, start, until, settings=settings, **facts)  # type: ignore[arg-type]


def test_no_two_settings_move_the_same_policy_input() -> None:
    assert sorted(POLICY_INPUTS) == sorted(set(POLICY_INPUTS))


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_record_is_whole(name: str) -> None:
    """A price, a source in the thesis, an expectation, names, and ranges in order."""
    one = INSTRUMENTS[name]
    cost = one.cost
    assert cost.fixed + cost.per_target + cost.per_sharer + cost.per_obliged + cost.per_euro > 0, "no price"
    assert "§" in one.source, "no section of the thesis in its source"
    assert one.expects, "no expectation"
    assert set(one.labels) == set(LANGUAGES), "not named in every language"
    for key, setting in one.settings.items():
        assert setting.label("en"), f"{key} has no name"
        assert setting.minimum <= setting.low <= setting.value <= setting.high <= setting.maximum, key


def test_ramp_plateau_and_end() -> None:
    rows = schedule([measure("subsidy", 3, 8, phase_in=4, kinds=("sme",))], 10).policy
    assert rows[:, policy_input("subsidy")] == pytest.approx([0, 0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.5, 0, 0])
    assert rows[:, policy_input("subsidy") + 1] == pytest.approx(np.zeros(10))
    assert rows[:, policy_input("subsidy") + NATION] == pytest.approx(rows[:, policy_input("subsidy")])
    assert rows[2:8, policy_input("subsidy_cap")] == pytest.approx(25000.0)  # a cap is not phased in


def test_handover_keeps_what_can_be_kept() -> None:
    ending = [measure("neutral_party", 1, 5), measure("subsidy", 1, 5)]
    alone = schedule(ending, 8).policy
    kept = schedule([*ending, measure("maintenance_handover", 1)], 8).policy
    late = schedule([*ending, measure("maintenance_handover", 6)], 8).policy
    at, money = policy_input("neutral_party"), policy_input("subsidy")
    assert alone[5:, at] == pytest.approx(0)
    assert kept[5:, at] == pytest.approx(0.7 * 0.8)
    assert late[5:, at] == pytest.approx(0)
    assert kept[5:, money] == pytest.approx(0)


def test_of_overlapping_entries_the_strongest_counts() -> None:
    weak = measure("agreement_framework", 1, strength=0.4, settings={"strictness": 0.9})
    strong = measure("agreement_framework", 3, strength=0.8, settings={"strictness": 0.2})
    for order in ([weak, strong], [strong, weak]):
        rows = schedule(order, 4).policy
        assert rows[:, policy_input("framework")] == pytest.approx([0.36, 0.36, 0.72, 0.72])
        assert rows[:, policy_input("strictness")] == pytest.approx([0.9, 0.9, 0.2, 0.2])


def test_what_is_kept_ends_where_a_successor_starts() -> None:
    first, second = measure("agreement_framework", 1, 4), measure("agreement_framework", 7, strength=0.3)
    rows = schedule([first, second, measure("maintenance_handover", 1)], 8).policy
    assert rows[:, policy_input("framework")] == pytest.approx([0.9] * 4 + [0.63] * 2 + [0.27] * 2)


def test_settings_of_two_entries_are_never_mixed() -> None:
    strong = measure("subsidy", 1, kinds=("sme",), settings={"cap": 100.0})
    weak = measure("subsidy", 1, strength=0.3, kinds=("large_firm",), settings={"cap": 9000.0})
    rows = schedule([weak, strong], 2).policy
    assert rows[0, policy_input("subsidy_cap") + NATION] == 100.0
    assert rows[0, policy_input("subsidy_cap") + 2] == 9000.0


def test_announcements_count_for_what_they_announce() -> None:
    def told(*measures: Measure) -> float:
        return float(schedule(measures, 3).policy[0, policy_input("announced_law")])

    assert told(measure("mandate", 3, announced=1)) == 1.0
    assert told(measure("mandate", 3, announced=1, settings={"coverage": 0.2})) == pytest.approx(0.2)
    assert told(measure("mandate", 3, announced=1), measure("mandate", 3, announced=1)) == 1.0
    assert told(measure("mandate", 3, announced=1, kinds=("public_body",))) == 0.0


def test_laws_survive_a_reversal() -> None:
    held = {name: SUSPENDABLE[policy_input(name)] for name in POLICY_INPUTS}
    assert held["mandate"] == 0
    assert held["enforcement"] == 0
    assert held["subsidy"] == 1
    assert held["announced"] == 1
    assert held["announced_law"] == 0


def test_a_budget_runs_out_and_is_never_overspent(scenario: Write) -> None:
    world = scenario('[[policy]]\ninstrument = "subsidy"\nfrom = 1\nshare = 0.8\nbudget = 0.5\n', "months=60")
    run = engine.run_one(world, 1)
    granted = kind_sums(run)["granted"].sum()
    assert granted == pytest.approx(0.5e6 * 96 / 1000, rel=1e-9)
    assert run.nation["subsidy_left"].min() >= -1e-6
    more = engine.run_one(
        scenario('[[policy]]\ninstrument = "subsidy"\nfrom = 1\nshare = 0.8\nbudget = 50\n', "months=60"), 1
    )
    assert kind_sums(more)["granted"].sum() > granted


def test_the_governments_purse_ends_support(scenario: Write) -> None:
    policy = '[[policy]]\ninstrument = "neutral_party"\nfrom = 1\n[[policy]]\ninstrument = "subsidy"\nfrom = 1\n'
    rich, poor = scenario(policy), scenario(policy, "parameters.government_budget=1")
    a, b = engine.run_one(rich, 1), engine.run_one(poor, 1)
    assert b.nation["spent"][-1] < a.nation["spent"][-1]
    assert b.nation["budget_left"][-1] <= 0 < a.nation["budget_left"][-1]
    assert b.nation["intermediary"][-1] < a.nation["intermediary"][-1]


@pytest.mark.parametrize("budget", [1000.0, 1.0])
def test_spending_by_instrument_adds_up(scenario: Write, budget: float) -> None:
    policy = "".join(f'[[policy]]\ninstrument = "{name}"\nfrom = 3\nuntil = 20\n' for name in INSTRUMENTS)
    world = scenario(policy, f"parameters.government_budget={budget}")
    run = engine.run_one(world, 2)
    assert spending(world, run).sum() == pytest.approx(run.nation["spent"][-1], rel=1e-9)
    assert (spending(world, run).sum(axis=0) > 0).all()


def test_start_ups_are_helped_by_what_is_meant_for_them(scenario: Write) -> None:
    def lost(policy: str) -> float:
        world = scenario(policy, "months=60")
        return float(np.mean([kind_sums(engine.run_one(world, seed))["failed"].sum() for seed in range(30)]))

    nothing = lost("")
    assert lost('[[policy]]\ninstrument = "start_up_procurement"\nfrom = 1\n') < 0.8 * nothing
    assert lost('[[policy]]\ninstrument = "pre_financing"\nfrom = 1\n') < 0.8 * nothing


def test_mandate_reaches_only_whom_and_what_it_covers(scenario: Write) -> None:
    def obliged(more: str) -> np.ndarray:
        run = engine.run_one(scenario(f'[[policy]]\ninstrument = "mandate"\nfrom = 1\nphase_in = 0\n{more}'), 1)
        return np.asarray(kind_sums(run)["obliged"][5] / kind_sums(run)["organisations"][5])

    assert obliged("") == pytest.approx(np.ones(5))
    assert obliged('for = ["sme"]\n') == pytest.approx([1, 0, 0, 0, 0])
    assert 0 < obliged("coverage = 0.3\n").mean() < 0.9


def test_what_was_obliged_is_free_when_the_law_goes(scenario: Write) -> None:
    run = engine.run_one(scenario('[[policy]]\ninstrument = "mandate"\nfrom = 1\nuntil = 12\nphase_in = 0\n'), 1)
    voluntary, shares = kind_sums(run)["voluntary"].sum(axis=1), kind_sums(run)["sharing"].sum(axis=1)
    assert voluntary[11] < shares[11]
    # Who goes on because it wants to counts as voluntary at once; the others leave one by one.
    assert voluntary[11] < voluntary[13] < shares[13]
    assert (shares - voluntary)[23] < (shares - voluntary)[13]


@pytest.mark.parametrize(
    ("event", "reads"),
    [
        ('kind = "leak"\nsize = 1.0', lambda run, t: chain_sums(run)["leaked"][t] / run.chain_count),
        ('kind = "paywall"\nsize = 1.0', lambda run, t: chain_sums(run)["paywalled"][t] / run.chain_count),
    ],
)
def test_events_strike_chains_in_their_month(scenario: Write, event: str, reads) -> None:  # type: ignore[no-untyped-def]
    run = engine.run_one(scenario(f"[[event]]\nmonth = 6\n{event}\n", "parameters.paywall_rate=0"), 1)
    assert reads(run, 4) == 0
    assert reads(run, 5) == 1


def test_events_strike_organisations(scenario: Write) -> None:
    plain = engine.run_one(scenario("", "parameters.newcomer_follow=0"), 1)
    gone = engine.run_one(
        scenario('[[event]]\nkind = "exit"\nmonth = 6\nsize = 1.0\nfor = ["sme"]\n', "parameters.newcomer_follow=0"), 1
    )
    assert same(plain, gone, 5)
    assert kind_sums(gone)["sharing"][5, SME] == 0
    assert kind_sums(gone)["sharing"][5, MUNICIPALITY] == kind_sums(plain)["sharing"][5, MUNICIPALITY]
    plain = engine.run_one(scenario(), 1)
    forgot = engine.run_one(scenario('[[event]]\nkind = "contact_loss"\nmonth = 6\nsize = 1.0\n'), 1)
    assert kind_sums(forgot)["knowledge"][5].sum() < kind_sums(plain)["knowledge"][5].sum()
    leak = engine.run_one(scenario('[[event]]\nkind = "leak"\nmonth = 6\nsize = 1.0\n'), 1)
    assert kind_sums(leak)["trust"][5].sum() < kind_sums(plain)["trust"][5].sum()


def test_reversal_suspends_and_hurts(scenario: Write) -> None:
    policy = '[[policy]]\ninstrument = "neutral_party"\nfrom = 1\n'
    quiet = "parameters.reversal_rate=0"
    plain = engine.run_one(scenario(policy, quiet), 1)
    reversed_ = engine.run_one(
        scenario(policy + '[[event]]\nkind = "policy_reversal"\nmonth = 10\nsize = 5\n', quiet), 1
    )
    assert same(plain, reversed_, 9)
    assert reversed_.nation["intermediary"][9:14] == pytest.approx(np.full(5, 0.2))
    assert reversed_.nation["intermediary"][14] > 0.5
    assert reversed_.nation["reliability"][9] < plain.nation["reliability"][9]


def test_the_longer_of_two_reversals_counts(scenario: Write) -> None:
    event = '[[event]]\nkind = "policy_reversal"\nmonth = 2\nsize = 20\n'
    policy = '[[policy]]\ninstrument = "neutral_party"\nfrom = 1\n' + event
    run = engine.run_one(scenario(policy, "parameters.reversal_rate=12"), 1)
    assert run.nation["pause"][1] == 20


def test_programme_end_leaves_laws_and_what_was_heard(scenario: Write) -> None:
    law = '[[policy]]\ninstrument = "mandate"\nannounced = 4\nfrom = 20\n'
    end = '[[event]]\nkind = "programme_end"\nmonth = 13\n'
    assert same(engine.run_one(scenario(law), 1), engine.run_one(scenario(law + end), 1))
    late = '[[policy]]\ninstrument = "neutral_party"\nannounced = 4\nfrom = 20\n'
    assert same(engine.run_one(scenario(late), 1), engine.run_one(scenario(late + end), 1), 12)


def test_programme_end_stops_all(scenario: Write) -> None:
    policy = '[[policy]]\ninstrument = "neutral_party"\nfrom = 1\n'
    cut = engine.run_one(scenario(policy + '[[event]]\nkind = "programme_end"\nmonth = 13\n'), 1)
    until = engine.run_one(scenario(policy + "until = 12\n"), 1)
    assert same(cut, until)


def test_a_scenario_holds_what_was_planned_and_the_model_says_how_long_it_lasts(scenario: Write) -> None:
    policy = '[[policy]]\ninstrument = "neutral_party"\n[[policy]]\ninstrument = "mandate"\n'
    cut = scenario(policy + '[[event]]\nkind = "programme_end"\nmonth = 13\n')
    assert [one.until for one in cut.policy] == [None, None]
    assert [one.until for one in policy_in_force(cut)] == [12, None]
    assert policy_in_force(scenario(policy)) == scenario(policy).policy


def test_every_kind_can_be_a_target(scenario: Write) -> None:
    for kind in KINDS:
        world = scenario(f'[[policy]]\ninstrument = "subsidy"\nfrom = 1\nshare = 0.8\nfor = ["{kind}"]\n', "months=60")
        granted = np.sum([kind_sums(engine.run_one(world, seed))["granted"].sum(axis=0) for seed in range(8)], axis=0)
        assert granted[KINDS.index(kind)] > 0
        assert granted.sum() == granted[KINDS.index(kind)]


def test_more_policy_more_sharing(scenario: Write) -> None:
    mix = "".join(
        f'[[policy]]\ninstrument = "{name}"\nfrom = 6\n'
        for name in ("neutral_party", "agreement_framework", "knowledge_infrastructure", "standardisation")
    )
    plain = np.mean([sharing(engine.run_one(scenario("", "months=96"), seed))[-1] for seed in range(10)])
    helped = np.mean([sharing(engine.run_one(scenario(mix, "months=96"), seed))[-1] for seed in range(10)])
    assert helped > plain + 0.1
