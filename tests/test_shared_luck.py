"""Two worlds share their luck: they differ only in what is changed, and in what follows from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import catalogue
from sim import engine, names, population
from sim.draws import exponential
from sim.mesa_model import TraffickingModel
from sim.parameters import declarations
from sim.rules import inspection, reception, recruitment
from sim.weeks import WEEKS_PER_YEAR
from sim.world import PAST, PERSON, PERSONS
from tests.worlds import (
    BRUSSELS,
    FEW_CITIES,
    LEVERS,
    NEVER,
    by_key,
    changed,
    copied,
    differences,
    differences_but_for_order,
    factors,
    founded,
    live_week_of_persons,
    lived,
    multiplied,
    ordinary,
    quiet,
    seeds,
    weeks_by_key,
    with_persons,
)

POLICIES = catalogue.names()[1:]
AMOUNTS, CLOCKS, SHARES = st.floats(0.0, 3.0), st.floats(0.01, 5.0), st.floats(0.0, 0.5)


# Nothing changed, nothing differs


def test_two_runs_of_the_same_scenario_differ_in_nothing(p):
    assert differences(lived(p, 200), lived(p, 200)) == []


@settings(max_examples=20, deadline=None)
@given(seeds(), factors())
def test_two_runs_of_the_same_odd_scenario_differ_in_nothing(seed, factors):
    p = ordinary()
    odd = multiplied(p, factors)
    assert differences(lived(odd, 120, seed), lived(odd, 120, seed)) == []


def test_other_luck_is_another_life(p):
    one, other = lived(p, 100, seed=1), lived(p, 100, seed=2)
    assert {"persons.status", "tally.by_market", "recruiters.attempts"} <= set(differences(one, other))


def test_founding_and_living_leave_the_template_as_it_was(p):
    rules = p["population"]
    template = population.template(rules, 0.3, 2004, FEW_CITIES)
    untouched = copied(template)
    engine.advance(population.found(template, rules, 1), p, 1, 100)
    assert differences(template, untouched) == []


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_differs_in_nothing_before_its_first_week_and_in_something_after(p, name):
    policy = catalogue.load(name).segments
    baseline = catalogue.load("baseline").segments
    first = policy[1][0]
    for until, changes in ((first, False), (first + 156, True)):
        worlds = [
            engine.live_through(founded(p, scale=1.0, last_year=2014, chosen=None), segments, 1, until)
            for segments in (baseline, policy)
        ]
        assert bool(differences(*worlds)) == changes


@pytest.mark.parametrize("name", POLICIES)
def test_a_shipped_policy_of_neutral_size_changes_nobody(p, name, tmp_path):
    text = (catalogue.CATALOGUE / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    sizes = ("times = ", "add = ", "set = ")
    neutral = ["times = 1.0" if line.startswith(sizes) else line for line in text]
    path = tmp_path / "neutral.toml"
    path.write_text("\n".join(neutral), encoding="utf-8")
    until = catalogue.load(name).segments[-1][0] + 52
    worlds = [
        engine.live_through(founded(p, last_year=2014), catalogue.load(scenario).segments, 1, until)
        for scenario in ("baseline", path)
    ]
    assert neutral != text
    assert differences(*worlds) == []


@settings(max_examples=20, deadline=None)
@given(seeds(), st.sampled_from(LEVERS), st.integers(0, 120))
def test_a_lever_at_its_neutral_value_changes_nobody(seed, lever, first):
    p = ordinary()
    neutral = multiplied(p, {lever: 1.0})
    with_lever = engine.live_through(founded(p, seed), ((0, p), (first, neutral)), seed, 120)
    assert differences(with_lever, lived(p, 120, seed)) == []


@pytest.mark.parametrize("path", [path for path in declarations() if path.startswith("costs.")])
def test_what_things_cost_changes_nobody(p, path):
    dear = changed(p, {path: 1e9})
    assert differences(lived(dear, 60), lived(p, 60)) == []


# The order of rows


def shuffled(world, seed):
    """The same world with its recruiters, teams and persons in another order."""
    chance = np.random.default_rng(seed)
    world = copied(world)
    world.recruiters[:] = chance.permutation(world.recruiters)
    world.teams[:] = chance.permutation(world.teams)
    for table, used in ((world.persons, world.counts[PERSONS]), (world.past, world.counts[PAST])):
        table[:used] = chance.permutation(table[:used])
    return world


@settings(max_examples=20, deadline=None)
@given(seeds(), factors(), st.integers(0, 100), st.integers(0, 2**32))
def test_the_order_of_recruiters_teams_and_persons_does_not_matter(seed, factors, midway, order):
    p = ordinary()
    odd = multiplied(p, factors)
    world = lived(odd, midway, seed)
    other = shuffled(world, order)
    world = engine.advance(world, odd, seed, midway + 60)
    other = engine.advance(other, odd, seed, midway + 60)
    assert differences_but_for_order(world, other) == []


@settings(max_examples=20, deadline=None)
@given(seeds(), st.integers(0, 2**32))
def test_the_order_of_rows_does_not_matter_where_places_are_contested(seed, order):
    p = ordinary()
    scarce = multiplied(p, {"season.demand": 0.15, "reception.places": 0.05, "detection.report_hazard": 10.0})
    world = lived(scarce, 80, seed, scale=1.0)
    other = shuffled(world, order)
    world = engine.advance(world, scarce, seed, 140)
    other = engine.advance(other, scarce, seed, 140)
    assert world.centres["waiting"].sum() > 0
    assert differences_but_for_order(world, other) == []


class Shuffled(TraffickingModel):
    """All agents of a kind act in an order of Mesa's own luck."""

    def _do(self, kind):
        if kind in self.agents_by_type:
            self.agents_by_type[kind].shuffle_do("step")


