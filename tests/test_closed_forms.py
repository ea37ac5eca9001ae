"""Where the answer is known on paper, the model gives it.  Seeds are fixed; bounds are four standard errors or so."""

from math import exp, floor

import numpy as np
import pytest
from scipy import stats

from sim import names
from sim.events import ARRIVED, ASSISTED_WEEKS, ATTEMPTS, HIDDEN_WEEKS, TAKEN_IN
from sim.rules import detection, inspection, reception, recruitment
from sim.weeks import WEEKS_PER_YEAR, first_week_of
from sim.world import everyone
from tests.worlds import BRUSSELS, changed, founded, live_week_of_persons, lived, quiet, with_persons

ONE_FORM = {
    "population.form_share": [0.0, 1.0, 0.0, 0.0, 0.0],
    "recruitment.second_form_share": 0.0,
}  # prostitution only: one market in one city


def binomial(found, trials, chance):
    """Whether a count is one that a fair trial gives more than once in ten thousand times."""
    return stats.binomtest(int(found), int(trials), chance).pvalue > 1e-4


def whole_weeks(hazard):
    """Mean number of whole weeks, the last one begun included, until a clock with that hazard runs out [weeks]."""
    return 1.0 / (1.0 - exp(-hazard / WEEKS_PER_YEAR))


# Inflow and stock


def test_hidden_equals_inflow_times_mean_stay(p):
    """Little's law: L = lambda W, within 5 % (four standard errors are 4 %)."""
    hazard = 1.3
    constant = quiet(p, ONE_FORM | {"exits.escape_hazard": 0.9, "exits.release_hazard": 0.4})
    world = lived(constant, first_week_of(2019), scale=3.0, last_year=2018, chosen=BRUSSELS)
    years = slice(8, 18)
    weeks = first_week_of(2019) - first_week_of(2009)
    inflow = world.tally.by_market[years, ARRIVED].sum() / weeks
    hidden = world.tally.by_market[years, HIDDEN_WEEKS].sum() / weeks
    assert inflow * weeks > 10_000
    assert hidden == pytest.approx(inflow * whole_weeks(hazard), rel=0.05)


def test_stays_are_exponential_and_escapes_take_their_share_of_the_ends(p):
    constant = quiet(p, {"exits.escape_hazard": 1.5, "exits.release_hazard": 0.5, "exits.own_report_chance": 0.4})
    world = lived(constant, first_week_of(2013), scale=1.0, last_year=2012, chosen=BRUSSELS)
    people = everyone(world)
    people = people[(people.arrived_week >= 0) & (people.arrived_week < first_week_of(2009))]
    ended = np.where(people.detected_week >= 0, people.detected_week, people.ended_week)
    weeks = ended - people.arrived_week
    left_within = np.array([26, 52, 104])
    expected = 1.0 - np.exp(-2.0 / WEEKS_PER_YEAR * left_within)
    for within, chance in zip(left_within, expected, strict=True):
        assert binomial(((ended >= 0) & (weeks <= within)).sum(), people.size, chance)
    reported = (people.body == names.OWN_REPORT).sum()
    assert binomial(reported, (ended >= 0).sum(), 0.75 * 0.4)


def test_control_holds_escapes_back_in_proportion(p):
    held = {"control.mean": 0.6, "control.settled": 0.6, "exits.escape_hazard": 2.0, "exits.release_hazard": 0.8}
    world = lived(
        quiet(p, held | {"exits.own_report_chance": 1.0}),
        first_week_of(2011),
        scale=1.0,
        last_year=2010,
        chosen=BRUSSELS,
    )
    people = everyone(world)
    escaped, released = (people.body == names.OWN_REPORT).sum(), (people.status == names.EXITED).sum()
    assert binomial(escaped, escaped + released, 0.5)  # 2.0 (1 - 0.6) against 0.8


