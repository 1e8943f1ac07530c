"""The same world as Mesa agents: readable, and open to agents of one's own.

Every behaviour of an agent is a method that calls the rule of that stage (``month``). Override one in a
subclass and pass the class to :class:`DataSharingModel` (or to ``datadeel.run``); all else stays as it is.

    class Cautious(Sme):
        def evaluate(self):
            super().evaluate()
            self.willingness = 0.5 * self.willingness

    model = DataSharingModel(datadeel.load("scenarios/dil.toml"), seed=1, agents={"sme": Cautious})
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar
from weakref import WeakKeyDictionary

import mesa

from datadeel.model import engine, month, schedule, state, trajectory
from datadeel.model.state import BLOCK, KIND_STATISTICS, ChainState, ChainSums, KindSums, NationState, OrganisationState
from datadeel.registry.kinds import KINDS
from datadeel.scenario.records import Scenario

Entity = TypeVar("Entity")
Sums = TypeVar("Sums", KindSums, ChainSums)


class _Counters(WeakKeyDictionary[mesa.Model, Iterator[int]]):
    """A counter a model that does not keep the model alive: Mesa's own table holds every model for ever."""

    def __getitem__(self, model: mesa.Model) -> Iterator[int]:
        if model not in self:
            self[model] = itertools.count(1)
        return super().__getitem__(model)


class Resident(mesa.Agent):
    """Any agent of the model."""

    _ids = _Counters()
    model: DataSharingModel


class Organisation(Resident, OrganisationState):
    """An organisation that may share data. Its attributes are the fields of ``OrganisationState``, told there.

    A month runs stage by stage over all organisations; within a stage an organisation reads others as they
    were and writes only to itself.
    """

    def __init__(self, model: DataSharingModel, values: tuple[float, ...]) -> None:
        """model: that it belongs to. values: of the fields of ``OrganisationState``, in their order."""
        super().__init__(model)
        self.__dict__.update(zip(_ORGANISATION_FIELDS, values, strict=True))

    def observe(self) -> None:
        """Look at own chains and at those one knows."""
        m = self.model
        month.observe(self, m.organisations, m.chains, m.memberships, m.ties, m.policy, m.parameters)

    def evaluate(self) -> None:
        """Bring trust, control, cost and value together in willingness."""
        month.evaluate(self, self.model.nation, self.model.policy, self.model.parameters)

    def intend(self) -> None:
        """See whether one is able and gets round to it."""
        m = self.model
        month.intend(self, m.nation, m.policy, m.keys, m.parameters)

    def act(self) -> None:
        """Step up, step down, comply, or stay."""
        m = self.model
        month.act(self, m.nation, m.policy, m.keys, m.parameters)

    def update(self) -> None:
        """Get value, pay cost, learn, trust more or less."""
        m = self.model
        month.update(self, m.nation, m.policy, m.events, m.keys, m.parameters)


class Sme(Organisation):
    """A small or medium-sized enterprise: little knowledge, other priorities, trusts those known (§4.2.1 I1 I5 I7
    I13)."""


class Municipality(Organisation):
    """A municipality: large ones cope, small ones lag; contact persons rotate (§4.2.1 I8 I9 I12)."""


class LargeFirm(Organisation):
    """A large firm: digitised, with legacy and market power (§4.2.1 I10-I12, §4.2.6 I1 I2 I6)."""


class StartUp(Organisation):
    """A start-up: willing, agile, short of cash (§4.2.4, §4.2.5 I2 I11, §5.1)."""


class PublicBody(Organisation):
    """A public body: holds data others need, with counters and formats of its own (§4.2.5)."""


class Chain(ChainState):
    """The collective in which value arises (§4.2.6). Its attributes are the fields of ``ChainState``, told there."""

    def __init__(self, values: tuple[float, ...]) -> None:
        """values: of the fields of ``ChainState``, in their order."""
        self.__dict__.update(zip(_CHAIN_FIELDS, values, strict=True))


