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
    """How far an announcement is believed: a reliable government that also directs (§4.2.5; §4.2.4 I1 I4)."""
    return reliability * (alone + (1.0 - alone) * steering)


@rule
def expected_coverage(coverage: float, trend: float, foresight: float, announced: float, credible: float) -> float:
    """Coverage that a party counts on: now, its trend over ``foresight`` months, credible announcements (§4.2.4)."""
    ahead = clip(coverage + foresight * trend, 0.0, 1.0)
    return ahead + (1.0 - ahead) * announced * credible


# --- Value -------------------------------------------------------------------------------------------------


@rule
def richness(supply: float, coupling: float) -> float:
    """What can be made of the data that come in: their mean depth and quality (§2.3.3, §4.2.3 I10)."""
    return 1.0 - coupling * (1.0 - supply)


@rule
def innovation_factor(innovations: float, bonus: float, half: float) -> float:
    """New uses raise a chain's value, each a little less than the one before (§2.4, Eaton)."""
    return 1.0 + bonus * innovations / (innovations + half)


@rule
def sharer_part(coverage: float, complementarity: float) -> float:
    """A sharer's part of the chain's value v·m^γ, divided over the sharers: m^(γ-1) (§4.2.6 I1, fig. 7).

    γ = 1 makes parties independent, γ = 2 is linear feedback, a large γ the weakest link.
    """
    return power(coverage, complementarity - 1.0)


@rule
def outsider_part(coverage: float, complementarity: float, spillover: float) -> float:
    """What a party that does not share still gets of the chain's value: free riding (§4.2.4 I4, §4.2.6)."""
    return spillover * coverage * power(coverage, complementarity - 1.0)


@rule
def perception(knowledge: float, floor: float) -> float:
    """The part of the true value that is seen: no knowledge, no value seen (§4.2.1, §4.2.7)."""
    return floor + (1.0 - floor) * knowledge


@rule
def compensated_position(position: float, fair: float, compensation: float) -> float:
    """A sharer's part after payment for data within the chain, which moves parts to the sharers' mean (§4.2.4 I4)."""
    return position + compensation * (fair - position)


@rule
def public_weight(motive: float, complementarity: float) -> float:
    """Weight of value for a public party: at motive 1 it counts the chain's whole gain, γ times its own part (§4.2.7)."""
    return 1.0 + motive * (complementarity - 1.0)


@rule
def data_quality(knowledge: float, frameworks: float, floor: float, knowledge_part: float) -> float:
    """Quality of the data supplied: rises with knowledge and with one standard rather than many (§4.2.2 I2, §4.2.3 I10)."""
    return floor + (1.0 - floor) * (knowledge_part * knowledge + (1.0 - knowledge_part) / frameworks)


@rule
def data_supply(weight: float, quality: float, control: float, caution: float) -> float:
    """What receivers get: depth times quality, edited down where control is felt to be low (§2.3.4 Eaton; §4.2.2 I1)."""
    return weight * quality * (1.0 - caution * (1.0 - control))


# --- Cost --------------------------------------------------------------------------------------------------


@rule
def planning_factor(reliability: float, floor: float) -> float:
    """The part of the reference horizon over which entry is spread: it shrinks when policy is unpredictable (§4.2.5 I7)."""
    return floor + (1.0 - floor) * reliability


@rule
def organisational_cost(
    part: float, knowledge: float, knowledge_relief: float, coaching: float, coaching_relief: float
) -> float:
    """Change management: four fifths of the effort; knowledge and coaches lower it (§4.2.1 I8)."""
    return part * (1.0 - knowledge_relief * knowledge) * (1.0 - coaching_relief * coaching)


@rule
def technical_cost(part: float, legacy: float, frameworks: float, per_framework: float, relief: float) -> float:
    """Connecting: rises with legacy and each further framework; shared facilities lower it (§4.2.1 I8 I10, §4.2.3)."""
    return part * (1.0 + legacy) * (1.0 + per_framework * (frameworks - 1.0)) * (1.0 - relief)


