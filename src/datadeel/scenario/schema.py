"""The tables and keys of a scenario file, their types and ranges.

What they must mean beyond that stands in ``checks``. pydantic finds what is wrong, and ``toml.explain`` says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, create_model

from datadeel.i18n import LANGUAGES
from datadeel.registry.kinds import KINDS
from datadeel.scenario.titles import title_key

#: What can happen in a month (``[[event]]``).
EVENT_KINDS = ("leak", "paywall", "policy_reversal", "programme_end", "contact_loss", "exit")
#: How large an event is where its entry does not say: a share, or months for a reversal of policy.
EVENT_SIZES = {
    "leak": 0.1,
    "paywall": 0.1,
    "policy_reversal": 9.0,
    "programme_end": 1.0,
    "contact_loss": 0.2,
    "exit": 0.1,
}


def event_keys(kind: str) -> tuple[str, ...]:
    """The keys that an ``[[event]]`` of a kind may hold: a size, and kinds of organisations, where they matter."""
    size = () if kind == "programme_end" else ("size",)
    kinds = ("for",) if kind in ("contact_loss", "exit") else ()
    return ("kind", "month", *size, *kinds)


#: Partnership structure (§2.3.2, Susha 2023): who assures, decides and holds power, as values of existing parameters.
STRUCTURES: dict[str, dict[str, float]] = {
    "mixed": {},
    "keystone": {"pressure_attention": 2.0, "pressure_value": 0.3, "own_control": 0.2, "paywall_rate": 0.02},
    "marketplace": {"own_control": 0.35, "intermediary_presence": 0.1, "spillover": 0.1},
    "intermediary": {"intermediary_presence": 0.6, "paywall_rate": 0.005},
    "platform": {"intermediary_presence": 0.3, "own_control": 0.15, "paywall_rate": 0.03, "framework_cost": 0.05},
}

#: Where data live: with their source, or in one place (§2.3.3, §4.2.3).
ARCHITECTURES: dict[str, dict[str, float]] = {
    "mixed": {},
    "federated": {"own_control": 0.35, "exposure_3": 3.0, "framework_cost": 0.12},
    "central": {"own_control": 0.15, "exposure_3": 6.0, "framework_cost": 0.08},
}


class StrictTable(BaseModel):
    """A table of a file: no unknown keys, and no value taken for another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _FirstTitle(StrictTable):
    """A table with a title in the first language."""

    title: str = Field(min_length=1)


if TYPE_CHECKING:
    TitledTable = _FirstTitle
else:  # With a title in each further language: a new language needs no code here.
    TitledTable = create_model(
        "TitledTable", __base__=_FirstTitle, **{title_key(language): (str, "") for language in LANGUAGES[1:]}
    )


class _Counts(StrictTable):
    """Numbers of organisations by kind."""

    sme: int = Field(0, ge=0)
    municipality: int = Field(0, ge=0)
    large_firm: int = Field(0, ge=0)
    start_up: int = Field(0, ge=0)
    public_body: int = Field(0, ge=0)

    def by_kind(self) -> dict[str, int]:
        """The numbers by kind, in the order of the registry."""
        return {kind: getattr(self, kind) for kind in KINDS}


class _Population(_Counts):
    """Numbers of organisations in chains, and of those that stand outside all chains."""

    unattached: _Counts = _Counts()


class _Weights(StrictTable):
    """Weights by kind."""

    sme: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    municipality: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    large_firm: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    start_up: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    public_body: float = Field(0.0, ge=0.0, allow_inf_nan=False)

    def by_kind(self) -> dict[str, float]:
        """The weights by kind, in the order of the registry."""
        return {kind: getattr(self, kind) for kind in KINDS}


class _Chains(StrictTable):
    """How many chains, of how many parties, and weights of seats by kind.

    Without a count there are one and a half seats for each organisation.
    """

    count: int | None = Field(None, ge=1)
    size: int = Field(25, ge=2)
    seats: _Weights = _Weights()


class _Network(StrictTable):
    """Who knows whom, as a share of partners and as neighbours on each side; and the form of the partnership."""

    known: float = Field(0.2, ge=0.0, le=1.0)
    association: int = Field(2, ge=0, le=50)
    structure: str = "mixed"
    architecture: str = "mixed"


class ScenarioTable(TitledTable):
    """A scenario file as a whole, after merging with what it extends.

    Entries of policy and events, and parameters, take any key here: what they may hold depends on the registry, and is
    looked at in ``checks``.
    """

    purpose: str = Field(min_length=1)
    source: str = Field(min_length=1)
    extends: str | None = None
    months: int = Field(120, ge=1, le=1200)
    aftermath: int = Field(12, ge=0, le=240)
    replicates: int = Field(20, ge=1, le=1_000_000)
    seed: int = Field(1, ge=0, lt=2**63)
    population: _Population
    chains: _Chains = _Chains()
    network: _Network = _Network()
    parameters: dict[str, object] = Field(default_factory=dict)
    policy: list[dict[str, object]] = Field(default_factory=list)
    event: list[dict[str, object]] = Field(default_factory=list)


#: Valid keys by table, for hints at unknown ones; "" is the file itself.
SCENARIO_KEYS: dict[str, Sequence[str]] = {
    "": tuple(ScenarioTable.model_fields),
    "population": tuple(_Population.model_fields),
    "unattached": KINDS,
    "chains": tuple(_Chains.model_fields),
    "seats": KINDS,
    "network": tuple(_Network.model_fields),
}
