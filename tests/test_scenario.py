"""Scenario files: what is read, merged and overridden, and how every mistake is told."""

from __future__ import annotations

import json
import pickle
import tomllib
from copy import deepcopy
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from conftest import HISTORIES, RICH, ROOT, SCENARIOS, SHIPPED, SMALL, Write
from hypothesis import given
from hypothesis import strategies as st

from datadeel.errors import InputError, nearest
from datadeel.i18n import LANGUAGES
from datadeel.registry.instruments import INSTRUMENTS
from datadeel.registry.kinds import KINDS
from datadeel.registry.parameters import PARAMETERS
from datadeel.scenario.loader import load
from datadeel.scenario.records import Event, Measure, Scenario
from datadeel.scenario.schema import ARCHITECTURES, EVENT_KINDS, STRUCTURES

HEAD = 'title = "t"\npurpose = "p"\nsource = "s"\n'
PEOPLE = "[population]\nsme = 50\n"


def problems_of(folder: Path, text: str, *overrides: str) -> list[str]:
    """The problems of a file, a line each."""
    file = folder / "bad.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(file, overrides)
    return [line.replace(f"{folder}/", "") for line in str(error.value).splitlines()]


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_scenarios_are_whole(file: Path) -> None:
    scenario = load(file)
    assert scenario.title
    assert scenario.titles["nl"]
    assert scenario.purpose
    assert scenario.source
    own = file.read_text(encoding="utf-8")
    assert own.splitlines()[0].startswith("title = ")
    assert file.with_suffix(".expected.csv").exists(), "no expected table: python -m tools.generate_docs --fix"
    if "-" in file.stem and file in SCENARIOS:  # a variant holds only the difference
        assert "[population]" not in own
        assert "[parameters]" not in own


