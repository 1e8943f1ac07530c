"""One month: twelve steps as stages, each a loop over organisations or chains.

A stage is one plain function for one organisation or chain. The compiled driver loops over it here; the
Mesa driver calls the same function from the agents' methods in the same order. Everybody reads what others
were last month and writes only to itself, so the order within a stage changes nothing.

Arguments: ``a`` one organisation, ``c`` one chain, ``o`` all organisations, ``n`` the nation, ``v`` this month's
levers (a slot a kind, and one for the nation), ``e`` its events, ``k`` its keys by purpose, ``p`` parameters. In the
compiled driver they are records of structured arrays; in the Mesa driver the agents and plain objects themselves.
"""

from __future__ import annotations

from typing import Any

from datadeel.model import rules
from datadeel.model.arithmetic import clip, either, rule, toward
from datadeel.model.random import GOVERNMENT, approx_normal, uniform
from datadeel.model.state import LARGE_FIRM, MUNICIPALITY, PUBLIC_BODY, START_UP
from datadeel.registry.instruments import NATION

# Numba takes module-level integers for constants.
_NATION = NATION

# --- Small readings of the state ---------------------------------------------------------------------------


@rule
def hierarchy(a: Any, v: Any, p: Any) -> float:
    """Hierarchical pressure: a mandate that covers one, as far as it is not statutory; an obliged standard (§2.3.2 Gawer)."""
    mandated = a.covered * (1.0 - p.statutory_relief * v.statutory[a.kind])
    return either(mandated, p.obliged_hierarchy * v.obliged[a.kind])


@rule
def incentives(a: Any, n: Any, v: Any, p: Any) -> float:
    """What sharing brings besides the chain's value: fewer inspections, data for data, customers kept (§4.2.5, §4.2.6)."""
    kind = a.kind
    return (  # type: ignore[no-any-return]
        p.inspection_saving * v.inspections[kind] * a.supervised
        + p.open_data_value * v.open_data[kind] * n.public_sharing
        + p.pressure_value * a.exposure * a.pressure
    )


@rule
def intermediary(a: Any, v: Any, p: Any) -> float:
    """How fully the neutral party is there for an organisation."""
    return either(p.intermediary_presence, v.neutral_party[a.kind])


@rule
def running_factor(a: Any, n: Any, v: Any, p: Any) -> float:
    """Running cost of full sharing, in units of own scale."""
    burden = rules.counter_burden(v.agencies[a.kind], v.one_counter[a.kind])
    return (  # type: ignore[no-any-return]
        rules.running_cost(burden, p.counter_cost, n.strictness * n.maturity, p.strictness_cost)
        * a.upkeep
        * (1.0 - p.intermediary_relief * a.small * intermediary(a, v, p))
    )


@rule
def entry_euros(a: Any, n: Any, v: Any, p: Any) -> float:
    """Cost in EUR of the next level, before any grant."""
    kind = a.kind
    legacy = a.legacy * (1.0 - v.digital[kind])
    relief = either(a.small * intermediary(a, v, p) * p.intermediary_relief, v.access_relief[kind])
    units = rules.organisational_cost(
        p.organisational_part, a.knowledge, p.knowledge_relief, v.coaching[kind], p.coaching_relief
    ) + rules.technical_cost(1.0 - p.organisational_part, legacy, n.frameworks, p.framework_cost, relief)
    if a.level > 0:
        units = units * p.step_cost
    return units * a.entry  # type: ignore[no-any-return]


# --- Government and intermediary ---------------------------------------------------------------------------


@rule
def govern(n: Any, e: Any, running: float, k: Any, p: Any) -> bool:
    """Whether policy stands this month, or is reversed or out of budget, so that only laws stand.

    running: strength of the strongest measure that is on or announced.
    """
    if n.pause > 0.0:
        n.pause = n.pause - 1.0
    hazard = running * p.reversal_rate / 12.0 * (1.0 - n.reliability)
    reversed_for = e.reversal
    if uniform(k.reversal, GOVERNMENT) < hazard:
        reversed_for = max(reversed_for, p.reversal_months)
    if reversed_for > n.pause:
        n.pause = reversed_for
        n.reliability = n.reliability * (1.0 - p.reversal_shock)
        n.government_trust = n.government_trust * (1.0 - p.reversal_shock)
    return n.pause <= 0.0 and n.budget_left > 0.0  # type: ignore[no-any-return]


