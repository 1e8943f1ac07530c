"""The mechanisms: one small pure function each, with its source.

Every function takes and gives plain numbers, so it can be read, tested and plotted on its own; compiled
code and Mesa agents call these same functions. Symbols: K knowledge, T experience-based trust, C perceived
control, m chain coverage, F number of frameworks in use, z strictness of the agreement framework. All but F
and levels lie in [0, 1]. Value and cost are in units of a party's own monthly *scale*: what full sharing
costs it per month, entry spread over the reference horizon included.

Sources: "§" and "I…" point to sections and interviews in Van den Boogaart, Leiden.
"""

from __future__ import annotations

from datadeel.model.arithmetic import clip, either, logistic, power, rule

# --- Expected coverage -------------------------------------------------------------------------------------


@rule
def credibility(reliability: float, steering: float, alone: float) -> float:
    """How far an announcement is believed, [0, 1]: a reliable government that also directs (§4.2.5; §4.2.4 I1 I4).

    reliability: of policy; steering: of a commissioner; alone: the part that is believed without steering; all [0, 1].
    """
    return reliability * (alone + (1.0 - alone) * steering)


@rule
def expected_coverage(coverage: float, trend: float, foresight: float, announced: float, credible: float) -> float:
    """Coverage that a party counts on, [0, 1]: now, its trend, credible announcements (§4.2.4).

    coverage: now, [0, 1]. trend: its change a month. foresight: months that the trend is carried on. announced: what
    announcements make expected of others; credible: how far they are believed; both [0, 1].
    """
    ahead = clip(coverage + foresight * trend, 0.0, 1.0)
    return ahead + (1.0 - ahead) * announced * credible


# --- Value -------------------------------------------------------------------------------------------------


@rule
def richness(supply: float, coupling: float) -> float:
    """What can be made of the data that come in, [0, 1]: their mean depth and quality (§2.3.3, §4.2.3 I10).

    supply: mean supply of those that share; coupling: how far value hangs on it; both [0, 1].
    """
    return 1.0 - coupling * (1.0 - supply)


@rule
def innovation_factor(innovations: float, bonus: float, half: float) -> float:
    """New uses raise a chain's value, each a little less than the one before (§2.4, Eaton); 1 without any.

    innovations: new uses so far, a number. bonus: what endless new uses would add, a ratio. half: the number at which
    half of it is had, above 0.
    """
    return 1.0 + bonus * innovations / (innovations + half)


@rule
def sharer_part(coverage: float, complementarity: float) -> float:
    """A sharer's part of the chain's value v·m^γ, divided over the sharers: m^(γ-1) (§4.2.6 I1, fig. 7).

    γ = 1 makes parties independent, γ = 2 is linear feedback, a large γ the weakest link.
    """
    return power(coverage, complementarity - 1.0)


@rule
def outsider_part(coverage: float, complementarity: float, spillover: float) -> float:
    """What a party that does not share still gets of the chain's value: free riding (§4.2.4 I4, §4.2.6).

    coverage: share of members that share, [0, 1]. complementarity: γ, at least 1. spillover: the part that is open to
    all, [0, 1].
    """
    return spillover * coverage * power(coverage, complementarity - 1.0)


@rule
def perception(knowledge: float, floor: float) -> float:
    """The part of the true value that is seen, [0, 1]: no knowledge, no value seen (§4.2.1, §4.2.7).

    knowledge: of the party; floor: what is seen without any; both [0, 1].
    """
    return floor + (1.0 - floor) * knowledge


@rule
def compensated_position(position: float, fair: float, compensation: float) -> float:
    """A sharer's part after payment for data within the chain, which moves parts to the sharers' mean (§4.2.4 I4).

    position: own part against the mean, which may be negative. fair: the sharers' mean position. compensation: the part
    of the difference that is evened out, [0, 1].
    """
    return position + compensation * (fair - position)


@rule
def public_weight(motive: float, complementarity: float) -> float:
    """Weight of value for a public party: at motive 1 it counts the chain's whole gain, γ times its own part (§4.2.7).

    motive: how far it looks at the chain rather than at itself, [0, 1]. complementarity: γ, at least 1.
    """
    return 1.0 + motive * (complementarity - 1.0)


@rule
def data_quality(knowledge: float, frameworks: float, floor: float, knowledge_part: float) -> float:
    """Quality of the data supplied, [0, 1]: rises with knowledge and with one standard rather than many (§4.2.2 I2,
    §4.2.3 I10).

    knowledge: of the party, [0, 1]. frameworks: in use, at least 1. floor: quality at the least; knowledge_part: weight
    of knowledge against that of one standard; both [0, 1].
    """
    return floor + (1.0 - floor) * (knowledge_part * knowledge + (1.0 - knowledge_part) / frameworks)


