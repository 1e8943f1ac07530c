"""The policy brief: claims that intervals bear out, numbers as a language writes them, files that anybody can read."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pytest
from conftest import ROOT, SMALL
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from datadeel.briefs import answer, render
from datadeel.briefs.cases import Case, apart, cheapest, standing
from datadeel.briefs.compose import compose
from datadeel.cli.commands import app
from datadeel.errors import InputError
from datadeel.i18n import LANGUAGES
from datadeel.results.reader import Result, read
from datadeel.studies import publish

#: Markup of three languages in one title: it has to stay a text everywhere.
HOSTILE = "<script>alert(1)</script> #strong[a] $x^2$ *b* `c` {{ d }} \\e"
SUPPORT = """
[[policy]]
instrument = "subsidy"
from = 3
until = 12

[[policy]]
instrument = "neutral_party"
from = 3
"""
DAY = date(2026, 3, 2)


# --- Claims ------------------------------------------------------------------------------------------------

Found = dict[str, tuple[float, float, float]]


def _case(
    durable: Found,
    uses: Found,
    prices: Found | None = None,
    gaps: dict[str, float] | None = None,
    free: Found | None = None,
) -> Case:
    """Policies with their changes in durable sharing and new uses, their prices, and how wide intervals between
    policies are."""
    names = list(durable)
    changes = {"durable": durable, "innovations": uses}
    differences = pd.DataFrame(
        [
            {"policy": name, "outcome": outcome, "worlds": 20, "difference": value, "low": low, "high": high}
            for outcome, found in changes.items()
            for name, (value, low, high) in found.items()
        ]
    )
    pairs = pd.DataFrame(
        [
            {
                "policy": name,
                "against": other,
                "outcome": outcome,
                "difference": gap,
                "low": gap - wide,
                "high": gap + wide,
            }
            for outcome, found in changes.items()
            for name in names
            for other in names
            if other != name
            for gap, wide in [(found[name][0] - found[other][0], (gaps or {}).get(outcome, 0.001))]
        ],
        columns=["policy", "against", "outcome", "difference", "low", "high"],
    )
    cost = pd.DataFrame(
        [
            {"policy": name, "note": "", "cost_per_sharer": value, "low": low, "high": high}
            for name, (value, low, high) in (prices or {}).items()
        ],
        columns=["policy", "note", "cost_per_sharer", "low", "high"],
    )
    summary = pd.DataFrame(
        [
            {"policy": name, "outcome": outcome, "mean": value, "low": low, "high": high}
            for name, voluntary in (free or {}).items()
            for outcome, (value, low, high) in (("sharing", (0.8, 0.79, 0.81)), ("voluntary", voluntary))
        ],
        columns=["policy", "outcome", "mean", "low", "high"],
    )
    titles = {name: name.upper() for name in names} | {"base": "BASE"}
    tables = {"differences": differences, "pairs": pairs, "cost": cost, "summary": summary}
    return Case(Result(Path("x"), "comparison", {}, {}), "Chains", "base", titles, tables)


def _sentences(case: Case, language: str = "en") -> list[str]:
    return [f"{one.claim} {one.evidence}" for one in answer.of_cases([case], language)]


CLEAR: Found = {"a": (0.3, 0.25, 0.35), "b": (0.1, 0.05, 0.15)}


def test_a_clear_leader_is_named_with_its_range() -> None:
    first, second, third = _sentences(_case(CLEAR, {"a": (0.2, 0.1, 0.3), "b": (2.0, 1.5, 2.5)}))
    assert (
        first
        == "With “A” more organisations go on sharing than with any other package, even when all support stops and "
        "only laws still hold. Chains: 30 percentage points more (25 to 35). "
        "How many of them do so of their own will is not in these results."
    )
    assert second == "But most new uses come with “B”. Chains: 2.0 per chain more (1.5 to 2.5)."
    assert third.startswith("Per additional organisation")
    assert "cannot be told" in third


def test_the_same_in_dutch() -> None:
    first, second, _ = _sentences(_case(CLEAR, {"a": (-0.2, -0.3, -0.1), "b": (2.0, 1.5, 2.5)}), "nl")
    assert (
        first == "Met “A” blijven meer organisaties delen dan met elk ander pakket, ook als alle steun stopt en alleen "
        "wetten nog gelden. "
        "Chains: 30 procentpunt meer (25 tot 35). Hoeveel van hen dat vrijwillig doen, staat niet in deze resultaten."
    )
    assert second == (
        "Maar de meeste nieuwe toepassingen komen met “B”. Chains: 2,0 per keten meer (1,5 tot 2,5). "
        "Met “A” komen er juist minder dan bij het uitgangspunt: Chains: 0,2 per keten minder (0,1 tot 0,3)."
    )


def test_no_leader_where_policies_lie_too_close() -> None:
    case = _case(CLEAR, CLEAR, gaps={"durable": 0.5})
    assert standing(case, "durable") is not None
    assert standing(case, "durable").kind == "tie"  # type: ignore[union-attr]
    first = _sentences(case)[0]
    assert "than with any other package" not in first
    assert "“A” and “B” lie too close together" in first


def test_no_claim_where_intervals_hold_zero() -> None:
    unsure: Found = {"a": (0.1, -0.05, 0.25), "b": (-0.1, -0.3, 0.1)}
    first, second, _ = _sentences(_case(unsure, unsure))
    assert first.startswith("No more organisations go on sharing")
    assert second.startswith("No more new uses come")
    assert "more (" not in first + second


def test_who_shares_unwillingly_is_told_of_the_leader_only() -> None:
    few = _sentences(_case(CLEAR, CLEAR, free={"a": (0.2, 0.15, 0.25), "b": (0.7, 0.6, 0.8)}))[0]
    assert (
        "But most of them do so because they must. Of their own will share, of all organisations: Chains: 20 per cent "
        "(15 to 25)." in few
    )
    most = _sentences(_case(CLEAR, CLEAR, free={"a": (0.7, 0.6, 0.8), "b": (0.2, 0.1, 0.3)}))[0]
    assert "because they must" not in most
    assert "own will" not in most


def test_the_cheapest_is_named_only_where_ranges_lie_apart() -> None:
    apart = _case(CLEAR, CLEAR, {"a": (100.0, 90.0, 110.0), "b": (300.0, 200.0, 400.0)})
    assert cheapest(apart) == "a"
    assert (
        "“A” is cheapest for government, per additional organisation that goes on sharing. Chains: €100 (90 to 110)."
        in _sentences(apart)[2]
    )
    over = _case(CLEAR, CLEAR, {"a": (100.0, 90.0, 250.0), "b": (300.0, 200.0, 400.0)})
    assert cheapest(over) is None
    assert "cheapest" not in _sentences(over)[2]
    assert "“A” €100 (90 to 250) and “B” €300 (200 to 400)" in _sentences(over)[2]


def test_what_costs_nothing_more_is_not_outdone_by_what_does() -> None:
    case = _case(CLEAR, CLEAR, {"a": (100.0, 90.0, 110.0), "b": (float("nan"), float("nan"), float("nan"))})
    case.tables["cost"].loc[1, "note"] = "cheaper"
    assert cheapest(case) is None
    assert "“B” costs nothing more and “A” €100 (90 to 110)" in _sentences(case)[2]


def test_what_makes_it_worse_is_said_to() -> None:
    worse: Found = {"a": (-0.3, -0.4, -0.2), "b": (-0.1, -0.2, -0.05)}
    assert "all packages clearly make it worse" in _sentences(_case(worse, worse))[0]


def test_equal_titles_are_told_apart() -> None:
    assert apart({"a": "Same", "b": "Same", "c": "Other"}) == {"a": "Same (a)", "b": "Same (b)", "c": "Other"}


def _range(value: float, wide: float) -> tuple[float, float, float]:
    """A number and the ends of an interval that reaches so far to either side."""
    return value, value - wide, value + wide


_RANGES = st.tuples(st.floats(-1.0, 1.0), st.floats(0.0, 0.5)).map(lambda drawn: _range(*drawn))
_TABLES = st.integers(1, 4).flatmap(lambda count: st.fixed_dictionaries(dict.fromkeys("abcd"[:count], _RANGES)))


@given(durable=_TABLES, uses=_TABLES, wide=st.floats(0.0, 1.0), language=st.sampled_from(LANGUAGES))
def test_every_lead_is_borne_out(durable: Found, uses: Found, wide: float, language: str) -> None:
    uses = {name: uses.get(name, (0.0, -0.1, 0.1)) for name in durable}
    case = _case(durable, uses, gaps={"durable": wide, "innovations": wide})
    for outcome, found in (("durable", durable), ("innovations", uses)):
        one = standing(case, outcome)
        assert one is not None
        better = [name for name, (_, low, _) in found.items() if low > 0.0]
        assert (one.kind in ("none", "worse")) == (not better)
        if one.kind == "lead":
            (leader,) = one.policies
            assert found[leader][1] > 0.0
            assert all(found[leader][0] - found[name][0] > wide for name in better if name != leader)
    for text in _sentences(case, language):
        assert "nan" not in text
        assert "{" not in text


# --- Whole briefs ------------------------------------------------------------------------------------------


def _run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scenarios compared, of which one has a hostile title."""
    folder = tmp_path_factory.mktemp("compared")
    (folder / "plain.toml").write_text(SMALL, encoding="utf-8")
    title = SMALL.replace('title = "small"', f"title = '{HOSTILE}'")
    (folder / "hostile.toml").write_text(title + SUPPORT, encoding="utf-8")
    files = (folder / "plain.toml", folder / "hostile.toml")
    ran = _run("compare", *files, "--replicates", "6", "--out", folder, "--name", "both")
    assert ran.exit_code == 0, ran.output
    return folder / "both"