@rule
def institutions(n: Any, v: Any, k: Any, p: Any) -> None:
    """Frameworks, reliability, trust in government and the agreement framework move with this month's levers."""
    n.frameworks = rules.frameworks_next(
        n.frameworks,
        p.frameworks_drift,
        max(p.frameworks_ceiling, p.frameworks),
        p.standard_speed * v.standard[_NATION],
        v.standard_target[_NATION] if v.standard[_NATION] > 0.0 else n.frameworks,
        p.eu_speed * v.eu_influence[_NATION],
    )
    goal = p.reliability + (1.0 - p.reliability) * v.predictable[_NATION]
    n.reliability = toward(n.reliability, goal, p.reliability_speed)
    n.horizon = p.planning_horizon * rules.planning_factor(n.reliability, p.horizon_floor)
    n.burden = rules.counter_burden(v.agencies[_NATION], v.one_counter[_NATION])
    earned = rules.government_trust_target(
        p.government_trust + p.open_data_trust * v.open_data[_NATION] * n.public_sharing,
        n.reliability,
        p.reliability,
        n.burden,
        p.reliability_trust,
        p.burden_trust,
    )
    monthly = p.government_swing * 0.2886751345948129  # a yearly deviation over sqrt(12)
    n.government_trust = clip(
        toward(n.government_trust, earned, p.government_speed)
        + monthly * approx_normal(k.government_trust, GOVERNMENT),
        0.0,
        1.0,
    )
    framework = v.framework[_NATION]
    goal = max(framework, p.framework_presence)
    new = framework / goal if goal > 0.0 else 0.0
    n.strictness = p.framework_strictness + new * (v.strictness[_NATION] - p.framework_strictness)
    audit = v.audit[_NATION]
    n.maturity = toward(n.maturity, goal, p.framework_growth if goal > n.maturity else p.framework_decay)
    n.assurance = (
        n.maturity
        * p.framework_assurance
        * rules.strictness_assurance(n.strictness, p.assurance_half)
        * (1.0 - p.audit_weight * (1.0 - audit))
    )


@rule
def mediate(n: Any, v: Any, p: Any) -> None:
    """The intermediary: how fully it is there, and how many small parties it can onboard this month."""
    n.intermediary = either(p.intermediary_presence, v.neutral_party[_NATION])
    per_thousand = p.intermediary_presence * p.intermediary_capacity + v.onboarding[_NATION]
    n.capacity = per_thousand * n.organisations / 1000.0


@rule
def ration(n: Any, applicants: float, asked_alone: float, asked_helped: float) -> None:
    """Share of applicants that the intermediary can serve, and of asked grants (EUR) that the budget can pay."""
    n.served = clip(n.capacity / applicants, 0.0, 1.0) if applicants > 0.0 else 1.0
    asked = asked_alone + asked_helped * n.served
    n.paid_share = clip(n.subsidy_left / asked, 0.0, 1.0) if asked > 0.0 else 1.0


@rule
def settle(n: Any, granted: float, outlay: float, public_sharers: float) -> None:
    """Pay this month's bills (EUR), as long as there is a budget, and take note of public bodies that share."""
    left = n.subsidy_left - granted
    n.subsidy_left = left if left >= 1.0 else 0.0  # less than a euro is rounding
    if n.budget_left > 0.0:
        n.budget_left = n.budget_left - outlay
        n.spent = n.spent + outlay
    n.public_sharing = public_sharers / n.public_bodies if n.public_bodies > 0.0 else 0.0


# --- Chains ------------------------------------------------------------------------------------------------


