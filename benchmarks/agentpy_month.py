"""The month in AgentPy, the way its users write a model: agents with attributes, lists of agents that do a stage.

pip install agentpy — no dependency of the project; without it the benchmarks say "not installed".
python benchmarks/agentpy_month.py [SCENARIO] — checks that a run gives the same bits as the compiled driver.

The rules are those of ``datadeel.model.month``, in the order of the other drivers; what surrounds them is AgentPy's.
Of its idiom only ``self.p``, which looks a parameter up in Python, is left out for plain attributes: it makes a run 2.5
times as long.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

import agentpy as ap
import numpy as np
from common import SCENARIOS, same

from datadeel.model import engine, month, schedule, state, trajectory
from datadeel.registry.kinds import KINDS
from datadeel.scenario.loader import load


class Organisation(ap.Agent):
    """An organisation; its attributes are the fields of ``OrganisationState``."""

    def observe(self):
        m = self.model
        month.observe(self, m.organisations, m.chains, m.memberships, m.ties, m.policy, m.rules)

    def evaluate(self):
        month.evaluate(self, self.model.nation, self.model.policy, self.model.rules)

    def intend(self):
        month.intend(self, self.model.nation, self.model.policy, self.model.keys, self.model.rules)

    def ask(self, sums):
        """Add oneself to the applicants, and one's grant (EUR) to what is asked alone or with the intermediary."""
        if self.intent == 2:
            sums[0].applicants += 1.0
            sums[0].helped += self.granted
        elif self.intent == 1:
            sums[0].alone += self.granted

    def act(self):
        month.act(self, self.model.nation, self.model.policy, self.model.keys, self.model.rules)

    def update(self):
        m = self.model
        month.update(self, m.nation, m.policy, m.events, m.keys, m.rules)

    def tally(self, sums):
        month.tally(self, sums)


class Chain(ap.Agent):
    """A chain; its attributes are the fields of ``ChainState``."""

    def assess(self):
        m = self.model
        month.assess(self, m.organisations, m.seats, m.nation, m.policy, m.events, m.keys, m.rules)

    def advance(self):
        month.advance(self, self.model.keys, self.model.rules)

    def tally(self, sums):
        month.tally_chain(self, sums[0])


class Month(ap.Model):
    """A world as an AgentPy model. Parameters: scenario, seed, steps (months)."""

    def setup(self):
        world, self.plan = engine.build(self.p.scenario, self.p.seed), schedule.plan(self.p.scenario)
        self.rules, self.all_keys = world.parameters, world.keys
        self.seats, self.memberships, self.ties = (one.tolist() for one in (world.seats, world.memberships, world.ties))
        self.organisations = self.made(Organisation, world.organisations)
        self.chains = self.made(Chain, world.chains)
        self.nation = self.made(ap.Agent, world.nation)[0]
        self.trajectory = trajectory.empty(self.plan, len(self.chains))

    def made(self, cls, records):
        """An agent of ``cls`` a record, with its fields for attributes."""
        fields = {name: ap.AttrIter(records[name].tolist()) for name in records.dtype.names}
        return ap.AgentList(self, len(records), cls, **fields)

    def step(self):
        t, nation = self.t - 1, self.nation
        self.keys = state.as_object(self.all_keys[t + 1], state.Keys)
        self.events = state.as_object(self.plan.events[t], state.Events)
        stands = month.govern(nation, self.events, float(self.plan.running[t]), self.keys, self.rules)
        self.policy = state.as_object((self.plan.policy if stands else self.plan.lawful)[t], state.PolicyInputs)
        month.institutions(nation, self.policy, self.keys, self.rules)
        month.mediate(nation, self.policy, self.rules)
        self.chains.assess()
        self.organisations.observe()
        self.organisations.evaluate()
        self.organisations.intend()
        month.ration(nation, *self.added(self.organisations, "ask", ("applicants", "alone", "helped"))[0])
        self.organisations.act()
        self.organisations.update()
        self.chains.advance()
        kinds = self.added(self.organisations, "tally", state.KIND_STATISTICS, len(KINDS))
        by_kind = [SimpleNamespace(**dict(zip(state.KIND_STATISTICS, sums, strict=True))) for sums in kinds]
        granted, outlay = month.bill(by_kind, state.as_object(self.plan.prices[t], state.Prices))
        month.settle(nation, granted, outlay, by_kind[state.PUBLIC_BODY].sharing)
        self.trajectory.kinds[t] = kinds
        self.trajectory.chains[t] = self.added(self.chains, "tally", state.CHAIN_STATISTICS)[0]
        self.trajectory.nation[t] = tuple(getattr(nation, name) for name in state.names(state.NationState))

    def added(self, agents, stage, names, rows=1):
        """Sums (rows, names) that each agent adds itself to; in blocks, as the other drivers add: in another order the
        bits would differ."""
        total = np.zeros((rows, len(names)))
        for start in range(0, len(agents), state.BLOCK):
            sums = [SimpleNamespace(**dict.fromkeys(names, 0.0)) for _ in range(rows)]
            getattr(ap.AgentList(self, agents[start : start + state.BLOCK]), stage)(sums)
            total += [list(vars(row).values()) for row in sums]
        return total.tolist()


def run(scenario, seed):
    """One run, as ``engine.run_one``."""
    model = Month({"scenario": scenario, "seed": seed, "steps": scenario.months + scenario.aftermath})
    model.run(display=False)
    names = state.names(state.OrganisationState)
    ends = {name: np.array([getattr(one, name) for one in model.organisations]) for name in names}
    return model.trajectory.ended(scenario, ends)


def main(file: str) -> None:
    """Check that a run gives the bits of the compiled driver. file: of the scenario."""
    scenario = load(file)
    equal = same(run(scenario, 1), engine.run_one(scenario, 1))
    print("AgentPy:", "same bits" if equal else "DIFFERENT")
    assert equal


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(SCENARIOS / "dil-thesis-advice.toml"))