def test_the_order_in_which_mesa_agents_act_does_not_matter(p):
    scarce = multiplied(p, {"season.demand": 0.15, "reception.places": 0.05, "detection.report_hazard": 10.0})
    model = Shuffled(((0, scarce),), seed=5, scale=0.3, last_year=2003, cities=FEW_CITIES)
    for _ in range(60):
        model.step()
    assert differences_but_for_order(lived(scarce, 60, seed=5, scale=0.3, last_year=2003), model.world) == []


def places_by_key(world):
    """{key: (place, sector)} of all who have arrived."""
    arrived = {key: market for key, market in by_key(world, "market").items() if market >= 0}
    return {key: world.markets[["place", "sector"]][market].tolist() for key, market in arrived.items()}


def test_the_order_of_cities_does_not_matter(p):
    one = lived(p, 150, scale=1.0)
    other = lived(p, 150, scale=1.0, chosen=FEW_CITIES[::-1])
    for column in ("status", "control", "arrived_week", "detected_week", "ended_week", "moves", "body", "until_escape"):
        assert by_key(one, column) == by_key(other, column)
    assert places_by_key(one) == places_by_key(other)


# One person followed


def followed(p, weeks, exposures=(), **clocks):
    """The record of a person, held in a Brussels brothel, after so many weeks of exposure to local police."""
    world = with_persons(founded(p, chosen=BRUSSELS, scale=0.05, last_year=2010), 1, names.PROSTITUTION, **clocks)
    place = world.markets[names.PROSTITUTION]["first_establishment"]
    for week in range(weeks):
        if week < len(exposures) and exposures[week] > 0.0:
            world.establishments[place]["visited_week"] = week
            world.exposure[place, names.LOCAL_POLICE] = exposures[week]
        live_week_of_persons(world, p, 1, week)
    return world.persons.view(np.recarray)[0]


def week_of_detection(person):
    return person.detected_week if person.detected_week >= 0 else NEVER


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=30),
    CLOCKS,
    CLOCKS,
    CLOCKS,
    st.floats(0.0, 1.0),
)
def test_more_exposure_never_delays_a_detection(exposures, detection, escape, move, control):
    p = ordinary()
    clocks = {"until_detection": detection, "until_escape": escape, "until_move": move, "control": control}
    less = followed(p, 30, [some for some, _ in exposures], **clocks)
    more = followed(p, 30, [some + further for some, further in exposures], **clocks)
    assert week_of_detection(more) <= week_of_detection(less)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.0, 20.0), st.floats(1.0, 5.0), st.lists(AMOUNTS, max_size=30), CLOCKS, CLOCKS)
def test_a_higher_escape_hazard_never_delays_an_escape(hazard, times, exposures, detection, escape):
    p = ordinary()
    clocks = {"until_detection": detection, "until_escape": escape, "control": 0.3}
    sure = {"exits.own_report_chance": 1.0}
    less = followed(changed(p, sure | {"exits.escape_hazard": hazard}), 40, exposures, **clocks)
    more = followed(changed(p, sure | {"exits.escape_hazard": hazard * times}), 40, exposures, **clocks)
    if less.body == names.OWN_REPORT:
        assert more.body == names.OWN_REPORT
        assert more.detected_week <= less.detected_week


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 40), st.floats(0.05, 0.95), st.integers(0, 40), st.floats(0.05, 0.95))
def test_a_move_that_is_tried_in_vain_delays_no_escape(week, part, week_of_move, part_of_move):
    """In a world of one city no move is possible; the clock of an escape runs as if none had been tried."""
    calm = quiet(ordinary(), {"exits.escape_hazard": WEEKS_PER_YEAR / 10.0, "exits.own_report_chance": 0.0})
    moving = changed(calm, {"relocation.hazard": WEEKS_PER_YEAR / 10.0})
    clocks = {"until_escape": (week + part) / 10.0, "until_move": (week_of_move + part_of_move) / 10.0}
    assert followed(calm, 45, **clocks).ended_week == week
    assert followed(moving, 45, **clocks).ended_week == week


