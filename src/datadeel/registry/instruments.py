"""The twenty measures of the thesis (Table 1, §5.1): what each one moves, when, how strongly and for whom.

A measure never acts on sharing itself. It moves *levers*: numbers that mechanisms read. A lever has six
slots a month, one for each kind of organisation and one for the nation (the highest of the five).
Costs are declared assumptions with a range of half to twice the figure unless a source is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from datadeel.registry.kinds import KINDS

SLOTS = len(KINDS) + 1
NATION = len(KINDS)


@dataclass(frozen=True)
class Setting:
    """One number that a scenario may set for a measure; ``lever`` is what it moves (times strength unless ``fixed``)."""

    value: float
    low: float
    high: float
    unit: str
    en: str
    lever: str
    fixed: bool = False
    minimum: float = 0.0
    maximum: float = 1.0


@dataclass(frozen=True)
class Cost:
    """Public cost at full strength, EUR: a month per 1,000 organisations, and a month per party of three sorts."""

    fixed: float = 0.0
    per_target: float = 0.0
    per_sharer: float = 0.0
    per_obliged: float = 0.0
    per_euro: float = 0.0
    source: str = "assumption"


@dataclass(frozen=True)
class Instrument:
    """One measure. ``kinds`` are its targets unless a scenario says otherwise; a ``national`` one has none.
    ``announced`` is how far its announcement makes others' sharing expected; ``survives`` says whether it can be
    handed over when its programme ends; ``law`` whether a reversal of policy leaves it alone."""

    id: str
    en: str
    nl: str
    problem: str
    acts_on: str
    source: str
    settings: Mapping[str, Setting]
    cost: Cost
    kinds: tuple[str, ...] = KINDS
    national: bool = False
    announced: float = 0.1
    survives: bool = False
    law: bool = False
    expects: str = ""


def _instruments() -> Iterable[Instrument]:
    share = "share"
    yield Instrument(
        "steering",
        "One commissioner who directs",
        "Eén regeringscommissaris",
        "too little direction",
        "credibility of announcements, attention, enforcement",
        "§4.2.5 I12; Table 1",
        {"authority": Setting(0.7, 0.3, 1.0, "index", "Authority of the commissioner", "steering")},
        Cost(fixed=4000.0),
        announced=0.15,
        expects="little alone, strong beside others",
    )
    yield Instrument(
        "neutral_party",
        "Neutral party as catalyst",
        "Neutrale partij als aanjager",
        "too little animo",
        "onboarding capacity and cost of small parties, assurance among strangers",
        "§4.2.2 I1-I3, §4.2.4, §2.3.2",
        {
            "presence": Setting(0.8, 0.3, 1.0, "index", "How fully it is there", "neutral_party"),
            "capacity": Setting(
                20.0,
                5.0,
                60.0,
                "parties per 1,000 per month",
                "Small parties it can onboard",
                "onboarding",
                maximum=1000.0,
            ),
        },
        Cost(fixed=15000.0, source="Portbase 2023: EUR 19.4 million a year for 5,600 parties, part of it public"),
        announced=0.1,
        survives=True,
        expects="small parties gain most",
    )
    yield Instrument(
        "mandate",
        "Oblige sharing",
        "Delen verplichten",
        "too little animo",
        "forced level 1 with phase-in, enforcement, compliance cost; hierarchy",
        "§2.3.2 Gawer, §4.2.7; Table 1",
        {
            "coverage": Setting(1.0, 0.2, 1.0, "share of chains", "Chains whose process is covered", "mandate"),
            "enforcement": Setting(0.8, 0.3, 1.0, "index", "Strength of enforcement", "enforcement"),
            "statutory": Setting(
                0.0, 0.0, 1.0, share, "How far the process is statutory already", "statutory", fixed=True
            ),
        },
        Cost(fixed=3000.0, per_obliged=8.0),
        law=True,
        expects="high coverage, shallow levels, little generativity",
    )
    yield Instrument(
        "subsidy",
        "Financial incentive",
        "Financiële prikkel",
        "too little animo",
        "share of the entry cost, up to a cap, until the budget is spent",
        "Table 1; §4.2.7",
        {
            "share": Setting(0.5, 0.2, 0.8, share, "Part of the entry cost that is paid", "subsidy"),
            "cap": Setting(
                25000.0, 2500.0, 100000.0, "EUR", "Most that one step can get", "subsidy_cap", fixed=True, maximum=1e7
            ),
            "budget": Setting(
                5.0,
                1.0,
                20.0,
                "EUR million per 1,000 organisations",
                "Budget over the whole period",
                "subsidy_budget",
                fixed=True,
                maximum=1e6,
            ),
        },
        Cost(fixed=1500.0, per_euro=1.1, source="1.00 granted and 0.10 handling (assumption)"),
        announced=0.1,
        expects="raises starts; alone weak where knowledge or trust binds",
    )
    yield Instrument(
        "fewer_inspections",
        "Lighter supervision for sharers",
        "Minder toezicht voor wie deelt",
        "extra added value",
        "running benefit of sharers under supervision",
        "§4.2.1 I1, §4.2.6 I7; Table 1",
        {"relief": Setting(0.4, 0.1, 0.7, share, "Part of supervision that is lifted", "inspections")},
        Cost(fixed=1000.0, per_sharer=3.0),
        announced=0.1,
        expects="works for supervised kinds",
    )
    yield Instrument(
        "open_government_data",
        "Government shares its own data",
        "Overheid deelt eigen data",
        "extra added value",
        "public bodies' own sharing; benefit to sharers; start-ups' innovation",
        "§4.2.5 I1 I7; Table 1",
        {"breadth": Setting(0.5, 0.2, 0.9, share, "Breadth of the data opened", "open_data")},
        Cost(fixed=6000.0),
        announced=0.1,
        expects="also lifts trust and start-ups' innovation",
    )
    yield Instrument(
        "eu_information",
        "Earlier information on EU rules",
        "Eerder informeren over EU-regels",
        "extra added value",
        "legal doubt, knowledge",
        "§4.2.5 I3; Table 1",
        {"reach": Setting(0.5, 0.2, 0.8, share, "Parties reached in time", "eu_information")},
        Cost(fixed=800.0, per_target=0.5),
        announced=0.02,
        expects="modest",
    )
    yield Instrument(
        "eu_influence",
        "Act together in EU decisions",
        "Gezamenlijk optrekken in de EU",
        "extra added value",
        "frameworks converge slowly",
        "§4.2.5 I3 I5 I7; Table 1",
        {"influence": Setting(0.5, 0.2, 0.8, "index", "Influence gained", "eu_influence")},
        Cost(fixed=1200.0),
        national=True,
        announced=0.02,
        expects="late, modest",
    )
    yield Instrument(
        "agreement_framework",
        "Agreement framework",
        "Afsprakenstelsel",
        "control over own data",
        "assurance A(z), audit, strictness z",
        "§4.2.2 I6 I10 I13, §4.2.3, §5.1; Table 1",
        {
            "maturity": Setting(0.9, 0.4, 1.0, "index", "Maturity it grows to", "framework"),
            "strictness": Setting(0.5, 0.0, 1.0, "z", "Strictness: 0 open, 1 closed", "strictness", fixed=True),
            "audit": Setting(0.6, 0.0, 1.0, "index", "Audit and enforcement", "audit"),
        },
        Cost(fixed=8000.0, per_sharer=1.0),
        national=True,
        announced=0.1,
        survives=True,
        expects="felt only where understood; interior optimum of strictness for innovation",
    )
    yield Instrument(
        "standardisation",
        "One or a few standards",
        "Eén of enkele standaarden",
        "too many frameworks",
        "number of frameworks, technical cost, control; rigidity where obliged",
        "§4.2.3; Table 1",
        {
            "effort": Setting(0.8, 0.3, 1.0, "index", "Effort put into convergence", "standard"),
            "target": Setting(
                1.5,
                1.0,
                4.0,
                "frameworks",
                "Frameworks aimed at",
                "standard_target",
                fixed=True,
                minimum=1.0,
                maximum=50.0,
            ),
            "obliged": Setting(0.0, 0.0, 1.0, "index", "How far the standard is obliged", "obliged"),
        },
        Cost(fixed=3000.0),
        national=True,
        announced=0.1,
        survives=True,
        expects="helps SMEs and parties in several chains; too rigid costs adaptability",
    )
    yield Instrument(
        "knowledge_infrastructure",
        "Knowledge and coaches",
        "Kennis en begeleiding",
        "too little knowledge and trust",
        "campaign reach, credibility of the messenger, hands-on coaching",
        "§4.2.1 I1 I5, §5.1; Table 1",
        {
            "campaign": Setting(0.5, 0.0, 1.0, share, "Parties reached by campaigns", "campaign"),
            "messenger": Setting(0.7, 0.3, 1.0, "index", "Credibility of who tells it", "messenger", fixed=True),
            "coaching": Setting(0.4, 0.0, 0.8, share, "Parties with a coach in a year", "coaching"),
        },
        Cost(fixed=2000.0, per_target=35.0),
        kinds=("sme", "municipality", "start_up", "public_body"),
        announced=0.1,
        survives=True,
        expects="first step of the loop; leaflets alone do little, coaching does",
    )
    yield Instrument(
        "start_up_procurement",
        "Room for start-ups in tenders",
        "Ruimte voor start-ups bij inkoop",
        "start-ups held up",
        "procurement delay",
        "§4.2.5 I2 I11, §5.1; Table 1",
        {"speed": Setting(0.5, 0.2, 0.8, share, "Part of the delay that is cut", "procurement")},
        Cost(fixed=600.0),
        kinds=("start_up",),
        announced=0.02,
        expects="more survive, more innovation",
    )
    yield Instrument(
        "pre_financing",
        "Pre-finance start-ups",
        "Start-ups voorfinancieren",
        "start-ups held up",
        "cash",
        "§5.1; Table 1",
        {"share": Setting(0.4, 0.1, 0.8, "of burn", "Part of the burn that is paid while waiting", "pre_financing")},
        Cost(per_target=4000.0),
        kinds=("start_up",),
        announced=0.02,
        expects="more survive, more innovation",
    )
    yield Instrument(
        "access_facility",
        "Safe access facility",
        "Veilige toegangsvoorziening",
        "control over own data",
        "identity assurance, cost of connecting",
        "§4.2.5 I4 I5, §5.1; Table 1",
        {
            "identity": Setting(0.25, 0.1, 0.5, "index", "Assurance by proven identity", "access"),
            "relief": Setting(0.2, 0.05, 0.4, share, "Technical cost it takes away", "access_relief"),
        },
        Cost(fixed=5000.0, per_sharer=0.5),
        announced=0.05,
        survives=True,
        expects="complements the framework",
    )
    yield Instrument(
        "chain_compensation",
        "Pay for data in the chain",
        "Vergoeding in de keten",
        "cost and benefit fall unequally",
        "transfer from those who gain to those who supply",
        "§4.2.4 I4, §4.2.6; Table 1",
        {"share": Setting(0.5, 0.2, 0.8, share, "Part of the difference that is evened out", "compensation")},
        Cost(fixed=800.0),
        announced=0.05,
        expects="closes the mismatch of cost and benefit",
    )
    yield Instrument(
        "agency_cooperation",
        "Public bodies work together",
        "Overheden werken samen",
        "fragmented government",
        "counters; public bodies' attention",
        "§4.2.5 I1 I4 I7 I9 I10 I14; Table 1",
        {"share": Setting(0.4, 0.2, 0.7, share, "Part of the burden that is taken away", "agencies")},
        Cost(fixed=2500.0),
        announced=0.05,
        survives=True,
        expects="lowers burden",
    )
    yield Instrument(
        "digital_public_processes",
        "Digitise main public processes",
        "Publieke processen digitaliseren",
        "fragmented government",
        "public bodies' legacy",
        "§4.2.5 I11; Table 1",
        {"share": Setting(0.5, 0.2, 0.8, share, "Part of the legacy that is taken away", "digital")},
        Cost(fixed=7000.0),
        kinds=("municipality", "public_body"),
        announced=0.05,
        survives=True,
        expects="public bodies share sooner",
    )
    yield Instrument(
        "one_counter",
        "One counter for data requests",
        "Eén loket voor gegevensvragen",
        "fragmented government",
        "running cost, trust in government",
        "§4.2.5 I2 I6 I11; Table 1",
        {"share": Setting(0.5, 0.2, 0.8, share, "Part of the burden that is taken away", "one_counter")},
        Cost(fixed=3000.0),
        announced=0.05,
        survives=True,
        expects="motivation of small parties",
    )
    yield Instrument(
        "predictable_policy",
        "Multi-year, transparent policy",
        "Meerjarig, voorspelbaar beleid",
        "unpredictable government",
        "reliability: horizon, credibility, reversals",
        "§4.2.5 I1 I7; Table 1",
        {"commitment": Setting(0.7, 0.3, 1.0, "index", "Strength of the commitment", "predictable")},
        Cost(fixed=300.0),
        national=True,
        announced=0.05,
        expects="makes all else work better",
    )
    yield Instrument(
        "maintenance_handover",
        "Arrange who runs it afterwards",
        "Beheer tijdig overdragen",
        "what lasts after the pilot",
        "what survives when programmes end",
        "§5.1; Table 1",
        {"retained": Setting(0.7, 0.3, 0.9, share, "Part that is kept running", "handover")},
        Cost(fixed=500.0),
        national=True,
        announced=0.02,
        expects="decides what lasts after the pilot",
    )


#: The measures by id, in the order of the thesis table.
INSTRUMENTS: dict[str, Instrument] = {one.id: one for one in _instruments()}

#: Names of all levers. The last two are what announcements make parties expect: share of others that a measure will
#: win, and share of chains that a law will cover.
LEVERS: tuple[str, ...] = (
    *(s.lever for one in INSTRUMENTS.values() for s in one.settings.values()),
    "announced",
    "announced_law",
)


def lever(name: str) -> int:
    """Offset of a lever in a month's row; add a kind's code, or ``NATION``."""
    return LEVERS.index(name) * SLOTS