@pytest.fixture(scope="module")
def written(compared: Path) -> dict[str, Any]:
    """The brief on it in Dutch, as HTML and PDF."""
    shipped_results = [read(ROOT / "results" / name) for name in ("patterns", "sensitivity/sobol-dil")]
    document = compose([read(compared), *shipped_results], "nl", today=DAY)
    return {"document": document, "html": render.html(document), "pdf": render.pdf(document)}


def test_titles_stay_texts_in_html(written: dict[str, Any]) -> None:
    text = written["html"]
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #strong[a]" in text
    assert "{{ d }}" in text


def test_html_needs_nothing_beside_itself(written: dict[str, Any]) -> None:
    text = written["html"]
    assert len(text) < 3_000_000
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', text) == []
    assert "@import" not in text
    assert "url(" not in re.sub(r'src="data:[^"]*"', "", text)


def test_every_figure_has_an_alternative_and_its_numbers(written: dict[str, Any]) -> None:
    document = written["document"]
    assert len(document.pictures) >= 5
    names = [one.name for one in document.pictures]
    assert len(set(names)) == len(names)
    for one in document.pictures:
        assert len(one.alt) > 40, one.name
        assert one.data.rows, one.name
        assert all(len(row) == len(one.data.head) for row in one.data.rows), one.name
        assert f"manifest {'' if one.name.startswith('indices') else document.digest}" in one.svg
    assert written["html"].count("<details>") == len(document.pictures)


