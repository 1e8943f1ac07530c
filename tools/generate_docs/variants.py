"""The variants in docs/patterns.md: what a failing part of a pattern gives where a number is otherwise.

These are simulations of the documents' own, and stay so: what a part asks is a function of its pattern's experiment, so
a variant is that experiment with something else held fixed, judged as the pattern is. As experiment files they would
repeat the patterns' designs, and what judges them would still be here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from datadeel.analysis.patterns import PATTERNS
from datadeel.analysis.verdicts import parts_table
from datadeel.figures.patterns import finding_label
from datadeel.studies.trial import Trial
from tools.generate_docs.markdown import table

#: Worlds behind each row.
WORLDS = 40

#: Parts of patterns that fail, with what would have to be otherwise: pattern, part, what is changed, in words.
_VARIANTS = (
    ("T03", 2, (), "as it is"),
    ("T03", 2, ("parameters.initial_sharing.start_up=0.15",), "start-ups share no more at the start than SMEs"),
    ("T03", 2, ("parameters.initial_sharing.start_up=0.15", "parameters.attention.start_up=0.03"),
     "nor get round to it sooner than SMEs"),
    ("T05", 1, (), "as it is"),
    ("T05", 1, ("parameters.institution_weight=0",), "institutional trust adds nothing"),
    ("T05", 1, ("parameters.institution_weight=0", "parameters.intermediary_presence=0", "parameters.prior_trust=0"),
     "nor an intermediary, nor tradition"),
    ("T09", 2, (), "as it is"),
    ("T09", 2, ("parameters.newcomer_follow=0.3",), "new firms take over less of what was there"),
    ("T11", 2, (), "as it is (γ = 2)"),
    ("T11", 2, ("parameters.complementarity=4",), "value needs nearly everybody (γ = 4)"),
    ("T11", 1, ("parameters.complementarity=4",), "the same, six years of support"),
    ("T18", 2, ("parameters.hearsay=0",), "nobody hears of it"),
    ("T18", 2, (), "as it is"),
    ("T18", 2, ("parameters.hearsay=0.4",), "word of mouth at the high end"),
    ("T21", 1, (), "as it is"),
    ("T21", 1, ("parameters.success_attention=3",), "success draws twice the attention (high end)"),
    ("H01", 3, (), "as it is"),
    ("H01", 3, ("parameters.threshold_1=0.15", "parameters.sensitivity_1=0.05"), "a note asks little trust (low ends)"),
    ("H02", 3, (), "as it is"),
    ("H02", 3, ("parameters.compliance_rate=0.2",), "compliance as quick as the high end"),
    ("H03", 3, (), "as it is (enforcement 0.3)"),
    ("H03", 3, ("policy.mandate.enforcement=0.6",), "publishing who lags counts as twice the enforcement"),
    ("H04", 2, (), "as it is"),
    ("H04", 2, ("parameters.complementarity=1",), "an invoice pays off without the others (γ = 1)"),
    ("H04", 2, ("parameters.bilateral_value=0.15", "parameters.benefit_cost_ratio=10"),
     "it pays off with each partner alone, and twice as much"),
)  # fmt: skip


@cache
def variants() -> str:
    """What failing parts give where a number is otherwise."""
    rows = []
    with TemporaryDirectory() as folder:
        for number, (name, part, changes, words) in enumerate(_VARIANTS):
            pattern = PATTERNS[name]
            trial = Trial(fixed=changes, sample_sizes=(WORLDS,), draws=0, jobs=2)
            verdict = trial.verdict(pattern, trial.of(pattern), Path(folder) / str(number), 0.05)
            row = parts_table([verdict]).iloc[part - 1]
            how = ", ".join(f"`{one}`" for one in changes)
            rows.append((f"{name}.{part}", row["claim"], words, how, finding_label("en", row)))
    ending = f"\n\nMeans over {WORLDS} worlds with 95% intervals."
    return table(("part", "claim", "changed", "how", "found (interval), asked"), rows) + ending