def test_a_key_is_found_where_it_stands(tmp_path: Path) -> None:
    assert problems_of(tmp_path, HEAD + "monts = 3\n" + PEOPLE) == [
        'bad.toml:4: monts: unknown key; did you mean "months"?'
    ]
    assert problems_of(tmp_path, HEAD + "[population]\nsmes = 5\n")[0].startswith(
        'bad.toml:5: population.smes: unknown kind; did you mean "sme"?'
    )


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (HEAD + '[population]\nsme = "50"\n', "bad.toml:5: population.sme", "is not a whole number"),
        (HEAD + "[population]\nsme = -5\n", "bad.toml:5: population.sme", "must be at least 0"),
        (HEAD + "[population]\nsme = 0\n", "bad.toml:4: population", "is empty"),
        (HEAD, "bad.toml: population", "is missing"),
        (PEOPLE, "bad.toml: title", "is missing"),
        (HEAD + PEOPLE + "[chains]\nsize = 60\n", "bad.toml:7: chains.size", "larger than the population of 50"),
        (HEAD + PEOPLE + "[chains]\nsize = 2.5\n", "bad.toml:7: chains.size", "not a whole number"),
        (HEAD + PEOPLE + "[chains.seats]\nlarge_firm = 1.0\n", "bad.toml:6: chains.seats", "lacks"),
        (HEAD + PEOPLE + "[network]\nknown = 2.0\n", "bad.toml:7: network.known", "at most 1"),
        (HEAD + PEOPLE + '[network]\nstructure = "keyston"\n', "bad.toml:7: network.structure", '"keystone"'),
        (
            HEAD + PEOPLE + "[parameters]\ntrust_asymetry = 3\n",
            "bad.toml:7: parameters.trust_asymetry",
            '"trust_asymmetry"',
        ),
        (
            HEAD + PEOPLE + "[parameters]\ncomplementarity = 0.2\n",
            "bad.toml:7: parameters.complementarity",
            "between 1 and 30",
        ),
        (HEAD + PEOPLE + "[parameters]\nnorm = true\n", "bad.toml:7: parameters.norm", "not a number"),
        (HEAD + PEOPLE + "[parameters]\nnorm = nan\n", "bad.toml:7: parameters.norm", "not a number"),
        (HEAD + PEOPLE + "[parameters]\nattention = 0.1\n", "bad.toml:7: parameters.attention", "attention.sme"),
        (HEAD + PEOPLE + "[parameters]\nattention.smes = 0.1\n", "bad.toml:7: parameters.attention.smes", '"sme"'),
        (HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidie"\n', "bad.toml:7: policy.instrument", '"subsidy"'),
        (HEAD + PEOPLE + "[[policy]]\nstrength = 1.0\n", "bad.toml:6: policy.instrument", "is missing"),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nshar = 1\n',
            "bad.toml:8: policy.subsidy.shar",
            '"share"',
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nshare = 1.5\n',
            "bad.toml:8: policy.subsidy.share",
            "between 0 and 1",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nfrom = 9\nuntil = 5\n',
            "bad.toml:9: policy.subsidy.until",
            "before from = 9",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nfrom = 0\n',
            "bad.toml:8: policy.subsidy.from",
            "at least 1",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nfrom = 1.5\n',
            "bad.toml:8: policy.subsidy.from",
            "whole number",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nannounced = 5\n',
            "bad.toml:8: policy.subsidy.announced",
            "after from",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nfor = ["smes"]\n',
            "bad.toml:8: policy.subsidy.for",
            '"sme"',
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nfor = "sme"\n',
            "bad.toml:8: policy.subsidy.for",
            "list of kinds",
        ),
        (HEAD + PEOPLE + '[[event]]\nkind = "leek"\nmonth = 1\n', "bad.toml:7: event.kind", '"leak"'),
        (HEAD + PEOPLE + '[[event]]\nkind = "leak"\n', "bad.toml:7: event.leak.month", "is missing"),
        (HEAD + PEOPLE + '[[event]]\nkind = "leak"\nmonth = 1\nsiz = 1\n', "bad.toml:9: event.leak.siz", '"size"'),
        (
            HEAD + PEOPLE + '[[event]]\nkind = "leak"\nmonth = 1\nfor = ["sme"]\n',
            "bad.toml:9: event.leak.for",
            "unknown key",
        ),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "standardisation"\nfor = ["sme"]\n',
            "bad.toml:8: policy.standardisation.for",
            "nation as a whole",
        ),
        (
            HEAD + PEOPLE + "[chains]\ncount = 3\nsize = 10\n",
            "bad.toml:7: chains.count",
            "30 seats for 50 organisations",
        ),
        (HEAD + PEOPLE + '[parameters]\nnorm = "0,5"\n', "bad.toml:7: parameters.norm", "use a point: 0.5"),
        (HEAD + PEOPLE + "[parameters]\nnorm = 0,5\n", "bad.toml:7: not valid TOML", "with a point"),
        (HEAD + PEOPLE + '[parameters]\nnorm = "50%"\n', "bad.toml:7: parameters.norm", "as 0.5"),
        (HEAD + PEOPLE + '[policy]\ninstrument = "subsidy"\n', "bad.toml:6: policy", "[[policy]]"),
        (
            HEAD + PEOPLE + '[[policy]]\ninstrument = "subsidy"\nbudget = 5000000\n',
            "bad.toml:8: policy.subsidy.budget",
            "EUR million",
        ),
        (HEAD + "policy = 5\n" + PEOPLE, "bad.toml:4: policy", "list of tables"),
        (HEAD + "months = \n" + PEOPLE, "bad.toml:4: not valid TOML", ""),
        (HEAD + 'extends = "nope.toml"\n', "bad.toml:4: extends: nope.toml", "no such file"),
        (HEAD + 'extends = "bad.toml"\n', "bad.toml: extends", "in a circle: bad.toml → bad.toml"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, place: str, words: str) -> None:
    lines = problems_of(tmp_path, text)
    assert any(line.startswith(place) and words in line for line in lines), lines


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD + 'monts = 3\n[population]\nsme = 5\n[parameters]\nnrom = 1\n[[policy]]\ninstrument = "x"\n'
    assert [line.split(":")[1] for line in problems_of(tmp_path, text)] == ["4", "8", "10"]


