"""The blocks of docs/sensitivity.md, from the tables of the shipped studies.

The indices of the screenings take megabytes, of which the page shows the leading ones. Those are kept in an excerpt,
``results/sensitivity/leading.csv``, whose rows are rows of the full tables; where these are there, as after
``datadeel sensitivity experiments/sensitivity/screening-*.toml``, the excerpt is made anew from them.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from datadeel.analysis.rankings import above_floor, rank_stability
from datadeel.experiment.sampling import DUMMY
from datadeel.results.reader import read
from tools.generate_docs.markdown import table

#: The studied cases, in the order of the page.
CASES = ("dil", "dmi")

#: Outcomes that the page tells of.
_SHOWN = ("sharing", "depth", "innovations")

#: The excerpt of the screenings, under the results.
EXCERPT = Path("sensitivity") / "leading.csv"


def _indices(results: Path, kind: str, case: str) -> Path:
    return results / "sensitivity" / f"{kind}-{case}" / "tables" / "indices.csv"


def _shown(indices: pd.DataFrame) -> pd.DataFrame:
    """The rows that the page is made from: of what it tells of, outcomes without support and effects of support."""
    shown = indices["outcome"].isin(_SHOWN) & (indices["change"] | (indices["policy"] == "none"))
    return indices[shown]


def excerpt(results: Path) -> str | None:
    """What ``EXCERPT`` should hold: of both screenings the rows of μ* that the page needs, as they stand in the tables
    under ``results``, after a column ``case``; None where a table is not there."""
    files = {case: _indices(results, "screening", case) for case in CASES}
    if not all(file.exists() for file in files.values()):
        return None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, (case, file) in enumerate(files.items()):
        frame = pd.read_csv(file)
        kept: set[int] = set()
        mine = _shown(frame)
        for _, part in mine[mine["index"] == "mu_star"].groupby(["outcome", "change"], sort=False):
            kept.update(above_floor(part).index, part[part["factor"] == DUMMY].index)
        with file.open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
        if number == 0:
            writer.writerow(["case", *lines[0]])
        writer.writerows([case, *lines[1 + row]] for row in sorted(kept))
    return out.getvalue()


def _leading_rows(tables: dict[str, pd.DataFrame], index: str, most: int) -> list[tuple[str, ...]]:
    """The rows of a block: a row a case and response, with its leading factors, how many are clear of the noise floor,
    and the floor.

    tables: indices by case. index: the one that factors are ordered by. most: factors named at most.
    """
    rows: list[tuple[str, ...]] = []
    for case, frame in tables.items():
        shown = _shown(frame)
        response = shown["outcome"].where(~shown["change"], "what support adds to " + shown["outcome"])
        for name, part in shown.groupby(response, sort=False):
            values = {kind: one.set_index("factor") for kind, one in part.groupby("index")}
            main = values[index]
            floor = float(main["high"].to_numpy(float)[list(main.index).index(DUMMY)])
            clear = above_floor(main.reset_index())
            best = clear.head(most).set_index("factor")["value"]
            factors = [_factor(str(one), float(value), values.get("S1")) for one, value in best.items()]
            leading = ", ".join(factors) or "none clear of the floor"
            rows.append((case.upper(), str(name), leading, str(len(clear)), f"{floor:.2g}"))
    return rows


def _factor(name: str, value: float, first: pd.DataFrame | None) -> str:
    """A factor with the ``value`` of its index, and that of its first-order index behind it where there is one."""
    beside = "" if first is None else f" ({dict(zip(first.index, first['value'], strict=True))[name]:.2f})"
    return f"{name.removeprefix('parameters.')} {value:.2f}{beside}"


def screening() -> str:
    """The leading factors of the screenings."""
    head = ("case", "response", "leading factors, μ*", "clear of the floor", "noise floor")
    kept = pd.read_csv(Path("results") / EXCERPT)
    tables = {str(case): rows for case, rows in kept.groupby("case", sort=False)}
    return table(head, _leading_rows(tables, "mu_star", 10))


def sobol() -> str:
    """The leading factors of the Sobol studies."""
    head = ("case", "response", "leading factors, total index (first-order index)", "clear of the floor", "noise floor")
    tables = {case: pd.read_csv(_indices(Path("results"), "sobol", case)) for case in CASES}
    return table(head, _leading_rows(tables, "ST", 8))


def unsettled() -> str:
    """What the manifests of the Sobol studies say has not settled."""
    lines = []
    for case in CASES:
        notes = read(Path("results") / "sensitivity" / f"sobol-{case}").manifest["notes"]
        kept = [one for one in notes if not one.endswith("nothing to explain")]
        lines += [f"- {one}" for one in kept] or [f"- {case}: nothing to note"]
    return "\n".join(lines)


#: Formulations by the name of their setting, in words.
_FORMS = {
    "base": "as it is",
    "parameters.willingness_form=1": "trust and value as a sum",
    "parameters.trust_asymmetry=1": "symmetric trust",
    "parameters.complementarity=1": "additive value",
    "parameters.complementarity=30": "value as weakest link",
    "parameters.crowding_form=1": "hierarchy takes value",
    "parameters.crowding_form=2": "hierarchy takes trust",
}


def forms() -> str:
    """Rank stability of measures under other formulations."""
    differences = pd.read_csv(Path("results") / "15-forms" / "tables" / "differences.csv")
    sharing, uses = (
        {one["uncertainty_name"]: one for one in rank_stability(differences, outcome).to_dict("records")}
        for outcome in ("sharing", "innovations")
    )
    rows = [
        (
            words,
            f"{sharing[name]['baseline_mean']:.0%}",
            f"{sharing[name]['spearman']:.2f}",
            f"{uses[name]['spearman']:.2f}",
            sharing[name]["leading"],
        )
        for name, words in _FORMS.items()
    ]
    head = (
        "formulation",
        "share data without measure",
        "rank correlation, sharing",
        "rank correlation, new uses",
        "leading five, sharing",
    )
    return table(head, rows)
