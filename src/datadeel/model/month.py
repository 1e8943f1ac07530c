"""One month: twelve steps as stages, each a loop over organisations or chains.

A stage is one plain function for one organisation or chain. The compiled driver loops over it; the Mesa driver calls
the same function from the agents' methods in the same order. Everybody reads what others were last month and writes
only to itself, so the order within a stage changes nothing.

Arguments mean the same throughout, and are records of ``state``, whose fields are told there with unit and range:

- ``organisation``, ``chain``, ``nation``: whom the stage is about; what it writes is written to these
- ``organisations``, ``others``, ``chains``: all of them, in their order
- ``seats``: organisations by chain; ``memberships``: chains by organisation; ``ties``: known organisations by
  organisation; lists of numbers, of which each chain or organisation has the rows from its first to its last
- ``policy``: what policy puts in this month, for each kind and for the nation; ``events``: what strikes this month
- ``keys``: this month's keys by purpose of a draw; ``parameters``: the scenario's

In the compiled driver they are records of structured arrays; in the Mesa driver agents and plain objects.
"""

from __future__ import annotations

from datadeel.model import rules
from datadeel.model.arithmetic import clip, either, quotient, rule, toward
from datadeel.model.random import GOVERNMENT, approx_normal, uniform
from datadeel.model.state import (
    LARGE_FIRM,
    MUNICIPALITY,
    PUBLIC_BODY,
    START_UP,
    ChainState,
    ChainSums,
    Events,
    Keys,
    KindSums,
    NationState,
    OrganisationState,
    Parameters,
    PolicyInputs,
    Prices,
    Rows,
    VisibleState,
)
from datadeel.registry.instruments import NATION

# Numba takes module-level integers for constants.
_NATION = NATION

# --- Small readings of the state ---------------------------------------------------------------------------


@rule
def hierarchy(organisation: OrganisationState, policy: PolicyInputs, parameters: Parameters) -> float:
    """Hierarchical pressure, [0, 1]: a mandate that covers one, as far as it is not statutory; an obliged standard
    (§2.3.2 Gawer).

    organisation: read for ``covered`` and its kind. policy: for ``statutory`` and ``obliged``, shares. parameters: for
    their weights, shares.
    """
    mandated = organisation.covered * (1.0 - parameters.statutory_relief * policy.statutory[organisation.kind])
    return either(mandated, parameters.obliged_hierarchy * policy.obliged[organisation.kind])