def test_a_stock_with_constant_hazards_varies_as_poisson_does(p):
    """M/G/infinity: over many worlds of one network, variance over mean is 1."""
    constant = quiet(p, ONE_FORM | {"exits.release_hazard": 3.0, "exits.escape_hazard": 0.0})
    hidden = np.array(
        [lived(constant, 260, seed, scale=0.1, chosen=BRUSSELS).markets["held"].sum() for seed in range(300)]
    )
    dispersion = hidden.var(ddof=1) / hidden.mean() * (hidden.size - 1)
    assert stats.chi2(hidden.size - 1).ppf(1e-4) < dispersion < stats.chi2(hidden.size - 1).ppf(1.0 - 1e-4)


def test_attempts_come_at_their_rate_and_succeed_with_their_chance(p):
    even = quiet(p, {"recruitment.information_advantage": 1.0, "monitoring.capacity": 0.0})
    world = lived(even, first_week_of(2007), scale=1.0, last_year=2006, chosen=BRUSSELS)
    attempts = world.tally.by_channel[:, ATTEMPTS].sum()
    rate = p.recruitment.attempts_per_year * first_week_of(2007) / WEEKS_PER_YEAR
    assert stats.poisson(rate * world.recruiters.size).cdf(attempts) == pytest.approx(0.5, abs=0.4999)
    assert binomial(world.tally.recruited.sum(), attempts, p.recruitment.success_chance)


def test_awareness_thins_recruits_by_its_share(p):
    aware = quiet(
        p, {"recruitment.awareness": 0.3, "recruitment.information_advantage": 1.0, "monitoring.capacity": 0.0}
    )
    world = lived(aware, first_week_of(2007), scale=1.0, last_year=2006, chosen=BRUSSELS)
    attempts = world.tally.by_channel[:, ATTEMPTS].sum()
    assert binomial(world.tally.recruited.sum(), attempts, 0.7 * p.recruitment.success_chance)


def test_attempts_are_online_with_the_share_of_the_curve(p):
    world = lived(quiet(p), first_week_of(2019), scale=1.0, last_year=2018, chosen=BRUSSELS)
    for year in range(18):
        attempts = world.tally.by_channel[year, ATTEMPTS]
        share = recruitment.online_share(2001.5 + year, p.recruitment)
        assert binomial(attempts[1:].sum(), attempts.sum(), share)


def test_take_downs_come_at_their_rate_less_the_weeks_of_silence(p):
    """A cycle is the whole weeks until the clock runs out and the weeks of silence that follow."""
    busy = quiet(p, {"monitoring.found_hazard": 6.0, "monitoring.capacity": 2.0, "monitoring.silent_weeks": 4.0})
    world = lived(busy, first_week_of(2019), scale=1.0, last_year=2018, chosen=BRUSSELS)
    cycle = WEEKS_PER_YEAR / 12.0 + 5.0  # found in one week, down in the next for four weeks, then put up again
    expected = world.recruiters.size * first_week_of(2019) / cycle
    assert world.recruiters["times_found"].sum() == pytest.approx(expected, rel=0.02)


def test_moves_are_tried_at_their_rate(p):
    """A person who cannot be moved is tried to be moved on, again and again, at the hazard of relocation."""
    world = with_persons(founded(p, chosen=BRUSSELS, scale=0.05, last_year=2010), 400, 8, until_move=1e-9)
    moving = quiet(p, {"relocation.hazard": 20.0, "exits.escape_hazard": 0.0, "exits.release_hazard": 0.0})
    weeks = 30
    for week in range(weeks):
        live_week_of_persons(world, moving, 1, week)
    expected = 20.0 * weeks / WEEKS_PER_YEAR  # after the first, which comes at once
    tried = everyone(world).moves_tried.astype(float) - 1.0
    assert tried.mean() == pytest.approx(expected, abs=4.0 * np.sqrt(expected / tried.size))


# Detection


