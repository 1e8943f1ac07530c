"""The patterns of the thesis: the experiment of each, and the statistics that its claims are judged by.

What is claimed, with which threshold and why, stands in ``patterns.toml``; each part there names a statistic here. A
design has *settings*, by name what they assign as "KEY=VALUE", and *statistics*, by name a number for each world.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from datadeel.analysis.pattern_records import PatternDesign
from datadeel.analysis.worlds import PatternStatistic, Worlds, of_means, ratio, ratio_of_means
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS

# --- Settings ----------------------------------------------------------------------------------------------


def on(*instruments: str, start: int = 13, until: int = 0, strength: float = 1.0) -> tuple[str, ...]:
    """What switches instruments on, at their default settings.

    instruments: their ids. start: the month, from 1. until: the last month, 0 for the end. strength: of each, [0, 1].
    """
    keys = [f"policy.{name}.from={start}" for name in instruments]
    keys += [f"policy.{name}.strength={strength:g}" for name in instruments]
    return (*keys, *(f"policy.{name}.until={until}" for name in instruments if until))


def level(name: str, u: float) -> tuple[str, ...]:
    """What puts a parameter, for every kind if it goes by kind, at a part of its range.

    name: without the kind. u: how far from the low to the high end, [0, 1]; on a logarithmic scale where the range is.
    """
    records = [one for one in PARAMETERS.values() if one.stem == name]
    values = [
        one.low * (one.high / one.low) ** u if one.distribution == "loguniform" else one.low + u * (one.high - one.low)
        for one in records
    ]
    return tuple(f"parameters.{one.name}={value:.6g}" for one, value in zip(records, values, strict=True))


def everywhere(name: str, value: float) -> tuple[str, ...]:
    """What gives a parameter the same ``value`` for every kind. name: without the kind."""
    return tuple(f"parameters.{name}.{kind}={value:g}" for kind in KINDS)


#: What makes sharing easy, a mix of measures, and a programme of support.
FACILITATE = ("neutral_party", "agreement_framework", "knowledge_infrastructure", "access_facility")
_MIX = (*FACILITATE, "open_government_data", "standardisation", "predictable_policy")
_SUPPORT = ("neutral_party", "agreement_framework", "knowledge_infrastructure", "standardisation", "subsidy")


# --- Statistics --------------------------------------------------------------------------------------------


def end(setting: str, outcome: str) -> PatternStatistic:
    """An ``outcome`` of runs in a ``setting``."""
    return lambda x: x(setting, outcome)


def difference(one: str, other: str, outcome: str) -> PatternStatistic:
    """How much more of an ``outcome`` there is in ``one`` setting than in the ``other``."""
    return lambda x: x(one, outcome) - x(other, outcome)


def contrast(one: tuple[str, str], other: tuple[str, str], outcome: str) -> PatternStatistic:
    """Difference of two differences: how much larger an effect is in one case than in the other.

    one, other: two settings each, with and without. outcome: of runs.
    """
    return lambda x: difference(*one, outcome)(x) - difference(*other, outcome)(x)


def start_rate(x: Worlds, setting: str, kind: str = "all", first: int = 1, last: int = 120) -> np.ndarray:
    """Voluntary starts a year per party that does not share, (worlds,).

    x: with months of "sharing" and "starts". setting: its name. kind: of parties, or "all". first, last: months, from
    1.
    """
    months = slice(first - 1, last)
    idle = 1.0 - x.months(setting, "sharing", kind)[:, months]
    return 12.0 * ratio(x.months(setting, "starts", kind)[:, months].sum(axis=1), idle.sum(axis=1))


def half_time(gain: np.ndarray) -> np.ndarray:
    """First month, from 1, in which a ``gain`` (worlds, months) reaches half of its largest value: (worlds,)."""
    return np.argmax(gain >= 0.5 * gain.max(axis=1, keepdims=True), axis=1) + 1.0


def per_sharer(x: Worlds, setting: str, outcome: str) -> np.ndarray:
    """An outcome of all parties, per party that shares: (worlds,).

    x: worlds. setting: its name. outcome: of runs, in its unit.
    """
    return ratio(x(setting, outcome), x(setting, "sharing"))


# --- The designs -------------------------------------------------------------------------------------------


def _stagnation() -> PatternDesign:
    """As things are, without any measure."""

    def growth(x: Worlds) -> np.ndarray:
        """How much sharing grows in the last five years."""
        sharing = x.months("nothing", "sharing")
        return sharing[:, -1] - sharing[:, 59]

    return PatternDesign(
        {"nothing": ()},
        {
            "sharing": end("nothing", "sharing"),
            "growth": growth,
            "starts": lambda x: start_rate(x, "nothing"),
        },
    )


def _kinds_in_order() -> PatternDesign:
    """Without measures, and without an aftermath: who shares in the last month counts as durable."""

    def ahead(one: str, other: str) -> PatternStatistic:
        """How much sooner one kind starts than the other."""
        return lambda x: start_rate(x, "nothing", one) - start_rate(x, "nothing", other)

    return PatternDesign(
        {"nothing": ("aftermath=0",)},
        {
            "start_ups_ahead": ahead("start_up", "public_body"),
            "large_firms_ahead": ahead("large_firm", "public_body"),
            "smes_behind": ahead("public_body", "sme"),
            "municipalities_behind": ahead("public_body", "municipality"),
            "large_municipalities_ahead": lambda x: (
                x("nothing", "durable_large_municipality") - x("nothing", "durable_small_municipality")
            ),
        },
    )


def _start_ups() -> PatternDesign:
    """Without measures; willingness and sharing of each kind over all months."""
    others = [kind for kind in KINDS if kind != "start_up"]

    def mean(x: Worlds, outcome: str, kind: str) -> np.ndarray:
        """Of an ``outcome`` of a ``kind``, over all months. x: worlds."""
        return x.months("nothing", outcome, kind).mean(axis=1)

    def gap(x: Worlds, kind: str) -> np.ndarray:
        """How far willingness runs ahead of sharing."""
        return mean(x, "willingness", kind) - mean(x, "sharing", kind)

    def most_willing(x: Worlds) -> np.ndarray:
        """Willingness of start-ups, above that of the next kind."""
        return mean(x, "willingness", "start_up") - np.max([mean(x, "willingness", one) for one in others], axis=0)

    def widest_gap(x: Worlds) -> np.ndarray:
        """The gap of start-ups, above that of the next kind."""
        return gap(x, "start_up") - np.max([gap(x, one) for one in others], axis=0)

    return PatternDesign({"nothing": ()}, {"most_willing": most_willing, "widest_gap": widest_gap})


#: The four factors of the thesis, each by the parameter in which parties start out with it.
_FACTORS = {
    "value": "benefit_cost_ratio",
    "trust": "initial_trust",
    "knowledge": "initial_knowledge",
    "control": "own_control",
}
_TRUST_LEVELS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)


def _corner(bits: Sequence[int]) -> tuple[str, ...]:
    """All factors at their upper (1) or lower (0) quartile."""
    return tuple(
        key for name, bit in zip(_FACTORS.values(), bits, strict=True) for key in level(name, 0.75 if bit else 0.25)
    )


def _variance() -> PatternDesign:
    """All sixteen corners of the four factors, and trust alone at six levels where value is large."""
    corners = {"".join(map(str, bits)): _corner(bits) for bits in np.ndindex(2, 2, 2, 2)}

    def explained(x: Worlds) -> np.ndarray:
        """Share of the variance over the sixteen corners that each factor explains by itself: (factors, worlds)."""
        ends = np.array([x(corner, "sharing") for corner in corners])
        high = np.array([[int(bit) for bit in corner] for corner in corners], bool)
        effects = np.array([ends[high[:, at]].mean(axis=0) - ends[~high[:, at]].mean(axis=0) for at in range(4)])
        return np.array([ratio(one**2 / 4.0, ends.var(axis=0)) for one in effects])

    def value_leads(x: Worlds) -> np.ndarray:
        """What value explains, above what the next factor does."""
        found = explained(x)
        return found[0] - found[1:].max(axis=0)

    def steepest(x: Worlds) -> np.ndarray:
        """Part of the whole rise with trust that lies in the steepest step of the mean curve."""

        def part(ends: np.ndarray) -> float:
            """The same, of means over worlds."""
            return float(ratio(np.diff(ends).max(keepdims=True), ends[-1:] - ends[:1])[0])

        return of_means(part, *(x(f"trust {one:g}", "sharing") for one in _TRUST_LEVELS))

    trusts = {
        f"trust {one:g}": (*everywhere("initial_trust", one), *level("benefit_cost_ratio", 0.75))
        for one in _TRUST_LEVELS
    }
    return PatternDesign(corners | trusts, {"value_leads": value_leads, "steepest": steepest})


def _gate() -> PatternDesign:
    """Little and much trust, each with little and much value."""
    cells = {
        f"{trust} trust, {value} value": (*everywhere("initial_trust", at), *level("benefit_cost_ratio", u))
        for trust, at in (("low", 0.1), ("high", 0.7))
        for value, u in (("low", 0.25), ("high", 0.75))
    }
    return PatternDesign(
        cells,
        {
            "value_with_little_trust": difference("low trust, high value", "low trust, low value", "sharing"),
            "value_with_much_trust": difference("high trust, high value", "high trust, low value", "sharing"),
        },
    )


def _knowledge() -> PatternDesign:
    """Coaches against nothing, and both once more where sharing is worth as little as it can be."""
    coaches = on("knowledge_infrastructure")
    bare = level("benefit_cost_ratio", 0.0)

    def lead(x: Worlds) -> np.ndarray:
        """How many months the gain in knowledge is ahead of that in trust."""
        knowledge, trust = (x.months("coaches", one) - x.months("nothing", one) for one in ("knowledge", "trust"))
        return half_time(trust) - half_time(knowledge)

    def without_value(x: Worlds) -> np.ndarray:
        """What coaches add where there is little value, minus a third of what they add else."""
        bare_effect = difference("coaches, no value", "no value", "sharing")(x)
        return bare_effect - difference("coaches", "nothing", "sharing")(x) / 3.0

    return PatternDesign(
        {"nothing": (), "coaches": coaches, "no value": bare, "coaches, no value": (*bare, *coaches)},
        {"lead": lead, "without_value": without_value},
    )


def _tradition() -> PatternDesign:
    """Two years from nobody sharing, with and without having worked together before."""
    nobody = (*everywhere("initial_sharing", 0.0), "months=24")  # or tradition would help by those that share already

    def faster(x: Worlds) -> np.ndarray:
        """Starts with a tradition over those without."""
        return ratio_of_means(start_rate(x, "tradition", last=24), start_rate(x, "none", last=24))

    return PatternDesign(
        {
            "none": (*nobody, "parameters.prior_collaboration=0"),
            "tradition": (*nobody, "parameters.prior_collaboration=0.6"),
        },
        {"faster": faster},
    )


def _complements() -> PatternDesign:
    """Two years in which a fifth more are obliged at each step, until all are."""
    steps = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
    obliged = (
        *on("mandate", start=1),
        "policy.mandate.phase_in=0",
        "policy.mandate.enforcement=1",
        "parameters.compliance_rate=1",
        "months=24",
    )
    settings = {f"{1 - one:.0%} obliged": (*obliged, f"parameters.evasion={one:g}") for one in steps}
    names = list(settings)

    def last_step(x: Worlds) -> np.ndarray:
        """Value per party that joins, in the last step over the mean of the steps before."""
        value, coverage = (np.array([x(name, one) for name in names]) for one in ("chain_value", "chain_coverage"))
        slopes = ratio(np.diff(value, axis=0), np.diff(coverage, axis=0))
        return ratio(slopes[-1], slopes[:-1].mean(axis=0))

    def against_some(x: Worlds) -> np.ndarray:
        """Value per sharer where all are obliged, over that where two in five are."""
        each = [ratio(x(name, "chain_value"), x(name, "chain_coverage")) for name in ("40% obliged", "100% obliged")]
        return ratio(each[1], each[0])

    return PatternDesign(settings, {"against_some": against_some, "last_step": last_step})


def _exits() -> PatternDesign:
    """All large firms leave after five years or stay, once more where value needs everybody."""
    leave = ("event.exit.month=61", "event.exit.size=1", 'event.exit.for=["large_firm"]')
    short = ("months=96",)
    weakest = ("parameters.complementarity=4",)

    def lost(one: str, other: str) -> PatternStatistic:
        """How many fewer SMEs share two years after all large firms left."""
        return lambda x: x.months(one, "sharing", "sme")[:, 83] - x.months(other, "sharing", "sme")[:, 83]

    return PatternDesign(
        {
            "stay": short,
            "leave": (*short, *leave),
            "stay, all needed": (*short, *weakest),
            "leave, all needed": (*short, *weakest, *leave),
        },
        {"lost": lost("stay", "leave"), "lost_where_all_are_needed": lost("stay, all needed", "leave, all needed")},
    )


def _loop() -> PatternDesign:
    """Fifteen years with and without the loop, each alone and with support until the end of the fifth."""
    off = ("parameters.trust_gain=0", "parameters.institution_weight=0")
    helped = (*on(*_SUPPORT, until=60), "months=180")

    def kept(x: Worlds, helped: str, without: str) -> np.ndarray:
        """Part of what support had added at its end that is there ten years later.

        x: worlds. helped, without: the settings with and without support.
        """
        gain = x.months(helped, "sharing") - x.months(without, "sharing")
        return ratio_of_means(gain[:, -1], gain[:, 59])

    return PatternDesign(
        {
            "loop": ("months=180",),
            "no loop": (*off, "months=180"),
            "helped": helped,
            "helped, no loop": (*helped, *off),
        },
        {
            "level": difference("loop", "no loop", "sharing"),
            "kept": lambda x: kept(x, "helped", "loop") - kept(x, "helped, no loop", "no loop"),
        },
    )


def _hysteresis() -> PatternDesign:
    """One year of support, six years of it, and none; all begin after a year."""

    def excess(until: int) -> PatternStatistic:
        """What is left at the end, above never, minus half of what there was when support ended."""

        def statistic(x: Worlds) -> np.ndarray:
            """The same, in each world."""
            gain = x.months(f"until {until}", "sharing") - x.months("never", "sharing")
            return gain[:, -1] - 0.5 * gain[:, until - 1]

        return statistic

    settings = {f"until {until}": (*on(*_SUPPORT, until=until), "months=180") for until in (24, 84)}
    return PatternDesign(
        {"never": ("months=180",), **settings},
        {"kept_of_six_years": excess(84), "kept_of_one_year": excess(24)},
    )


def _mandate() -> PatternDesign:
    """A mandate, against measures that make sharing easy."""

    def deeper(x: Worlds) -> np.ndarray:
        """Depth per sharer where sharing is free, above that where it is obliged."""
        return per_sharer(x, "voluntary", "depth") - per_sharer(x, "mandate", "depth")

    return PatternDesign(
        {"mandate": on("mandate"), "voluntary": on(*FACILITATE)},
        {
            "coverage": difference("mandate", "voluntary", "sharing"),
            "deeper": deeper,
            "new_uses": difference("voluntary", "mandate", "innovations"),
        },
    )


def _framework() -> PatternDesign:
    """With and without a framework, where parties know little and where they know much."""
    cells = {
        f"{framework}, {known}": (f"policy.agreement_framework.strength={strength}", *level("initial_knowledge", u))
        for framework, strength in (("without", 0), ("with", 1))
        for known, u in (("known little", 0.0), ("known well", 1.0))
    }
    little, well = ((f"with, {known}", f"without, {known}") for known in ("known little", "known well"))

    def control(x: Worlds) -> np.ndarray:
        """What the framework adds to control as felt, in the mean of both cases."""
        return 0.5 * (difference(*little, "control")(x) + difference(*well, "control")(x))

    return PatternDesign(cells, {"control": control, "more_where_known": contrast(well, little, "control")})


def _paradox() -> PatternDesign:
    """One framework, open, moderate and closed."""
    return PatternDesign(
        {f"z {z:g}": (f"policy.agreement_framework.strictness={z:g}",) for z in (0.0, 0.25, 1.0)},
        {
            "above_open": difference("z 0.25", "z 0", "innovations"),
            "above_closed": difference("z 0.25", "z 1", "innovations"),
        },
    )


def _neutral() -> PatternDesign:
    """With and without a neutral party, once more among strangers and among acquaintances."""
    party = on("neutral_party")
    cells = {
        f"{what}, {who}": (f"network.known={known:g}", *keys)
        for who, known in (("strangers", 0.1), ("acquaintances", 0.6))
        for what, keys in (("nothing", ()), ("party", party))
    }
    strangers, acquaintances = ((f"party, {who}", f"nothing, {who}") for who in ("strangers", "acquaintances"))

    def smes_ahead(x: Worlds) -> np.ndarray:
        """What the party adds for SMEs, above what it adds for large firms."""
        smes, large = (difference("party", "nothing", f"sharing_{kind}")(x) for kind in ("sme", "large_firm"))
        return smes - large

    return PatternDesign(
        {"nothing": (), "party": party} | cells,
        {"smes_ahead": smes_ahead, "strangers_ahead": contrast(strangers, acquaintances, "sharing")},
    )


def _standard() -> PatternDesign:
    """With and without one standard."""

    def gain(group: str) -> PatternStatistic:
        """What the standard adds for a group."""
        return difference("standard", "nothing", f"durable_{group}")

    return PatternDesign(
        {"nothing": ("aftermath=0",), "standard": (*on("standardisation"), "aftermath=0")},
        {
            "gain": difference("standard", "nothing", "sharing"),
            "several_chains_ahead": lambda x: gain("several_chains")(x) - gain("one_chain")(x),
        },
    )


def _compensation() -> PatternDesign:
    """With and without pay within the chain."""

    def gain(group: str) -> PatternStatistic:
        """What pay in the chain adds for a group."""
        return difference("paid", "nothing", f"durable_{group}")

    return PatternDesign(
        {"nothing": ("aftermath=0",), "paid": (*on("chain_compensation"), "aftermath=0")},
        {
            "low_part_behind": lambda x: x("nothing", "durable_high_part") - x("nothing", "durable_low_part"),
            "gain_of_low_part": gain("low_part"),
            "low_part_gains_more": lambda x: gain("low_part")(x) - gain("high_part")(x),
        },
    )


def _paywall() -> PatternDesign:
    """A paywall in three of ten chains after three years, against one that harms nobody, with and without
    institutions."""
    event = (
        "event.paywall.month=37",
        "event.paywall.size=0.3",
        "parameters.paywall_rate=0",
        "months=60",
        "aftermath=0",
    )
    harmless = ("parameters.paywall_severity=0", "parameters.paywall_loss=0")
    bare = ("parameters.institution_weight=0",)

    def beyond(x: Worlds) -> np.ndarray:
        """Loss of trust of those that never stood before a paywall, minus a tenth of that of all."""
        untouched, every = (difference("harmless", "paywall", one)(x) for one in ("trust_untouched", "trust"))
        return untouched - 0.1 * every

    return PatternDesign(
        {
            "harmless": (*event, *harmless),
            "paywall": event,
            "harmless, bare": (*event, *harmless, *bare),
            "paywall, bare": (*event, *bare),
        },
        {
            "trust_lost": difference("harmless", "paywall", "trust"),
            "beyond": beyond,
            "cushioned": contrast(("harmless, bare", "paywall, bare"), ("harmless", "paywall"), "sharing"),
        },
    )


#: Eight voluntary measures of different sorts: help, money, relief, data, rules, standard, knowledge, government
#: itself.
_WEAKENED = (
    "neutral_party",
    "subsidy",
    "fewer_inspections",
    "open_government_data",
    "agreement_framework",
    "standardisation",
    "knowledge_infrastructure",
    "agency_cooperation",
)


def _predictability() -> PatternDesign:
    """Eight measures, each alone, under steady and under erratic policy."""
    states = {
        "erratic": (*level("reliability", 0.0), *level("reversal_rate", 1.0)),
        "steady": (*level("reliability", 1.0), *level("reversal_rate", 0.0)),
    }
    cells = {
        f"{instrument}, {name}": (*keys, *(on(instrument) if instrument != "nothing" else ()))
        for name, keys in states.items()
        for instrument in ("nothing", *_WEAKENED)
    }

    def effect(x: Worlds, instrument: str, state: str) -> np.ndarray:
        """What an ``instrument`` adds in a ``state``. x: worlds."""
        return difference(f"{instrument}, {state}", f"nothing, {state}", "sharing")(x)

    def weaker(instrument: str) -> PatternStatistic:
        """How much less an instrument adds where policy is erratic."""
        return lambda x: effect(x, instrument, "steady") - effect(x, instrument, "erratic")

    def average(x: Worlds) -> np.ndarray:
        """Four fifths of the mean effect where policy is steady, above that where it is erratic."""
        steady, erratic = (
            np.mean([effect(x, one, state) for one in _WEAKENED], axis=0) for state in ("steady", "erratic")
        )
        return 0.8 * steady - erratic

    return PatternDesign(cells, {"average": average, **{one: weaker(one) for one in _WEAKENED}})


def _mix() -> PatternDesign:
    """A mix at four strengths, and each measure alone."""
    mixes = {f"mix {one:g}": on(*_MIX, strength=one) for one in (0.25, 0.5, 0.75, 1.0)}
    singles = {name: on(name) for name in INSTRUMENTS}
    voluntary = [name for name, one in INSTRUMENTS.items() if not one.law]

    def ahead(x: Worlds, name: str, outcome: str) -> list[float]:
        """How much more the mix brings than a single measure, at that measure's cost: a number a world.

        x: worlds. name: the measure's. outcome: of runs.
        """
        curve = ["nothing", *mixes]
        costs, effects = (np.array([x(point, one) for point in curve]).T for one in ("public_spending", outcome))
        own = zip(x(name, "public_spending"), x(name, outcome), strict=True)
        return [np.interp(cost, costs[world], effects[world]) - effect for world, (cost, effect) in enumerate(own)]

    def least(outcome: str, names: Sequence[str]) -> PatternStatistic:
        """How much more the mix brings than the best single measure, at that measure's cost (at its own, where that is
        lower)."""
        return lambda x: np.min([ahead(x, name, outcome) for name in names], axis=0)

    def whole(x: Worlds) -> np.ndarray:
        """The whole mix against the best single voluntary measure that costs no more."""
        cost = x("mix 1", "public_spending")
        own = [np.where(x(name, "public_spending") <= cost, x(name, "sharing"), 0.0) for name in voluntary]
        return x("mix 1", "sharing") - np.max(own, axis=0)

    return PatternDesign(
        {"nothing": ()} | mixes | singles,
        {"sharing": least("sharing", voluntary), "depth": least("depth", list(singles)), "whole": whole},
    )


def _success() -> PatternDesign:
    """Five years of easy sharing, where success of others is seen, and where it draws no attention."""
    helped = (*on(*FACILITATE), "months=60")

    def faster(x: Worlds) -> np.ndarray:
        """Starts where success is seen over those where it is not."""
        return ratio_of_means(start_rate(x, "seen", last=60), start_rate(x, "unseen", last=60))

    return PatternDesign({"seen": helped, "unseen": (*helped, "parameters.success_attention=0")}, {"faster": faster})


def _more_of_it() -> PatternDesign:
    """Without measures: who steps up, against who starts."""

    def steps(x: Worlds) -> np.ndarray:
        """Steps up a year per sharer that can still step up, over starts a year per party that does not share."""
        further = x.months("nothing", "steps_up") - x.months("nothing", "starts")
        room = x.months("nothing", "sharing") - x.months("nothing", "level_3")
        return ratio_of_means(12.0 * ratio(further.sum(axis=1), room.sum(axis=1)), start_rate(x, "nothing"))

    return PatternDesign({"nothing": ()}, {"steps": steps})


#: What may lead the formation of a partnership: parameters of each factor, all moved from low to high quartiles.
_LEADING = {
    "value": ("benefit_cost_ratio",),
    "trust": ("initial_trust",),
    "pressure": ("pressure_value", "pressure_attention"),
}
_OTHERS = {
    "knowledge": ("initial_knowledge",),
    "control": ("own_control",),
    "law": ("legal_uncertainty",),
    "entry cost": ("entry_cost",),
    "old systems": ("legacy",),
    "peers": ("norm",),
}


def _formation() -> PatternDesign:
    """Three years with each factor at its lower and its upper quartile."""
    settings = {
        f"{name} {end}": (*(key for one in names for key in level(one, u)), "months=36")
        for name, names in {**_LEADING, **_OTHERS}.items()
        for end, u in (("low", 0.25), ("high", 0.75))
    }

    def effect(x: Worlds, name: str) -> np.ndarray:
        """How far a factor moves starts in three years."""
        return np.abs(start_rate(x, f"{name} high", last=36) - start_rate(x, f"{name} low", last=36))

    def leads(name: str) -> PatternStatistic:
        """The same, above what any other factor does."""
        return lambda x: effect(x, name) - np.max([effect(x, one) for one in _OTHERS], axis=0)

    return PatternDesign(settings, {name: leads(name) for name in _LEADING})


#: What makes the design of each pattern of the thesis, by its id.
THESIS_DESIGNS: Mapping[str, Callable[[], PatternDesign]] = {
    "T01": _stagnation,
    "T02": _kinds_in_order,
    "T03": _start_ups,
    "T04": _variance,
    "T05": _gate,
    "T06": _knowledge,
    "T07": _tradition,
    "T08": _complements,
    "T09": _exits,
    "T10": _loop,
    "T11": _hysteresis,
    "T12": _mandate,
    "T13": _framework,
    "T14": _paradox,
    "T15": _neutral,
    "T16": _standard,
    "T17": _compensation,
    "T18": _paywall,
    "T19": _predictability,
    "T20": _mix,
    "T21": _success,
    "T22": _more_of_it,
    "T23": _formation,
}