@rule
def incentives(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> float:
    """What sharing brings besides the chain's value, in units of ``scale``: fewer inspections, data for data, customers
    kept (§4.2.5, §4.2.6).

    organisation: read for who it is and what it sees. nation: for the share of public bodies that share. policy: for
    ``inspections`` and ``open_data``, shares. parameters: for what each is worth.
    """
    kind = organisation.kind
    return (
        parameters.inspection_saving * policy.inspections[kind] * organisation.supervised
        + parameters.open_data_value * policy.open_data[kind] * nation.public_sharing
        + parameters.pressure_value * organisation.exposure * organisation.pressure
    )


@rule
def intermediary(organisation: OrganisationState, policy: PolicyInputs, parameters: Parameters) -> float:
    """How fully the neutral party is there for an organisation, [0, 1] (§2.3.2).

    organisation: read for its kind. policy: for ``neutral_party``, a share. parameters: for presence without policy.
    """
    return either(parameters.intermediary_presence, policy.neutral_party[organisation.kind])


@rule
def running_factor(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> float:
    """Running cost of full sharing, in units of ``scale`` (§4.2.4, §4.2.5).

    organisation: read for ``upkeep`` and whether it is small. nation: for the agreement framework. policy: for what
    eases dealing with government. parameters: for weights and relief, shares.
    """
    burden = rules.counter_burden(policy.agencies[organisation.kind], policy.one_counter[organisation.kind])
    return (
        rules.running_cost(
            burden, parameters.counter_cost, nation.strictness * nation.maturity, parameters.strictness_cost
        )
        * organisation.upkeep
        * (1.0 - parameters.intermediary_relief * organisation.small * intermediary(organisation, policy, parameters))
    )


@rule
def entry_euros(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> float:
    """Cost of the next level before any grant, EUR (§4.2.1, §4.2.3, §4.2.4).

    organisation: read for ``entry``, knowledge, legacy and level. nation: for the number of frameworks. policy: for
    what relieves, shares. parameters: for parts and reliefs, shares.
    """
    kind = organisation.kind
    legacy = organisation.legacy * (1.0 - policy.digital[kind])
    relief = either(
        organisation.small * intermediary(organisation, policy, parameters) * parameters.intermediary_relief,
        policy.access_relief[kind],
    )
    units = rules.organisational_cost(
        parameters.organisational_part,
        organisation.knowledge,
        parameters.knowledge_relief,
        policy.coaching[kind],
        parameters.coaching_relief,
    ) + rules.technical_cost(
        1.0 - parameters.organisational_part, legacy, nation.frameworks, parameters.framework_cost, relief
    )
    if organisation.level > 0:
        units = units * parameters.step_cost
    return units * organisation.entry


# --- Government and intermediary ---------------------------------------------------------------------------


@rule
def govern(nation: NationState, events: Events, running: float, keys: Keys, parameters: Parameters) -> bool:
    """Whether policy stands this month, or is reversed or out of budget, so that only laws stand (§4.2.5 I1 I7).

    nation: its pause goes on or begins, and a reversal lowers its reliability and trust. events: months of reversal
    from outside. running: strength of the strongest measure that is on or announced, [0, 1]. keys, parameters: for the
    chance of a reversal.
    """
    if nation.pause > 0.0:
        nation.pause = nation.pause - 1.0
    hazard = running * parameters.reversal_rate / 12.0 * (1.0 - nation.reliability)
    reversed_for = events.reversal
    if uniform(keys.reversal, GOVERNMENT) < hazard:
        reversed_for = max(reversed_for, parameters.reversal_months)
    if reversed_for > nation.pause:
        nation.pause = reversed_for
        nation.reliability = nation.reliability * (1.0 - parameters.reversal_shock)
        nation.government_trust = nation.government_trust * (1.0 - parameters.reversal_shock)
    return nation.pause <= 0.0 and nation.budget_left > 0.0


@rule
def institutions(nation: NationState, policy: PolicyInputs, keys: Keys, parameters: Parameters) -> None:
    """Frameworks, reliability, trust in government and the agreement framework move with this month's policy (§4.2.3,
    §4.2.5).

    nation: gets the next month's values of these. policy: read in its slot of the nation. keys: for the swing of trust
    in government. parameters: speeds a month, goals and weights.
    """
    nation.frameworks = rules.frameworks_next(
        nation.frameworks,
        parameters.frameworks_drift,
        max(parameters.frameworks_ceiling, parameters.frameworks),
        parameters.standard_speed * policy.standard[_NATION],
        policy.standard_target[_NATION] if policy.standard[_NATION] > 0.0 else nation.frameworks,
        parameters.eu_speed * policy.eu_influence[_NATION],
    )
    goal = parameters.reliability + (1.0 - parameters.reliability) * policy.predictable[_NATION]
    nation.reliability = toward(nation.reliability, goal, parameters.reliability_speed)
    nation.horizon = parameters.planning_horizon * rules.planning_factor(nation.reliability, parameters.horizon_floor)
    nation.burden = rules.counter_burden(policy.agencies[_NATION], policy.one_counter[_NATION])
    earned = rules.government_trust_target(
        parameters.government_trust + parameters.open_data_trust * policy.open_data[_NATION] * nation.public_sharing,
        nation.reliability,
        parameters.reliability,
        nation.burden,
        parameters.reliability_trust,
        parameters.burden_trust,
    )
    monthly = parameters.government_swing * 0.2886751345948129  # a yearly deviation over sqrt(12)
    nation.government_trust = clip(
        toward(nation.government_trust, earned, parameters.government_speed)
        + monthly * approx_normal(keys.government_trust, GOVERNMENT),
        0.0,
        1.0,
    )
    _agree(nation, policy, parameters)


@rule
def _agree(nation: NationState, policy: PolicyInputs, parameters: Parameters) -> None:
    """The agreement framework matures or decays, and assures by its maturity, strictness and audit (§4.2.2 I1 I8)."""
    framework = policy.framework[_NATION]
    goal = max(framework, parameters.framework_presence)
    new = framework / goal if goal > 0.0 else 0.0
    nation.strictness = parameters.framework_strictness + new * (
        policy.strictness[_NATION] - parameters.framework_strictness
    )
    audit = policy.audit[_NATION]
    nation.maturity = toward(
        nation.maturity, goal, parameters.framework_growth if goal > nation.maturity else parameters.framework_decay
    )
    nation.assurance = (
        nation.maturity
        * parameters.framework_assurance
        * rules.strictness_assurance(nation.strictness, parameters.assurance_half)
        * (1.0 - parameters.audit_weight * (1.0 - audit))
    )


@rule
def mediate(nation: NationState, policy: PolicyInputs, parameters: Parameters) -> None:
    """The intermediary: how fully it is there, and how many small parties it can onboard this month (§2.3.2; §4.2.2).

    nation: gets ``intermediary`` and ``capacity``. policy: read in its slot of the nation. parameters: presence and
    capacity per thousand organisations without policy.
    """
    nation.intermediary = either(parameters.intermediary_presence, policy.neutral_party[_NATION])
    per_thousand = parameters.intermediary_presence * parameters.intermediary_capacity + policy.onboarding[_NATION]
    nation.capacity = per_thousand * nation.organisations / 1000.0


@rule
def ration(nation: NationState, applicants: float, asked_alone: float, asked_helped: float) -> None:
    """Share of applicants that the intermediary can serve, and of asked grants that the budget can pay.

    nation: gets ``served`` and ``paid_share``. applicants: small parties that apply, a number. asked_alone: grants
    asked by those that step alone, EUR; asked_helped: by those that apply, EUR.
    """
    nation.served = clip(nation.capacity / applicants, 0.0, 1.0) if applicants > 0.0 else 1.0
    asked = asked_alone + asked_helped * nation.served
    nation.paid_share = clip(nation.subsidy_left / asked, 0.0, 1.0) if asked > 0.0 else 1.0


@rule
def settle(nation: NationState, granted: float, outlay: float, public_sharers: float) -> None:
    """Pay this month's bills, as long as there is a budget, and take note of public bodies that share.

    nation: its accounts are settled. granted: grants paid, EUR. outlay: all public spending, grants included, EUR.
    public_sharers: public bodies that share, a number.
    """
    left = nation.subsidy_left - granted
    nation.subsidy_left = left if left >= 1.0 else 0.0  # less than a euro is rounding
    if nation.budget_left > 0.0:
        nation.budget_left = nation.budget_left - outlay
        nation.spent = nation.spent + outlay
    nation.public_sharing = public_sharers / nation.public_bodies if nation.public_bodies > 0.0 else 0.0


# --- Chains ------------------------------------------------------------------------------------------------


@rule
def assess(
    chain: ChainState,
    organisations: Rows[OrganisationState],
    seats: Rows[int],
    nation: NationState,
    policy: PolicyInputs,
    events: Events,
    keys: Keys,
    parameters: Parameters,
) -> None:
    """A chain takes stock of its members, and what sharing is worth in it now and as expected (§2.3.2, §4.2.4, §4.2.6).

    chain: gets all that it holds of this month, but for institutional trust and new uses. organisations: all, of which
    those in its rows of ``seats`` are its members, read as they ended last month. nation: read for reliability and
    framework. policy: for announcements, steering and obliged standards. events, keys: for leaks and paywalls.
    parameters: weights, rates a year or a month, and memory.
    """
    sharing = supply = intensity = trust = deep = trusted = announced = fair = weight = harmed = 0.0
    large = large_sharing = start_ups = start_ups_sharing = 0.0
    kinds = 0
    for row in range(chain.first, chain.last):
        member = organisations[seats[row]]
        level = member.level
        kind = member.kind
        harmed += member.breached
        announced += _announced(chain, kind, policy, parameters)
        if kind == LARGE_FIRM:
            large += 1.0
        elif kind == START_UP:
            start_ups += 1.0
        if level > 0:
            sharing += 1.0
            weight += member.scale * member.benefit_factor
            fair += member.scale * member.benefit_factor * member.position
            supply += member.supply
            intensity += parameters.level_value[level]
            trust += member.trust
            if kind == LARGE_FIRM:
                large_sharing += 1.0
            elif kind == START_UP:
                start_ups_sharing += 1.0
            trusted += 1.0 if member.mandated == 0 else parameters.mandated_trust
            if level > 1 and member.mandated == 0:
                deep += 1.0
                kinds |= 1 << kind
    size = chain.last - chain.first
    coverage = sharing / size
    chain.trend = toward(chain.trend, coverage - chain.coverage, parameters.trend_memory)
    chain.coverage = coverage
    chain.practice = trusted / size
    chain.supply = quotient(supply, sharing, parameters.empty_supply)
    chain.harm = harmed / size
    chain.fair = quotient(fair, weight, 1.0)
    chain.pressure = quotient(large_sharing, large, 0.0)
    _open_events(chain, large, events, keys, parameters)
    _expect(chain, announced / size, nation, policy, parameters)
    chain.value = intensity / size * chain.actual
    own = quotient(start_ups_sharing, start_ups, 0.0)
    _innovate(chain, deep / size, kinds, quotient(trust, sharing, 0.0), own, nation, policy, parameters)


@rule
def _innovate(
    chain: ChainState,
    deep: float,
    kinds: int,
    trust: float,
    start_ups: float,
    nation: NationState,
    policy: PolicyInputs,
    parameters: Parameters,
) -> None:
    """How likely a new use is this month (§2.4 Eaton).

    deep: share of members that share deeply of their own will; kinds: of these, a bit a kind. trust: mean of sharers.
    start_ups: share of start-ups that share.
    """
    boost = parameters.start_up_boost * either(start_ups, policy.open_data[START_UP])
    rigidity = _rigidity(nation, policy, parameters)
    chain.generative = rules.innovation_rate(parameters.innovation_rate, deep, _variety(kinds), trust, boost, rigidity)


@rule
def _announced(chain: ChainState, kind: int, policy: PolicyInputs, parameters: Parameters) -> float:
    """How far what is announced makes a member of ``kind`` expected to share; a law if it will cover the chain."""
    law = parameters.mandate_announced if chain.lot < policy.announced_law[kind] else 0.0
    return either(policy.announced[kind], law)


@rule
def _expect(
    chain: ChainState, announced: float, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> None:
    """What sharing and not sharing are worth, now and at the coverage that members count on (§4.2.4, §4.2.6).

    announced: mean over members of what announcements make expected of them, [0, 1].
    """
    worth = rules.richness(chain.supply, parameters.supply_coupling) * rules.innovation_factor(
        chain.innovations, parameters.innovation_bonus, parameters.innovation_half
    )
    coverage = chain.coverage
    credible = rules.credibility(nation.reliability, policy.steering[_NATION], parameters.announcement_alone)
    expected = rules.expected_coverage(coverage, chain.trend, parameters.foresight, announced, credible)
    joined = expected + (1.0 - expected) / (chain.last - chain.first)
    chain.join = worth * rules.sharer_part(joined, parameters.complementarity)
    chain.stay = worth * rules.sharer_part(expected, parameters.complementarity)
    chain.outside = worth * rules.outsider_part(expected, parameters.complementarity, parameters.spillover)
    chain.actual = worth * rules.sharer_part(coverage, parameters.complementarity)
    chain.free = worth * rules.outsider_part(coverage, parameters.complementarity, parameters.spillover)
    # The chain remembers what sharing was expected to bring.
    moved = toward(chain.promise, chain.stay, 1.0 / parameters.patience)
    chain.promise = moved if chain.promise > 0.0 else chain.actual


@rule
def _variety(kinds: int) -> float:
    """Share of the five kinds of organisation that ``kinds`` holds, a bit a kind."""
    return ((kinds & 1) + (kinds >> 1 & 1) + (kinds >> 2 & 1) + (kinds >> 3 & 1) + (kinds >> 4 & 1)) / 5.0


@rule
def _rigidity(nation: NationState, policy: PolicyInputs, parameters: Parameters) -> float:
    """How far strict agreements and an obliged standard stand in the way of new uses, [0, 1] (§2.4)."""
    return either(
        parameters.strictness_rigidity * nation.strictness * nation.maturity,
        parameters.obliged_rigidity * policy.obliged[_NATION],
    )


@rule
def _open_events(chain: ChainState, large: float, events: Events, keys: Keys, parameters: Parameters) -> None:
    """Leaks and paywalls that strike the chain this month (§4.2.6 I1 I6). large: large firms in it, a number."""
    chain.leaked = 1 if uniform(keys.leak, chain.key) < events.leak else 0
    if chain.paywall > 0.0:
        chain.paywall = chain.paywall - 1.0
    # Only a large firm can put one up: on its own account once it shares, by an event in any case.
    struck = either(parameters.paywall_rate / 12.0 * chain.pressure, events.paywall) if large > 0.0 else 0.0
    chain.walled = 1 if uniform(keys.paywall, chain.key) < struck else 0
    if chain.walled == 1:
        chain.paywall = parameters.paywall_months


@rule
def advance(chain: ChainState, keys: Keys, parameters: Parameters) -> None:
    """Institutional trust follows coverage and harm; perhaps a new use is found (§2.4, §4.2.2).

    chain: gets both, from what it held when it took stock. keys: for the chance of a new use. parameters: speeds a
    month and the loss by harm.
    """
    grown = rules.institutional_trust(
        chain.institution, chain.practice, parameters.institution_gain, parameters.institution_loss
    )
    chain.institution = grown * (1.0 - parameters.breach_institution * chain.harm)
    if uniform(keys.innovation, chain.key) < clip(chain.generative, 0.0, 1.0):
        chain.innovations = chain.innovations + 1.0


# --- Organisations -----------------------------------------------------------------------------------------


@rule
def observe(
    organisation: OrganisationState,
    others: Rows[VisibleState],
    chains: Rows[ChainState],
    memberships: Rows[int],
    ties: Rows[int],
    policy: PolicyInputs,
    parameters: Parameters,
) -> None:
    """A party looks at its chains (means over them) and at those it knows (§4.2.2, §4.2.4, §4.2.6).

    organisation: gets what it sees. others: what all organisations show, of which it looks at those in its rows of
    ``ties``. chains: all, of which it looks at those in its rows of ``memberships``. policy: read for the share of
    chains that a mandate covers. parameters: for what a paywall takes away, a share.
    """
    _observe_chains(organisation, chains, memberships, policy.mandate[organisation.kind], parameters)
    peers = 0.0
    success = 0.0
    breach = 0.0
    for row in range(organisation.first_tie, organisation.last_tie):
        other = others[ties[row]]
        if other.level > 0:
            peers += 1.0
            success += other.success
        breach += other.breached
    known = organisation.last_tie - organisation.first_tie
    each = 1.0 / known if known > 0 else 0.0
    organisation.peers = peers * each
    organisation.peer_success = success * each
    organisation.peer_breach = breach * each


@rule
def _observe_chains(
    organisation: OrganisationState,
    chains: Rows[ChainState],
    memberships: Rows[int],
    mandate: float,
    parameters: Parameters,
) -> None:
    """What a party sees of its chains. mandate: share of chains that a mandate covers for its kind, [0, 1]."""
    join = stay = outside = actual = free = promise = fair = institution = coverage = pressure = partners = 0.0
    covered = leaked = walled = 0
    for row in range(organisation.first_chain, organisation.last_chain):
        chain = chains[memberships[row]]
        # Whoever puts up a paywall does not stand before it.
        open_ = 1.0 - parameters.paywall_loss if chain.paywall > 0.0 and organisation.kind != LARGE_FIRM else 1.0
        join += chain.join * open_
        stay += chain.stay * open_
        actual += chain.actual * open_
        promise += chain.promise
        fair += chain.fair
        outside += chain.outside
        free += chain.free
        institution += chain.institution
        coverage += chain.coverage
        pressure += chain.pressure
        partners += chain.coverage * (chain.last - chain.first) - (1.0 if organisation.level > 0 else 0.0)
        if chain.lot < mandate:
            covered = 1
        leaked |= chain.leaked
        walled |= chain.walled
    seats = organisation.last_chain - organisation.first_chain
    each = 1.0 / seats if seats > 0 else 0.0
    organisation.join = join * each
    organisation.stay = stay * each
    organisation.outside = outside * each
    organisation.actual = actual * each
    organisation.free = free * each
    organisation.promise = promise * each
    organisation.fair = fair * each
    organisation.institution = institution * each
    organisation.coverage = coverage * each
    organisation.pressure = pressure * each
    organisation.sharing_partners = partners
    organisation.covered = covered
    organisation.leaked = leaked
    organisation.walled = walled
    organisation.touched |= walled


@rule
def evaluate(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> None:
    """Control, effective trust, cost and value come together in willingness: for the next level, and to stay (§5.1).

    organisation: gets its weighing, from what it has seen this month. nation: read for institutions. policy: for what
    it relieves, pays and obliges. parameters: for weights, thresholds and forms.
    """
    level = organisation.level
    pressed = hierarchy(organisation, policy, parameters)
    _perceive(organisation, pressed, nation, policy, parameters)
    informed = either(
        parameters.eu_relief * policy.eu_information[organisation.kind], parameters.framework_legal * nation.maturity
    )
    legal = rules.legal_uncertainty(
        parameters.legal_uncertainty, organisation.knowledge, parameters.legal_knowledge, informed
    )
    seen = _seen_value(organisation, parameters)
    organisation.position_paid = rules.compensated_position(
        organisation.position, organisation.fair, policy.compensation[organisation.kind]
    )
    organisation.extra = incentives(organisation, nation, policy, parameters)
    organisation.running_units = running_factor(organisation, nation, policy, parameters)
    organisation.willingness = 0.0
    organisation.willingness_to_stay = 0.0
    organisation.granted = 0.0
    organisation.entry_paid = 0.0
    if level < 3:
        _price_entry(organisation, nation, policy, parameters)
        _weigh_next_level(organisation, nation.horizon, pressed, legal, seen, parameters)
    if level > 0:
        _weigh_staying(organisation, legal, seen, parameters)


@rule
def _perceive(
    organisation: OrganisationState,
    pressed: float,
    nation: NationState,
    policy: PolicyInputs,
    parameters: Parameters,
) -> None:
    """Perceived control and effective trust (§4.2.2, §4.2.3). pressed: hierarchical pressure, [0, 1]."""
    organisation.control = rules.perceived_control(
        parameters.own_control,
        rules.assurance(nation.assurance, policy.access[organisation.kind]),
        organisation.knowledge,
        parameters.understanding_floor,
        nation.frameworks,
        parameters.framework_confusion,
        parameters.hierarchy_control * pressed,
    )
    organisation.effective_trust = rules.effective_trust(
        organisation.trust,
        organisation.institution,
        parameters.institution_weight,
        intermediary(organisation, policy, parameters) * parameters.intermediary_assurance,
        organisation.strangers,
        parameters.stranger_distrust,
        parameters.government_weight * organisation.public_partners,
        nation.government_trust,
    )


@rule
def _seen_value(organisation: OrganisationState, parameters: Parameters) -> float:
    """The value of sharing in a chain of full value as a party sees it, in units of ``scale`` (§4.2.1, §4.2.7)."""
    organisation.part = parameters.benefit_cost_ratio * organisation.benefit_factor
    seen = (
        organisation.part * rules.perception(organisation.knowledge, parameters.perception_floor) * organisation.outlook
    )
    if organisation.kind in (MUNICIPALITY, PUBLIC_BODY):
        seen = seen * rules.public_weight(parameters.public_motive, parameters.complementarity)
    return seen


@rule
def _price_entry(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, parameters: Parameters
) -> None:
    """What the next level costs, EUR: the grant that there is for it, and what is left to pay (§4.2.4; Table 1)."""
    kind = organisation.kind
    entry = entry_euros(organisation, nation, policy, parameters)
    share = policy.subsidy[kind] if nation.subsidy_left > 0.0 else 0.0
    organisation.granted = rules.grant(entry, share, policy.subsidy_cap[kind])
    organisation.entry_paid = entry - organisation.granted


@rule
def _weigh_next_level(
    organisation: OrganisationState, horizon: float, pressed: float, legal: float, seen: float, parameters: Parameters
) -> None:
    """Willingness to take the next level (§4.2.2 I1, §5.1).

    horizon: months over which entry is spread. pressed: hierarchical pressure; legal: legal uncertainty, both [0, 1].
    seen: value of sharing as seen, in units of ``scale``.
    """
    level = organisation.level
    step = parameters.level_value[level + 1] - parameters.level_value[level]
    if level == 0:
        gain = (
            organisation.position_paid * step * (organisation.join + parameters.bilateral_value)
            - organisation.position * organisation.outside
        )
        once = organisation.extra
    else:
        gain = organisation.position_paid * step * (organisation.stay + parameters.bilateral_value)
        once = 0.0
    price = organisation.entry_paid / (horizon * organisation.scale) + step * organisation.running_units
    risk = rules.perceived_risk(parameters.level_sensitivity[level + 1], organisation.control, legal)
    put_off = pressed if level > 0 else 0.0
    wish = rules.crowding_out(put_off, parameters.crowding_out, parameters.crowding_form, 0.0)
    worth = rules.crowding_out(put_off, parameters.crowding_out, parameters.crowding_form, 1.0)
    trust = organisation.effective_trust * (
        1.0 - rules.crowding_out(put_off, parameters.crowding_out, parameters.crowding_form, 2.0)
    )
    opened = rules.gate(
        trust, parameters.level_threshold[level + 1], risk, parameters.risk_weight, parameters.gate_steepness
    )
    driven = rules.driver(
        seen * gain + once - price - worth, parameters.value_steepness, parameters.norm * organisation.peers
    )
    organisation.willingness = rules.willingness(opened, driven, parameters.willingness_form) * (1.0 - wish)


@rule
def _weigh_staying(organisation: OrganisationState, legal: float, seen: float, parameters: Parameters) -> None:
    """Willingness to keep the present level (§4.2.2, §5.1).

    legal: legal uncertainty, [0, 1]. seen: value of sharing as seen, in units of ``scale``.
    """
    level = organisation.level
    here = parameters.level_value[level]
    gain = (
        organisation.position_paid * here * (organisation.stay + parameters.bilateral_value)
        - organisation.position * organisation.outside
    )
    risk = rules.perceived_risk(parameters.level_sensitivity[level], organisation.control, legal)
    opened = rules.gate(
        organisation.effective_trust + parameters.habit,
        parameters.level_threshold[level],
        risk,
        parameters.risk_weight,
        parameters.gate_steepness,
    )
    net = seen * gain + organisation.extra - here * organisation.running_units
    driven = rules.driver(net, parameters.value_steepness, parameters.norm * organisation.peers)
    organisation.willingness_to_stay = rules.willingness(opened, driven, parameters.willingness_form)


@rule
def intend(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, keys: Keys, parameters: Parameters
) -> None:
    """Willingness is not behaviour: is the party able, and does it get round to it this month? (§4.2.1, §4.2.3, §4.2.5)

    organisation: gets ``able`` and ``intent``. nation: read for the intermediary's capacity. policy: for steering and
    agencies, which draw attention. keys: for the chance of acting. parameters: needs and weights.
    """
    kind = organisation.kind
    level = organisation.level
    able = 0
    if level < 3 and organisation.last_chain > organisation.first_chain:
        able = 1
        if organisation.knowledge < parameters.level_knowledge[level + 1]:
            able = 2 if organisation.small > 0 and level == 0 and nation.capacity > 0.0 else 0
        if kind == START_UP and organisation.cash < parameters.cash_needed:
            able = 0
    organisation.able = able
    urge = (
        parameters.pressure_attention * organisation.exposure * organisation.pressure
        + parameters.steering_attention * policy.steering[kind]
        + parameters.success_attention * either(organisation.peer_success, organisation.success)
    )
    if kind in (MUNICIPALITY, PUBLIC_BODY):
        urge = urge + parameters.agency_attention * policy.agencies[kind]
    chance = rules.attention(organisation.attention, urge) * organisation.willingness
    organisation.intent = able if able > 0 and uniform(keys.act, organisation.key) < chance else 0


@rule
def act(
    organisation: OrganisationState, nation: NationState, policy: PolicyInputs, keys: Keys, parameters: Parameters
) -> None:
    """One step up, one step down, or compliance: the level to come, and what the step costs (§4.2.4, §4.2.5, §5.1).

    organisation: gets ``moved``, and pays or is granted. nation: read for the share of applicants served and of grants
    paid. policy: for enforcement, orders and steering. keys: for chances. parameters: rates a month.
    """
    intent = organisation.intent
    if intent == 2 and uniform(keys.onboard, organisation.key) >= nation.served:
        intent = 0
        organisation.able = 0
    organisation.moved = 0
    if organisation.covered == 0 and organisation.willingness_to_stay >= parameters.leave_threshold:
        organisation.mandated = 0  # the obligation has gone, and the party goes on because it wants to
    granted = organisation.granted * nation.paid_share
    paid = organisation.entry_paid + organisation.granted - granted
    organisation.granted = 0.0
    organisation.entry_paid = 0.0
    if intent > 0:
        organisation.moved = 1
        organisation.mandated = 0
        organisation.granted = granted
        organisation.entry_paid = paid
    elif organisation.level == 0:
        if _complies(organisation, policy, keys, parameters):
            organisation.moved = 1
            organisation.mandated = 1
            organisation.entry_paid = paid + granted
    elif _leaves(organisation, keys, parameters):
        organisation.moved = -1


@rule
def _leaves(organisation: OrganisationState, keys: Keys, parameters: Parameters) -> bool:
    """Whether a party that shares goes down a level this month; a mandate holds those it covers at the first."""
    if organisation.covered == 1 and organisation.evader == 0 and organisation.level == 1:
        return False
    chance = rules.leaving(organisation.willingness_to_stay, parameters.leave_threshold, parameters.leave_rate)
    return chance > 0.0 and uniform(keys.leave, organisation.key) < chance


@rule
def _complies(organisation: OrganisationState, policy: PolicyInputs, keys: Keys, parameters: Parameters) -> bool:
    """Whether a party that does not share is made to this month, by a mandate or as a public body (§4.2.5 I12)."""
    kind = organisation.kind
    force = either(policy.enforcement[kind], parameters.steering_enforcement * policy.steering[kind])
    orders = parameters.compliance_rate * force * organisation.covered * (1 - organisation.evader)
    if kind == PUBLIC_BODY:
        orders = either(orders, parameters.compliance_rate * policy.open_data[kind])
    placed = orders > 0.0 and organisation.last_chain > organisation.first_chain
    return placed and uniform(keys.comply, organisation.key) < orders


@rule
def update(
    organisation: OrganisationState,
    nation: NationState,
    policy: PolicyInputs,
    events: Events,
    keys: Keys,
    parameters: Parameters,
) -> None:
    """The month as lived: value got, trust and knowledge gained or lost, who comes and goes (§2.4, §4.2).

    organisation: gets the month's account, what it learns, and its new level. nation: read for frameworks and
    assurance. policy: for campaigns, coaching and contracts. events: for contact persons and firms that go. keys: for
    chances. parameters: speeds a month, rates a year.
    """
    kind = organisation.kind
    level = organisation.level
    gained = _account(organisation, parameters)
    _learn_trust(organisation, level, nation, policy, keys, parameters)
    organisation.success = toward(organisation.success, clip(gained, 0.0, 1.0), parameters.success_speed)
    _learn(organisation, level, policy, parameters)
    lost = either(parameters.contact_loss_rate / 12.0, events.contact_loss[kind])
    if uniform(keys.contact_loss, organisation.key) < lost:
        organisation.knowledge = rules.contact_lost(
            organisation.knowledge, organisation.base_knowledge, parameters.contact_loss
        )
        organisation.trust = rules.contact_lost(organisation.trust, organisation.base_trust, parameters.contact_loss)
    organisation.level = level + organisation.moved
    _come_and_go(organisation, policy, events, keys, parameters)
    if organisation.level > 0:
        quality = rules.data_quality(
            organisation.knowledge, nation.frameworks, parameters.quality_floor, parameters.quality_knowledge
        )
        organisation.supply = rules.data_supply(
            parameters.level_supply[organisation.level], quality, organisation.control, parameters.caution
        )
        organisation.months_sharing = organisation.months_sharing + 1
    else:
        organisation.supply = 0.0
        organisation.mandated = 0
        organisation.months_sharing = 0


@rule
def _account(organisation: OrganisationState, parameters: Parameters) -> float:
    """Benefit and cost of the month; gives what sharing brought more than not sharing would, in units of ``scale``."""
    level = organisation.level
    outside = organisation.part * organisation.position * organisation.free
    got = outside
    cost = 0.0
    if level > 0:
        got = (
            organisation.part
            * organisation.position_paid
            * parameters.level_value[level]
            * (organisation.actual + parameters.bilateral_value)
            + organisation.extra
        )
        cost = parameters.level_value[level] * organisation.running_units
    organisation.benefit = got * organisation.scale
    organisation.cost = cost * organisation.scale + organisation.entry_paid
    return got - cost - outside if level > 0 else 0.0


@rule
def _learn(organisation: OrganisationState, level: int, policy: PolicyInputs, parameters: Parameters) -> None:
    """Faith in promised value and knowledge, by what was lived and heard (§4.2.1, §4.2.3 I10, §4.2.7).

    level: at which the month was lived, 0 to 3.
    """
    kind = organisation.kind
    if level > 0:
        realised = organisation.actual + parameters.bilateral_value
        promised = organisation.promise + parameters.bilateral_value
        organisation.outlook = rules.outlook_next(
            organisation.outlook, realised, promised, parameters.outlook_speed, parameters.outlook_ceiling
        )
    else:
        organisation.outlook = toward(organisation.outlook, 1.0, parameters.outlook_return)
    organisation.knowledge = rules.knowledge_next(
        organisation.knowledge,
        organisation.base_knowledge,
        parameters.practice * level / 3.0 + parameters.peer_learning * organisation.peers,
        parameters.campaign_learning * policy.campaign[kind] * policy.messenger[kind]
        + parameters.eu_learning * policy.eu_information[kind],
        parameters.campaign_ceiling,
        parameters.coaching_learning * policy.coaching[kind],
        parameters.forgetting,
    )


@rule
def _learn_trust(
    organisation: OrganisationState,
    level: int,
    nation: NationState,
    policy: PolicyInputs,
    keys: Keys,
    parameters: Parameters,
) -> None:
    """Experience makes trust: own when sharing, that of known parties when not (§2.4 Klievink; §4.2.2).

    level: at which the month was lived, 0 to 3.
    """
    speed = parameters.trust_gain * (
        parameters.learning_floor + (1.0 - parameters.learning_floor) * organisation.knowledge
    )
    walled = organisation.walled * (organisation.kind != LARGE_FIRM) * parameters.paywall_severity
    # Others hear of a paywall as they hear of misuse, where it is taken ill at all.
    organisation.breached = 1 if walled > 0.0 else 0
    if level > 0:
        assured = rules.assurance(nation.assurance, policy.access[organisation.kind])
        hazard = rules.breach_hazard(
            parameters.breach_rate / 12.0, organisation.sharing_partners, parameters.level_exposure[level], assured
        )
        if organisation.leaked == 1 or uniform(keys.breach, organisation.key) < hazard:
            organisation.breached = 1
            organisation.trust = rules.trust_lost(
                organisation.trust, speed, parameters.trust_asymmetry, parameters.level_severity[level]
            )
        else:
            promised = organisation.promise + parameters.bilateral_value
            kept = (
                clip((organisation.actual + parameters.bilateral_value) / promised, 0.0, 1.0) if promised > 0.0 else 0.0
            )
            if organisation.mandated == 1:
                kept = kept * parameters.mandated_trust
            organisation.trust = rules.trust_gained(
                organisation.trust, kept * clip(organisation.sharing_partners, 0.0, 1.0), speed
            )
    else:
        organisation.trust = rules.trust_gained(
            organisation.trust, parameters.hearsay * organisation.peers * organisation.peer_success, speed
        )
    organisation.trust = rules.trust_lost(
        organisation.trust,
        speed,
        parameters.trust_asymmetry,
        parameters.hearsay * organisation.peer_breach + walled,
    )


@rule
def _come_and_go(
    organisation: OrganisationState, policy: PolicyInputs, events: Events, keys: Keys, parameters: Parameters
) -> None:
    """Start-ups live off cash and contracts; firms close and are replaced (§5.1; CBS)."""
    kind = organisation.kind
    organisation.failed = 0
    closes = uniform(keys.replacement, organisation.key) < either(organisation.replacement / 12.0, events.exit[kind])
    if kind == START_UP and organisation.scaled_up == 0:
        income = policy.pre_financing[kind]
        wait = parameters.procurement_delay * (1.0 - policy.procurement[kind])
        if organisation.contract > 0.0:
            income = parameters.contract_income
            organisation.contract = organisation.contract - 1.0
        elif uniform(keys.procurement, organisation.key) < 1.0 / max(1.0, wait):
            organisation.contract = parameters.contract_months
        organisation.cash = (
            organisation.cash + income - 1.0 + (organisation.benefit - organisation.cost) / parameters.start_up_burn
        )
        if organisation.cash >= parameters.scale_up_cash:
            organisation.scaled_up = 1
        elif organisation.cash < 0.0:
            organisation.failed = 1
            closes = True
    if closes:
        _newcomer(organisation, keys, parameters)


@rule
def _newcomer(organisation: OrganisationState, keys: Keys, parameters: Parameters) -> None:
    """Another firm takes the place: it knows what its kind knows, and may follow the practice of the chain."""
    spread = parameters.start_spread
    organisation.base_knowledge = clip(
        organisation.kind_knowledge + spread * (2.0 * uniform(keys.new_knowledge, organisation.key) - 1.0), 0.01, 0.99
    )
    organisation.base_trust = clip(
        organisation.kind_trust + spread * (2.0 * uniform(keys.new_trust, organisation.key) - 1.0), 0.01, 0.99
    )
    organisation.knowledge = organisation.base_knowledge
    organisation.trust = organisation.base_trust
    organisation.outlook = 1.0
    organisation.success = 0.0
    organisation.mandated = 0
    organisation.contract = 0.0
    organisation.scaled_up = 0
    organisation.cash = parameters.start_up_cash * (0.5 + uniform(keys.new_cash, organisation.key))
    organisation.breached = 0
    organisation.moved = 0
    organisation.level = (
        1 if uniform(keys.follow, organisation.key) < parameters.newcomer_follow * organisation.coverage else 0
    )
    # Who evades an obligation shares because it wants to.
    organisation.mandated = organisation.covered * organisation.level * (1 - organisation.evader)


# --- What is counted ---------------------------------------------------------------------------------------


@rule
def tally(organisation: OrganisationState, by_kind: Rows[KindSums]) -> None:
    """Add one organisation, as it ends the month, to the sums of its kind.

    organisation: only read. by_kind: sums of each kind, of which that of its own grows.
    """
    sums = by_kind[organisation.kind]
    _tally_level(organisation, sums)
    willing = organisation.willingness if organisation.willingness_to_stay == 0.0 else organisation.willingness_to_stay
    sums.willingness += willing
    sums.knowledge += organisation.knowledge
    sums.trust += organisation.trust
    sums.effective_trust += organisation.effective_trust
    sums.control += organisation.control
    sums.benefit += organisation.benefit
    sums.cost += organisation.cost
    sums.granted += organisation.granted
    if organisation.moved > 0:
        sums.steps_up += 1.0
        if organisation.level == 1 and organisation.mandated == 0:
            sums.starts += 1.0
    elif organisation.moved < 0:
        sums.steps_down += 1.0
    sums.obliged += organisation.covered
    sums.failed += organisation.failed
    sums.scaled_up += organisation.scaled_up


@rule
def _tally_level(organisation: OrganisationState, sums: KindSums) -> None:
    """Count one organisation where it stands: how deep it shares, of its own will or not, and whether it is unable."""
    level = organisation.level
    sums.organisations += 1.0
    if level > 0:
        sums.sharing += 1.0
        if organisation.mandated == 0:
            sums.voluntary += 1.0
    if level == 2:
        sums.level_2 += 1.0
    elif level == 3:
        sums.level_3 += 1.0
    sums.levels += level
    if level < 3 and organisation.able == 0 and organisation.willingness >= 0.5:
        sums.unable += 1.0


@rule
def tally_chain(chain: ChainState, sums: ChainSums) -> None:
    """Add one chain, as it ends the month, to the sums over chains.

    chain: only read. sums: grow by it.
    """
    sums.coverage += chain.coverage
    if chain.coverage >= 1.0:
        sums.complete += 1.0
    sums.supply += chain.supply
    sums.value += chain.value
    sums.institution += chain.institution
    sums.innovations += chain.innovations
    if chain.paywall > 0.0:
        sums.paywalled += 1.0
    sums.leaked += chain.leaked


@rule
def bill(by_kind: Rows[KindSums], prices: Prices) -> tuple[float, float]:
    """Grants and total public outlay of a month, both EUR.

    by_kind: the month's sums of each kind. prices: of the month.
    """
    granted = 0.0
    outlay = prices.fixed
    for kind in range(len(by_kind)):
        sums = by_kind[kind]
        granted += sums.granted
        outlay += prices.per_sharer[kind] * sums.sharing + prices.per_obliged[kind] * sums.obliged
    return granted, outlay + prices.per_euro * granted
