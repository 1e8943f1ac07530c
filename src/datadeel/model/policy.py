"""How long policy lasts: what the end of a programme, or of all support, does to measures that are on.

A rule of the model, apart from ``schedule`` so that what only shows policy (figures, briefs, ``check``) need not load
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from datadeel.registry.instruments import INSTRUMENTS
from datadeel.scenario.records import Measure, Scenario


def ended(policy: Iterable[Measure], last: int | None) -> tuple[Measure, ...]:
    """The measures of ``policy`` as support ends: all but laws are off after month ``last``.

    policy: measures as planned. last: the last month with support, from 1 (0: there is none); None: support does not
    end. Laws stay, and what was announced was heard until then.
    """
    if last is None:
        return tuple(policy)
    return tuple(
        one
        if INSTRUMENTS[one.instrument].law
        else replace(one, until=last if one.until is None else min(one.until, last))
        for one in policy
    )


def policy_in_force(scenario: Scenario) -> tuple[Measure, ...]:
    """The measures of ``scenario`` as long as they last: cut off in the month before the first ``programme_end``."""
    ends = [event.month for event in scenario.events if event.kind == "programme_end"]
    return ended(scenario.policy, min(ends) - 1 if ends else None)
