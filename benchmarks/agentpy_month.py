"""The month in AgentPy, the way its users write a model: agents with attributes, lists of agents that do a stage at once.

pip install agentpy — no dependency of the project; without it the benchmark says "not installed".
python benchmarks/agentpy_month.py [SCENARIO] — checks that a run gives the same bits as the compiled driver.

The rules are those of ``datadeel.model.month``, in the order of the other drivers; what surrounds them is AgentPy's. Of its
idiom only ``self.p``, which looks a parameter up in Python, is left out for plain attributes: it makes a run 2.5 times as long.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

import agentpy as ap
import numpy as np

from datadeel.model import engine, month, schedule, trajectory
from datadeel.model.state import BLOCK, CHAIN_STATISTICS, KIND_STATISTICS, PUBLIC_BODY, plain
from datadeel.registry.instruments import NATION
from datadeel.registry.kinds import KINDS


class Organisation(ap.Agent):
    """An organisation; its attributes are the fields of ``columns.ORGANISATION``."""

    def observe(self):
        m = self.model
        month.observe(self, m.organisations, m.chains, m.chain, m.tie, m.levers, m.rules)

    def evaluate(self):
        month.evaluate(self, self.model.nation, self.model.levers, self.model.rules)

    def intend(self):
        month.intend(self, self.model.nation, self.model.levers, self.model.keys, self.model.rules)

    def ask(self, sums):
        """Add oneself to the applicants, and one's grant (EUR) to what is asked alone or with the intermediary's help."""
        if self.intent == 2:
            sums[0].applicants += 1.0
            sums[0].helped += self.granted
        elif self.intent == 1:
            sums[0].alone += self.granted

    def act(self):
        month.act(self, self.model.nation, self.model.levers, self.model.keys, self.model.rules)

    def update(self):
        m = self.model
        month.update(self, m.nation, m.levers, m.events, m.keys, m.rules)

    def tally(self, sums):
        month.tally(self, sums)


class Chain(ap.Agent):
    """A chain; its attributes are the fields of ``columns.CHAIN``."""

    def assess(self):
        m = self.model
        month.assess(self, m.organisations, m.seat, m.nation, m.levers, m.events, m.keys, m.rules)

    def advance(self):
        month.advance(self, self.model.keys, self.model.rules)

    def tally(self, sums):
        month.tally_chain(self, sums[0])


class Month(ap.Model):
    """A world as an AgentPy model. Parameters: scenario, seed, steps (months)."""

    def setup(self):
        world, self.plan = engine.build(self.p.scenario, self.p.seed), schedule.plan(self.p.scenario)
        self.rules, self.all_keys = world.parameters, world.keys
        self.seat, self.chain, self.tie = world.seat.tolist(), world.chain.tolist(), world.tie.tolist()
        self.organisations = self.agents(Organisation, world.organisations)
        self.chains = self.agents(Chain, world.chains)
        self.nation = self.agents(ap.Agent, world.nation)[0]
        self.trajectory = trajectory.empty(self.plan, len(self.chains))

    def agents(self, cls, records):
        """An agent of ``cls`` a record, with its fields for attributes."""
        return ap.AgentList(
            self, len(records), cls, **{name: ap.AttrIter(records[name].tolist()) for name in records.dtype.names}
        )

    def step(self):
        t, n = self.t - 1, self.nation
        self.keys, self.events = plain(self.all_keys[t + 1]), plain(self.plan.events[t])
        stands = month.govern(n, self.events, float(self.plan.running[t]), self.keys, self.rules)
        self.levers = plain((self.plan.levers if stands else self.plan.lawful)[t])
        month.institutions(n, self.levers, self.keys, self.rules)
        month.mediate(n, self.levers, self.rules)
        self.chains.assess()
        self.organisations.observe()
        self.organisations.evaluate()
        self.organisations.intend()
        month.ration(n, *self.added(self.organisations, "ask", ("applicants", "alone", "helped"))[0])
        self.organisations.act()
        self.organisations.update()
        self.chains.advance()
        kinds = self.added(self.organisations, "tally", KIND_STATISTICS, len(KINDS))
        by_kind = [SimpleNamespace(**dict(zip(KIND_STATISTICS, sums, strict=True))) for sums in kinds]
        month.settle(n, *month.bill(by_kind, plain(self.plan.prices[t])), by_kind[PUBLIC_BODY].sharing)
        self.trajectory.kinds[t] = kinds
        self.trajectory.chains[t] = self.added(self.chains, "tally", CHAIN_STATISTICS)[0]
        self.trajectory.nation[t] = tuple(n[name] for name in NATION.names)

    def added(self, agents, stage, names, rows=1):
        """Sums (rows, names) that each agent adds itself to; in blocks, as the other drivers add: another order, other bits."""
        total = np.zeros((rows, len(names)))
        for start in range(0, len(agents), BLOCK):
            sums = [SimpleNamespace(**dict.fromkeys(names, 0.0)) for _ in range(rows)]
            getattr(ap.AgentList(self, agents[start : start + BLOCK]), stage)(sums)
            total += [list(vars(row).values()) for row in sums]
        return total.tolist()


def run(scenario, seed):
    """One run, as ``engine.run_one``."""
    model = Month({"scenario": scenario, "seed": seed, "steps": scenario.months + scenario.aftermath})
    model.run(display=False)
    state = np.array([(one.kind, one.months_sharing) for one in model.organisations])
    return model.trajectory.ended(scenario, *state.T)


if __name__ == "__main__":
    from run import same

    from datadeel.scenario.loader import load

    scenario = load(sys.argv[1] if len(sys.argv) > 1 else "scenarios/dil-thesis-advice.toml")
    print("same bits" if same(run(scenario, 1), engine.run_one(scenario, 1)) else "DIFFERENT")