@rule
def assess(c: Any, o: Any, seat: Any, n: Any, v: Any, e: Any, k: Any, p: Any) -> None:
    """A chain takes stock of its members, and what sharing is worth in it now and as expected."""
    sharing = 0.0
    supply = 0.0
    intensity = 0.0
    trust = 0.0
    deep = 0.0
    trusted = 0.0
    told = 0.0
    fair = 0.0
    weight = 0.0
    large = 0.0
    large_sharing = 0.0
    start_ups = 0.0
    start_ups_sharing = 0.0
    harmed = 0.0
    kinds = 0
    for q in range(c.first, c.last):
        a = o[seat[q]]
        level = a.level
        kind = a.kind
        harmed += a.breached
        law = p.mandate_announced if c.lot < v.announced_law[kind] else 0.0
        told += either(v.announced[kind], law)
        if kind == LARGE_FIRM:
            large += 1.0
        elif kind == START_UP:
            start_ups += 1.0
        if level > 0:
            sharing += 1.0
            weight += a.scale * a.benefit_factor
            fair += a.scale * a.benefit_factor * a.position
            supply += a.supply
            intensity += p.level_value[level]
            trust += a.trust
            if kind == LARGE_FIRM:
                large_sharing += 1.0
            elif kind == START_UP:
                start_ups_sharing += 1.0
            trusted += 1.0 if a.mandated == 0 else p.mandated_trust
            if level > 1 and a.mandated == 0:
                deep += 1.0
                kinds |= 1 << kind
    size = c.last - c.first
    coverage = sharing / size
    c.trend = toward(c.trend, coverage - c.coverage, p.trend_memory)
    c.coverage = coverage
    c.practice = trusted / size
    c.supply = supply / sharing if sharing > 0.0 else p.empty_supply
    c.harm = harmed / size
    c.fair = fair / weight if weight > 0.0 else 1.0
    c.pressure = large_sharing / large if large > 0.0 else 0.0
    worth = rules.richness(c.supply, p.supply_coupling) * rules.innovation_factor(
        c.innovations, p.innovation_bonus, p.innovation_half
    )
    _open_events(c, large, e, k, p)
    credible = rules.credibility(n.reliability, v.steering[_NATION], p.announcement_alone)
    expected = rules.expected_coverage(coverage, c.trend, p.foresight, told / size, credible)
    joined = expected + (1.0 - expected) / size
    c.join = worth * rules.sharer_part(joined, p.complementarity)
    c.stay = worth * rules.sharer_part(expected, p.complementarity)
    c.outside = worth * rules.outsider_part(expected, p.complementarity, p.spillover)
    c.actual = worth * rules.sharer_part(coverage, p.complementarity)
    c.free = worth * rules.outsider_part(coverage, p.complementarity, p.spillover)
    c.promise = toward(c.promise, c.stay, 1.0 / p.patience) if c.promise > 0.0 else c.actual
    c.value = intensity / size * c.actual
    variety = ((kinds & 1) + (kinds >> 1 & 1) + (kinds >> 2 & 1) + (kinds >> 3 & 1) + (kinds >> 4 & 1)) / 5.0
    rigidity = either(p.strictness_rigidity * n.strictness * n.maturity, p.obliged_rigidity * v.obliged[_NATION])
    boost = p.start_up_boost * either(start_ups_sharing / start_ups if start_ups > 0.0 else 0.0, v.open_data[START_UP])
    c.generative = rules.innovation_rate(
        p.innovation_rate, deep / size, variety, trust / sharing if sharing > 0.0 else 0.0, boost, rigidity
    )


@rule
def _open_events(c: Any, large: float, e: Any, k: Any, p: Any) -> None:
    """Leaks and paywalls that strike the chain this month (§4.2.6 I1 I6)."""
    c.leaked = 1 if uniform(k.leak, c.key) < e.leak else 0
    if c.paywall > 0.0:
        c.paywall = c.paywall - 1.0
    # Only a large firm can put one up: on its own account once it shares, by an event in any case.
    struck = either(p.paywall_rate / 12.0 * c.pressure, e.paywall) if large > 0.0 else 0.0
    c.walled = 1 if uniform(k.paywall, c.key) < struck else 0
    if c.walled == 1:
        c.paywall = p.paywall_months


@rule
def advance(c: Any, k: Any, p: Any) -> None:
    """Institutional trust follows coverage and harm; perhaps a new use is found."""
    grown = rules.institutional_trust(c.institution, c.practice, p.institution_gain, p.institution_loss)
    c.institution = grown * (1.0 - p.breach_institution * c.harm)
    if uniform(k.innovation, c.key) < clip(c.generative, 0.0, 1.0):
        c.innovations = c.innovations + 1.0