@pytest.mark.parametrize("chance", [0.05, 0.35, 0.9])
def test_one_visit_finds_with_just_its_chance(p, chance):
    number = 3000
    world = with_persons(founded(p, chosen=BRUSSELS, scale=0.05, last_year=2010), number, 8)
    calm = quiet(p)
    for person in world.persons:
        detection.start(person, 1)
    place = int(world.persons[0]["establishment"])
    world.establishments[place]["private"] = False
    inspection.expose(place, names.LOCAL_POLICE, chance, world, 5, calm.inspection)
    live_week_of_persons(world, calm, 1, 5)
    assert binomial((everyone(world).detected_week == 5).sum(), number, chance)


@pytest.mark.parametrize("chance", [0.0, 1e-9, 0.05, 0.5, 0.999])
def test_the_exposure_of_a_visit_is_the_clock_spent_with_that_chance(chance):
    assert 1.0 - exp(-inspection.exposure(chance)) == pytest.approx(chance, abs=1e-12)


def test_two_visits_find_as_two_tries_do(p):
    assert inspection.exposure(1.0 - 0.7 * 0.6) == pytest.approx(inspection.exposure(0.3) + inspection.exposure(0.4))


def test_reports_come_at_their_hazard(p):
    reported = quiet(
        p, ONE_FORM | {"detection.report_hazard": 2.0, "exits.escape_hazard": 0.0, "exits.release_hazard": 1.0}
    )
    people = everyone(lived(reported, first_week_of(2009), scale=1.0, last_year=2008, chosen=BRUSSELS))
    found, released = (people.body == names.REPORT_BY_OTHERS).sum(), (people.status == names.EXITED).sum()
    assert binomial(found, found + released, 2.0 / 3.0)


def test_teams_without_follow_up_make_the_visits_that_are_due_and_no_other(p):
    plain = changed(p, {"inspection.follow_up": 0.0})
    world = lived(plain, first_week_of(2011), scale=1.0, last_year=2010, chosen=None)
    years = first_week_of(2011) / WEEKS_PER_YEAR
    for body in names.SOCIAL_INSPECTIONS:
        due = p.inspection.visits_per_year[body] * p.inspection.inspectorate_share.sum() * years
        visits = world.teams["visits"][world.teams["body"] == body]
        assert visits.mean() == pytest.approx(due, rel=0.01), names.BODIES[body]


# The procedure

AT_ONCE = {
    "detection.report_hazard": 6.0,
    "exits.escape_hazard": 0.0,
    "exits.release_hazard": 0.0,
    "recruitment.minor_share": 0.0,
    "reception.places": 1e5,
}  # whoever arrives is soon reported, and places are ample


def test_each_chance_of_the_procedure_is_found_again_as_a_proportion(p):
    figures = {
        "referral.report_chance": 0.8,
        "reception.contact_broken_chance": 0.7,
        "reception.acceptance_chance": 0.6,
        "reception.co_operation_chance": 0.75,
        "reception.residence_chance": 0.65,
        "reception.assistance_weeks": 10.0,
    }
    people = everyone(
        lived(quiet(p, AT_ONCE | figures), first_week_of(2011), scale=1.0, last_year=2010, chosen=BRUSSELS)
    )
    settled = people[(people.detected_week >= 0) & (people.detected_week < first_week_of(2009))]
    referred, taken_in = settled.centre >= 0, settled.identified_week >= 0
    ends = {
        status: (settled.status == getattr(names, status)).sum() for status in ("DROPPED_OUT", "RESIDENCE", "RETURNED")
    }
    assert settled.size > 3000
    assert binomial(referred.sum(), settled.size, 0.8)
    assert binomial(taken_in.sum(), referred.sum(), 0.7 * 0.6)
    assert binomial(ends["DROPPED_OUT"], taken_in.sum(), 0.25)
    assert binomial(ends["RESIDENCE"], ends["RESIDENCE"] + ends["RETURNED"], 0.65)


