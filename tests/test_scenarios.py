"""Scenario files become the parameters of each week."""

import pickle
from datetime import date, timedelta
from itertools import pairwise

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import catalogue
from scenarios.baseline import BASELINE, SHARES, values
from scenarios.ceilings import LIMITED
from scenarios.policy import OWNERS
from scenarios.schedule import Schedule
from scenarios.selection import KEYS, declared, met, words
from sim import names
from sim.geography import cities
from sim.parameters import labels, unpacked
from sim.weeks import WEEKS_PER_YEAR, first_week_from, week_of
from tests.scenario_files import baseline_of, policy_text, schedule_of, write_baseline, write_policy

FROM = first_week_from(date(2011, 1, 1))
LABOUR_SECTORS = names.SECTORS[:8]
CHANGEABLE = sorted(
    name
    for name in declared()
    if not name.startswith(("population.", "costs.")) and name not in SHARES and name not in LIMITED
)


def parameters_in(schedule, week):
    return [parameters for first, parameters in schedule.segments if first <= week][-1]


def same(one, other, apart_from=()):
    one, other = unpacked(one), unpacked(other)
    return all(np.array_equal(one[name], other[name]) for name in declared() if name not in apart_from)


@st.composite
def selections(draw, parameter):
    """Some `where` for a parameter, which may choose nothing."""
    dimensions = declared()[parameter].dimensions
    possible = [key for key in KEYS if met(key, dimensions)]
    keys = draw(st.lists(st.sampled_from(possible), unique=True, max_size=1)) if possible else []
    where = {key: draw(st.sampled_from(words(key, met(key, dimensions)))) for key in keys}
    return "{ " + ", ".join(f'{key} = "{word}"' for key, word in where.items()) + " }"


@st.composite
def changes(draw, **fixed):
    """Some change of a parameter that may be changed; its way is given."""
    parameter = draw(st.sampled_from(CHANGEABLE))
    days = st.dates(date(2001, 1, 1), date(2020, 1, 1))
    fields = {"parameter": f'"{parameter}"', "where": draw(selections(parameter)), "times": None}
    fields |= {"from": str(draw(days)), "ramp_weeks": str(draw(st.integers(0, 60)))}
    if draw(st.booleans()):
        fields["until"] = str(draw(st.dates(date(2020, 1, 15), date(2030, 1, 1))))
    return fields | fixed


@settings(deadline=None, max_examples=50)
@given(data=st.data(), way=st.sampled_from([{"times": "1.0"}, {"add": "0.0"}]))
def test_a_change_that_changes_nothing_gives_the_segments_of_the_baseline(data, way, folder, baseline):
    schedule = schedule_of(folder, baseline, *data.draw(st.lists(changes(**way), min_size=1, max_size=3)))
    ((week, parameters),) = schedule.segments
    ((_, of_baseline),) = Schedule("baseline", baseline).segments
    assert week == 0
    assert same(parameters, of_baseline)
    assert schedule.digest == Schedule("baseline", baseline).digest or schedule.policies[0].changes[0].unit_cost.eur


@settings(deadline=None, max_examples=50)
@given(change=changes(times="3.0"), data=st.data())
def test_before_the_change_and_after_its_end_the_parameters_are_those_of_the_baseline(change, data, folder, baseline):
    schedule = schedule_of(folder, baseline, change)
    of_baseline = parameters_in(Schedule("baseline", baseline), 0)
    first = schedule.policies[0].changes[0].first_week
    if first > 0:
        assert same(parameters_in(schedule, data.draw(st.integers(0, first - 1))), of_baseline)
    if "until" in change:
        assert same(parameters_in(schedule, schedule.policies[0].changes[0].end_week), of_baseline)


@settings(deadline=None, max_examples=50)
@given(change=changes(times="3.0"))
def test_a_ramp_only_rises_and_touches_no_other_parameter(change, folder, baseline):
    change.pop("until", None)
    segments = [parameters for _, parameters in schedule_of(folder, baseline, change).segments]
    touched = change["parameter"].strip('"')
    for before, after in pairwise(segments):
        assert np.all(unpacked(after)[touched] >= unpacked(before)[touched])
        assert same(after, before, apart_from=(touched,))
    assert np.max(unpacked(segments[-1])[touched]) == 3.0


@settings(deadline=None, max_examples=50)
@given(change=changes(times="3.0"))
def test_all_segments_are_of_one_compiled_type(change, folder, baseline):
    kinds = {numba.typeof(parameters) for _, parameters in schedule_of(folder, baseline, change).segments}
    assert kinds == {numba.typeof(parameters_in(Schedule("baseline", baseline), 0))}


def test_a_ramp_grows_in_equal_weekly_steps(folder, baseline):
    schedule = schedule_of(folder, baseline, {"ramp_weeks": "4", "where": '{ country = "BE" }'})
    found = [(week - FROM, parameters.monitoring.capacity.tolist()) for week, parameters in schedule.segments[1:]]
    assert found == [(0, [1.25, 1, 1]), (1, [1.5, 1, 1]), (2, [1.75, 1, 1]), (3, [2.0, 1, 1])]


