"""What the thesis found (Van den Boogaart, Leiden), as patterns that can fail: one place to read what is tested and how.

Every threshold was written down with its reason before the first run. Levels of the model are not measured, so thresholds ask for orderings and for
differences that a reader of a figure would see; five points stand for "clearly", two for "visibly".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from datadeel.analysis.histories import HISTORIES
from datadeel.analysis.verdicts import (
    ALPHA,
    SAMPLE_SIZES,
    Criterion,
    Pattern,
    Statistic,
    Worlds,
    of_means,
    ratio,
    ratio_of_means,
)
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS

_BASELINE, _DIL, _DMI = "scenarios/baseline.toml", "scenarios/dil.toml", "scenarios/dmi.toml"
_ADVICE = "scenarios/dil-thesis-advice.toml"

#: Reasons that several thresholds share.
_CLEARLY = "five points: clear in any figure"
_VISIBLY = "two points: visible in a figure"
_DIRECTION = "the claim is about direction only"


# --- Settings ----------------------------------------------------------------------------------------------


def on(*instruments: str, start: int = 13, until: int = 0, strength: float = 1.0) -> tuple[str, ...]:
    """Measures switched on from a month, at their default settings."""
    keys = [f"policy.{name}.from={start}" for name in instruments]
    keys += [f"policy.{name}.strength={strength:g}" for name in instruments]
    return (*keys, *(f"policy.{name}.until={until}" for name in instruments if until))


def level(name: str, u: float) -> tuple[str, ...]:
    """A parameter, for every kind if it goes by kind, at the part ``u`` of its range."""
    records = [one for one in PARAMETERS.values() if one.stem == name]
    values = [
        one.low * (one.high / one.low) ** u if one.distribution == "loguniform" else one.low + u * (one.high - one.low)
        for one in records
    ]
    return tuple(f"parameters.{one.name}={value:.6g}" for one, value in zip(records, values, strict=True))


def everywhere(name: str, value: float) -> tuple[str, ...]:
    """The same value of a parameter for every kind."""
    return tuple(f"parameters.{name}.{kind}={value:g}" for kind in KINDS)


FACILITATE = ("neutral_party", "agreement_framework", "knowledge_infrastructure", "access_facility")
_MIX = (*FACILITATE, "open_government_data", "standardisation", "predictable_policy")
_SUPPORT = ("neutral_party", "agreement_framework", "knowledge_infrastructure", "standardisation", "subsidy")


# --- Statistics --------------------------------------------------------------------------------------------


def difference(one: str, other: str, outcome: str) -> Statistic:
    """How much more of an outcome there is in one setting than in the other."""
    return lambda x: x(one, outcome) - x(other, outcome)


def contrast(one: tuple[str, str], other: tuple[str, str], outcome: str) -> Statistic:
    """Difference of two differences: how much larger an effect, with minus without, is in one case than in the other."""
    return lambda x: difference(*one, outcome)(x) - difference(*other, outcome)(x)


def start_rate(x: Worlds, setting: str, kind: str = "all", first: int = 1, last: int = 120) -> np.ndarray:
    """Voluntary starts a year per party that does not share, months ``first`` to ``last``."""
    months = slice(first - 1, last)
    idle = 1.0 - x.months(setting, "sharing", kind)[:, months]
    return 12.0 * ratio(x.months(setting, "starts", kind)[:, months].sum(axis=1), idle.sum(axis=1))


def half_time(gain: np.ndarray) -> np.ndarray:
    """First month, from 1, in which a gain (worlds, months) reaches half of its largest value."""
    return np.argmax(gain >= 0.5 * gain.max(axis=1, keepdims=True), axis=1) + 1.0


def per_sharer(x: Worlds, setting: str, outcome: str) -> np.ndarray:
    """An outcome of all parties, per party that shares."""
    return ratio(x(setting, outcome), x(setting, "sharing"))


# --- The thesis --------------------------------------------------------------------------------------------


def _stagnation() -> Pattern:
    def growth(x: Worlds) -> np.ndarray:
        sharing = x.months("nothing", "sharing")
        return sharing[:, -1] - sharing[:, 59]

    return Pattern(
        "T01", "Without support, sharing stays low", "Zonder steun blijft delen laag", "§4.2.1, §5.1", _BASELINE,
        {"nothing": ()},
        (
            Criterion("fewer than a fifth share after ten years", "na tien jaar deelt minder dan een vijfde",
                 lambda x: x("nothing", "sharing"), 0.2, "a fifth of partners know each other (I3): sharing does not go beyond", less=True),
            Criterion("it does not grow by itself: under two points in the last five years", "het groeit niet vanzelf: onder twee punten in de laatste vijf jaar",
                 growth, 0.02, _VISIBLY, less=True),
            Criterion("few start: under one in twenty a year", "weinig beginnen: onder één op twintig per jaar",
                 lambda x: start_rate(x, "nothing"), 0.05, "at one in twenty a year four in ten would share after ten years", less=True),
        ),
        ("sharing", "starts"),
    )  # fmt: skip


def _order() -> Pattern:
    def ahead(one: str, other: str) -> Statistic:
        return lambda x: start_rate(x, "nothing", one) - start_rate(x, "nothing", other)

    return Pattern(
        "T02", "Start-ups and large firms first, SMEs and small municipalities last",
        "Start-ups en grote bedrijven eerst, mkb en kleine gemeenten laatst", "§4.2.1, §4.2.7", _DMI,
        {"nothing": ("aftermath=0",)},
        (
            Criterion("start-ups start sooner than public bodies", "start-ups beginnen eerder dan publieke organisaties", ahead("start_up", "public_body"), 0.0, _DIRECTION),
            Criterion("large firms start sooner than public bodies", "grote bedrijven beginnen eerder dan publieke organisaties", ahead("large_firm", "public_body"), 0.0, _DIRECTION),
            Criterion("public bodies start sooner than SMEs", "publieke organisaties beginnen eerder dan het mkb", ahead("public_body", "sme"), 0.0, _DIRECTION),
            Criterion("public bodies start sooner than municipalities", "publieke organisaties beginnen eerder dan gemeenten", ahead("public_body", "municipality"), 0.0, _DIRECTION),
            Criterion("large municipalities share more than small ones", "grote gemeenten delen meer dan kleine",
                 lambda x: x("nothing", "durable_large_municipality") - x("nothing", "durable_small_municipality"), 0.02, _VISIBLY),
        ),
        ("sharing", "starts"),
    )  # fmt: skip


def _start_ups() -> Pattern:
    others = [kind for kind in KINDS if kind != "start_up"]

    def mean(x: Worlds, measure: str, kind: str) -> np.ndarray:
        return x.months("nothing", measure, kind).mean(axis=1)

    def gap(x: Worlds, kind: str) -> np.ndarray:
        return mean(x, "willingness", kind) - mean(x, "sharing", kind)

    return Pattern(
        "T03", "Start-ups are the most willing, with the widest gap to what they do",
        "Start-ups zijn het meest bereid, met de grootste kloof naar wat ze doen", "§4.2.4, §5.1", _DMI,
        {"nothing": ()},
        (
            Criterion("willingness is the highest of all kinds", "bereidheid is de hoogste van alle soorten",
                 lambda x: mean(x, "willingness", "start_up") - np.max([mean(x, "willingness", one) for one in others], axis=0), 0.05, _CLEARLY),
            Criterion("willingness runs ahead of sharing more than for any other kind", "bereidheid loopt verder vooruit op delen dan bij andere soorten",
                 lambda x: gap(x, "start_up") - np.max([gap(x, one) for one in others], axis=0), 0.0, _DIRECTION),
        ),
        ("sharing", "willingness"),
    )  # fmt: skip


#: The four factors of the thesis, each by the parameter in which parties start out with it.
_FACTORS = {
    "value": "benefit_cost_ratio",
    "trust": "initial_trust",
    "knowledge": "initial_knowledge",
    "control": "own_control",
}
_TRUST_LEVELS = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)


def _variance() -> Pattern:
    corners = {
        "".join(map(str, bits)): tuple(key for name, bit in zip(_FACTORS.values(), bits, strict=True) for key in level(name, 0.75 if bit else 0.25))
        for bits in np.ndindex(2, 2, 2, 2)
    }  # fmt: skip

    def explained(x: Worlds) -> np.ndarray:
        """Share of the variance over the sixteen corners that each factor explains by itself: (factors, worlds)."""
        ends = np.array([x(corner, "sharing") for corner in corners])
        high = np.array([[int(bit) for bit in corner] for corner in corners], bool)
        effects = np.array([ends[high[:, at]].mean(axis=0) - ends[~high[:, at]].mean(axis=0) for at in range(4)])
        return np.array([ratio(one**2 / 4.0, ends.var(axis=0)) for one in effects])

    def steepest(x: Worlds) -> np.ndarray:
        """Part of the whole rise with trust that lies in the steepest step of the mean curve."""

        def part(ends: np.ndarray) -> float:
            return float(ratio(np.diff(ends).max(keepdims=True), ends[-1:] - ends[:1])[0])

        return of_means(part, *(x(f"trust {one:g}", "sharing") for one in _TRUST_LEVELS))

    trusts = {
        f"trust {one:g}": (*everywhere("initial_trust", one), *level("benefit_cost_ratio", 0.75))
        for one in _TRUST_LEVELS
    }
    return Pattern(
        "T04", "Value explains most; trust acts as a threshold", "Waarde verklaart het meest; vertrouwen werkt als drempel",
        "§4.2.2, §5.1", _DIL, corners | trusts,
        (
            Criterion("value explains more of the variance than trust, knowledge or control", "waarde verklaart meer van de variantie dan vertrouwen, kennis of controle",
                 lambda x: explained(x)[0] - explained(x)[1:].max(axis=0), 0.0, "quartiles of each prior, all sixteen combinations: " + _DIRECTION),
            Criterion("of what trust does, at least two fifths lies in one of five steps", "van wat vertrouwen doet, ligt minstens twee vijfde in één van vijf stappen",
                 steepest, 0.4, "twice the fifth that an even rise would have in each step", "ratio"),
        ),
    )  # fmt: skip


def _gate() -> Pattern:
    cells = {
        f"{trust} trust, {value} value": (*everywhere("initial_trust", at), *level("benefit_cost_ratio", u))
        for trust, at in (("low", 0.1), ("high", 0.7))
        for value, u in (("low", 0.25), ("high", 0.75))
    }
    low, high = (tuple(f"{trust} trust, {value} value" for value in ("high", "low")) for trust in ("low", "high"))
    return Pattern(
        "T05", "Below the gate of trust value hardly helps, above it value decides", "Onder de drempel van vertrouwen helpt waarde nauwelijks, erboven beslist zij",
        "§4.2.2, §5.1", _DIL, cells,
        (
            Criterion("little trust: more value adds under five points", "weinig vertrouwen: meer waarde voegt minder dan vijf punten toe",
                 difference(low[0], low[1], "sharing"), 0.05, _CLEARLY, less=True),
            Criterion("much trust: more value adds at least fifteen points", "veel vertrouwen: meer waarde voegt minstens vijftien punten toe",
                 difference(high[0], high[1], "sharing"), 0.15, "three times what is allowed where trust is low"),
        ),
    )  # fmt: skip


def _knowledge() -> Pattern:
    coaches = on("knowledge_infrastructure")
    bare = level("benefit_cost_ratio", 0.0)

    def lead(x: Worlds) -> np.ndarray:
        knowledge, trust = (x.months("coaches", one) - x.months("nothing", one) for one in ("knowledge", "trust"))
        return half_time(trust) - half_time(knowledge)

    return Pattern(
        "T06", "Knowledge rises before trust, and does little without value", "Kennis stijgt vóór vertrouwen, en doet weinig zonder waarde",
        "§4.2.7", _DIL,
        {"nothing": (), "coaches": coaches, "no value": bare, "coaches, no value": (*bare, *coaches)},
        (
            Criterion("half of the gain in knowledge comes a year before half of that in trust", "de helft van de kenniswinst komt een jaar vóór de helft van de vertrouwenswinst",
                 lead, 12.0, "a year: more than what a first experience takes", "months"),
            Criterion("where there is little value, coaches add under a third of what they add else", "bij weinig waarde voegt begeleiding minder dan een derde toe van wat zij anders toevoegt",
                 lambda x: difference("coaches, no value", "no value", "sharing")(x) - difference("coaches", "nothing", "sharing")(x) / 3.0, 0.0, "a third: 'little' against what is usual", less=True),
        ),
        ("knowledge", "trust"),
    )  # fmt: skip


def _tradition() -> Pattern:
    nobody = (*everywhere("initial_sharing", 0.0), "months=24")  # or tradition would help by those that share already

    return Pattern(
        "T07", "Having worked together before speeds up the start", "Eerder samenwerken versnelt het begin", "§4.2.1, §4.2.7", _DIL,
        {"none": (*nobody, "parameters.prior_collaboration=0"), "tradition": (*nobody, "parameters.prior_collaboration=0.6")},
        (
            Criterion("in the first two years at least a quarter more start, of those that do not share", "in de eerste twee jaar begint minstens een kwart meer van wie niet deelt",
                 lambda x: ratio_of_means(start_rate(x, "tradition", last=24), start_rate(x, "none", last=24)), 1.25, "a quarter: clear; nobody shares at the start in either", "ratio"),
        ),
        ("sharing", "starts"),
    )  # fmt: skip


def _complements() -> Pattern:
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

    def against_half(x: Worlds) -> np.ndarray:
        each = [ratio(x(name, "chain_value"), x(name, "chain_coverage")) for name in ("40% obliged", "100% obliged")]
        return ratio(each[1], each[0])

    return Pattern(
        "T08", "Value per party rises with the number of parties, most with the last", "Waarde per partij stijgt met het aantal partijen, het meest met de laatste",
        "§4.2.4, §4.2.6", _DIL, settings,
        (
            Criterion("a sharer gets at least half as much again where all share as where some do", "wie deelt krijgt minstens anderhalf maal zoveel waar allen delen als waar een deel deelt",
                 against_half, 1.5, "half as much again: far from proportional", "ratio"),
            Criterion("the last parties to join bring at least a quarter more than those before", "de laatste partijen brengen minstens een kwart meer dan de eerdere",
                 last_step, 1.25, "a quarter: more than chance between chains", "ratio"),
        ),
    )  # fmt: skip


def _exits() -> Pattern:
    leave = ("event.exit.month=61", "event.exit.size=1", 'event.exit.for=["large_firm"]')
    short = ("months=96",)
    weakest = ("parameters.complementarity=4",)

    def lost(one: str, other: str) -> Statistic:
        """How many fewer SMEs share two years after all large firms left."""
        return lambda x: x.months(one, "sharing", "sme")[:, 83] - x.months(other, "sharing", "sme")[:, 83]

    return Pattern(
        "T09", "One party leaving can set off further exits", "Eén vertrekkende partij kan anderen meetrekken", "§4.2.6 I1 I2", _ADVICE,
        {"stay": short, "leave": (*short, *leave), "stay, all needed": (*short, *weakest), "leave, all needed": (*short, *weakest, *leave)},
        (
            Criterion("two years after the large firms left, fewer SMEs share", "twee jaar na vertrek van de grote bedrijven delen minder mkb'ers",
                 lost("stay", "leave"), 0.0, _DIRECTION),
            Criterion("where value needs everybody, visibly fewer do", "waar waarde iedereen nodig heeft, zichtbaar minder",
                 lost("stay, all needed", "leave, all needed"), 0.02, _VISIBLY),
        ),
        ("sharing",),
    )  # fmt: skip


def _loop() -> Pattern:
    off = ("parameters.trust_gain=0", "parameters.institution_weight=0")
    helped = (*on(*_SUPPORT, until=60), "months=180")

    def kept(x: Worlds, helped: str, without: str) -> np.ndarray:
        """Part of what support had added at its end that is there ten years later."""
        gain = x.months(helped, "sharing") - x.months(without, "sharing")
        return ratio_of_means(gain[:, -1], gain[:, 59])

    return Pattern(
        "T10", "The loop of trust and working together carries sharing", "De lus van vertrouwen en samenwerken draagt het delen", "§2.4, §4.2.7", _DIL,
        {"loop": ("months=180",), "no loop": (*off, "months=180"), "helped": helped, "helped, no loop": (*helped, *off)},
        (
            Criterion("without it the long-run level is at least five points lower", "zonder die lus is het niveau op lange termijn minstens vijf punten lager",
                 difference("loop", "no loop", "sharing"), 0.05, _CLEARLY),
            Criterion("without it less of what support built is there ten years later", "zonder die lus is tien jaar later minder over van wat steun opbouwde",
                 lambda x: kept(x, "helped", "loop") - kept(x, "helped, no loop", "no loop"), 0.1, "a tenth of what was built: clear against chance between worlds", "ratio"),
        ),
        ("sharing",),
    )  # fmt: skip


def _hysteresis() -> Pattern:
    def excess(until: int) -> Statistic:
        """What is left at the end, above never, minus half of what there was when support ended."""

        def statistic(x: Worlds) -> np.ndarray:
            gain = x.months(f"until {until}", "sharing") - x.months("never", "sharing")
            return gain[:, -1] - 0.5 * gain[:, until - 1]

        return statistic

    settings = {f"until {until}": (*on(*_SUPPORT, until=until), "months=180") for until in (24, 84)}
    why = "half of what was built is where lasting and losing part"
    return Pattern(
        "T11", "Support withdrawn late leaves sharing in place, early lets it collapse", "Laat gestopte steun laat delen staan, vroeg gestopte niet",
        "§2.4, §5.1", _DIL, {"never": ("months=180",), **settings},
        (
            Criterion("six years of support: more than half of the gain is there eight years later", "zes jaar steun: acht jaar later is meer dan de helft van de winst er nog", excess(84), 0.0, why),
            Criterion("one year of support: more than half of the gain is lost", "één jaar steun: meer dan de helft van de winst gaat verloren", excess(24), 0.0, why, less=True),
        ),
        ("sharing",),
    )  # fmt: skip


def _mandate() -> Pattern:
    return Pattern(
        "T12", "A mandate brings coverage, not depth or new uses", "Een plicht brengt breedte, geen diepte of nieuw gebruik", "§2.3.2, §4.2.7", _DIL,
        {"mandate": on("mandate"), "voluntary": on(*FACILITATE)},
        (
            Criterion("more share under a mandate than where sharing is made easy", "onder een plicht delen er meer dan waar delen makkelijk wordt gemaakt",
                 difference("mandate", "voluntary", "sharing"), 0.1, "ten points: a different order of coverage"),
            Criterion("who shares freely shares deeper", "wie vrijwillig deelt, deelt dieper",
                 lambda x: per_sharer(x, "voluntary", "depth") - per_sharer(x, "mandate", "depth"), 0.1, "ten points of depth: a third of a level each"),
            Criterion("and finds more new uses", "en vindt meer nieuw gebruik van data",
                 difference("voluntary", "mandate", "innovations"), 0.5, "one new use more in every other chain", "uses"),
        ),
    )  # fmt: skip


def _framework() -> Pattern:
    cells = {
        f"{framework}, {known}": (f"policy.agreement_framework.strength={strength}", *level("initial_knowledge", u))
        for framework, strength in (("without", 0), ("with", 1))
        for known, u in (("known little", 0.0), ("known well", 1.0))
    }
    little, well = (tuple(f"{one}, {known}" for one in ("with", "without")) for known in ("known little", "known well"))
    return Pattern(
        "T13", "An agreement framework gives control, more so where it is understood", "Een afsprakenstelsel geeft controle, meer naarmate het begrepen wordt",
        "§4.2.3, §5.1", _DIL, cells,
        (
            Criterion("control as felt rises by at least five points", "ervaren controle stijgt minstens vijf punten",
                 lambda x: 0.5 * (difference(little[0], little[1], "control")(x) + difference(well[0], well[1], "control")(x)), 0.05, _CLEARLY),
            Criterion("it rises by at least two points more where parties know much", "waar partijen veel weten stijgt zij minstens twee punten meer",
                 contrast((well[0], well[1]), (little[0], little[1]), "control"), 0.02, _VISIBLY),
        ),
    )  # fmt: skip


def _paradox() -> Pattern:
    levels = {f"z {z:g}": (f"policy.agreement_framework.strictness={z:g}",) for z in (0.0, 0.25, 1.0)}
    return Pattern(
        "T14", "New uses peak between open and closed", "Nieuw gebruik is het grootst tussen open en gesloten", "§2.4 Eaton", _ADVICE, levels,
        (
            Criterion("a moderate framework gives more new uses than an open one", "een gematigd stelsel geeft meer nieuw gebruik dan een open stelsel",
                 difference("z 0.25", "z 0", "innovations"), 0.0, _DIRECTION, "uses"),
            Criterion("and more than a closed one", "en meer dan een gesloten stelsel",
                 difference("z 0.25", "z 1", "innovations"), 0.5, "one new use more in every other chain", "uses"),
        ),
    )  # fmt: skip


def _neutral() -> Pattern:
    party = on("neutral_party")
    cells = {
        f"{what}, {who}": (f"network.known={known:g}", *keys)
        for who, known in (("strangers", 0.1), ("acquaintances", 0.6))
        for what, keys in (("nothing", ()), ("party", party))
    }
    return Pattern(
        "T15", "A neutral party helps small parties and strangers most", "Een neutrale partij helpt kleine partijen en onbekenden het meest",
        "§4.2.2, §4.2.4", _DIL, {"nothing": (), "party": party} | cells,
        (
            Criterion("SMEs gain more than large firms", "het mkb wint meer dan grote bedrijven",
                 lambda x: difference("party", "nothing", "sharing_sme")(x) - difference("party", "nothing", "sharing_large_firm")(x), 0.0, _DIRECTION),
            Criterion("strangers gain more than those that know each other", "onbekenden winnen meer dan bekenden",
                 contrast(("party, strangers", "nothing, strangers"), ("party, acquaintances", "nothing, acquaintances"), "sharing"), 0.0, _DIRECTION),
        ),
    )  # fmt: skip


def _standard() -> Pattern:
    def gain(group: str) -> Statistic:
        return difference("standard", "nothing", f"durable_{group}")

    return Pattern(
        "T16", "One standard helps, most where a party sits in several chains", "Eén standaard helpt, het meest wie in meer ketens zit", "§4.2.5; Table 1", _DIL,
        {"nothing": ("aftermath=0",), "standard": (*on("standardisation"), "aftermath=0")},
        (
            Criterion("standardisation alone adds at least two points", "standaardisatie alleen voegt minstens twee punten toe", difference("standard", "nothing", "sharing"), 0.02, _VISIBLY),
            Criterion("parties in several chains gain at least two points more than those in one", "partijen in meer ketens winnen minstens twee punten meer dan die in één",
                 lambda x: gain("several_chains")(x) - gain("one_chain")(x), 0.02, _VISIBLY),
        ),
    )  # fmt: skip


def _compensation() -> Pattern:
    def gain(group: str) -> Statistic:
        return difference("paid", "nothing", f"durable_{group}")

    return Pattern(
        "T17", "Who contributes is not who benefits; pay in the chain brings in the losers", "Wie bijdraagt is niet wie profiteert; betalen in de keten trekt de verliezers mee",
        "§4.2.4 I4; Table 1", _DIL,
        {"nothing": ("aftermath=0",), "paid": (*on("chain_compensation"), "aftermath=0")},
        (
            Criterion("parties whose part is less than even share at least five points less", "partijen met minder dan een evenredig deel delen minstens vijf punten minder",
                 lambda x: x("nothing", "durable_high_part") - x("nothing", "durable_low_part"), 0.05, _CLEARLY),
            Criterion("compensation brings at least two points of them in", "vergoeding haalt minstens twee punten van hen binnen", gain("low_part"), 0.02, _VISIBLY),
            Criterion("and brings in more of them than of the others", "en haalt meer van hen binnen dan van de anderen",
                 lambda x: gain("low_part")(x) - gain("high_part")(x), 0.0, _DIRECTION),
        ),
    )  # fmt: skip


def _paywall() -> Pattern:
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
        return difference("harmless", "paywall", "trust_untouched")(x) - 0.1 * difference(
            "harmless", "paywall", "trust"
        )(x)

    return Pattern(
        "T18", "A paywall costs trust beyond its own chain; institutions cushion it", "Een betaalmuur kost ook elders vertrouwen; instituties dempen dat",
        "§4.2.2 I1, §4.2.6 I1 I6", _ADVICE,
        {"harmless": (*event, *harmless), "paywall": event, "harmless, bare": (*event, *harmless, *bare), "paywall, bare": (*event, *bare)},
        (
            Criterion("a paywall in three of ten chains costs trust", "een betaalmuur in drie van tien ketens kost vertrouwen", difference("harmless", "paywall", "trust"), 0.02, _VISIBLY),
            Criterion("parties that never met it lose at least a tenth as much", "partijen die er nooit voor stonden verliezen minstens een tiende daarvan", beyond, 0.0, "a tenth: more than a trace"),
            Criterion("without institutional trust more sharing is lost", "zonder institutioneel vertrouwen gaat meer delen verloren",
                 contrast(("harmless, bare", "paywall, bare"), ("harmless", "paywall"), "sharing"), 0.0, _DIRECTION),
        ),
    )  # fmt: skip


#: Eight voluntary measures of different sorts: help, money, relief, data, rules, standard, knowledge, government itself.
_WEAKENED = (
    "neutral_party", "subsidy", "fewer_inspections", "open_government_data", "agreement_framework", "standardisation",
    "knowledge_infrastructure", "agency_cooperation",
)  # fmt: skip


def _predictability() -> Pattern:
    worlds = {
        "erratic": (*level("reliability", 0.0), *level("reversal_rate", 1.0)),
        "steady": (*level("reliability", 1.0), *level("reversal_rate", 0.0)),
    }
    cells = {
        f"{instrument}, {name}": (*keys, *(on(instrument) if instrument != "nothing" else ()))
        for name, keys in worlds.items()
        for instrument in ("nothing", *_WEAKENED)
    }

    def effect(x: Worlds, instrument: str, state: str) -> np.ndarray:
        return difference(f"{instrument}, {state}", f"nothing, {state}", "sharing")(x)

    def weaker(instrument: str) -> Criterion:
        record = INSTRUMENTS[instrument]
        return Criterion(
            f"weaker: {record.en.lower()}", f"zwakker: {record.nl.lower()}",
            lambda x: effect(x, instrument, "steady") - effect(x, instrument, "erratic"), 0.0, _DIRECTION,
        )  # fmt: skip

    def average(x: Worlds) -> np.ndarray:
        steady, erratic = (
            np.mean([effect(x, one, state) for one in _WEAKENED], axis=0) for state in ("steady", "erratic")
        )
        return 0.8 * steady - erratic

    return Pattern(
        "T19", "Unpredictable policy weakens other instruments", "Onvoorspelbaar beleid verzwakt andere instrumenten", "§4.2.5; Table 1", _DIL, cells,
        (
            Criterion("on average measures lose at least a fifth of their effect", "gemiddeld verliezen maatregelen minstens een vijfde van hun effect", average, 0.0, "a fifth: more than the months of suspension themselves take away"),
            *map(weaker, _WEAKENED),
        ),
    )  # fmt: skip


def _mix() -> Pattern:
    strengths = (0.25, 0.5, 0.75, 1.0)
    mixes = {f"mix {one:g}": on(*_MIX, strength=one) for one in strengths}
    singles = {name: on(name) for name in INSTRUMENTS}

    def least(outcome: str, names: Sequence[str]) -> Statistic:
        """How much more the mix brings than the best single measure, at that measure's cost (at its own, where that is lower)."""

        def statistic(x: Worlds) -> np.ndarray:
            curve = ["nothing", *mixes]
            costs, effects = (np.array([x(name, one) for name in curve]).T for one in ("public_spending", outcome))
            ahead = [
                [np.interp(cost, costs[world], effects[world]) - own for world, (cost, own) in enumerate(zip(x(name, "public_spending"), x(name, outcome), strict=True))]
                for name in names
            ]  # fmt: skip
            return np.min(ahead, axis=0)

        return statistic

    def whole(x: Worlds) -> np.ndarray:
        """The whole mix against the best single voluntary measure that costs no more."""
        cost = x("mix 1", "public_spending")
        own = [np.where(x(name, "public_spending") <= cost, x(name, "sharing"), 0.0) for name in voluntary]
        return x("mix 1", "sharing") - np.max(own, axis=0)

    voluntary = [name for name, one in INSTRUMENTS.items() if not one.law]
    why = "a mix that is only as good would not be worth its coordination; against the best measure of each world"
    return Pattern(
        "T20", "A mix beats the best single measure at equal public cost", "Een mix wint van de beste losse maatregel bij gelijke publieke kosten", "§2.3.2 (Klievink 2015)", _DIL,
        {"nothing": ()} | mixes | singles,
        (
            Criterion("in sharing at the cost of the single measure, all but the mandate", "in delen bij de kosten van de losse maatregel, alle behalve de plicht",
                 least("sharing", voluntary), 0.0, why),
            Criterion("in depth at the cost of the single measure, all of them", "in diepte bij de kosten van de losse maatregel, allemaal", least("depth", list(singles)), 0.0, why),
            Criterion("in sharing at the cost of the whole mix, all but the mandate", "in delen bij de kosten van de hele mix, alle behalve de plicht",
                 whole, 0.0, "added after the first run, which asked at the cost of single measures only"),
        ),
    )  # fmt: skip


