"""The state of a world: one place for what stages read and write, field by field, with meaning and unit.

Each class here is a record. From its annotations follows the layout of a structured array, in which the compiled
driver holds many (``ORGANISATION_DTYPE`` and its like); in the Mesa driver an agent or a plain object has the same
fields as attributes. Their order is their order in memory, on which speed hangs; organisations are ordered by chain,
so that partners lie together.

Units: ``scale`` is what full sharing costs a party of its size, EUR a month, at the registry's values; value and
running cost are in that unit. A chain's full value is 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Protocol, TypeVar, get_args, get_type_hints

import numpy as np

from datadeel.model.purposes import Purpose
from datadeel.registry.instruments import POLICY_INPUTS, SLOTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS, SCALARS

#: Organisations and chains are summed in blocks of this many, so that threads can share the work and give the same
#: bits.
BLOCK = 32768

SME, MUNICIPALITY, LARGE_FIRM, START_UP, PUBLIC_BODY = range(len(KINDS))

#: A number of 64 bits without a sign: names of organisations and chains in draws, and keys of draws.
Name = Annotated[int, np.uint64]
#: A whole number in one byte.
Small = Annotated[int, np.int8]
#: A number for each kind of organisation.
ByKind = Annotated[Sequence[float], len(KINDS)]
#: A number for each kind of organisation, and one for the nation.
BySlot = Annotated[Sequence[float], SLOTS]
#: A number for each level of sharing, 0 to 3.
ByLevel = Annotated[Sequence[float], 4]


Member = TypeVar("Member", covariant=True)


class Rows(Protocol[Member]):
    """Rows one by one: a list, or an array of records or numbers."""

    def __getitem__(self, index: int, /) -> Member: ...
    def __len__(self) -> int: ...


class OrganisationState:
    """One organisation. What neighbours and chains read comes first, so that it lies in one line of memory."""

    key: Name
    """Its name in draws."""
    kind: int
    """Of which kind it is: its place in ``KINDS``."""
    level: int
    """Level of sharing, 0 to 3."""
    mandated: int
    """1 if it shares because it was obliged or ordered to, and has not chosen to since."""
    breached: int
    """1 if it was harmed in the last month by misuse, or by a paywall that went up."""
    success: float
    """Net benefit of sharing as others see it, smoothed, [0, 1]."""
    supply: float
    """Data that it delivers: depth times quality, [0, 1]."""
    trust: float
    """Trust from experience, [0, 1]."""

    first_chain: int
    """Where its chains begin in the list of chains by organisation."""
    last_chain: int
    """Where they end, exclusive."""
    first_tie: int
    """Where those it knows begin in the list of ties."""
    last_tie: int
    """Where they end, exclusive."""
    supervised: int
    """1 if it is under inspection."""
    evader: int
    """1 if it never obeys."""
    small: int
    """1 if it counts as a small party."""
    entry: float
    """Cost of joining at level 1 before relief, EUR, above 0."""
    upkeep: float
    """Running cost of full sharing before burden and relief, in units of ``scale``."""
    scale: float
    """Its unit of value and cost, EUR a month, above 0."""
    position: float
    """Own part of the chain's value against the mean; mean near 1, negative where opacity pays."""
    legacy: float
    """Extra technical cost of old systems, a share, 0 or more."""
    exposure: float
    """Dependence on powerful customers, [0, 1]."""
    strangers: float
    """Share of its chain partners that it does not know."""
    public_partners: float
    """Share of its chain partners that are public."""
    benefit_factor: float
    """Benefit against that of the mean kind, a ratio."""
    attention: float
    """Chance that it gets round to the matter in a month, before urges."""
    replacement: float
    """Share of its kind that closes and is replaced in a year."""
    kind_knowledge: float
    """What newcomers of its kind know on average, [0, 1]."""
    kind_trust: float
    """How far newcomers of its kind trust on average, [0, 1]."""

    base_knowledge: float
    """Knowledge that it has without particular persons, [0.01, 0.99]."""
    base_trust: float
    """Trust that it has without particular persons, [0.01, 0.99]."""
    knowledge: float
    """Knowledge, [0, 1]."""
    outlook: float
    """Faith in promised value, 0 to ``outlook_ceiling``; 1 is full."""
    cash: float
    """Of start-ups: money, in months of burn."""
    contract: float
    """Of start-ups: months of public contract left."""
    scaled_up: int
    """Of start-ups: 1 if grown up."""
    months_sharing: int
    """Months in a row that it has shared, whoever held the place; for results only."""
    touched: int
    """1 if it ever stood before a paywall; for results only."""

    join: float
    """Value of sharing for one that joins its chains, as expected; a share of full value, mean over its chains."""
    stay: float
    """The same for one that shares already."""
    outside: float
    """The same for one that does not share."""
    actual: float
    """Value of sharing now."""
    free: float
    """Value of not sharing now."""
    promise: float
    """Value of sharing that it has been led to expect."""
    fair: float
    """Mean position of those that share, weighted by size of benefit."""
    institution: float
    """Institutional trust in its chains, [0, 1]."""
    coverage: float
    """Share of its chains' members that share, [0, 1]."""
    pressure: float
    """Share of its chains' large firms that share, [0, 1]."""
    sharing_partners: float
    """Chain partners that share, a number over its chains."""
    leaked: int
    """1 if a leak struck one of its chains this month."""
    walled: int
    """1 if a paywall went up in one of its chains this month."""
    covered: int
    """1 if a mandate covers one of its chains."""
    peers: float
    """Share of those it knows that share, [0, 1]."""
    peer_success: float
    """Their success: a sum over those that share, divided by all it knows, [0, 1]."""
    peer_breach: float
    """Share of those it knows that were harmed last month, [0, 1]."""
    control: float
    """Perceived control over what happens with its data, [0, 1]."""
    effective_trust: float
    """Trust that the decision uses, [0, 1]."""
    part: float
    """Benefit at a mean position in a chain of full value, in units of ``scale``."""
    position_paid: float
    """Position after payment for data within the chain."""
    extra: float
    """What sharing brings besides the chain's value, in units of ``scale``."""
    running_units: float
    """Running cost of full sharing, in units of ``scale``."""
    willingness: float
    """Willingness to take the next level, [0, 1]; 0 at level 3."""
    willingness_to_stay: float
    """Willingness to keep the present level, [0, 1]; 0 at level 0."""
    able: int
    """Whether it can take the next level: 0 no, 1 alone, 2 with the intermediary."""
    intent: int
    """What it sets out to do this month: 0 nothing, 1 steps alone, 2 applies to the intermediary."""
    moved: int
    """Levels up or down this month: -1, 0 or 1."""
    entry_paid: float
    """Entry cost that it pays for itself this month, EUR."""
    granted: float
    """Grant that it asks or gets this month, EUR."""
    benefit: float
    """Benefit of the month, EUR."""
    cost: float
    """Cost of the month, EUR."""
    failed: int
    """Of start-ups: 1 if it ran out of cash this month."""