def test_a_mistake_in_the_parent_is_found_there(tmp_path: Path) -> None:
    (tmp_path / "parent.toml").write_text(HEAD + PEOPLE + "[parameters]\nnorm = 99\n", encoding="utf-8")
    lines = problems_of(tmp_path, 'extends = "parent.toml"\n[population]\nlarge_firm = 3\n')
    assert lines == ["parent.toml:7: parameters.norm: 99 is out of range: must be between 0 and 10 (logit)"]


@pytest.mark.parametrize("instrument", ["[1]", "{a = 1}", "5"])
def test_an_instrument_that_is_no_name_is_explained(tmp_path: Path, instrument: str) -> None:
    (tmp_path / "parent.toml").write_text(SMALL + '[[policy]]\ninstrument = "subsidy"\n', encoding="utf-8")
    lines = problems_of(tmp_path, f'extends = "parent.toml"\n[[policy]]\ninstrument = {instrument}\n')
    assert lines[0].startswith("bad.toml:3: policy.instrument: unknown instrument")


def test_circle_of_two(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text('extends = "bad.toml"', encoding="utf-8")
    assert "bad.toml → b.toml → bad.toml" in problems_of(tmp_path, 'extends = "b.toml"')[0]


def test_missing_unreadable_and_odd_files(tmp_path: Path) -> None:
    (tmp_path / "dil.toml").write_text(SMALL, encoding="utf-8")
    for name, words in (
        ("dill.toml", r'did you mean ".*dil.toml"\?'),
        ("", "this is a folder"),
        ("a=1", "put --set before"),
    ):
        with pytest.raises(InputError, match=words):
            load(tmp_path / name)
    (tmp_path / "bits.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not a text file"):
        load(tmp_path / "bits.toml")


def test_extends_merges(tmp_path: Path) -> None:
    parent = SMALL + (
        "[parameters]\nnorm = 0.1\nhabit = 0.2\n"
        '[[policy]]\ninstrument = "subsidy"\nfrom = 3\n[[policy]]\ninstrument = "steering"\nfrom = 4\n'
        '[[event]]\nkind = "leak"\nmonth = 3\n'
    )
    (tmp_path / "parent.toml").write_text(parent, encoding="utf-8")
    child = tmp_path / "child.toml"
    child.write_text(
        'extends = "parent.toml"\ntitle = "child"\n[population]\nsme = 70\n[parameters]\nnorm = 0.9\n'
        '[[policy]]\ninstrument = "subsidy"\nfrom = 9\n[[policy]]\ninstrument = "subsidy"\nfrom = 20\n'
        '[[event]]\nkind = "exit"\nmonth = 5\n',
        encoding="utf-8",
    )
    scenario = load(child)
    assert (scenario.title, scenario.purpose) == ("child", "tests")
    assert (scenario.population["sme"], scenario.population["large_firm"]) == (70, 12)
    assert (scenario.parameters["norm"], scenario.parameters["habit"]) == (0.9, 0.2)
    assert [(one.instrument, one.start) for one in scenario.policy] == [
        ("steering", 4),
        ("subsidy", 9),
        ("subsidy", 20),
    ]
    assert [one.kind for one in scenario.events] == ["leak", "exit"]


def test_set_reaches_everything() -> None:
    scenario = load(
        SCENARIOS[0],
        [
            "parameters.trust_asymmetry=5",
            "parameters.attention.sme=.07",
            "policy.subsidy.share=0.4",
            "months=36",
            "chains.size=10",
            "network.structure=platform",
            'policy.mandate.for=["sme"]',
            "event.leak.month=4",
            "title=A title",
        ],
    )
    assert scenario.parameters["trust_asymmetry"] == 5
    assert scenario.parameters["attention.sme"] == 0.07
    assert scenario.parameters["paywall_rate"] == STRUCTURES["platform"]["paywall_rate"]
    subsidy, mandate = scenario.policy
    assert (subsidy.instrument, subsidy.start, subsidy.until, subsidy.settings["share"], subsidy.settings["cap"]) == (
        "subsidy",
        1,
        None,
        0.4,
        25000,
    )
    assert mandate.kinds == ("sme",)
    assert (scenario.months, scenario.chains.size, scenario.events[0].month, scenario.title) == (36, 10, 4, "A title")


def test_set_changes_every_entry_of_an_instrument() -> None:
    scenario = load(SCENARIOS[0].with_name("dil-carrot.toml"), ["policy.subsidy.share=0.9"])
    assert [one.settings["share"] for one in scenario.policy if one.instrument == "subsidy"] == [0.9]
    assert [one.start for one in scenario.policy if one.instrument == "subsidy"] == [13]


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("parameters.norm", "KEY=VALUE"),
        ("policy.subsidie.share=1", '"subsidy"'),
        ("policy.subsidy=1", "policy.NAME.KEY"),
        ("policy.subsidy.shar=1", '"share"'),
        ("policy.subsidy.share=2", "between 0 and 1"),
        ("parameters.nrom=1", '"norm"'),
        ("parameters.norm=high", "not a number"),
        ("title.x=1", "not a table"),
        ("extends=dil.toml", "only stand in a file"),
        ("foo=1", "unknown key"),
    ],
)
def test_wrong_set(assignment: str, words: str) -> None:
    with pytest.raises(InputError, match="--set") as error:
        load(SCENARIOS[0], [assignment])
    assert words in str(error.value)


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_text(SMALL, encoding="utf-8-sig")
    assert load(file).title == "small"