class Government(Resident):
    """The one policy-maker: runs the instruments, spends a budget, is more or less reliable (§4.2.5, Table 1)."""

    @property
    def reliability(self) -> float:
        """Reliability of policy, [0, 1]."""
        return float(self.model.nation.reliability)

    @property
    def budget(self) -> float:
        """What may still be spent, EUR."""
        return float(self.model.nation.budget_left)

    @property
    def spent(self) -> float:
        """What has been spent, EUR."""
        return float(self.model.nation.spent)

    def govern(self, running: float) -> bool:
        """Whether policy stands this month, or is reversed or out of budget, so that only laws stand.

        running: strength of the strongest measure that is on or announced, [0, 1].
        """
        m = self.model
        return month.govern(m.nation, m.events, running, m.keys, m.parameters)

    def institute(self) -> None:
        """Let institutions move with this month's policy."""
        m = self.model
        month.institutions(m.nation, m.policy, m.keys, m.parameters)

    def settle(self, granted: float, outlay: float, public_sharers: float) -> None:
        """Pay this month's bills.

        granted: grants paid, EUR. outlay: all public spending, EUR. public_sharers: public bodies that share, a number.
        """
        month.settle(self.model.nation, granted, outlay, public_sharers)


class Intermediary(Resident):
    """The neutral party: no own stake, onboards small parties, assures confidentiality (§2.3.2, §4.2.2 I1-I3)."""

    @property
    def capacity(self) -> float:
        """Small parties it can onboard this month."""
        return float(self.model.nation.capacity)

    def mediate(self) -> None:
        """Be as present as policy makes it."""
        month.mediate(self.model.nation, self.model.policy, self.model.parameters)

    def ration(self, applicants: float, asked_alone: float, asked_helped: float) -> None:
        """Divide capacity over those that apply, and the subsidy over what is asked.

        applicants: how many. asked_alone: by those that step alone, EUR. asked_helped: by those that apply, EUR.
        """
        month.ration(self.model.nation, applicants, asked_alone, asked_helped)


#: The agent class of each kind; replace one by a subclass of your own.
AGENTS: dict[str, type[Organisation]] = dict(
    zip(KINDS, (Sme, Municipality, LargeFirm, StartUp, PublicBody), strict=True)
)

_ORGANISATION_FIELDS = state.names(OrganisationState)
_CHAIN_FIELDS = state.names(ChainState)


def _blocks(everybody: Sequence[Entity]) -> Iterator[Sequence[Entity]]:
    """The blocks in which sums are made (see ``compiled``)."""
    return (everybody[start : start + BLOCK] for start in range(0, len(everybody), BLOCK))


def _add_to(total: Sums, more: Sums) -> None:
    """Add each field of ``more`` to that of ``total``."""
    for name, value in vars(more).items():
        setattr(total, name, getattr(total, name) + value)