class VisibleState(Protocol):
    """What others see of an organisation, kept apart in the compiled driver: small enough that what ties lead to stays
    in the cache. Fields are those of ``OrganisationState``."""

    level: Small
    """Level of sharing, 0 to 3."""
    breached: Small
    """1 if it was harmed last month."""
    success: float
    """Net benefit of sharing as others see it, [0, 1]."""


class EndState:
    """What is kept of an organisation at the very end, aftermath included."""

    kind: Small
    """Of which kind it is."""
    position: float
    """Own part of the chain's value against the mean."""
    trust: float
    """Trust from experience, [0, 1]."""
    durable: bool
    """Whether it shared in the last month and all through the aftermath."""
    small: bool
    """Whether it counts as a small party."""
    several_chains: bool
    """Whether it has seats in more than one chain."""
    touched: bool
    """Whether it ever stood before a paywall."""


class ChainState:
    """One chain: the collective in which value arises. Values are shares of full value, as of this month."""

    key: Name
    """Its name in draws."""
    first: int
    """Where its members begin in the list of organisations by seat."""
    last: int
    """Where they end, exclusive."""
    lot: float
    """A fixed draw, [0, 1): a mandate on a share of chains covers those whose lot is below the share."""
    coverage: float
    """Share of members at level 1 or higher, [0, 1]."""
    practice: float
    """Coverage with obliged sharing counted only as far as it builds trust, [0, 1]."""
    trend: float
    """Change of coverage a month, smoothed."""
    promise: float
    """Value of sharing that members have been led to expect, as remembered."""
    institution: float
    """Institutional trust, [0, 1]."""
    innovations: float
    """New uses found so far, a number."""
    paywall: float
    """Months that a paywall still stands."""
    supply: float
    """Mean supply of those that share, [0, 1]."""
    fair: float
    """Mean position of those that share, weighted by size of benefit; 1 where nobody shares."""
    join: float
    """Value of sharing for one that joins, as expected."""
    stay: float
    """Value of sharing for one that shares, as expected."""
    outside: float
    """Value for one that does not share, as expected."""
    actual: float
    """Value of sharing now."""
    free: float
    """Value of not sharing now."""
    value: float
    """Part of its full value that it makes: value of sharing now, weighted by members' levels."""
    pressure: float
    """Share of its large firms that share, [0, 1]."""
    harm: float
    """Share of members harmed last month, [0, 1]."""
    generative: float
    """Chance of a new use this month, before it is held to [0, 1]."""
    leaked: int
    """1 if a leak strikes it this month."""
    walled: int
    """1 if a paywall goes up in it this month."""