def test_changes_apply_in_the_order_of_the_file(folder, baseline):
    schedule = schedule_of(folder, baseline, {"times": None, "add": "1.0"}, {"times": "3.0"})
    assert parameters_in(schedule, FROM).monitoring.capacity.tolist() == [6.0, 6.0, 6.0]
    schedule = schedule_of(folder, baseline, {"times": "3.0"}, {"times": None, "add": "1.0"})
    assert parameters_in(schedule, FROM).monitoring.capacity.tolist() == [4.0, 4.0, 4.0]


def test_one_stage_ends_in_the_week_in_which_the_next_begins(folder, baseline):
    schedule = schedule_of(folder, baseline, {"until": "2012-12-31"}, {"from": "2013-01-01", "times": "4.0"})
    found = [(week, parameters.monitoring.capacity[0]) for week, parameters in schedule.segments]
    assert found == [(0, 1.0), (FROM, 2.0), (first_week_from(date(2013, 1, 1)), 4.0)]


@pytest.mark.parametrize("until", ["2011-01-08", "2011-01-09", "2011-01-10", "2016-12-31"])
def test_a_change_ends_in_the_week_of_the_day_after_its_last(until, folder, baseline):
    schedule = schedule_of(folder, baseline, {"until": until})
    assert schedule.segments[-1][0] == first_week_from(date.fromisoformat(until) + timedelta(days=1))


def test_a_change_may_last_until_the_end_of_the_calendar(folder, baseline):
    schedule = schedule_of(folder, baseline, {"until": "9999-12-31"})
    assert parameters_in(schedule, week_of(date(9999, 12, 24))).monitoring.capacity.tolist() == [2.0] * 3


def test_a_plain_number_stays_a_plain_number(folder, baseline):
    schedule = schedule_of(folder, baseline, {"parameter": '"exits.escape_hazard"'}, {
        "parameter": '"reception.assistance_weeks"', "times": None, "set": "3",
    })  # fmt: skip
    assert parameters_in(schedule, FROM).reception.assistance_weeks == 3.0
    assert isinstance(parameters_in(schedule, FROM).reception.assistance_weeks, float)


@pytest.mark.parametrize(
    ("where", "chosen"),
    [
        ('{ country = "BE" }', lambda city, sector: city.country == "BE"),
        ('{ region = ["wallonia", "netherlands"] }', lambda city, sector: city.region in ("wallonia", "netherlands")),
        ('{ city = "Ghent", sector = "car_wash" }', lambda city, sector: (city.name, sector) == ("Ghent", "car_wash")),
        ('{ country = "BE", form = "labour" }', lambda city, sector: city.country == "BE" and sector in LABOUR_SECTORS),
        ("{}", lambda city, sector: True),
    ],
)
def test_where_chooses_cities_by_country_and_region_and_sectors_by_form(where, chosen, folder, baseline):
    schedule = schedule_of(folder, baseline, {"parameter": '"inspection.volume"', "where": where})
    expected = [[2.0 if chosen(city, sector) else 1.0 for sector in names.SECTORS] for city in cities()]
    for body in range(len(names.TEAM_BODIES)):
        assert parameters_in(schedule, FROM).inspection.volume[:, body].tolist() == expected


def test_where_chooses_bodies_by_country(folder, baseline):
    schedule = schedule_of(folder, baseline, {"parameter": '"inspection.follow_up"', "where": '{ country = "NL" }'})
    assert parameters_in(schedule, FROM).inspection.follow_up.tolist() == [1.0] * 5 + [2.0] * 3 + [1.0] * 3


def test_a_policy_costs_what_it_says_in_proportion_to_its_ramp(folder, baseline):
    change = {"from": "2001-01-01", "until": "2001-02-04", "ramp_weeks": "2"}
    costs = schedule_of(folder, baseline, change).cost_eur_per_week(8)
    assert costs == pytest.approx(1000 / WEEKS_PER_YEAR * np.array([0.5, 1, 1, 1, 1, 0, 0, 0]))


def test_the_model_counts_the_cost_where_the_policy_says_so(folder, baseline):
    counted = {"unit_cost": '{ counted_by = "costs.visit_eur" }'}
    assert not schedule_of(folder, baseline, counted).cost_eur_per_week(1000).any()
    assert not Schedule("baseline", baseline).cost_eur_per_week(1000).any()


def test_the_digest_hangs_on_what_is_done_not_on_how_it_is_told(folder, baseline):
    plain = schedule_of(folder, baseline, {})
    assert plain.digest == schedule_of(folder, baseline, {"why": '"Because."'}, head={"title": '"Other"'}).digest
    assert plain.digest != schedule_of(folder, baseline, {"times": "2.5"}).digest
    assert plain.digest != schedule_of(folder, baseline, {"from": "2012-01-01"}).digest
    assert plain.digest != schedule_of(folder, baseline, {"unit_cost": '{ counted_by = "costs.visit_eur" }'}).digest
    assert plain.digest != plain.with_values({"recruitment.success_chance": 0.5}).digest
    assert len(plain.digest) == 64