def test_what_never_happens_is_noted() -> None:
    scenario = load(SCENARIOS[0], ["policy.subsidy.from=200", "event.leak.month=300"])
    assert [note.split(" ")[0] for note in scenario.notes] == ["policy.subsidy", "event.leak"]
    assert load(SCENARIOS[0]).notes == ()


def test_one_override_may_be_a_text() -> None:
    assert load(SCENARIOS[0], "months=36").months == 36


def test_digest_is_of_what_matters() -> None:
    plain = load(SCENARIOS[0])
    assert plain.digest == load(SCENARIOS[0], ["title=Other"]).digest
    assert plain.digest != load(SCENARIOS[0], ["parameters.norm=0.51"]).digest
    assert plain.digest != load(SCENARIOS[0], ["policy.subsidy.share=0.5"]).digest


def test_explicit_parameters_win_over_named_structures(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text(
        SMALL + '[network]\nstructure = "platform"\narchitecture = "federated"\n[parameters]\nown_control = 0.11\n',
        encoding="utf-8",
    )
    values = load(file).parameters
    assert values["own_control"] == 0.11
    assert values["exposure_3"] == ARCHITECTURES["federated"]["exposure_3"]


def test_parameter_records_are_sound() -> None:
    for record in PARAMETERS.values():
        assert record.minimum <= record.low <= record.value <= record.high <= record.maximum, record.name
        assert record.direction in "+-±"
        assert record.strength in "ABCDE"
        assert all(record.labels.get(language) for language in LANGUAGES)
        assert record.source
        assert record.unit
        assert record.neutral is None or record.minimum <= record.neutral <= record.maximum
    assert {name.partition(".")[2] for name in PARAMETERS if "." in name} == set(KINDS)
    for table in (*STRUCTURES.values(), *ARCHITECTURES.values()):
        assert set(table) <= set(PARAMETERS)


def test_priors_are_those_of_the_sources() -> None:
    """Start values that the evidence names (see the sources in the records)."""
    for name, central in (
        ("initial_sharing.sme", 0.15),
        ("initial_sharing.large_firm", 0.45),
        ("initial_knowledge.sme", 0.24),
        ("benefit_cost_ratio", 5),
        ("complementarity", 2),
        ("trust_asymmetry", 3),
        ("breach_rate", 0.02),
        ("government_trust", 0.48),
        ("government_swing", 0.1),
        ("organisational_part", 0.8),
        ("platform_fee", 250),
        ("entry_cost.sme", 10000),
        ("replacement.sme", 0.172),
        ("efficiency_gain", 0.1),
    ):
        assert PARAMETERS[name].value == central


def test_nearest() -> None:
    assert nearest("subsidie", ["subsidy", "mandate"]) == 'did you mean "subsidy"?'
    assert nearest("zzz", ["subsidy", "mandate"]) == "valid: subsidy, mandate"


def test_a_formulation_is_named_by_a_whole_number(scenario: Write) -> None:
    assert scenario("", "parameters.crowding_form=2").parameters["crowding_form"] == 2.0
    with pytest.raises(InputError, match=r"crowding_form: 0.5 is not a whole number"):
        scenario("", "parameters.crowding_form=0.5")


# --- What is loaded ----------------------------------------------------------------------------------------


def test_a_scenario_is_found_by_the_name_of_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load("dil") == load(ROOT / "scenarios" / "dil.toml")
    own = tmp_path / "dil.toml"
    own.write_text(SMALL, encoding="utf-8")
    assert load("dil").title == "small", "a file here comes before those shipped"
    with pytest.raises(InputError, match=r"dill: no such file"):
        load("dill")


def test_a_mapping_is_read_as_a_file_would_be(tmp_path: Path) -> None:
    content = tomllib.loads(SMALL + '[[policy]]\ninstrument = "subsidy"\nshare = 0.4\n')
    file = tmp_path / "mine.toml"
    file.write_text(SMALL + '[[policy]]\ninstrument = "subsidy"\nshare = 0.4\n', encoding="utf-8")
    before = deepcopy(content)
    assert load(content, "months=12", name="mine") == load(file, "months=12")
    assert content == before, "what is given is left alone"
    assert load(content).name == "scenario"


def test_a_mapping_may_extend_a_shipped_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = load({"extends": "dil", "title": "mine", "parameters": {"norm": 0.4}, "seed": None})
    shipped = load("dil")
    assert (made.title, made.parameters["norm"], made.population) == ("mine", 0.4, shipped.population)
    assert made.seed == shipped.seed, "a key without a value is as if it were not there"
    with pytest.raises(InputError, match=r"^scenario: extends: dill: no such file"):
        load({"extends": "dill"})


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"monts": 3}, 'scenario: monts: unknown key; did you mean "months"?'),
        ({"months": 0}, "scenario: months: 0 is out of range: must be at least 1"),
        ({"parameters": {"nrom": 1}}, 'scenario: parameters.nrom: unknown parameter; did you mean "norm"?'),
        ({"policy": [{"instrument": "subsidy", "shar": 1}]}, "scenario: policy.subsidy.shar: unknown key"),
        ({"policy": "subsidy"}, "scenario: policy: 'subsidy' is not a list of tables; write [[policy]]"),
        ({"event": [{"kind": "leak", "month": 1.5}]}, "scenario: event.leak.month: 1.5 is not a whole number"),
    ],
)
def test_mistakes_in_a_mapping_name_the_key(change: dict[str, object], line: str) -> None:
    with pytest.raises(InputError) as error:
        load(tomllib.loads(SMALL) | change)
    assert str(error.value).startswith(line)