@rule
def data_supply(weight: float, quality: float, control: float, caution: float) -> float:
    """What receivers get, [0, 1]: depth times quality, edited down where control is felt to be low (§2.3.4 Eaton;
    §4.2.2 I1).

    weight: what the level supplies; quality: of the data; control: as perceived; caution: what is held back without
    control; all [0, 1].
    """
    return weight * quality * (1.0 - caution * (1.0 - control))


# --- Cost --------------------------------------------------------------------------------------------------


@rule
def planning_factor(reliability: float, floor: float) -> float:
    """The part of the reference horizon over which entry is spread, [0, 1]: it shrinks when policy is unpredictable
    (§4.2.5 I7).

    reliability: of policy; floor: the part that is left without any; both [0, 1].
    """
    return floor + (1.0 - floor) * reliability


@rule
def organisational_cost(
    part: float, knowledge: float, knowledge_relief: float, coaching: float, coaching_relief: float
) -> float:
    """Change management, a share of the reference entry cost: knowledge and coaches lower it (§4.2.1 I8).

    part: its share before relief, four fifths of the effort. knowledge, coaching: of the party, [0, 1];
    knowledge_relief, coaching_relief: what each takes off at 1, [0, 1].
    """
    return part * (1.0 - knowledge_relief * knowledge) * (1.0 - coaching_relief * coaching)


@rule
def technical_cost(part: float, legacy: float, frameworks: float, per_framework: float, relief: float) -> float:
    """Connecting, a share of the reference entry cost: rises with legacy and each further framework; shared facilities
    lower it (§4.2.1 I8 I10, §4.2.3).

    part: its share before that. legacy: extra cost of old systems, a share, 0 or more. frameworks: in use, at least 1;
    per_framework: what each further one adds, a share. relief: what shared facilities take off, [0, 1].
    """
    return part * (1.0 + legacy) * (1.0 + per_framework * (frameworks - 1.0)) * (1.0 - relief)


@rule
def running_cost(burden: float, burden_weight: float, strictness: float, strictness_weight: float) -> float:
    """Keeping it going, a factor of at least 1: more with more government counters and a stricter framework (§4.2.5 I2
    I6 I11).

    burden, strictness: [0, 1]; burden_weight, strictness_weight: what each adds at 1, a share.
    """
    return 1.0 + burden_weight * burden + strictness_weight * strictness


@rule
def grant(entry: float, share: float, cap: float) -> float:
    """Subsidy on an entry cost, EUR: a share of it, up to a cap (Table 1).

    entry: cost, EUR. share: that is paid, [0, 1]. cap: at most, EUR.
    """
    return clip(entry * share, 0.0, cap)


# --- Control and risk --------------------------------------------------------------------------------------


@rule
def strictness_assurance(strictness: float, half: float) -> float:
    """What rules alone assure, [0, 1]: nothing when open, more with strictness, ever less per step; 1 when closed
    (§4.2.2).

    strictness: of the agreement framework, [0, 1]. half: how late half of it is reached, above 0.
    """
    return strictness * (1.0 + half) / (strictness + half)


@rule
def assurance(framework: float, identity: float) -> float:
    """A(z), [0, 1]: framework and identity together; either one gives some (§4.2.2 I6 I10, §5.1).

    framework: what the agreement framework assures; identity: what controlled access does; both [0, 1].
    """
    return either(framework, identity)


@rule
def perceived_control(
    own: float,
    assured: float,
    knowledge: float,
    understanding_floor: float,
    frameworks: float,
    per_framework: float,
    hierarchy: float,
) -> float:
    """C, [0, 1]: own means plus assurance as far as it is understood, less confusion and pressure (§4.2.2 I6 I10,
    §5.1).

    own: control by own means; assured: by others; knowledge: of the party; understanding_floor: what is understood
    without any; all [0, 1]. frameworks: in use, at least 1; per_framework: what each further one takes off. hierarchy:
    what pressure takes off, [0, 1].
    """
    felt = own + (1.0 - own) * assured * (understanding_floor + (1.0 - understanding_floor) * knowledge)
    return clip(felt - per_framework * (frameworks - 1.0) - hierarchy, 0.0, 1.0)


@rule
def legal_uncertainty(base: float, knowledge: float, knowledge_relief: float, information: float) -> float:
    """Doubt about privacy and competition law, [0, 1]; knowledge and timely information lower it (§4.2.1 I8, §4.2.3
    I9).

    base: doubt of one that knows nothing; knowledge: of the party; knowledge_relief: what it takes off at 1;
    information: the part that is cleared up; all [0, 1].
    """
    return base * (1.0 - knowledge_relief * knowledge) * (1.0 - information)