# --- Organisations -----------------------------------------------------------------------------------------


@rule
def observe(a: Any, others: Any, chains: Any, chain: Any, tie: Any, v: Any, p: Any) -> None:
    """A party looks at its chains (means over them) and at those it knows."""
    mandate = v.mandate[a.kind]
    join = 0.0
    stay = 0.0
    outside = 0.0
    actual = 0.0
    free = 0.0
    promise = 0.0
    fair = 0.0
    institution = 0.0
    coverage = 0.0
    pressure = 0.0
    partners = 0.0
    covered = 0
    leaked = 0
    walled = 0
    for q in range(a.first_chain, a.last_chain):
        c = chains[chain[q]]
        # Whoever puts up a paywall does not stand before it.
        open_ = 1.0 - p.paywall_loss if c.paywall > 0.0 and a.kind != LARGE_FIRM else 1.0
        join += c.join * open_
        stay += c.stay * open_
        actual += c.actual * open_
        promise += c.promise
        fair += c.fair
        outside += c.outside
        free += c.free
        institution += c.institution
        coverage += c.coverage
        pressure += c.pressure
        partners += c.coverage * (c.last - c.first) - (1.0 if a.level > 0 else 0.0)
        if c.lot < mandate:
            covered = 1
        leaked |= c.leaked
        walled |= c.walled
    each = 1.0 / (a.last_chain - a.first_chain) if a.last_chain > a.first_chain else 0.0
    a.join = join * each
    a.stay = stay * each
    a.outside = outside * each
    a.actual = actual * each
    a.free = free * each
    a.promise = promise * each
    a.fair = fair * each
    a.institution = institution * each
    a.coverage = coverage * each
    a.pressure = pressure * each
    a.sharing_partners = partners
    a.covered = covered
    a.leaked = leaked
    a.walled = walled
    a.touched |= walled
    peers = 0.0
    success = 0.0
    breach = 0.0
    for q in range(a.first_tie, a.last_tie):
        other = others[tie[q]]
        if other.level > 0:
            peers += 1.0
            success += other.success
        breach += other.breached
    each = 1.0 / (a.last_tie - a.first_tie) if a.last_tie > a.first_tie else 0.0
    a.peers = peers * each
    a.peer_success = success * each
    a.peer_breach = breach * each


@rule
def evaluate(a: Any, n: Any, v: Any, p: Any) -> None:
    """Control, effective trust, cost and value come together in willingness: for the next level, and to stay."""
    kind = a.kind
    level = a.level
    knowledge = a.knowledge
    pressed = hierarchy(a, v, p)
    a.control = rules.perceived_control(
        p.own_control,
        rules.assurance(n.assurance, v.access[kind]),
        knowledge,
        p.understanding_floor,
        n.frameworks,
        p.framework_confusion,
        p.hierarchy_control * pressed,
    )
    a.effective_trust = rules.effective_trust(
        a.trust,
        a.institution,
        p.institution_weight,
        intermediary(a, v, p) * p.intermediary_assurance,
        a.strangers,
        p.stranger_distrust,
        p.government_weight * a.public_partners,
        n.government_trust,
    )
    told = either(p.eu_relief * v.eu_information[kind], p.framework_legal * n.maturity)
    legal = rules.legal_uncertainty(p.legal_uncertainty, knowledge, p.legal_knowledge, told)
    a.part = p.benefit_cost_ratio * a.benefit_factor
    seen = a.part * rules.perception(knowledge, p.perception_floor) * a.outlook
    if kind in (MUNICIPALITY, PUBLIC_BODY):
        seen = seen * rules.public_weight(p.public_motive, p.complementarity)
    a.position_paid = rules.compensated_position(a.position, a.fair, v.compensation[kind])
    a.extra = incentives(a, n, v, p)
    a.running_units = running_factor(a, n, v, p)
    pull = p.norm * a.peers
    a.willingness = 0.0
    a.willingness_to_stay = 0.0
    a.granted = 0.0
    a.entry_paid = 0.0
    here = p.level_value[level]
    if level < 3:
        entry = entry_euros(a, n, v, p)
        share = v.subsidy[kind] if n.subsidy_left > 0.0 else 0.0
        a.granted = rules.grant(entry, share, v.subsidy_cap[kind])
        a.entry_paid = entry - a.granted
        step = p.level_value[level + 1] - here
        if level == 0:
            gain = a.position_paid * step * (a.join + p.bilateral_value) - a.position * a.outside
            once = a.extra
        else:
            gain = a.position_paid * step * (a.stay + p.bilateral_value)
            once = 0.0
        price = a.entry_paid / (n.horizon * a.scale) + step * a.running_units
        risk = rules.perceived_risk(p.level_sensitivity[level + 1], a.control, legal)
        put_off = pressed if level > 0 else 0.0
        wish = rules.crowding_out(put_off, p.crowding_out, p.crowding_form, 0.0)
        worth = rules.crowding_out(put_off, p.crowding_out, p.crowding_form, 1.0)
        trust = a.effective_trust * (1.0 - rules.crowding_out(put_off, p.crowding_out, p.crowding_form, 2.0))
        opened = rules.gate(trust, p.level_threshold[level + 1], risk, p.risk_weight, p.gate_steepness)
        driven = rules.driver(seen * gain + once - price - worth, p.value_steepness, pull)
        a.willingness = rules.willingness(opened, driven, p.willingness_form) * (1.0 - wish)
    if level > 0:
        gain = a.position_paid * here * (a.stay + p.bilateral_value) - a.position * a.outside
        risk = rules.perceived_risk(p.level_sensitivity[level], a.control, legal)
        opened = rules.gate(
            a.effective_trust + p.habit, p.level_threshold[level], risk, p.risk_weight, p.gate_steepness
        )
        net = seen * gain + a.extra - here * a.running_units
        a.willingness_to_stay = rules.willingness(
            opened, rules.driver(net, p.value_steepness, pull), p.willingness_form
        )