def test_a_schedule_survives_the_way_to_another_process(folder, baseline):
    schedule = schedule_of(folder, baseline, {"ramp_weeks": "3"})
    again = pickle.loads(pickle.dumps(schedule))
    assert again.digest == schedule.digest
    assert again.policies == schedule.policies
    lived = pickle.loads(pickle.dumps(schedule))  # its digest is known by now, and so are its segments
    assert [week for week, _ in lived.segments] == [week for week, _ in schedule.segments]
    assert all(same(one, other) for (_, one), (_, other) in zip(lived.segments, schedule.segments, strict=True))
    assert numba.typeof(lived.segments[-1][1]) == numba.typeof(schedule.segments[-1][1])


def test_a_schedule_holds_the_texts_of_its_files(folder, baseline):
    schedule = schedule_of(folder, baseline, {})
    assert schedule.text == {"baseline": (folder / "baseline.toml").read_text(), "policy": policy_text({})}
    assert schedule.title == "A test"
    assert schedule.policies[0].owner_name == OWNERS["federal_police"]


def test_other_values_of_the_baseline_stay_within_their_range_under_a_policy(folder, baseline):
    schedule = schedule_of(folder, baseline, {"times": "8.0"}).with_values({"monitoring.capacity": 2.0})
    assert parameters_in(schedule, 0).monitoring.capacity.tolist() == [2.0] * 3
    assert parameters_in(schedule, FROM).monitoring.capacity.tolist() == [10.0] * 3


def test_values_may_stand_once_for_all_or_by_label_at_any_depth(tmp_path):
    rows = dict.fromkeys(names.FORMS, "belgium_eu15 = { value = 1.0, low = 0, high = 1 }\n")
    others = [origin for origin in names.ORIGINS if origin != "belgium_eu15"]
    for form in names.FORMS:
        rows[form] += "".join(f"{origin} = {{ value = 0.0, low = 0, high = 1 }}\n" for origin in others)
    nested = '[population.origin_share]\nunit = "1"\n' + "".join(
        f'[population.origin_share.{form}]\nsource = ["A1", "TEXT"]\n{row}' for form, row in rows.items()
    )
    found = baseline_of(tmp_path, {"population.origin_share": None}, nested)
    assert values(found)["population.origin_share"].tolist() == [[0.0] * 5 + [1.0]] * 5
    assert found.quantities["population.origin_share.labour.africa"].source == ("A1", "TEXT")
    assert values(found)["inspection.volume"].shape == (len(cities()), len(names.TEAM_BODIES), len(names.SECTORS))
    assert found.quantities["inspection.volume"].value == 1.0


def test_values_are_arrays_as_the_compiled_rules_take_them(baseline):
    found = values(baseline)
    assert list(found) == list(declared())
    for name, (_, dimensions) in declared().items():
        if not dimensions:
            assert type(found[name]) is float
            continue
        assert found[name].shape == tuple(len(labels(dimension)) for dimension in dimensions)
        assert found[name].dtype == np.float64
        assert found[name].flags.c_contiguous
        assert found[name].flags.writeable


def test_the_catalogue_names_the_baseline_first_then_the_policy_files_by_the_alphabet(tmp_path):
    for file in ("twice.toml", "half.toml", "notes.md"):
        (tmp_path / file).touch()
    assert catalogue.names(tmp_path) == ("baseline", "half", "twice")


def test_the_catalogue_has_a_policy_for_each_parameter_that_only_policies_move():
    quantities = catalogue.load("baseline").baseline.quantities
    levers = {".".join(path.split(".")[:2]) for path, quantity in quantities.items() if "NEUTRAL" in quantity.source}
    policies = [catalogue.load(name) for name in catalogue.names()[1:]]
    assert levers <= {change.parameter for policy in policies for change in policy.changes}


def test_a_policy_of_ones_own_is_named_by_its_path(tmp_path):
    paths = {"baseline_path": write_baseline(tmp_path), "sources_path": tmp_path / "sources.toml"}
    own = write_policy(tmp_path, policy_text({"where": '{ country = "BE" }', "ramp_weeks": "26"}))
    for name in (own, str(own)):
        assert catalogue.load(name, **paths).name == "policy"
    assert catalogue.load("policy", **paths, folder=tmp_path).title == "A test"
    assert catalogue.load("baseline", **paths).policies == ()
    assert catalogue.describe(own, **paths) == (
        "policy: A test\n"
        "Question: Does it work?\n"
        "Proposed by: Federal Police, Central Service Trafficking in Human Beings\n"
        "Why: To see.\n"
        "Change 1: monitoring.capacity (country BE) times 2 from 2011-01-01, growing over 26 weeks."
        " It costs EUR 1,000 a year (A1). To see.\n"
        "Leaves out: Much.\n"
        "Sources: TEXT"
    )


@pytest.mark.parametrize("name", catalogue.names())
def test_each_scenario_that_we_ship_can_be_read(name):
    schedule = catalogue.load(name)
    assert schedule.segments[0][0] == 0
    assert schedule.text["baseline"] == BASELINE.read_text(encoding="utf-8")
    assert (name == "baseline") == (len(schedule.segments) == 1)
    assert catalogue.describe(name).startswith(f"{name}: {schedule.title}\n")