@rule
def perceived_risk(sensitivity: float, control: float, legal: float) -> float:
    """Risk felt at a level, 0 or more: its sensitivity as far as control fails, plus legal doubt (§4.2.2, §2.3.4
    Eaton).

    sensitivity: of the level's data; control: as perceived; legal: doubt; all [0, 1].
    """
    return sensitivity * (1.0 - control) + legal


# --- Trust -------------------------------------------------------------------------------------------------


@rule
def trust_gained(trust: float, experience: float, rate: float) -> float:
    """Trust after a good month, [0, 1] (§2.4 Klievink; §4.2.2).

    trust: before; experience: how good the month was; rate: speed a month; all [0, 1].
    """
    return trust + rate * experience * (1.0 - trust)


@rule
def trust_lost(trust: float, rate: float, asymmetry: float, severity: float) -> float:
    """Trust after a breach, [0, 1]: lost faster than it is gained (Slovic 1993; Poortinga & Pidgeon 2004).

    trust: before; rate: speed of gain a month; both [0, 1]. asymmetry: how many times as fast it is lost. severity: of
    the breach, 1 at level 1.
    """
    return trust * (1.0 - clip(rate * asymmetry * severity, 0.0, 1.0))


@rule
def institutional_trust(institution: float, coverage: float, gain: float, loss: float) -> float:
    """I of a chain, [0, 1]: grows with coverage, fades without; slow and sticky (§2.4, §4.2.2).

    institution: before; coverage: of the chain; gain, loss: speeds a month; all [0, 1].
    """
    return institution + gain * coverage * (1.0 - institution) - loss * (1.0 - coverage) * institution


@rule
def effective_trust(
    trust: float,
    institution: float,
    institution_weight: float,
    neutral: float,
    strangers: float,
    stranger_distrust: float,
    public: float,
    government: float,
) -> float:
    """Tₑ, [0, 1]: own experience, less among strangers, backed by the chain's institution and by a neutral party among
    them; dimmed by a distrusted government (§4.2.2 I1-I3, §4.2.4 I1, §4.2.5 I1 I7).

    trust: from experience; institution: of the chain, that counts for institution_weight; neutral: what a neutral party
    assures; strangers: share of partners one does not know, of whom stranger_distrust is thought less; public: weight
    of public partners; government: trust in it; all [0, 1].
    """
    own = trust * (1.0 - stranger_distrust * strangers)
    backed = 1.0 - (1.0 - own) * (1.0 - institution_weight * institution) * (1.0 - neutral * strangers)
    return backed * (1.0 - public * (1.0 - government))


@rule
def breach_hazard(rate: float, partners: float, exposure: float, assured: float) -> float:
    """Chance of misuse in a month, [0, 1]: per sharing partner, more at deep levels, less with assurance (§4.2.2;
    Eaton).

    rate: a partner a month at level 1, [0, 1]. partners: that share, a number. exposure: of the level, 1 at level 1.
    assured: the part that is prevented, [0, 1].
    """
    return clip(rate * partners * exposure * (1.0 - assured), 0.0, 1.0)


# --- Willingness -------------------------------------------------------------------------------------------


@rule
def gate(trust: float, threshold: float, risk: float, risk_weight: float, steepness: float) -> float:
    """Trust and control as precondition, (0, 1): risk felt raises the trust that a level asks (§4.2.2 end, §5.1).

    trust: that the decision uses, threshold: that the level asks, both [0, 1]. risk: felt; risk_weight: how much trust
    it asks more; both 0 or more. steepness: of the gate, 0 or more; 0 leaves it half open.
    """
    return logistic(steepness * (trust - threshold - risk_weight * risk))


@rule
def driver(net: float, steepness: float, norm: float) -> float:
    """Net value as the driver, (0, 1), with the pull of what peers do (§4.2.7; I13).

    net: value less cost as seen, in units of ``scale``. steepness: 0 or more. norm: the pull of peers, 0 or more.
    """
    return logistic(steepness * net + norm)


@rule
def willingness(opened: float, driven: float, form: float) -> float:
    """W, [0, 1]: a gate times a driver, not a weighted sum (§4.2.2 end, §5.1).

    opened: the gate; driven: the driver; both [0, 1]. form: 1 for the mean of both all the same, to see what hangs on
    it; else 0.
    """
    if form > 0.5:
        return 0.5 * (opened + driven)
    return opened * driven


@rule
def attention(priority: float, urge: float) -> float:
    """Chance that a party gets round to the question in a month, [0, 1]: own priority times outside urge (§4.2.1 I1
    I5).

    priority: its own chance, [0, 1]. urge: what draws attention from outside, a share, 0 or more.
    """
    return clip(priority * (1.0 + urge), 0.0, 1.0)