@rule
def intend(a: Any, n: Any, v: Any, k: Any, p: Any) -> None:
    """Willingness is not behaviour: is the party able, and does it get round to it this month?"""
    kind = a.kind
    level = a.level
    able = 0
    if level < 3 and a.last_chain > a.first_chain:
        able = 1
        if a.knowledge < p.level_knowledge[level + 1]:
            able = 2 if a.small > 0 and level == 0 and n.capacity > 0.0 else 0
        if kind == START_UP and a.cash < p.cash_needed:
            able = 0
    a.able = able
    urge = (
        p.pressure_attention * a.exposure * a.pressure
        + p.steering_attention * v.steering[kind]
        + p.success_attention * either(a.peer_success, a.success)
    )
    if kind in (MUNICIPALITY, PUBLIC_BODY):
        urge = urge + p.agency_attention * v.agencies[kind]
    chance = rules.attention(a.attention, urge) * a.willingness
    a.intent = able if able > 0 and uniform(k.act, a.key) < chance else 0


@rule
def act(a: Any, n: Any, v: Any, k: Any, p: Any) -> None:
    """One step up, one step down, or compliance: the new level, and what the step costs."""
    kind = a.kind
    level = a.level
    intent = a.intent
    if intent == 2 and uniform(k.onboard, a.key) >= n.served:
        intent = 0
        a.able = 0
    a.moved = 0
    if a.covered == 0 and a.willingness_to_stay >= p.leave_threshold:
        a.mandated = 0  # the obligation has gone, and the party goes on because it wants to
    granted = a.granted * n.paid_share
    paid = a.entry_paid + a.granted - granted
    a.granted = 0.0
    a.entry_paid = 0.0
    held = a.covered == 1 and a.evader == 0 and level == 1
    if intent > 0:
        a.moved = 1
        a.mandated = 0
        a.granted = granted
        a.entry_paid = paid
    elif level == 0:
        force = either(v.enforcement[kind], p.steering_enforcement * v.steering[kind])
        orders = p.compliance_rate * force * a.covered * (1 - a.evader)
        if kind == PUBLIC_BODY:
            orders = either(orders, p.compliance_rate * v.open_data[kind])
        if orders > 0.0 and a.last_chain > a.first_chain and uniform(k.comply, a.key) < orders:
            a.moved = 1
            a.mandated = 1
            a.entry_paid = paid + granted
    elif not held:
        leaves = rules.leaving(a.willingness_to_stay, p.leave_threshold, p.leave_rate)
        if leaves > 0.0 and uniform(k.leave, a.key) < leaves:
            a.moved = -1