def test_set_on_what_is_no_list_is_explained() -> None:
    with pytest.raises(InputError, match="policy: 'x' is not a list of tables"):
        load(tomllib.loads(SMALL) | {"policy": "x"}, "policy.subsidy.share=0.5")


# --- Frozen ------------------------------------------------------------------------------------------------


def test_nothing_in_a_scenario_can_be_changed(scenario: Write) -> None:
    made = scenario('[[policy]]\ninstrument = "subsidy"\n[[event]]\nkind = "leak"\nmonth = 1\n')
    digest = made.digest
    measure = made.policy[0]
    for mapping in (
        *(made.parameters, made.population, made.unattached, made.titles),
        *(made.chains.seats, measure.settings),
    ):
        key = next(iter(mapping), "sme")
        with pytest.raises(TypeError):
            mapping[key] = 1.0  # type: ignore[index]
        with pytest.raises(TypeError):
            del mapping[key]  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            mapping._items = {}  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            mapping._items[key] = 1.0  # type: ignore[attr-defined]
        for change in ("update", "clear", "pop", "popitem", "setdefault", "__ior__"):
            assert not hasattr(mapping, change)
    for record, field in ((made, "months"), (measure, "strength"), (made.events[0], "month"), (made.chains, "size")):
        with pytest.raises(FrozenInstanceError):
            setattr(record, field, 7)
    assert isinstance(made.policy, tuple)
    made.inputs["parameters"]["norm"] = 9.0
    made.inputs["policy"][0]["share"] = 9.0
    assert made.digest == digest == Scenario.from_inputs("small", made.inputs).digest