def _success() -> Pattern:
    helped = (*on(*FACILITATE), "months=60")
    return Pattern(
        "T21", "After a visible success nearby the next decides faster", "Na een zichtbaar succes in de buurt beslist de volgende sneller", "§4.2.4 I13", _DMI,
        {"seen": helped, "unseen": (*helped, "parameters.success_attention=0")},
        (
            Criterion("in five years at least a tenth more start, of those that do not share", "in vijf jaar begint minstens een tiende meer van wie niet deelt",
                 lambda x: ratio_of_means(start_rate(x, "seen", last=60), start_rate(x, "unseen", last=60)), 1.1, "a tenth: the least that word of mouth should be worth a programme", "ratio"),
        ),
        ("sharing", "starts"),
    )  # fmt: skip


def _more_of_it() -> Pattern:
    def steps(x: Worlds) -> np.ndarray:
        """Steps up a year per sharer that can still step up, over starts a year per party that does not share."""
        further = x.months("nothing", "steps_up") - x.months("nothing", "starts")
        room = x.months("nothing", "sharing") - x.months("nothing", "level_3")
        return ratio_of_means(12.0 * ratio(further.sum(axis=1), room.sum(axis=1)), start_rate(x, "nothing"))

    return Pattern(
        "T22", "Success breeds more: sharers step up far more often than others start", "Succes smaakt naar meer: wie deelt zet vaker een stap dan een ander begint", "§4.2.7; ZEW 2024", _DIL,
        {"nothing": ()},
        (Criterion("at least twice as often", "minstens tweemaal zo vaak", steps, 2.0, "twice: the least that 'far more often' can mean", "ratio"),),
        ("sharing", "level_3", "starts", "steps_up"),
    )  # fmt: skip