def test_all_tables_are_whole(written: dict[str, Any]) -> None:
    document = written["document"]
    tables = [one for part in (*document.message, *document.annexes) for one in part.blocks if one.block == "table"]
    assert len(tables) >= 7
    for one in tables:
        assert one.rows, one.caption
        assert all(len(row) == len(one.head) for row in one.rows), one.caption
        assert not any("nan" in cell.split() for row in one.rows for cell in row), one.caption


def test_the_date_is_told_in_the_language(written: dict[str, Any]) -> None:
    assert "2 maart 2026" in written["document"].about


def _structure(pdf: pikepdf.Pdf) -> list[Any]:
    """All elements of the structure tree."""
    found, rest = [], [pdf.Root.StructTreeRoot]
    while rest:
        one = rest.pop()
        if isinstance(one, pikepdf.Array):
            rest.extend(list(one))  # type: ignore[call-overload]
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.append(one)
            if "/K" in one:
                rest.append(one.K)
    return found


def test_pdf_is_tagged_and_says_what_it_is(written: dict[str, Any]) -> None:
    document = written["document"]
    with pikepdf.open(BytesIO(written["pdf"])) as pdf:
        assert str(pdf.Root.Lang).startswith("nl")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == document.title
        parts = _structure(pdf)
        tags = [str(one.S) for one in parts]
        figures = [one for one in parts if one.S == "/Figure"]
        assert len(figures) == len(document.pictures)
        assert {str(one.Alt) for one in figures} == {one.alt for one in document.pictures}
        assert tags.count("/Table") >= 10
        assert "/TH" in tags
        assert any(tag in tags for tag in ("/H1", "/H2"))
        with pdf.open_outline() as outline:
            assert len(outline.root) >= len(document.message)


