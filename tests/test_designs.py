"""A design file asks for a sweep; whatever is wrong with it is said in whole sentences, all of it at once."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.sweeps.design import Design, files_of, from_files, read_design, whole
from experiments.sweeps.draws import MAY_HAVE, NEEDS, Draws
from scenarios import catalogue
from scenarios.baseline import read_baseline
from scenarios.errors import Problems, ScenarioError, listed
from scenarios.shapes import Strict
from sim.definitions import OUTCOMES
from tests.scenario_files import lines
from tests.sweep_files import DESIGN, design_text, thbsim, write_design, write_policy

pytestmark = pytest.mark.usefixtures("compiled")
DESIGNS = sorted(Path("experiments/designs").glob("*.toml"))
QUANTITIES = read_baseline().quantities
ESCAPE = "exits.escape_hazard.labour"
LOW, HIGH = QUANTITIES[ESCAPE].low, QUANTITIES[ESCAPE].high
SCARCE = "placement.scarce_below"

SCENARIOS = (
    'must be a list of scenarios, such as ["baseline", "awareness+hotline", "my-policy.toml"];'
    " the first is the reference"
)
YEAR = "must be a calendar year from 2009 to 2050"
SEEDS = "must be a table such as { first = 1, number = 100 }"
FROM_0, FROM_1 = "must be a whole number from 0 on", "must be a whole number from 1 on"
NUMBER = "must be a whole number of draws from 1 on, or a list of them where some were added later"
METHOD = 'must be "baseline", "latin-hypercube", "sobol", "grid", "posterior", "prior", "morris" or "saltelli"'
PARAMETERS = 'must be a list of parameters or of rules, such as ["exits", "placement.appetite"]'
VALUES = 'must be a table of lists of numbers, such as { "exits.escape_hazard.labour" = [0.1, 0.2] }'
FILE = "must be the path of a Parquet file with a column for each parameter"
KEPT = 'must be a list of outcomes, such as ["identified", "victim_years"], or "all"'
BY = 'must be a list of what tells them apart, such as ["total", "city"], or "all"'
WIDTH = "must be a number above 0: half of the widest interval that is narrow enough, in the unit of the outcome"
EVERY = "must be a whole number of seeds from 2 on, after which it is looked at again"
FIELDS = "title, question, scenarios, from, to, scale, seeds, draws, keep, stop"
STOP = '{ outcome = "victim_years", half_width = 1.0 }'
MANY = "more than 10,000,000; ask for fewer seeds, draws or scenarios, or make several designs"
SHARE = (
    "population.form_share.labour and its neighbours are shares that add up to 1, so none of them can be drawn alone;"
    " name other parameters"
)


def sentences_of(path):
    """What is told of a design, without the name of the file, with which each sentence begins."""
    with pytest.raises(ScenarioError) as caught:
        read_design(path)
    return [problem.removeprefix(f"{path}: ") for problem in caught.value.problems]


def told(path):
    """What is told of a design, nothing if it can be used; anything but a ScenarioError fails the test."""
    try:
        read_design(path)
    except ScenarioError as error:
        return error.problems
    return ()


def test_a_sound_design_with_title_and_scenarios_alone_is_whole(tmp_path):
    path = tmp_path / "design.toml"
    path.write_text('title = "A test"\nscenarios = ["baseline", "awareness"]\n', encoding="utf-8")
    sweep = read_design(path)
    assert (sweep.names, sweep.years, sweep.runs) == (("baseline", "awareness"), (2009, 2018), 200)
    assert sweep.design.scale == 1.0
    assert sweep.design.keep.outcomes == ("identified", "hidden", "victim_years", "recruited", "public_cost")


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        ({"titel": '"x"'}, ["there is no field titel; did you mean title?"]),
        ({"xyz": "1"}, [f"there is no field xyz; choose from {FIELDS}"]),
        ({"first_year": "2009"}, [f"there is no field first_year; choose from {FIELDS}"]),
        ({"title": None}, ["title is missing; it must be a text, what the sweep is in a few words"]),
        ({"title": '" "'}, ["title is ' ', but must be a text, what the sweep is in a few words"]),
        ({"question": "7"}, ["question is 7, but must be a text, the question that it answers"]),
        ({"scenarios": None}, [f"scenarios is missing; it {SCENARIOS}"]),
        ({"scenarios": "[]"}, [f"scenarios is [], but {SCENARIOS}"]),
        ({"scenarios": '["baseline", 3]'}, [f"scenarios is 3, but {SCENARIOS}"]),
        ({"from": "2008"}, [f"from is 2008, but {YEAR}"]),
        ({"from": "2009.0"}, [f"from is 2009.0, but {YEAR}"]),
        ({"to": "2051"}, [f"to is 2051, but {YEAR}"]),
        ({"to": "2009-12-31"}, [f"to is 2009-12-31, but {YEAR}"]),
        ({"from": "2015"}, ["to is 2009, before from 2015; exchange them"]),
        ({"scale": "0"}, ["scale is 0, but must be a number from 0.01 to 1000"]),
        ({"scale": "nan"}, ["scale is nan, but must be a number from 0.01 to 1000"]),
        ({"seeds": "100"}, [f"seeds is 100, but {SEEDS}"]),
        ({"seeds": "{}"}, [f"seeds.number is missing; it {FROM_1}"]),
        ({"seeds": "{ number = 0 }"}, [f"seeds.number is 0, but {FROM_1}"]),
        ({"seeds": "{ number = 2.5 }"}, [f"seeds.number is 2.5, but {FROM_1}"]),
        ({"seeds": "{ first = -1, number = 1 }"}, [f"seeds.first is -1, but {FROM_0}"]),
        ({"seeds": "{ firts = 1, number = 1 }"}, ["there is no field seeds.firts; did you mean first?"]),
        ({"seeds": "{ number = 5000000000 }"}, [f"it asks for 10,000,000,000 runs, {MANY}"]),
        ({"keep": '"all"'}, [
            'keep is \'all\', but must be a table such as { outcomes = ["identified", "victim_years"],'
            ' by = ["total", "city"] }',
        ]),
        ({"keep": "{ outcomes = [] }"}, [f"keep.outcomes is [], but {KEPT}"]),
        ({"keep": "{ by = 3 }"}, [f"keep.by is 3, but {BY}"]),
        ({"keep": '{ outcome = ["hidden"] }'}, ["there is no field keep.outcome; did you mean outcomes?"]),
        ({"keep": '{ outcomes = ["hiden"] }'}, ["keep.outcomes has no outcome hiden; did you mean hidden?"]),
        ({"keep": '{ outcomes = ["qqq"] }'}, [f"keep.outcomes has no outcome qqq; choose from {listed(OUTCOMES)}"]),
        ({"keep": '{ by = ["totl", "city"] }'}, ["keep.by has nothing called totl; did you mean total?"]),
        ({"keep": '{ outcomes = ["identified", "public_cost"], by = ["sector", "form"] }'}, [
            'keep: public_cost is not told apart by sector, form; add "total" to keep.by',
        ]),
        ({"stop": "{}"}, [
            'stop.outcome is missing; it must be an outcome that is kept, such as "victim_years"',
            f"stop.half_width is missing; it {WIDTH}",
        ]),
        ({"stop": "true"}, [
            'stop is true, but must be a table such as { outcome = "victim_years", half_width = 2.0, every = 50 }',
        ]),
        ({"stop": '{ outcome = "hidden", half_width = 0 }'}, [f"stop.half_width is 0, but {WIDTH}"]),
        ({"stop": '{ outcome = "hidden", half_width = inf }'}, [f"stop.half_width is inf, but {WIDTH}"]),
        ({"stop": '{ outcome = "hidden", half_width = 1, every = 1 }'}, [f"stop.every is 1, but {EVERY}"]),
        ({"stop": '{ outcome = "hidden", half_width = 1, evry = 5 }'}, [
            "there is no field stop.evry; did you mean every?",
        ]),
        ({"stop": STOP, "keep": '{ outcomes = ["hidden"] }'}, [
            'stop.outcome victim_years is not kept; add "victim_years" to keep.outcomes',
        ]),
        ({"stop": '{ outcome = "hiden", half_width = 1 }'}, [
            "stop.outcome has no outcome hiden; did you mean hidden?",
        ]),
        ({"stop": '{ outcome = "hidden", area = "NL", half_width = 1 }'}, [
            "stop.area has no area NL; choose from BE, BE+NL+DE",
        ]),
        ({"stop": '{ outcome = "hiden", area = "NL", half_width = 1 }'}, [
            "stop.outcome has no outcome hiden; did you mean hidden?",
            "stop.area has no area NL; choose from BE, BE+NL+DE",
        ]),
        ({"stop": '{ outcome = "recruited", half_width = 1 }'}, [
            "stop.outcome recruited has no yearly total in BE; choose stop.area BE+NL+DE",
        ]),
        ({"stop": '{ outcome = "hits", half_width = 1 }'}, [
            "stop.outcome hits has no yearly total in BE; choose another outcome",
        ]),
        ({"stop": STOP, "keep": '{ outcomes = ["hidden"], by = ["city"] }'}, [
            'stop.outcome victim_years is not kept; add "victim_years" to keep.outcomes',
            'stop looks at yearly totals, which are not kept; add "total" to keep.by',
        ]),
        ({"stop": STOP, "scenarios": '["baseline"]'}, [
            "stop looks at effects, which need at least two scenarios; add one, or leave [stop] out",
        ]),
    ],
    ids=lambda value: " ".join(f"{name} {text}" for name, text in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_each_field_of_a_design_is_checked(changed, sentences, tmp_path):
    assert sentences_of(write_design(tmp_path, changed)) == sentences


@pytest.mark.parametrize(
    ("draws", "sentences"),
    [
        ("3", [
            'draws is 3, but must be a table such as { method = "latin-hypercube", number = 64,'
            ' parameters = ["exits", "placement.appetite"] }',
        ]),
        ('{ method = "lhs" }', [f"draws.method is 'lhs', but {METHOD}"]),
        ('{ methd = "grid" }', ["there is no field draws.methd; did you mean method?"]),
        ('{ method = "sobol", number = 0, parameters = ["exits"] }', [f"draws.number is 0, but {NUMBER}"]),
        ('{ method = "sobol", number = [4, -1], parameters = ["exits"] }', [f"draws.number is -1, but {NUMBER}"]),
        ('{ method = "sobol", number = [], parameters = ["exits"] }', [f"draws.number is [], but {NUMBER}"]),
        ('{ method = "sobol", number = true, parameters = ["exits"] }', [f"draws.number is true, but {NUMBER}"]),
        ('{ method = "sobol", number = 2, seed = -1, parameters = ["exits"] }', [f"draws.seed is -1, but {FROM_0}"]),
        ('{ method = "sobol", number = 2, parameters = [] }', [f"draws.parameters is [], but {PARAMETERS}"]),
        ('{ method = "sobol", number = 2, parameters = ["exts"] }', [
            "draws.parameters: no parameter is called exts; did you mean exits?",
        ]),
        ('{ method = "sobol", number = 2, parameters = ["exits.escape_hazard.labor"] }', [
            f"draws.parameters: no parameter is called exits.escape_hazard.labor; did you mean {ESCAPE}?",
        ]),
        ('{ method = "latin-hypercube", number = 2, parameters = ["population.form_share"] }', [f"draws: {SHARE}"]),
        ('{ method = "grid", values = { "population.form_share.labour" = [0.2] } }', [
            "draws.values: population.form_share.labour is 0.2, outside its range {} to {}; keep to the range"
            .format(QUANTITIES["population.form_share.labour"].low, QUANTITIES["population.form_share.labour"].high),
            f"draws: {SHARE}",
        ]),
        ('{ method = "latin-hypercube", number = 5000000, parameters = ["exits"] }', None),
        (f'{{ method = "grid", values = {{ "{ESCAPE}" = [] }} }}', [
            f"draws.values.{ESCAPE} is [], but draws.values {VALUES}",
        ]),
        (f'{{ method = "grid", values = {{ "{ESCAPE}" = ["x"] }} }}', [
            f"draws.values.{ESCAPE} is 'x', but draws.values {VALUES}",
        ]),
        ('{ method = "grid", values = {} }', [
            "draws.values is empty; give a list of numbers for at least one parameter",
        ]),
        (f'{{ method = "grid", values = {{ "{ESCAPE}" = [{LOW}, 99.0] }} }}', [
            f"draws.values: {ESCAPE} is 99.0, outside its range {LOW} to {HIGH}; keep to the range",
        ]),
        ('{ method = "grid", values = { "placement.scarce_blow" = [1.0] } }', [
            f"draws.values: no quantity is called placement.scarce_blow; did you mean {SCARCE}?",
        ]),
    ],
    ids=str,
)  # fmt: skip
def test_draws_of_parameters_are_checked(draws, sentences, tmp_path):
    found = sentences_of(write_design(tmp_path, {"draws": draws}))
    if sentences is None:
        columns = sum(path.startswith("exits.") and q.low < q.high for path, q in QUANTITIES.items())
        sentences = [
            f"draws: 5,000,000 draws of {columns} parameters make more than 20,000,000 numbers; draw fewer",
            f"it asks for 30,000,000 runs, {MANY}",
        ]
    assert found == sentences


GIVEN = {
    "number": "2",
    "parameters": '["exits"]',
    "values": f'{{ "{SCARCE}" = [0.2] }}',
    "file": '"posterior.parquet"',
}
MISSING = {"number": NUMBER, "parameters": PARAMETERS, "values": VALUES, "file": FILE}


@pytest.mark.parametrize("method", NEEDS)
@pytest.mark.parametrize("field", GIVEN)
def test_each_method_has_its_own_fields(method, field, tmp_path):
    if field in MAY_HAVE.get(method, ()):
        return  # neither missing nor too many
    fields = {name: text for name, text in GIVEN.items() if name in NEEDS[method]}
    if field in fields:
        del fields[field]
        sentence = f"draws.{field} is missing; it {MISSING[field]}"
    else:
        fields[field] = GIVEN[field]
        sentence = f"draws.{field} does not go with the method {method}; leave it out"
    text = ", ".join(f"{name} = {value}" for name, value in {"method": f'"{method}"', **fields}.items())
    assert sentences_of(write_design(tmp_path, {"draws": f"{{ {text} }}"})) == [sentence]


def test_a_parameter_that_is_certain_cannot_be_drawn(tmp_path):
    certain = next(path for path, quantity in QUANTITIES.items() if quantity.low == quantity.high)
    draws = f'{{ method = "sobol", number = 2, parameters = ["{certain}"] }}'
    assert sentences_of(write_design(tmp_path, {"draws": draws})) == [
        "draws.parameters: all that it names is certain (low equals high); name others"
    ]


POSTERIOR = '{ method = "posterior", number = 4, file = "posterior.parquet" }'
LABOUR = "population.form_share.labour"
OTHERS = 1.0 - QUANTITIES[LABOUR].value
FINITE = "must hold a finite number in every row"


@pytest.mark.parametrize(
    ("columns", "sentences"),
    [
        ({ESCAPE: [LOW, HIGH], f"{ESCAPE}s": [1.0, 1.0]}, [
            f"draws.file: column {ESCAPE}s is no quantity of the baseline; did you mean {ESCAPE}?",
        ]),
        ({ESCAPE: [LOW, 99.0]}, [f"draws.file: column {ESCAPE} leaves its range {LOW} to {HIGH}; keep to the range"]),
        ({ESCAPE: [LOW, None]}, [f"draws.file: column {ESCAPE} {FINITE}"]),
        ({ESCAPE: [LOW, float("nan")]}, [f"draws.file: column {ESCAPE} {FINITE}"]),
        ({ESCAPE: ["a", "b"]}, [f"draws.file: column {ESCAPE} {FINITE}"]),
        ({ESCAPE: [LOW, HIGH], "weight": [1.0, -1.0]}, [
            "draws.file: a weight is below 0; give weights from 0 on",
        ]),
        ({ESCAPE: [LOW, HIGH], "weight": [0.0, 0.0]}, [
            "draws.file: the weights add up to 0, or to more than a number holds; give others",
        ]),
        ({ESCAPE: [LOW, HIGH], "weight": [1e308, 1e308]}, [
            "draws.file: the weights add up to 0, or to more than a number holds; give others",
        ]),
        ({ESCAPE: [LOW, HIGH], "weight": [1.0, float("nan")]}, [f"draws.file: column weight {FINITE}"]),
        ({ESCAPE: [LOW, HIGH], "weight": [1.0, float("inf")]}, [f"draws.file: column weight {FINITE}"]),
        ({ESCAPE: [LOW, HIGH], "weight": [1.0, None]}, [f"draws.file: column weight {FINITE}"]),
        ({ESCAPE: [LOW, HIGH], "weight": ["a", "b"]}, [f"draws.file: column weight {FINITE}"]),
        ({LABOUR: [QUANTITIES[LABOUR].low]}, [
            "draws.file: values given for the baseline: population.form_share: the shares add up to"
            f" {OTHERS + QUANTITIES[LABOUR].low:.6g}, but must add up to 1; change them by"
            f" {QUANTITIES[LABOUR].value - QUANTITIES[LABOUR].low:+.6g}",
        ]),
        ({"weight": [1.0]}, [
            "draws.file: there are no draws in it; give a column for each parameter and a row for each draw",
        ]),
        ({ESCAPE: pl.Series([], dtype=pl.Float64)}, [
            "draws.file: there are no draws in it; give a column for each parameter and a row for each draw",
        ]),
    ],
    ids=str,
)  # fmt: skip
def test_a_posterior_file_is_checked(columns, sentences, tmp_path):
    pl.DataFrame(columns).write_parquet(tmp_path / "posterior.parquet")
    found = sentences_of(write_design(tmp_path, {"draws": POSTERIOR}))
    assert found == sentences


@pytest.mark.parametrize("content", [None, b"", b"no Parquet at all"])
def test_a_posterior_file_that_is_none_is_told_with_its_path(content, tmp_path):
    file = tmp_path / "posterior.parquet"
    if content is not None:
        file.write_bytes(content)
    (sentence,) = sentences_of(write_design(tmp_path, {"draws": POSTERIOR}))
    assert sentence.startswith(f"draws.file: {file} cannot be read as Parquet (")
    assert sentence.endswith("); check the path")


def test_scenarios_are_found_and_told_apart(tmp_path):
    path = write_design(tmp_path, {"scenarios": '["basline", "awarenes", "earlier.toml", "no/such.toml"]'})
    own = "A policy of your own is given by the path of its file, ending in .toml"
    assert sentences_of(path) == [
        f"scenarios: no scenario is called 'basline'; did you mean baseline? {own}",
        f"scenarios: no scenario is called 'awarenes'; did you mean awareness? {own}",
        "scenarios: no/such.toml: there is no such file; check the path",
    ]


def test_a_scenario_is_named_once(tmp_path):
    assert sentences_of(write_design(tmp_path, {"scenarios": '["baseline", "awareness", "baseline"]'})) == [
        "scenario baseline is there twice; name it once"
    ]


def test_different_policies_need_different_names(tmp_path):
    (tmp_path / "other").mkdir()
    write_policy(tmp_path / "other" / "earlier.toml", times="1.5")
    path = write_design(tmp_path, {"scenarios": '["baseline", "earlier.toml", "other/earlier.toml"]'})
    assert sentences_of(path) == ["scenario earlier is there twice; rename one of the files"]


@pytest.mark.parametrize("name", ["baseline", "sources"])
def test_a_policy_is_not_called_as_a_file_of_the_model_is(name, tmp_path):
    path = write_design(tmp_path, {"scenarios": f'["awareness", "{name}.toml"]'})
    write_policy(tmp_path / f"{name}.toml")
    assert sentences_of(path) == [f"a policy must not be called {name}, as a file of the model is; rename the file"]


def test_all_mistakes_of_a_design_are_told_at_once(tmp_path):
    changed = {
        "title": None,
        "scenarios": '["basline", "earlier.toml"]',
        "scale": "0",
        "from": "2012",
        "draws": '{ method = "sobol", number = 2, parameters = ["exts"] }',
        "keep": '{ outcomes = ["hiden"], by = ["totl"] }',
    }
    found = sentences_of(write_design(tmp_path, changed))
    assert [sentence.partition(" ")[0] for sentence in found] == [
        "title", "scale", "to", "scenarios:", "keep.outcomes", "keep.by", "draws.parameters:",
    ]  # fmt: skip


def test_nothing_is_held_against_what_is_itself_wrong(tmp_path):
    changed = {"from": "2030", "to": "1999", "keep": "{ by = 3 }", "stop": STOP}
    assert sentences_of(write_design(tmp_path, changed)) == [f"to is 1999, but {YEAR}", f"keep.by is 3, but {BY}"]


def test_several_mistakes_in_one_table_are_each_told_by_the_field(tmp_path):
    changed = {"draws": '{ method = "x", number = [0, 2], seed = -3, parameter = ["exits"] }'}
    assert sentences_of(write_design(tmp_path, changed)) == [
        f"draws.method is 'x', but {METHOD}",
        f"draws.number is 0, but {NUMBER}",
        f"draws.seed is -3, but {FROM_0}",
        "there is no field draws.parameter; did you mean parameters?",
    ]


def test_a_faulty_design_ends_with_status_2_no_traceback_and_no_store(tmp_path):
    path = write_design(tmp_path, {"seeds": "{ number = 0 }"})
    store = tmp_path / "new" / "store.sqlite"
    program = str(Path(sys.executable).with_name("thbsim"))
    found = subprocess.run([program, "sweep", path, "--store", store], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == f"{path}: seeds.number is 0, but {FROM_1}\n"
    assert not store.parent.exists()
    assert thbsim("sweep", path, "--store", store, "--dry-run")[0] == 2
    assert not store.parent.exists()


@pytest.fixture(scope="module")
def shipped():
    """The Sweep of each shipped design."""
    return {path: read_design(path) for path in DESIGNS}


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_every_shipped_design_is_sound(path, shipped):
    sweep = shipped[path]
    assert sweep.runs <= 40_000
    assert sweep.design.question.endswith("?")
    if "catalogue" in path.stem:
        assert set(sweep.names) == set(catalogue.names())


def test_there_is_a_shipped_design_for_each_way_to_draw_and_for_stopping(shipped):
    designs = [sweep.design for sweep in shipped.values()]
    assert {design.draws.method for design in designs} == set(NEEDS) - {"baseline"}
    assert any(design.stop for design in designs)


def test_policies_are_found_from_the_folder_of_the_design(tmp_path, monkeypatch):
    (tmp_path / "policies").mkdir()
    write_policy(tmp_path / "policies" / "mine.toml")
    path = write_design(tmp_path, {"scenarios": '["baseline", "policies/mine.toml", "awareness+policies/mine.toml"]'})
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert read_design(path).names == ("baseline", "mine", "awareness+mine")
    assert read_design(Path("..") / path.name).names == ("baseline", "mine", "awareness+mine")


def made_again(sweep):
    """From the text that a store keeps."""
    design = Design.model_validate_json(sweep.design.as_json())
    return whole(design, lambda: list(sweep.schedules), Problems("the stored design"), Path())


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: path.stem)
def test_a_design_that_was_stored_is_the_same_sweep(path, shipped):
    sweep = shipped[path]
    again = made_again(sweep)
    assert again.design == sweep.design
    assert (again.names, again.years, again.runs) == (sweep.names, sweep.years, sweep.runs)
    assert (again.points.paths, again.points.table.tolist()) == (sweep.points.paths, sweep.points.table.tolist())


@pytest.mark.parametrize("name", ["baseline", "places-when-waiting", "hotline+awareness", "awareness+hotline"])
def test_a_scenario_that_was_stored_is_the_same_and_has_its_name(name, tmp_path):
    schedule = catalogue.load(name)
    again = from_files(name, files_of(schedule), tmp_path)
    assert (again.name, again.digest, again.title) == (schedule.name, schedule.digest, schedule.title)


TWO = {"scenarios": '["baseline", "awareness"]'}
SEEDS_GIVEN = st.builds(lambda first, number: f"{{ first = {first}, number = {number} }}", st.integers(0, 2**62),
                        st.integers(1, 1000))  # fmt: skip
DRAWS_GIVEN = st.one_of(
    st.just('{ method = "baseline" }'),
    st.builds(
        lambda method, number, seed: (
            f'{{ method = "{method}", number = {number}, seed = {seed}, parameters = ["exits", "{SCARCE}"] }}'
        ),
        st.sampled_from(["latin-hypercube", "sobol"]),
        st.one_of(st.integers(1, 50), st.lists(st.integers(1, 20), min_size=1, max_size=3)),
        st.integers(0, 2**62),
    ),
    st.lists(st.floats(LOW, HIGH), min_size=1, max_size=4).map(
        lambda values: f'{{ method = "grid", values = {{ "{ESCAPE}" = {values} }} }}'
    ),
)
SOUND = st.fixed_dictionaries(
    {"seeds": SEEDS_GIVEN, "draws": DRAWS_GIVEN},
    optional={
        "scale": st.floats(0.01, 1000.0).map(repr),
        "question": st.sampled_from(['"Does it work?"', '"é \\" ✓"']),
        "keep": st.sampled_from(['{ outcomes = "all", by = "all" }', '{ outcomes = ["victim_years"] }']),
        "stop": st.floats(0.001, 100.0).map(lambda w: f'{{ outcome = "victim_years", half_width = {w!r}, every = 7 }}'),
    },
)


@settings(deadline=None, max_examples=20)
@given(changed=SOUND)
def test_any_sound_design_that_was_stored_is_the_same_sweep(changed, folder):
    sweep = read_design(write_design(folder, TWO | changed))
    again = made_again(sweep)
    assert again.design == sweep.design
    assert np.array_equal(again.points.table, sweep.points.table)


WRONG = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(repr),
    st.sampled_from(["true", "[]", "{}", '"x"', "[1, 2]", "2011-01-01", '["baseline"]', '{ number = "x" }']),
    st.text("ab", max_size=3).map(lambda text: f'"{text}"'),
)
INNER = st.dictionaries(
    st.sampled_from([*(name for model in (Draws,) for name in model.model_fields), "outcomes", "by", "every", "first"]),
    WRONG,
    max_size=4,
).map(lambda fields: "{ " + ", ".join(f"{name} = {value}" for name, value in fields.items()) + " }")


@settings(deadline=None, max_examples=50)
@given(changed=st.dictionaries(st.sampled_from([*DESIGN, "draws", "keep", "stop", "scale"]), WRONG | INNER, max_size=4))
def test_no_design_ends_in_anything_but_sentences(changed, folder):
    path = write_design(folder, {"scenarios": '["baseline"]'} | changed)
    assert all(problem.isprintable() and len(problem) < 2000 for problem in told(path))


def test_the_text_of_every_field_says_what_must_stand_there():
    from experiments.sweeps import design, draws, kept

    for model in (design.Design, design.Seeds, design.Stop, draws.Draws, kept.Keep):
        assert issubclass(model, Strict)
        assert all(field.description for field in model.model_fields.values())


def test_a_design_is_toml_like_every_other_file(tmp_path):
    path = tmp_path / "design.toml"
    path.write_text(lines({"title": "no quotes"}), encoding="utf-8")
    assert sentences_of(path) == [
        "not valid TOML: Invalid value (at line 1, column 9); correct the file there (texts stand in quotes, dates"
        " without, as 2011-01-31)"
    ]
    path.write_text(design_text() + "draws = 1\n[draws]\n", encoding="utf-8")
    assert sentences_of(path)[0].startswith("not valid TOML: ")