#: What may lead the formation of a partnership: parameters of each factor, all moved from low to high quartiles.
_LEADING = {
    "value": ("benefit_cost_ratio",),
    "trust": ("initial_trust",),
    "pressure": ("pressure_value", "pressure_attention"),
}
_OTHERS = {
    "knowledge": ("initial_knowledge",), "control": ("own_control",), "law": ("legal_uncertainty",), "entry cost": ("entry_cost",),
    "old systems": ("legacy",), "peers": ("norm",),
}  # fmt: skip


def _formation() -> Pattern:
    settings = {
        f"{name} {end}": (*(key for one in names for key in level(one, u)), "months=36")
        for name, names in {**_LEADING, **_OTHERS}.items()
        for end, u in (("low", 0.25), ("high", 0.75))
    }

    def effect(x: Worlds, name: str) -> np.ndarray:
        return np.abs(start_rate(x, f"{name} high", last=36) - start_rate(x, f"{name} low", last=36))

    def leads(name: str) -> Statistic:
        return lambda x: effect(x, name) - np.max([effect(x, one) for one in _OTHERS], axis=0)

    why = "from the lower to the upper quartile of each prior: " + _DIRECTION
    words = {"value": "waarde", "trust": "vertrouwen", "pressure": "druk van buiten"}
    return Pattern(
        "T23", "Value, trust and outside pressure lead the formation", "Waarde, vertrouwen en druk van buiten leiden de vorming", "§2.3.6 (Susha 2020)", _DIL, settings,
        tuple(
            Criterion(f"{name} moves starts in three years more than any other factor", f"{words[name]} beweegt het begin in drie jaar meer dan elke andere factor", leads(name), 0.0, why)
            for name in _LEADING
        ),
        ("sharing", "starts"),
    )  # fmt: skip


_MAKERS: tuple[Callable[[], Pattern], ...] = (
    _stagnation, _order, _start_ups, _variance, _gate, _knowledge, _tradition, _complements, _exits, _loop, _hysteresis, _mandate,
    _framework, _paradox, _neutral, _standard, _compensation, _paywall, _predictability, _mix, _success, _more_of_it, _formation,
)  # fmt: skip

#: All patterns by id, those of the thesis first, then the histories.
PATTERNS: Mapping[str, Pattern] = {one.id: one for one in (*(make() for make in _MAKERS), *HISTORIES)}

#: The level of each interval: shared out over all parts of all patterns and all looks.
LEVEL = ALPHA / (len(SAMPLE_SIZES) * sum(len(one.parts) for one in PATTERNS.values()))