@settings(max_examples=60, deadline=None)
@given(st.floats(0.05, 3.0), st.floats(0.05, 0.9))
def test_a_move_that_is_tried_in_vain_hides_nobody_from_a_visit(exposure, part_of_week):
    """Who would be found by the visits of a week is found, though the network tries a move earlier in that week."""
    calm = quiet(ordinary(), {"relocation.hazard": WEEKS_PER_YEAR / 10.0, "detection.denial": 0.0})
    found = followed(calm, 1, [exposure], until_detection=exposure * 0.95, until_move=part_of_week / 10.0)
    assert found.detected_week == 0


# Visits nest


def establishments_seen(world, p, seed, week):
    for row in range(world.teams.size):
        engine.live_week_of_team(row, world, p, seed, week)
    seen = world.exposure.astype(float)
    seen[world.establishments["visited_week"] != week] = 0.0
    return seen


@settings(max_examples=20, deadline=None)
@given(seeds(), st.integers(0, 200), st.floats(0.0, 4.0), st.floats(1.0, 3.0))
def test_teams_with_more_visits_make_the_same_ones_and_others_besides(seed, week, volume, times):
    p = ordinary()
    world = founded(p, seed, scale=0.5, last_year=2005)
    less = establishments_seen(copied(world), changed(p, {"inspection.volume": volume}), seed, week)
    more = establishments_seen(copied(world), changed(p, {"inspection.volume": volume * times}), seed, week)
    assert (less <= more).all()


@settings(max_examples=20, deadline=None)
@given(seeds(), st.integers(0, 200), st.integers(0, len(names.SECTORS) - 1))
def test_more_visits_to_one_sector_leave_those_to_the_others_as_they_were(seed, week, sector):
    p = ordinary()
    world = founded(p, seed, scale=0.5, last_year=2005)
    volume = p.inspection.volume.copy()
    volume[:, :, sector] *= 5.0
    usual = establishments_seen(copied(world), p, seed, week)
    campaign = establishments_seen(copied(world), changed(p, {"inspection.volume": volume}), seed, week)
    sectors = np.repeat(world.markets["sector"], world.markets["establishments"])
    assert (usual[sectors != sector] == campaign[sectors != sector]).all()


def test_added_teams_leave_the_visits_of_the_others_as_they_were(p):
    more = changed(p, {"population.teams": p.population.teams * 2.0})
    few, many = founded(p, scale=1.0), founded(more, scale=1.0)
    for world in (few, many):
        establishments_seen(world, p, 1, 3)
    where = dict(zip(many.teams["key"].tolist(), many.teams[["working_city", "visits"]].tolist(), strict=True))
    assert many.teams.size > few.teams.size
    for team in few.teams:
        assert where[int(team["key"])] == (team["working_city"], team["visits"])


def test_in_a_whole_world_more_visits_find_nobody_later(p):
    """One city and one sector with ample demand, so that no person stands in another's way."""
    one_form = {"population.form_share": [0.0, 1.0, 0.0, 0.0, 0.0], "recruitment.second_form_share": 0.0}
    alone = quiet(p, {"inspection.volume": 1.0} | one_form)
    how = {"scale": 1.0, "chosen": BRUSSELS}
    less = weeks_by_key(lived(alone, 250, **how), "detected_week")
    more = weeks_by_key(lived(changed(alone, {"inspection.volume": 3.0}), 250, **how), "detected_week")
    assert less.keys() == more.keys()
    assert all(more[key] <= week for key, week in less.items())
    assert sum(more[key] < week for key, week in less.items()) > 50


