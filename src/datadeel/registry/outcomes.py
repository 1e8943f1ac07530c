"""What can be told of a run: names alone, so that files can be checked without the model."""

from __future__ import annotations

from datadeel.registry.parameters import KINDS

#: Measures that are divided by the number of organisations.
MEANS = ("willingness", "knowledge", "trust", "effective_trust", "control", "voluntary", "unable", "obliged")

#: Measures that stay sums: euros and numbers of a month.
SUMS = ("benefit", "cost", "granted", "starts", "steps_up", "steps_down", "failed", "scaled_up")

#: Parties that differ in other ways than by kind: own part of the chain's value below an even one or not, seats in one
#: chain or several, municipalities below the middle size or not.
GROUPS = ("low_part", "high_part", "one_chain", "several_chains", "small_municipality", "large_municipality")

#: What can be told month by month of each kind.
MONTH_OUTCOMES = ("sharing", "level_2", "level_3", "depth", *MEANS, *SUMS)

#: What is told of a run as a whole (``docs/tables.md``).
RUN_OUTCOMES = (
    "months", "organisations", "sharing", "level_2", "level_3", "depth", *MEANS, "durable",
    *(f"{name}_{kind}" for name in ("sharing", "durable", "gain") for kind in KINDS),
    *(f"durable_{group}" for group in GROUPS), "trust_untouched",
    "peak_sharing", "peak_month", "half_month", "chain_coverage", "chain_value", "institutional_trust", "innovations",
    "benefit", "cost", "public_spending", "start_ups_lost", "start_ups_scaled_up", "frameworks", "government_trust",
    "months_suspended",
)  # fmt: skip

#: What sensitivity analysis works out besides: public spending per organisation that goes on sharing without support.
DERIVED = ("spending_per_durable",)

_UNITS = {
    "months": "months",
    "organisations": "organisations",
    "peak_month": "months",
    "half_month": "months",
    "innovations": "per chain",
    "benefit": "EUR",
    "cost": "EUR",
    "public_spending": "EUR",
    "start_ups_lost": "start-ups",
    "start_ups_scaled_up": "start-ups",
    "frameworks": "frameworks",
    "months_suspended": "months",
    "spending_per_durable": "EUR per sharer",
}


def unit(outcome: str) -> str:
    """The unit of one of ``RUN_OUTCOMES``."""
    return "EUR per organisation per year" if outcome.startswith("gain_") else _UNITS.get(outcome, "share")