def test_hostile_titles_stay_texts_in_pdf(written: dict[str, Any]) -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument(written["pdf"])
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "#strong[a] $x^2$ *b* `c` {{ d }} \\e" in re.sub(r"\s+", " ", text)


def test_the_message_of_the_shipped_briefs_fits_two_pages() -> None:
    import pypdfium2

    for file in sorted((ROOT / "results/briefs").glob("*.pdf")):
        pages = pypdfium2.PdfDocument(file)
        texts = [page.get_textpage().get_text_range() for page in pages]
        first = next(at for at, text in enumerate(texts) if re.search(r"(Bijlage|Annex): ", text))
        assert first == 2, file.name


#: The languages in which the shipped briefs are written, and their texts kept.
WRITTEN = sorted(file.stem.rpartition("-")[2] for file in (ROOT / "tests" / "texts").glob("*.html"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped briefs as HTML, by language, made with the commands of their page."""
    folder = tmp_path_factory.mktemp("shipped")
    lines = (ROOT / "results/briefs/README.md").read_text(encoding="utf-8").splitlines()
    for language in WRITTEN:
        (command,) = [one for one in lines if one.startswith("datadeel brief") and f"--lang {language}" in one]
        made = _run(*shlex.split(command)[1:], "--out", folder, "--format", "html")
        assert made.exit_code == 0, made.output
    return {language: folder / f"role-of-government-{language}.html" for language in WRITTEN}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not on this machine")
@pytest.mark.parametrize("language", WRITTEN)
def test_shipped_briefs_have_no_violations_of_wcag(language: str, shipped: dict[str, Path]) -> None:
    """WCAG 2.2 AA and axe's best practices, at the widths of a phone and a desk, in light and in dark."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    file = shipped[language]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=quiet)
        for scheme, width in (("light", 390), ("dark", 390), ("light", 1280)):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            asked: list[str] = []
            page.on("request", lambda one, asked=asked: asked.append(one.url))
            page.goto(file.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found = Axe().run(page, options={"runOnly": rules}).response["violations"]
            assert [one["id"] for one in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
        browser.close()


@pytest.mark.slow
@pytest.mark.parametrize("language", WRITTEN)
def test_shipped_briefs_come_out_of_the_shipped_results(language: str, shipped: dict[str, Path]) -> None:
    """Texts and tables, that is, as kept in ``tests/texts``: figures depend on the version of what draws them."""
    kept = (ROOT / "tests/texts" / f"role-of-government-{language}.html").read_text(encoding="utf-8")
    assert _texts(shipped[language].read_text(encoding="utf-8")) == kept, "a shipped brief would read otherwise now"


def _texts(html: str) -> str:
    """Without figures and the command, which names another folder here."""
    return re.sub(r"<pre.*?</pre>", "", re.sub(r'src="data:[^"]*"', "", html), flags=re.DOTALL)


# --- Runs and sweeps ---------------------------------------------------------------------------------------


def test_a_run_has_a_brief_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "plain.toml").write_text(SMALL, encoding="utf-8")
    assert _run("run", tmp_path / "plain.toml", "--replicates", "4", "--out", tmp_path).exit_code == 0
    ran = _run(
        "brief", tmp_path / "plain", "--lang", "en", "--format", "html", "--out", tmp_path, "--date", "2026-03-02"
    )
    assert ran.exit_code == 0, ran.output
    text = (tmp_path / "plain-en.html").read_text(encoding="utf-8")
    assert "So many organisations share data after 2 years." in text
    assert re.search(r"small: \d+ per cent \(\d+ to \d+\)", text)


def test_a_shipped_study_has_a_brief(tmp_path: Path) -> None:
    (file,) = publish.brief([ROOT / "results/01-instruments"], "en", "html", out=tmp_path, today=DAY)
    text = file.read_text(encoding="utf-8")
    assert "Which of the 20 measures or packages studied" in text
    assert "more organisations go on sharing than with any other package" in text


def test_undecided_patterns_are_told_of(compared: Path) -> None:
    patterns = read(ROOT / "results/patterns")
    patterns.tables["verdicts"].loc[:1, "verdict"] = "undecided"
    text = render.html(compose([read(compared), patterns], "en", today=DAY))
    assert "; of 2 nothing can be said." in text


def test_one_case_may_be_told_of_twice(compared: Path, tmp_path: Path) -> None:
    """Two comparisons with one baseline, in folders of one name: titles and figures stay apart."""
    again = shutil.copytree(compared, tmp_path / "both")
    document = compose([read(compared), read(again)], "en", today=DAY)
    captions = [one.caption for one in document.pictures]
    assert len(set(captions)) == len(captions)
    assert len(render.pdf(document)) > 10_000
    assert "small (both) 1" in render.html(document)


def test_plot_draws_what_was_drawn(compared: Path, tmp_path: Path) -> None:
    ran = _run("plot", compared, "--out", tmp_path)
    assert ran.exit_code == 0, ran.output
    before = {file.name: file.read_bytes() for file in (compared / "figures").iterdir()}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    assert _run("plot", compared, "--lang", "nl", "--format", "pdf", "--out", tmp_path).exit_code == 0
    with pikepdf.open(tmp_path / "cost-nl.pdf") as pdf:
        assert read(compared).manifest["digest"] in str(pdf.docinfo["/Subject"])


# --- Wrong input -------------------------------------------------------------------------------------------


def _changed(folder: Path, to: Path, remove: Sequence[str] = (), **facts: Any) -> Path:
    shutil.copytree(folder, to)
    for name in remove:
        (to / name).unlink()
    path = to / "manifest.json"
    if path.is_file():
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | facts), encoding="utf-8")
    return to


@pytest.mark.parametrize(
    ("remove", "facts", "message"),
    [
        (["manifest.json"], {}, "holds no manifest.json"),
        (["tables/cost.csv"], {}, "cost.csv: missing; make it again: "),
        ([], {"complete": False}, "is not finished"),
        ([], {"model": "0.0.1+old"}, "was made by model 0.0.1+old"),
        ([], {"kind": None}, "is of an older version"),
    ],
)
def test_results_that_cannot_be_used_are_explained(
    compared: Path, tmp_path: Path, remove: list[str], facts: dict[str, Any], message: str
) -> None:
    result = _run("brief", _changed(compared, tmp_path / "changed", remove, **facts), "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert message in result.output + result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--lang", "de"), "--lang de: unknown; valid: en, nl"),
        (("--format", "docx"), "--format docx: unknown"),
        (("--font", "Libertinus Seriff"), 'did you mean "Libertinus Serif"?'),
        (("--name", "a/b"), "is not the name of a file"),
    ],
)
def test_wrong_options_are_explained(compared: Path, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = _run("brief", compared, "--out", tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_brief_needs_something_to_tell_of(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to tell of"):
        publish.brief([ROOT / "results/patterns"], out=tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        publish.brief([tmp_path / "nowhere"], out=tmp_path)
    with pytest.raises(InputError, match="at least one"):
        publish.brief([], out=tmp_path)