def test_a_scenario_that_differs_is_another(scenario: Write) -> None:
    made = scenario()
    values = dict(made.parameters)
    other = replace(made, parameters=values | {"norm": 0.9})
    assert other.digest != made.digest
    values["norm"] = 5.0
    assert other.parameters["norm"] == 0.9, "what it was made of is no longer its own"


@pytest.mark.parametrize("file", [*SHIPPED, *HISTORIES, RICH], ids=lambda file: file.stem)
def test_scenarios_come_back_whole(file: Path) -> None:
    made = load(file)
    plain = json.loads(json.dumps(made.inputs))
    assert plain == made.inputs, "the plain form is what JSON can hold"
    for again in (Scenario.from_inputs(made.name, plain), pickle.loads(pickle.dumps(made)), deepcopy(made)):
        assert again == made
        assert (again.inputs, again.digest, hash(again)) == (made.inputs, made.digest, hash(made))


@pytest.mark.parametrize("file", [*SHIPPED, RICH], ids=lambda file: file.stem)
def test_a_scenario_can_be_loaded_again(file: Path) -> None:
    """Also with every kind of event and every instrument."""
    events = [f"event.{kind}.month=7" for kind in EVENT_KINDS]
    made = load(file, [*events, *(f"policy.{name}.strength=0.5" for name in INSTRUMENTS)])
    assert load(made) == made
    assert load(made, "months=300").months == 300


@given(
    strength=st.floats(0.0, 1.0),
    start=st.integers(1, 100),
    lasts=st.none() | st.integers(0, 50),
    instrument=st.sampled_from(sorted(INSTRUMENTS)),
    kinds=st.sets(st.sampled_from(KINDS), min_size=1),
    event=st.sampled_from(EVENT_KINDS),
    size=st.floats(0.0, 1.0),
    norm=st.floats(0.0, 10.0),
    titles=st.dictionaries(st.sampled_from(LANGUAGES), st.text(min_size=1), min_size=1),
)
def test_any_scenario_comes_back_whole(
    strength: float,
    start: int,
    lasts: int | None,
    instrument: str,
    kinds: set[str],
    event: str,
    size: float,
    norm: float,
    titles: dict[str, str],
) -> None:
    """The plain form and its reverse, over all that they hold."""
    base = load(RICH)
    ordered = tuple(kind for kind in KINDS if kind in kinds)
    until = None if lasts is None else start + lasts
    settings = {key: setting.value for key, setting in INSTRUMENTS[instrument].settings.items()}
    made = replace(
        base,
        titles={LANGUAGES[0]: "t"} | titles,
        parameters={**base.parameters, "norm": norm},
        policy=(Measure(instrument, start, until, start, 6, strength, ordered, settings),),
        events=(Event(event, start, size, ordered),),
    )
    assert Scenario.from_inputs(base.name, json.loads(json.dumps(made.inputs))) == made


def test_titles_fall_back_on_english(scenario: Write) -> None:
    made = scenario("", "title=Carrot")
    assert [made.titled(language) for language in LANGUAGES] == ["Carrot"] * len(LANGUAGES)
    dutch = scenario("", "title=Carrot", "title_nl=Wortel")
    assert (dutch.title, dutch.titled("en"), dutch.titled("nl")) == ("Carrot", "Carrot", "Wortel")
    assert dutch.digest == made.digest