@rule
def running_cost(burden: float, burden_weight: float, strictness: float, strictness_weight: float) -> float:
    """Keeping it going: more with more government counters and a stricter framework (§4.2.5 I2 I6 I11)."""
    return 1.0 + burden_weight * burden + strictness_weight * strictness


@rule
def grant(entry: float, share: float, cap: float) -> float:
    """Subsidy in EUR on an entry cost in EUR: a share of it, up to a cap (Table 1)."""
    return clip(entry * share, 0.0, cap)


# --- Control and risk --------------------------------------------------------------------------------------


@rule
def strictness_assurance(strictness: float, half: float) -> float:
    """What rules alone assure: nothing when open, more with strictness, ever less per step; 1 when closed."""
    return strictness * (1.0 + half) / (strictness + half)


@rule
def assurance(framework: float, identity: float) -> float:
    """A(z): framework and identity together; either one gives some (§4.2.2 I6 I10, §5.1)."""
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
    """C: own means plus assurance as far as it is understood, less confusion and pressure (§4.2.2 I6 I10, §5.1)."""
    felt = own + (1.0 - own) * assured * (understanding_floor + (1.0 - understanding_floor) * knowledge)
    return clip(felt - per_framework * (frameworks - 1.0) - hierarchy, 0.0, 1.0)


@rule
def legal_uncertainty(base: float, knowledge: float, knowledge_relief: float, information: float) -> float:
    """Doubt about privacy and competition law; knowledge and timely information lower it (§4.2.1 I8, §4.2.3 I9)."""
    return base * (1.0 - knowledge_relief * knowledge) * (1.0 - information)


@rule
def perceived_risk(sensitivity: float, control: float, legal: float) -> float:
    """Risk felt at a level: its sensitivity as far as control fails, plus legal doubt (§4.2.2, §2.3.4 Eaton)."""
    return sensitivity * (1.0 - control) + legal


# --- Trust -------------------------------------------------------------------------------------------------


@rule
def trust_gained(trust: float, experience: float, rate: float) -> float:
    """Trust after a good month of quality ``experience`` (§2.4 Klievink; §4.2.2)."""
    return trust + rate * experience * (1.0 - trust)


@rule
def trust_lost(trust: float, rate: float, asymmetry: float, severity: float) -> float:
    """Trust after a breach: lost ``asymmetry`` times as fast as it is gained (Slovic 1993; Poortinga & Pidgeon 2004)."""
    return trust * (1.0 - clip(rate * asymmetry * severity, 0.0, 1.0))


@rule
def institutional_trust(institution: float, coverage: float, gain: float, loss: float) -> float:
    """I of a chain: grows with coverage, fades without; slow and sticky (§2.4, §4.2.2)."""
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
    """Tₑ: own experience, less among strangers, backed by the chain's institution and by a neutral party among them;
    dimmed by a distrusted government.

    ``strangers`` is the share of partners one does not know, ``public`` the weight of public partners among them.
    §4.2.2 I1-I3, §4.2.4 I1, §4.2.5 I1 I7.
    """
    own = trust * (1.0 - stranger_distrust * strangers)
    backed = 1.0 - (1.0 - own) * (1.0 - institution_weight * institution) * (1.0 - neutral * strangers)
    return backed * (1.0 - public * (1.0 - government))


@rule
def breach_hazard(rate: float, partners: float, exposure: float, assured: float) -> float:
    """Chance per month of misuse: per sharing partner, more at deep levels, less with assurance (§4.2.2; Eaton)."""
    return clip(rate * partners * exposure * (1.0 - assured), 0.0, 1.0)


# --- Willingness -------------------------------------------------------------------------------------------


@rule
def gate(trust: float, threshold: float, risk: float, risk_weight: float, steepness: float) -> float:
    """Trust and control as precondition: risk felt raises the trust that a level asks (§4.2.2 end, §5.1)."""
    return logistic(steepness * (trust - threshold - risk_weight * risk))


@rule
def driver(net: float, steepness: float, norm: float) -> float:
    """Net value as the driver, with the pull of what peers do (§4.2.7; I13)."""
    return logistic(steepness * net + norm)