@rule
def crowding_out(hierarchy: float, strength: float, form: float, place: float) -> float:
    """Heavy hierarchy puts parties off further voluntary steps (§2.3.2 Gawer; §4.2.7): what it takes away at one place.

    hierarchy: pressure; strength: what it takes away at 1; both [0, 1]. form: where it bites: 0 the wish itself, 1 the
    value of a step, 2 the trust at the gate. place: the one that is asked for.
    """
    if abs(form - place) > 0.5:
        return 0.0
    return strength * hierarchy


@rule
def leaving(willing: float, threshold: float, rate: float) -> float:
    """Chance of stepping down in a month, [0, 1]: only below a threshold of its own, the more the further below (§4.2.6
    I1 I2).

    willing: to keep the level, [0, 1]. threshold: above 0, to 1. rate: a month for one that is not willing at all, [0,
    1].
    """
    if willing >= threshold:
        return 0.0
    return rate * (threshold - willing) / threshold


# --- Learning ----------------------------------------------------------------------------------------------


@rule
def knowledge_next(
    knowledge: float, base: float, practice: float, campaign: float, ceiling: float, coaching: float, decay: float
) -> float:
    """K after a month, [0, 1]: by practice and hands-on coaching toward 1, by leaflets toward a low ceiling, back to a
    base with time (§4.2.1 I8; §4.2.7; §5.1: coaches rather than leaflets).

    knowledge: before; base: without particular persons; ceiling: of what leaflets teach; all [0, 1]. practice,
    campaign, coaching: speeds of learning a month; decay: of forgetting.
    """
    told = campaign * clip(ceiling - knowledge, 0.0, 1.0)
    return clip(knowledge + (practice + coaching) * (1.0 - knowledge) + told - decay * (knowledge - base), 0.0, 1.0)


@rule
def contact_lost(value: float, base: float, loss: float) -> float:
    """Knowledge or trust after the contact person left: part of what exceeds the organisation's base goes along (§4.2.1
    I8).

    value: before; base: without particular persons; loss: the part that goes; all [0, 1].
    """
    if value <= base:
        return value
    return value - loss * (value - base)


@rule
def outlook_next(outlook: float, realised: float, expected: float, speed: float, ceiling: float) -> float:
    """Faith in promised value, 0 to its ceiling: what was realised over what was expected; disappointment lowers it
    (§4.2.3 I10, §4.2.7).

    outlook: before. realised, expected: value of sharing, shares of full value. speed: a month, [0, 1]. ceiling: at
    most, 1 or more.
    """
    if expected <= 0.0:
        return outlook
    return outlook + speed * (clip(realised / expected, 0.0, ceiling) - outlook)


# --- Generativity ------------------------------------------------------------------------------------------


@rule
def innovation_rate(
    base: float, deep: float, variety: float, trust: float, start_up_boost: float, rigidity: float
) -> float:
    """New uses per chain and month, 0 or more: from voluntary deep sharing of various kinds, with trust; rigid rules
    slow it (Eaton; §2.4).

    base: a month, where all else is 1. deep: share of members that share deeply of their own will; variety: share of
    kinds among them; trust: mean of sharers; rigidity: of the rules; all [0, 1]. start_up_boost: what sharing start-ups
    add, a share.
    """
    return base * deep * variety * trust * (1.0 + start_up_boost) * (1.0 - rigidity)


# --- Government --------------------------------------------------------------------------------------------


@rule
def frameworks_next(
    frameworks: float, drift: float, ceiling: float, standard: float, target: float, influence: float
) -> float:
    """F after a month, 1 to its ceiling: initiatives multiply; a standard pulls to its target, the EU slowly to one
    (§4.2.3).

    frameworks: before, at least 1. drift: new ones a month far below the ceiling. standard: speed to the target,
    influence: to one; a month, [0, 1]. target: of the standard, at least 1.
    """
    grown = frameworks + drift * clip(1.0 - frameworks / ceiling, 0.0, 1.0)
    pulled = grown - standard * clip(grown - target, 0.0, grown)
    return clip(pulled - influence * (pulled - 1.0), 1.0, ceiling)


@rule
def counter_burden(agencies: float, one_counter: float) -> float:
    """Administrative burden of dealing with government, [0, 1], 1 = as today (§4.2.5 I2 I6 I11).

    agencies: the part that working together takes away; one_counter: that one counter does; both [0, 1].
    """
    return (1.0 - agencies) * (1.0 - one_counter)


@rule
def government_trust_target(
    base: float, reliability: float, reference: float, burden: float, reliability_weight: float, burden_weight: float
) -> float:
    """Where trust in government moves to, [0, 1]: up with reliability, down with the burden of counters (§4.2.5 I1 I7).

    base: at the reference of reliability and today's burden; reliability, reference, burden: [0, 1].
    reliability_weight, burden_weight: what each moves at 1.
    """
    return clip(base + reliability_weight * (reliability - reference) + burden_weight * (1.0 - burden), 0.0, 1.0)