def test_a_centre_with_ample_places_holds_intake_times_mean_stay(p):
    """M/G/infinity: mean occupancy is inflow times mean stay, within 6 % (four standard errors are 5 %)."""
    mean, co_operates = 60.0, 0.7
    figures = {
        "reception.contact_broken_chance": 1.0,
        "reception.acceptance_chance": 1.0,
        "reception.co_operation_chance": co_operates,
        "reception.assistance_weeks": mean,
        "reception.reflection_days": 45.0,
    }
    world = lived(quiet(p, AT_ONCE | figures), first_week_of(2019), scale=3.0, last_year=2018, chosen=BRUSSELS)
    years, weeks = slice(8, 18), first_week_of(2019) - first_week_of(2009)
    intake = world.tally.by_centre[years, TAKEN_IN, 1].sum() / weeks
    occupied = world.tally.by_centre[years, ASSISTED_WEEKS, 1].sum() / weeks
    reflection = floor(45.0 / 7.0) + 1.0
    begun = reflection - 45.0 / 7.0  # part of a week of assistance that falls into the last week of reflection
    later = exp(-begun / mean)
    assistance = (1.0 - later) + later / (1.0 - exp(-1.0 / mean))
    assert intake * weeks > 5000
    assert occupied == pytest.approx(intake * (reflection + co_operates * assistance), rel=0.06)


def test_the_occupancy_of_ample_centres_varies_as_poisson_does(p):
    figures = {"reception.assistance_weeks": 20.0, "reception.co_operation_chance": 1.0}
    calm = quiet(p, AT_ONCE | figures)
    occupied = np.array(
        [lived(calm, 260, seed, scale=0.1, chosen=BRUSSELS).centres["occupied"].sum() for seed in range(300)]
    )
    dispersion = occupied.var(ddof=1) / occupied.mean() * (occupied.size - 1)
    assert stats.chi2(occupied.size - 1).ppf(1e-4) < dispersion < stats.chi2(occupied.size - 1).ppf(1.0 - 1e-4)


def test_a_loss_of_trust_thins_those_who_wait_week_by_week(p):
    """No place at all: of those who would accept, each week keeps the same share."""
    rate = 0.1
    none = quiet(p, AT_ONCE | {"reception.places": 0.0, "reception.trust_lost_by_waiting": rate})
    none = changed(none, {"reception.contact_broken_chance": 1.0, "reception.acceptance_chance": 1.0})
    people = everyone(lived(none, first_week_of(2009), scale=1.0, last_year=2008, chosen=BRUSSELS))
    waited = people[(people.status == names.NOT_TAKEN_IN) & (people.detected_week < first_week_of(2007))]
    weeks = waited.ended_week - waited.detected_week - 1
    assert (weeks >= 1).all()
    for week in (1, 5, 10, 20):
        assert binomial((weeks > week).sum(), waited.size, exp(-rate * week))


@pytest.mark.parametrize("weeks", [0, 1, 5, 20])
def test_willingness_decays_exponentially_in_the_queue(p, weeks):
    rules = changed(p, {"reception.acceptance_chance": 0.8, "reception.trust_lost_by_waiting": 0.1}).reception
    assert reception.acceptance(0, 1, weeks, rules) == pytest.approx(0.8 * exp(-0.1 * weeks))


def test_the_online_share_is_a_logistic_curve_around_its_midpoint(p):
    rules = p.recruitment
    middle = (rules.online_share_before + rules.online_share_after) / 2.0
    assert recruitment.online_share(rules.online_midpoint, rules) == pytest.approx(middle)
    for years in (1.0, 3.0, 10.0):
        below = recruitment.online_share(rules.online_midpoint - years, rules)
        above = recruitment.online_share(rules.online_midpoint + years, rules)
        odds = (below - rules.online_share_before) / (rules.online_share_after - below)
        assert below + above == pytest.approx(2.0 * middle)
        assert odds == pytest.approx(exp(-rules.online_growth * years))
