"""The tables and keys of a scenario file, their types and ranges; what has meaning beyond that is looked at in ``checks``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from datadeel.registry.parameters import KINDS

EVENT_KINDS = ("leak", "paywall", "policy_reversal", "programme_end", "contact_loss", "exit")
EVENT_SIZES = {
    "leak": 0.1,
    "paywall": 0.1,
    "policy_reversal": 9.0,
    "programme_end": 1.0,
    "contact_loss": 0.2,
    "exit": 0.1,
}

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


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Counts(_Table):
    sme: int = Field(0, ge=0)
    municipality: int = Field(0, ge=0)
    large_firm: int = Field(0, ge=0)
    start_up: int = Field(0, ge=0)
    public_body: int = Field(0, ge=0)


class _Population(_Counts):
    unattached: _Counts = _Counts()


class _Weights(_Table):
    sme: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    municipality: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    large_firm: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    start_up: float = Field(0.0, ge=0.0, allow_inf_nan=False)
    public_body: float = Field(0.0, ge=0.0, allow_inf_nan=False)


class _Chains(_Table):
    count: int | None = Field(None, ge=1)
    size: int = Field(25, ge=2)
    seats: _Weights = _Weights()


class _Network(_Table):
    known: float = Field(0.2, ge=0.0, le=1.0)
    association: int = Field(2, ge=0, le=50)
    structure: str = "mixed"
    architecture: str = "mixed"


class ScenarioTable(_Table):
    title: str = Field(min_length=1)
    title_nl: str = ""
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
    parameters: dict[str, Any] = {}
    policy: list[dict[str, Any]] = []
    event: list[dict[str, Any]] = []


FIELDS: dict[str, Iterable[str]] = {
    "": ScenarioTable.model_fields,
    "population": _Population.model_fields,
    "unattached": KINDS,
    "chains": _Chains.model_fields,
    "seats": KINDS,
    "network": _Network.model_fields,
}