@rule
def update(a: Any, n: Any, v: Any, e: Any, k: Any, p: Any) -> None:
    """The month as lived: value got, trust and knowledge gained or lost, people and firms that come and go."""
    kind = a.kind
    level = a.level
    outside = a.part * a.position * a.free
    got = outside
    cost = 0.0
    if level > 0:
        got = a.part * a.position_paid * p.level_value[level] * (a.actual + p.bilateral_value) + a.extra
        cost = p.level_value[level] * a.running_units
    a.benefit = got * a.scale
    a.cost = cost * a.scale + a.entry_paid
    _learn_trust(a, level, n, v, k, p)
    gained = got - cost - outside if level > 0 else 0.0
    a.success = toward(a.success, clip(gained, 0.0, 1.0), p.success_speed)
    if level > 0:
        realised = a.actual + p.bilateral_value
        promised = a.promise + p.bilateral_value
        a.outlook = rules.outlook_next(a.outlook, realised, promised, p.outlook_speed, p.outlook_ceiling)
    else:
        a.outlook = toward(a.outlook, 1.0, p.outlook_return)
    a.knowledge = rules.knowledge_next(
        a.knowledge,
        a.base_knowledge,
        p.practice * level / 3.0 + p.peer_learning * a.peers,
        p.campaign_learning * v.campaign[kind] * v.messenger[kind] + p.eu_learning * v.eu_information[kind],
        p.campaign_ceiling,
        p.coaching_learning * v.coaching[kind],
        p.forgetting,
    )
    if uniform(k.contact_loss, a.key) < either(p.contact_loss_rate / 12.0, e.contact_loss[kind]):
        a.knowledge = rules.contact_lost(a.knowledge, a.base_knowledge, p.contact_loss)
        a.trust = rules.contact_lost(a.trust, a.base_trust, p.contact_loss)
    a.level = level + a.moved
    _come_and_go(a, v, e, k, p)
    if a.level > 0:
        quality = rules.data_quality(a.knowledge, n.frameworks, p.quality_floor, p.quality_knowledge)
        a.supply = rules.data_supply(p.level_supply[a.level], quality, a.control, p.caution)
        a.months_sharing = a.months_sharing + 1
    else:
        a.supply = 0.0
        a.mandated = 0
        a.months_sharing = 0


@rule
def _learn_trust(a: Any, level: int, n: Any, v: Any, k: Any, p: Any) -> None:
    """Experience makes trust: own when sharing, that of known parties when not (§2.4 Klievink; §4.2.2)."""
    speed = p.trust_gain * (p.learning_floor + (1.0 - p.learning_floor) * a.knowledge)
    walled = a.walled * (a.kind != LARGE_FIRM) * p.paywall_severity
    # Others hear of a paywall as they hear of misuse, where it is taken ill at all.
    a.breached = 1 if walled > 0.0 else 0
    if level > 0:
        assured = rules.assurance(n.assurance, v.access[a.kind])
        hazard = rules.breach_hazard(p.breach_rate / 12.0, a.sharing_partners, p.level_exposure[level], assured)
        if a.leaked == 1 or uniform(k.breach, a.key) < hazard:
            a.breached = 1
            a.trust = rules.trust_lost(a.trust, speed, p.trust_asymmetry, p.level_severity[level])
        else:
            promised = a.promise + p.bilateral_value
            kept = clip((a.actual + p.bilateral_value) / promised, 0.0, 1.0) if promised > 0.0 else 0.0
            if a.mandated == 1:
                kept = kept * p.mandated_trust
            a.trust = rules.trust_gained(a.trust, kept * clip(a.sharing_partners, 0.0, 1.0), speed)
    else:
        a.trust = rules.trust_gained(a.trust, p.hearsay * a.peers * a.peer_success, speed)
    a.trust = rules.trust_lost(
        a.trust,
        speed,
        p.trust_asymmetry,
        p.hearsay * a.peer_breach + walled,
    )