class NationState:
    """The nation: what government and intermediary have brought about."""

    frameworks: float
    """Frameworks and standards in use, a number of at least 1."""
    reliability: float
    """Reliability of policy, [0, 1]."""
    government_trust: float
    """Trust in government, [0, 1]."""
    burden: float
    """Administrative burden against that of the start, [0, 1]."""
    horizon: float
    """Months over which entry is spread."""
    maturity: float
    """Maturity of the agreement framework, [0, 1]."""
    strictness: float
    """Strictness of the agreement framework, [0, 1]."""
    assurance: float
    """Assurance that the agreement framework gives, [0, 1]."""
    pause: float
    """Months that policy is still suspended."""
    budget_left: float
    """Public money that is left, EUR."""
    subsidy_left: float
    """Subsidy that is left, EUR."""
    spent: float
    """Public money spent so far, EUR."""
    public_sharing: float
    """Share of public bodies that share, [0, 1]."""
    intermediary: float
    """How fully the neutral party is there, [0, 1]."""
    capacity: float
    """Small parties that it can onboard this month, a number."""
    served: float
    """Share of applicants that it can serve, [0, 1]."""
    paid_share: float
    """Part of the grants asked that is paid, [0, 1]."""
    organisations: float
    """Organisations in chains, a number."""
    public_bodies: float
    """Public bodies in chains, a number."""


class PolicyInputs:
    """What policy puts into mechanisms this month: a field for each input that the registry's instruments move, and
    what announcements make parties expect. Each is a number a kind and one for the nation."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Sequence[float]: ...


class Events:
    """What strikes from outside this month."""

    reversal: float
    """Months for which policy is reversed."""
    leak: float
    """Share of chains that a leak strikes, [0, 1]."""
    paywall: float
    """Share of chains in which a paywall goes up, [0, 1]."""
    contact_loss: ByKind
    """Share of parties that lose their contact person, [0, 1]."""
    exit: ByKind
    """Share of parties that close, [0, 1]."""


class Keys:
    """Keys of this month's draws: a field for each ``Purpose``, in small letters."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> int: ...