@rule
def willingness(opened: float, driven: float, form: float) -> float:
    """W: a gate times a driver, not a weighted sum (§4.2.2 end, §5.1). form: 1 for the sum all the same, to see what hangs on it."""
    if form > 0.5:
        return 0.5 * (opened + driven)
    return opened * driven


@rule
def attention(priority: float, urge: float) -> float:
    """Chance per month that a party gets round to the question: own priority times outside urge (§4.2.1 I1 I5)."""
    return clip(priority * (1.0 + urge), 0.0, 1.0)


@rule
def crowding_out(hierarchy: float, strength: float, form: float, place: float) -> float:
    """Heavy hierarchy puts parties off further voluntary steps (§2.3.2 Gawer; §4.2.7): what it takes away at ``place``.

    form: where it bites, 0 the wish itself, 1 the value of a step, 2 the trust at the gate.
    """
    if abs(form - place) > 0.5:
        return 0.0
    return strength * hierarchy


@rule
def leaving(willing: float, threshold: float, rate: float) -> float:
    """Chance per month of stepping down: only below a threshold of its own, the more the further below (§4.2.6 I1 I2)."""
    if willing >= threshold:
        return 0.0
    return rate * (threshold - willing) / threshold


# --- Learning ----------------------------------------------------------------------------------------------


@rule
def knowledge_next(
    knowledge: float, base: float, practice: float, campaign: float, ceiling: float, coaching: float, decay: float
) -> float:
    """K after a month: by practice and hands-on coaching toward 1, by leaflets toward a low ceiling, back to ``base`` with time.

    §4.2.1 I8 (turnover, change management), §4.2.7, §5.1 (coaches rather than leaflets).
    """
    told = campaign * clip(ceiling - knowledge, 0.0, 1.0)
    return clip(knowledge + (practice + coaching) * (1.0 - knowledge) + told - decay * (knowledge - base), 0.0, 1.0)


@rule
def contact_lost(value: float, base: float, loss: float) -> float:
    """Knowledge or trust after the contact person left: part of what exceeds the organisation's base goes along (I8)."""
    if value <= base:
        return value
    return value - loss * (value - base)


@rule
def outlook_next(outlook: float, realised: float, expected: float, speed: float, ceiling: float) -> float:
    """Faith in promised value: what was realised over what was expected; disappointment lowers it (§4.2.3 I10, §4.2.7)."""
    if expected <= 0.0:
        return outlook
    return outlook + speed * (clip(realised / expected, 0.0, ceiling) - outlook)


# --- Generativity ------------------------------------------------------------------------------------------


@rule
def innovation_rate(
    base: float, deep: float, variety: float, trust: float, start_up_boost: float, rigidity: float
) -> float:
    """New uses per chain-month: from voluntary deep sharing of various kinds, with trust; rigid rules slow it (Eaton; §2.4)."""
    return base * deep * variety * trust * (1.0 + start_up_boost) * (1.0 - rigidity)


# --- Government --------------------------------------------------------------------------------------------


@rule
def frameworks_next(
    frameworks: float, drift: float, ceiling: float, standard: float, target: float, influence: float
) -> float:
    """F after a month: initiatives multiply up to a ceiling; a standard pulls to its target, the EU slowly to one (§4.2.3)."""
    grown = frameworks + drift * clip(1.0 - frameworks / ceiling, 0.0, 1.0)
    pulled = grown - standard * clip(grown - target, 0.0, grown)
    return clip(pulled - influence * (pulled - 1.0), 1.0, ceiling)


@rule
def counter_burden(agencies: float, one_counter: float) -> float:
    """Administrative burden of dealing with government, 1 = as today (§4.2.5 I2 I6 I11)."""
    return (1.0 - agencies) * (1.0 - one_counter)


@rule
def government_trust_target(
    base: float, reliability: float, reference: float, burden: float, reliability_weight: float, burden_weight: float
) -> float:
    """Where trust in government moves to: up with reliability, down with the burden of counters (§4.2.5 I1 I7)."""
    return clip(base + reliability_weight * (reliability - reference) + burden_weight * (1.0 - burden), 0.0, 1.0)