def test_in_a_whole_world_a_higher_escape_hazard_delays_no_escape(p):
    calm = quiet(p, {"exits.own_report_chance": 0.0, "exits.release_hazard": 0.0})
    how = {"scale": 1.0, "chosen": BRUSSELS}
    less = weeks_by_key(lived(calm, 250, **how), "ended_week")
    more = weeks_by_key(
        lived(changed(calm, {"exits.escape_hazard": calm.exits.escape_hazard * 2.0}), 250, **how), "ended_week"
    )
    assert less.keys() == more.keys()
    assert all(more[key] <= week for key, week in less.items())
    assert sum(more[key] < week for key, week in less.items()) > 50


# Attempts


@settings(max_examples=20, deadline=None)
@given(seeds(), st.floats(0.0, 0.6), st.floats(0.0, 0.4))
def test_a_higher_awareness_adds_no_recruit_among_the_same_attempts(seed, awareness, more):
    """Ample demand, so that those who do not come make no room for others."""
    p = ordinary()
    ample = quiet(p)
    less = lived(changed(ample, {"recruitment.awareness": awareness}), 100, seed)
    aware = lived(changed(ample, {"recruitment.awareness": awareness + more}), 100, seed)
    assert (less.recruiters["attempts"] == aware.recruiters["attempts"]).all()
    assert by_key(aware, "key").keys() <= by_key(less, "key").keys()


@settings(max_examples=20, deadline=None)
@given(seeds(), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_higher_chance_of_success_loses_no_recruit(seed, chance, more):
    p = ordinary()
    ample = quiet(p)
    less = lived(changed(ample, {"recruitment.success_chance": chance}), 60, seed)
    successful = lived(changed(ample, {"recruitment.success_chance": min(1.0, chance + more)}), 60, seed)
    assert by_key(less, "key").keys() <= by_key(successful, "key").keys()


@settings(deadline=None)
@given(seeds(), st.integers(0, 2**62), st.floats(2001.0, 2030.0), SHARES, SHARES, SHARES)
def test_those_approached_online_stay_so_at_a_larger_online_share(seed, key, year, before, after, more):
    less = changed(ordinary(), {"recruitment.online_share_before": before, "recruitment.online_share_after": after})
    larger = changed(less, {"recruitment.online_share_after": after + more})
    if recruitment.is_online(key, 1.0, seed, year, less.recruitment):
        assert recruitment.is_online(key, 1.0, seed, year, larger.recruitment)


def test_a_person_keeps_sex_age_and_clocks_in_every_world(p):
    one = lived(p, 150)
    other = lived(multiplied(p, {"season.demand": 3.0, "inspection.volume": 3.0, "monitoring.capacity": 3.0}), 150)
    both = by_key(one, "key").keys() & by_key(other, "key").keys()
    assert len(both) > 100
    for column in ("sex", "age_group", "form", "origin", "network"):
        mine, theirs = by_key(one, column), by_key(other, column)
        assert all(mine[key] == theirs[key] for key in both)


def test_take_downs_only_take_recruits_away(p):
    """Against none at all; twice as many silence a recruiter in other weeks, so those two worlds do not nest."""
    ample = quiet(p)
    none = lived(changed(ample, {"monitoring.capacity": 0.0}), 200)
    some = lived(changed(ample, {"monitoring.capacity": 5.0}), 200)
    assert by_key(some, "key").keys() < by_key(none, "key").keys()
    assert (some.recruiters["attempts"] == none.recruiters["attempts"]).all()


@settings(deadline=None)
@given(seeds(), st.integers(0, 2**62), st.integers(0, 50), st.integers(0, 50))
def test_whoever_accepts_after_a_long_wait_accepts_after_a_short_one(seed, key, wait, longer):
    p, person = ordinary(), np.zeros(1, PERSON)[0]
    person["key"] = key
    long, short = (reception.acceptance(0, 1, weeks, p.reception) for weeks in (wait + longer, wait))
    if reception.agrees(person, long, seed):
        assert reception.agrees(person, short, seed)


def test_a_tighter_follow_up_window_makes_no_other_visits_than_a_wider_one(p):
    world = engine.advance(founded(p, scale=1.0), p, 1, 200)
    narrow = establishments_seen(copied(world), changed(p, {"inspection.follow_up_weeks": 2.0}), 1, 200)
    wide = establishments_seen(copied(world), changed(p, {"inspection.follow_up_weeks": 20.0}), 1, 200)
    assert (narrow <= wide).all()
    assert (narrow < wide).any()


@settings(deadline=None)
@given(seeds(), st.integers(0, 2**62), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_a_visit_more_likely_to_find_finds_the_same_person_too(seed, key, chance, more):
    threshold = exponential(seed, key, 80, 0, 0)
    low, high = inspection.exposure(min(chance, 1.0)), inspection.exposure(min(chance + more, 1.0))
    assert not threshold < low or threshold < high