class Prices:
    """What a month of policy costs, EUR."""

    fixed: float
    """In any case."""
    per_euro: float
    """For each euro granted."""
    per_sharer: ByKind
    """For each party that shares."""
    per_obliged: ByKind
    """For each party that a mandate covers."""


class Parameters:
    """All parameters that are not by kind (those become traits of organisations), under their names in the registry,
    and those that go by level as tables: a processor cannot foresee a choice by level, but reads a table quickly."""

    level_value: ByLevel
    """Part of the value and of the running cost that a level brings."""
    level_supply: ByLevel
    """What a party supplies at a level, before quality."""
    level_threshold: ByLevel
    """Trust that is asked for a level."""
    level_sensitivity: ByLevel
    """Sensitivity of the data of a level."""
    level_knowledge: ByLevel
    """Knowledge needed to reach a level without help."""
    level_exposure: ByLevel
    """Exposure to misuse at a level, against level 1."""
    level_severity: ByLevel
    """Damage of misuse at a level, against level 1."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> float: ...


class KindSums:
    """What is summed over the organisations of a kind each month; where no unit is given, organisations."""

    organisations: float
    """All."""
    sharing: float
    """At level 1 or higher."""
    level_2: float
    """At level 2."""
    level_3: float
    """At level 3."""
    levels: float
    """Levels, summed."""
    willingness: float
    """Willingness to keep the present level, or to take the first, summed."""
    knowledge: float
    """Knowledge, summed."""
    trust: float
    """Trust from experience, summed."""
    effective_trust: float
    """Trust that decisions use, summed."""
    control: float
    """Perceived control, summed."""
    voluntary: float
    """Sharing because they want to."""
    unable: float
    """Willing to take the next level (0.5 or more) and not able to."""
    benefit: float
    """Benefit, EUR."""
    cost: float
    """Cost, EUR."""
    granted: float
    """Grants paid, EUR."""
    steps_up: float
    """Gone up a level."""
    steps_down: float
    """Gone down a level."""
    obliged: float
    """Covered by a mandate."""
    failed: float
    """Start-ups out of cash."""
    scaled_up: float
    """Start-ups grown up."""
    starts: float
    """Begun to share because they want to."""


class ChainSums:
    """What is summed over chains each month; where no unit is given, chains."""

    coverage: float
    """Coverage, summed."""
    complete: float
    """In which all members share."""
    supply: float
    """Mean supply, summed."""
    value: float
    """Part of full value that is made, summed."""
    institution: float
    """Institutional trust, summed."""
    innovations: float
    """New uses so far, summed."""
    paywalled: float
    """In which a paywall stands."""
    leaked: float
    """Struck by a leak this month."""


# --- Layouts -----------------------------------------------------------------------------------------------


def names(shape: type) -> tuple[str, ...]:
    """The fields of a record, in the order of their layout."""
    return tuple(shape.__annotations__)


def layout(shape: type, others: Iterable[tuple[str, object]] = (), align: bool = False) -> np.dtype[np.void]:
    """The type of an array of records ``shape``, field after field.

    others: names and types of fields that the registry adds, before those that are declared. align: whether fields
    start where the processor likes them to.
    """
    declared = [(name, _field(noted)) for name, noted in get_type_hints(shape, include_extras=True).items()]
    return np.dtype([*others, *declared], align=align)


def _field(noted: object) -> object:
    """NumPy's type for an annotation: that noted in it, so many real numbers in a row, or the plain type's own."""
    noted_type = get_args(noted)[1:]
    if not noted_type:
        return {int: np.int64, float: np.float64, bool: np.bool_}[noted]  # type: ignore[index]
    return (np.float64, (noted_type[0],)) if isinstance(noted_type[0], int) else noted_type[0]


ORGANISATION_DTYPE = layout(OrganisationState)
VISIBLE_DTYPE = layout(VisibleState, align=True)
END_DTYPE = layout(EndState)
CHAIN_DTYPE = layout(ChainState)
NATION_DTYPE = layout(NationState)
POLICY_DTYPE = layout(PolicyInputs, ((name, (np.float64, (SLOTS,))) for name in POLICY_INPUTS))
EVENT_DTYPE = layout(Events)
KEY_DTYPE = layout(Keys, ((purpose.name.lower(), np.uint64) for purpose in Purpose))
PRICE_DTYPE = layout(Prices)
PARAMETER_DTYPE = layout(Parameters, ((name, np.float64) for name in SCALARS))
KIND_SUMS_DTYPE = layout(KindSums)
CHAIN_SUMS_DTYPE = layout(ChainSums)

#: What is summed each month, by name.
KIND_STATISTICS = names(KindSums)
CHAIN_STATISTICS = names(ChainSums)


# --- Records as objects, and objects as records -------------------------------------------------------------

#: Parameter names or numbers that make up each table by level of ``Parameters``.
_BY_LEVEL: dict[str, tuple[str | float, ...]] = {
    "level_value": (0.0, "level_value_1", "level_value_2", 1.0),
    "level_supply": (0.0, "level_supply_1", "level_supply_2", 1.0),
    "level_threshold": (0.0, "threshold_1", "threshold_2", "threshold_3"),
    "level_sensitivity": (0.0, "sensitivity_1", "sensitivity_2", "sensitivity_3"),
    "level_knowledge": (0.0, "knowledge_floor_1", "knowledge_floor_2", "knowledge_floor_3"),
    "level_exposure": (0.0, 1.0, "exposure_2", "exposure_3"),
    "level_severity": (0.0, 1.0, "severity_2", "severity_3"),
}

Record = TypeVar("Record")


def parameters(values: Mapping[str, float]) -> Parameters:
    """Parameters as an object; what ``values`` lacks keeps its registered value."""
    made = Parameters()
    scalars = {name: float(values.get(name, PARAMETERS[name].value)) for name in SCALARS}
    for name, value in scalars.items():
        setattr(made, name, value)
    for name, levels in _BY_LEVEL.items():
        setattr(made, name, [scalars[one] if isinstance(one, str) else one for one in levels])
    return made


def parameter_record(values: Parameters) -> np.ndarray:
    """The same as an array of one record. values: from :func:`parameters`."""
    fields = PARAMETER_DTYPE.names or ()
    return np.array([tuple(getattr(values, name) for name in fields)], dtype=PARAMETER_DTYPE)


def as_object(record: np.void, shape: type[Record]) -> Record:
    """A ``record`` of an array as an object of class ``shape`` with Python's own numbers and lists for attributes."""
    made = shape()
    for name in record.dtype.names or ():
        setattr(made, name, record[name].tolist())
    return made


def zeros(shape: type[Record]) -> Record:
    """An object of class ``shape`` with all its fields at 0.0."""
    made = shape()
    for name in names(shape):
        setattr(made, name, 0.0)
    return made


def records(values: np.ndarray, shape: np.dtype[np.void]) -> np.ndarray:
    """Numbers ``values`` (…, fields) seen as records (…) of type ``shape``, sharing their memory."""
    return values.view(shape)[..., 0]


def end_states(organisations: Mapping[str, np.ndarray] | np.ndarray, aftermath: int) -> np.ndarray:
    """Organisations as they end (n,), records of ``EndState``.

    organisations: their columns, of which those of ``OrganisationState`` are read. aftermath: months without support.
    """
    kept = np.empty(len(organisations["kind"]), END_DTYPE)
    for name in ("kind", "small", "touched", "position", "trust"):
        kept[name] = organisations[name]
    kept["durable"] = np.asarray(organisations["months_sharing"]) > aftermath
    kept["several_chains"] = np.asarray(organisations["last_chain"]) - np.asarray(organisations["first_chain"]) > 1
    return kept