@rule
def _come_and_go(a: Any, v: Any, e: Any, k: Any, p: Any) -> None:
    """Start-ups live off cash and contracts; firms close and are replaced (§5.1; CBS)."""
    kind = a.kind
    a.failed = 0
    closes = uniform(k.replacement, a.key) < either(a.replacement / 12.0, e.exit[kind])
    if kind == START_UP and a.scaled_up == 0:
        income = v.pre_financing[kind]
        if a.contract > 0.0:
            income = p.contract_income
            a.contract = a.contract - 1.0
        elif uniform(k.procurement, a.key) < 1.0 / max(1.0, p.procurement_delay * (1.0 - v.procurement[kind])):
            a.contract = p.contract_months
        a.cash = a.cash + income - 1.0 + (a.benefit - a.cost) / p.start_up_burn
        if a.cash >= p.scale_up_cash:
            a.scaled_up = 1
        elif a.cash < 0.0:
            a.failed = 1
            closes = True
    if closes:
        _newcomer(a, k, p)


@rule
def _newcomer(a: Any, k: Any, p: Any) -> None:
    """Another firm takes the place: it knows what its kind knows, and may follow the practice of the chain."""
    spread = p.start_spread
    a.base_knowledge = clip(a.kind_knowledge + spread * (2.0 * uniform(k.new_knowledge, a.key) - 1.0), 0.01, 0.99)
    a.base_trust = clip(a.kind_trust + spread * (2.0 * uniform(k.new_trust, a.key) - 1.0), 0.01, 0.99)
    a.knowledge = a.base_knowledge
    a.trust = a.base_trust
    a.outlook = 1.0
    a.success = 0.0
    a.mandated = 0
    a.contract = 0.0
    a.scaled_up = 0
    a.cash = p.start_up_cash * (0.5 + uniform(k.new_cash, a.key))
    a.breached = 0
    a.moved = 0
    a.level = 1 if uniform(k.follow, a.key) < p.newcomer_follow * a.coverage else 0
    a.mandated = a.covered * a.level * (1 - a.evader)  # who evades an obligation shares because it wants to


# --- What is counted ---------------------------------------------------------------------------------------


@rule
def tally(a: Any, sums: Any) -> None:
    """Add one organisation to the sums of its kind, records of ``KindSums``."""
    at = sums[a.kind]
    level = a.level
    at.organisations += 1.0
    if level > 0:
        at.sharing += 1.0
        if a.mandated == 0:
            at.voluntary += 1.0
    if level == 2:
        at.level_2 += 1.0
    elif level == 3:
        at.level_3 += 1.0
    at.levels += level
    willing = a.willingness if a.willingness_to_stay == 0.0 else a.willingness_to_stay
    at.willingness += willing
    at.knowledge += a.knowledge
    at.trust += a.trust
    at.effective_trust += a.effective_trust
    at.control += a.control
    if level < 3 and a.able == 0 and a.willingness >= 0.5:
        at.unable += 1.0
    at.benefit += a.benefit
    at.cost += a.cost
    at.granted += a.granted
    if a.moved > 0:
        at.steps_up += 1.0
        if level == 1 and a.mandated == 0:
            at.starts += 1.0
    elif a.moved < 0:
        at.steps_down += 1.0
    at.obliged += a.covered
    at.failed += a.failed
    at.scaled_up += a.scaled_up


@rule
def tally_chain(c: Any, at: Any) -> None:
    """Add one chain to the sums, a record of ``ChainSums``."""
    at.coverage += c.coverage
    if c.coverage >= 1.0:
        at.complete += 1.0
    at.supply += c.supply
    at.value += c.value
    at.institution += c.institution
    at.innovations += c.innovations
    if c.paywall > 0.0:
        at.paywalled += 1.0
    at.leaked += c.leaked


@rule
def bill(sums: Any, b: Any) -> tuple[float, float]:
    """Grants and total public outlay of a month, EUR, at the prices ``b`` (see ``Prices``)."""
    granted = 0.0
    outlay = b.fixed
    for kind in range(len(sums)):
        at = sums[kind]
        granted += at.granted
        outlay += b.per_sharer[kind] * at.sharing + b.per_obliged[kind] * at.obliged
    return granted, outlay + b.per_euro * granted