class DataSharingModel(mesa.Model):
    """A scenario and a seed as a Mesa model. It can make the scenario's months and those of its aftermath.

    scenario: from ``datadeel.load``. seed: of the world. agents: classes by kind that replace the standard ones.
    collect_agents: also collect level, willingness, trust and knowledge of every organisation each month.
    Raises ValueError for an unknown kind or a class that is no Organisation.
    """

    def __init__(
        self, scenario: Scenario, seed: int = 1, agents: Mapping[str, type] | None = None, collect_agents: bool = False
    ) -> None:
        super().__init__(seed=seed % 2**32)
        classes = dict(AGENTS)
        for kind, given in (agents or {}).items():
            if kind not in KINDS or not issubclass(given, Organisation):
                raise ValueError(f"agents: {kind!r}: give a subclass of Organisation for one of {', '.join(KINDS)}")
            classes[kind] = given
        world = engine.build(scenario, seed)
        self.settings = scenario
        self.parameters = world.parameters
        self.nation = state.as_object(world.nation[0], NationState)
        self.government = Government(self)
        self.intermediary = Intermediary(self)
        by_code = [classes[kind] for kind in KINDS]
        at = _ORGANISATION_FIELDS.index("kind")
        self.organisations = [by_code[values[at]](self, values) for values in world.organisations.tolist()]
        self.chains = [Chain(values) for values in world.chains.tolist()]
        self.seats: list[int] = world.seats.tolist()
        self.memberships: list[int] = world.memberships.tolist()
        self.ties: list[int] = world.ties.tolist()
        self.policy = state.PolicyInputs()
        self.events = state.Events()
        self.keys = state.Keys()
        self._plan = schedule.plan(scenario)
        self.trajectory = trajectory.empty(self._plan, len(self.chains))
        self._keys = world.keys
        self.datacollector = mesa.DataCollector(
            model_reporters={
                name: partial(DataSharingModel.mean, name=name)
                for name in ("sharing", "depth", "willingness", "knowledge", "trust")
            },
            agent_reporters={name: name for name in ("level", "willingness", "trust", "knowledge")}
            if collect_agents
            else None,
        )

    def mean(self, name: str) -> float:
        """A mean over all organisations of the last month: a field of ``KindSums``, or "depth"."""
        sums = self.trajectory.kinds[self.steps - 1]
        total = float(sums[:, 0].sum())
        if name == "depth":
            return float(sums[:, KIND_STATISTICS.index("levels")].sum()) / total / 3.0
        return float(sums[:, KIND_STATISTICS.index(name)].sum()) / total

    def in_order(self) -> list[Organisation]:
        """Organisations in the order in which they take their turn in a stage. Any order gives the same world."""
        return self.organisations

    def step(self) -> None:
        """One month. Raises IndexError beyond the scenario's months and aftermath."""
        t = self.steps - 1
        plan = self._plan
        self.keys = state.as_object(self._keys[t + 1], state.Keys)
        self.events = state.as_object(plan.events[t], state.Events)
        stands = self.government.govern(float(plan.running[t]))
        self.policy = state.as_object((plan.policy if stands else plan.lawful)[t], state.PolicyInputs)
        self.government.institute()
        self.intermediary.mediate()
        for chain in self.chains:
            month.assess(
                chain,
                self.organisations,
                self.seats,
                self.nation,
                self.policy,
                self.events,
                self.keys,
                self.parameters,
            )
        order = self.in_order()
        for one in order:
            one.observe()
        for one in order:
            one.evaluate()
        for one in order:
            one.intend()
        applicants = sum(one.intent == 2 for one in self.organisations)
        self.intermediary.ration(float(applicants), *self._asked())
        for one in order:
            one.act()
        for one in order:
            one.update()
        for chain in self.chains:
            month.advance(chain, self.keys, self.parameters)
        self._record(t)
        self.datacollector.collect(self)

    def _asked(self) -> tuple[float, float]:
        """Grants asked, EUR, by parties that step alone and by those that apply to the intermediary."""
        asked = [0.0, 0.0]
        for block in _blocks(self.organisations):
            part = [0.0, 0.0]  # added one by one: Python's own sum() corrects rounding, from 3.12 on
            for one in block:
                if one.intent > 0:
                    part[one.intent - 1] += one.granted
            asked = [asked[0] + part[0], asked[1] + part[1]]
        return asked[0], asked[1]

    def _record(self, t: int) -> None:
        """Count the month and pay for it."""
        by_kind = [state.zeros(KindSums) for _ in KINDS]
        by_chain = state.zeros(ChainSums)
        for organisations in _blocks(self.organisations):
            of_block = [state.zeros(KindSums) for _ in KINDS]
            for organisation in organisations:
                month.tally(organisation, of_block)
            for kind, more in zip(by_kind, of_block, strict=True):
                _add_to(kind, more)
        for chains in _blocks(self.chains):
            of_chains = state.zeros(ChainSums)
            for chain in chains:
                month.tally_chain(chain, of_chains)
            _add_to(by_chain, of_chains)
        granted, outlay = month.bill(by_kind, state.as_object(self._plan.prices[t], state.Prices))
        self.government.settle(granted, outlay, by_kind[-1].sharing)
        self.trajectory.kinds[t] = [list(vars(sums).values()) for sums in by_kind]
        self.trajectory.chains[t] = list(vars(by_chain).values())
        self.trajectory.nation[t] = tuple(vars(self.nation).values())
