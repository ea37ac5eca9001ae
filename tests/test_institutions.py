"""Investigations, trials, queues, lists and interviews: closed forms where they hold, and what is worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim import cases, engine, names
from sim.events import ARRESTS, CASE_BUSY_WEEKS, CASE_WAITING_WEEKS, CASES, FREED, TAKEN_IN, WAITING_WEEKS
from sim.rules import documents, interview, investigation, lists, minors, prosecution, reception, replacement
from sim.weeks import WEEKS_PER_YEAR, first_week_of
from sim.world import PERSON, everyone
from tests.worlds import (
    BRUSSELS,
    changed,
    differences,
    founded,
    lived,
    multiplied,
    ordinary,
    quiet,
    seeds,
    with_persons,
)


def binomial(found, trials, chance):
    return stats.binomtest(int(found), int(trials), chance).pvalue > 1e-4


def whole_weeks(mean):
    """Mean of an exponential time that is rounded up to whole weeks."""
    return 1.0 / (1.0 - np.exp(-1.0 / mean))


# Cases against networks


def test_a_sign_opens_an_investigation_with_its_chance_so_a_stream_of_signs_is_thinned(p):
    """One sign a week for each network: openings are binomial over the weeks in which none was open."""
    chance = 0.07
    rules = changed(p, {"investigation.opening_chance": chance, "investigation.intelligence_hazard": 0.0})
    rules = changed(rules, {"investigation.weeks": 1e-9, "investigation.success_chance": 0.0})
    rules = changed(rules, {"investigation.capacity": 1e6})
    world, tried = founded(rules, scale=1.0, last_year=2010), 0
    for week in range(300):
        free = world.networks["case"][:, names.INVESTIGATORS] == names.NO_CASE
        world.networks["signs"][:, week % len(names.SIGNS)] = 1
        tried += free.sum()
        for row in range(world.networks.size):
            cases.live_week_of_cases(row, world, rules, 1, week)
        cases.live_week_of_offices(world, rules, 1, week)
    opened = world.tally.by_office[:, CASES, names.INVESTIGATORS].sum()
    assert tried > 15_000
    assert binomial(opened, tried, chance)


@pytest.mark.parametrize("capacity", [3, 6, 40])
def test_investigations_queue_as_a_birth_and_death_process_does(p, capacity):
    """M/M/c with a finite number of sources (the networks that are not under investigation), within 6 %."""
    hazard, mean = 0.8, 30.0
    rules = changed(
        quiet(p, {"recruitment.attempts_per_year": 0.0}),
        {
            "investigation.intelligence_hazard": hazard,
            "investigation.weeks": mean,
            "investigation.capacity": float(capacity),
            "investigation.success_chance": 0.0,
            "population.networks": 12.0,
        },
    )
    years, waiting, busy = slice(5, 60), [], []
    for seed in range(12):
        world = lived(rules, first_week_of(2061), seed, scale=1.0, last_year=2060, chosen=BRUSSELS)
        weeks = first_week_of(2061) - first_week_of(2006)
        assert world.networks.size == 12
        table = world.tally.by_office[years, :, names.INVESTIGATORS].sum(axis=0) / weeks
        waiting.append(table[CASE_WAITING_WEEKS])
        busy.append(table[CASE_BUSY_WEEKS])
    up, down = 1.0 / whole_weeks(WEEKS_PER_YEAR / hazard), 1.0 / whole_weeks(mean)
    weights = [1.0]
    for number in range(12):
        weights.append(weights[-1] * (12 - number) * up / (min(number + 1, capacity) * down))
    share = np.array(weights) / sum(weights)
    number = np.arange(13)
    assert np.mean(busy) == pytest.approx((share * np.minimum(number, capacity)).sum(), rel=0.03)
    expected = (share * np.maximum(number - capacity, 0)).sum()
    assert np.mean(waiting) == pytest.approx(expected, rel=0.06, abs=0.02)


def test_an_action_frees_all_persons_whom_the_network_holds_where_the_police_act(p):
    sure = {"investigation.success_chance": 1.0, "investigation.reach_abroad": 0.0, "investigation.arrest_chance": 1.0}
    sure |= {"investigation.intelligence_hazard": 50.0, "investigation.weeks": 1.0, "investigation.capacity": 1e6}
    world = engine.advance(founded(p, scale=1.0), p, 1, 150)
    held = everyone(world)
    held = held[held.status == names.EXPLOITED]
    world = engine.advance(world, changed(p, sure), 1, 170)
    acted = world.networks["action_week"][held.network] >= 150
    in_belgium = held[acted & (world.markets["country"][held.market] == 0)]
    people = {person.key: person for person in everyone(world)}
    stayed = [people[key].arrived_week == week and people[key].detected_week < 0 and people[key].status != names.EXITED
              for key, week in zip(in_belgium.key, in_belgium.arrived_week, strict=True)
              if people[key].crossings == 0 and people[key].moves == 0]  # fmt: skip
    assert in_belgium.size > 200
    assert world.tally.justice[:, FREED].sum() > 200
    assert world.tally.justice[:, ARRESTS].sum() > 100
    assert not any(stayed)


@settings(max_examples=10, deadline=None)
@given(seeds(), st.floats(1.0, 4.0))
def test_more_intelligence_never_opens_a_networks_first_investigation_later(seed, times):
    """Each network's clock: hidden lives are the same until the first action, so only the weights of signs differ."""
    p = changed(ordinary(), {"investigation.success_chance": 0.0, "investigation.capacity": 1e6})
    more = changed(p, {"investigation.intelligence_hazard": p.investigation.intelligence_hazard * times})

    def first(rules):
        world, weeks = founded(rules, seed), {}
        for week in range(0, 300, 10):
            world = engine.advance(world, rules, seed, week + 10)
            opened = (world.networks["investigations"] > 0) | (world.networks["case"][:, 0] != names.NO_CASE)
            for row in np.flatnonzero(opened):
                weeks.setdefault(int(row), week)
        return weeks

    early, late = first(more), first(p)
    assert all(early[row] <= week for row, week in late.items())


def test_a_conviction_without_statements_has_its_chance_and_each_statement_takes_its_share_of_the_doubt(p):
    rules = changed(p, {"prosecution.conviction_chance": 0.4, "prosecution.statement_gain": 0.2}).prosecution
    assert prosecution.conviction(0, rules) == pytest.approx(0.4)
    assert prosecution.conviction(2, rules) == pytest.approx(1.0 - 0.6 * 0.64)  # 0.616


def test_a_place_is_filled_again_in_the_mean_time_of_its_kind(p):
    rules = changed(p, {"replacement.share": 0.7, "replacement.weeks": 20.0, "replacement.new_group_weeks": 104.0})
    row = np.zeros(1, founded(p).recruiters.dtype)[0]
    weeks = []
    for key in range(6000):
        row["key"] = key
        weeks.append(replacement.delay(row, 0, 1, rules.replacement))
    assert np.mean(weeks) == pytest.approx(0.7 * 20.0 + 0.3 * 104.0, rel=0.06)


def test_without_signs_and_intelligence_nobody_is_investigated_freed_or_arrested(p):
    calm = {"investigation.opening_chance": 0.0, "investigation.intelligence_hazard": 0.0}
    world = lived(changed(p, calm), 300, scale=1.0)
    assert world.tally.by_office.sum() == 0
    assert world.tally.justice[:, [FREED, ARRESTS]].sum() == 0
    assert (world.recruiters["generation"] == 0).all()


@pytest.mark.parametrize(
    "path",
    ["investigation.weeks", "investigation.capacity", "prosecution.weeks", "prosecution.capacity", "replacement.weeks"],
)
def test_where_nothing_is_investigated_how_it_would_be_done_changes_nobody(p, path):
    calm = changed(p, {"investigation.opening_chance": 0.0, "investigation.intelligence_hazard": 0.0})
    assert differences(lived(calm, 150), lived(multiplied(calm, {path: 3.0}), 150)) == []


# Queues of centres

AT_A_CENTRE = {
    "detection.report_hazard": 6.0,
    "exits.escape_hazard": 0.0,
    "exits.release_hazard": 0.0,
    "recruitment.minor_share": 0.0,
    "referral.report_chance": 1.0,
    "reception.contact_broken_chance": 1.0,
    "reception.acceptance_chance": 1.0,
    "reception.co_operation_chance": 1.0,
    "reception.reflection_days": 0.0,
    "reception.reflection_exponent": 0.0,
}  # whoever arrives is soon referred, accepts, and stays for an exponential time


def pag_asa(p, places, mean, more, years=28, runs=10):
    """What PAG-ASA's queue comes to, with so many places: (arrivals, taken in, waiting) a week."""
    figures = {"reception.places": float(places), "reception.assistance_weeks": mean} | more
    rules = quiet(p, AT_A_CENTRE | figures)
    found = []
    weeks = first_week_of(2001 + years) - first_week_of(2005)
    for seed in range(runs):
        world = lived(rules, first_week_of(2001 + years), seed, scale=0.3, last_year=2000 + years, chosen=BRUSSELS)
        by_centre = world.tally.by_centre[4:, :, 1].sum(axis=0) / weeks
        found.append([by_centre[0], by_centre[TAKEN_IN], by_centre[WAITING_WEEKS]])
    return np.mean(found, axis=0)


def erlang_b(load, servers):
    """Chance that all servers are busy, where whoever finds them so goes away."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked


def weeks_of_stay(mean):
    """Mean stay where the reflection period is nought: whole weeks, two at least."""
    return whole_weeks(mean) + 1.0 - np.exp(-1.0 / mean)


def test_a_centre_that_keeps_all_who_wait_queues_as_mmc_does(p):
    """Erlang's C: persons waiting in the mean, for the load of the arrivals seen; runs are few, so bounds are wide."""
    servers, mean = 120, 20.0
    arrivals, _, waiting = pag_asa(p, 400, mean, {"reception.trust_lost_by_waiting": 0.0})
    load = arrivals * weeks_of_stay(mean)
    blocked = erlang_b(load, servers)
    delayed = blocked / (1.0 - load / servers * (1.0 - blocked))
    assert 0.85 < load / servers < 0.95
    assert waiting == pytest.approx(delayed * load / (servers - load), rel=0.3)


def test_a_centre_that_nobody_waits_for_loses_persons_as_mmcc_does(p):
    """Erlang's B: the share lost, where all trust is gone after a week without a place."""
    arrivals, taken, _ = pag_asa(p, 350, 20.0, {"reception.trust_lost_by_waiting": 1e6})
    lost = 1.0 - taken / arrivals
    assert lost > 0.04
    assert lost == pytest.approx(erlang_b(arrivals * weeks_of_stay(20.0), 105), rel=0.12)


def test_a_standard_of_twice_the_odds_doubles_the_odds_of_both_answers(p):
    rules = changed(p, {"reception.acceptance_chance": 0.5, "reception.co_operation_chance": 0.75}).reception
    twice = changed(p, unpacked_reception(rules) | {"reception.standard": 2.0}).reception
    assert reception.acceptance(0, 1, 0, twice) == pytest.approx(2.0 / 3.0)
    assert reception.co_operation(0, 1, 0, twice) == pytest.approx(6.0 / 7.0)


def unpacked_reception(rules):
    return {f"reception.{name}": rules[name] for name in rules.dtype.names}


def test_forty_five_days_and_no_wait_leave_co_operation_as_it_is_given_and_a_wait_lowers_it(p):
    rules = p.reception
    for form in range(len(names.FORMS)):
        assert reception.co_operation(form, 1, 0.0, rules) == pytest.approx(rules.co_operation_chance[form])
        assert reception.co_operation(form, 1, 4.0, rules) < rules.co_operation_chance[form]


# Documents, minors, interviews


def test_the_temporary_document_follows_thirteen_weeks_after_the_reflection_period(p):
    rules = changed(p, {"documents.provisional_weeks": 13.0}).documents
    assert [documents.is_temporary(weeks, 6.5, rules) for weeks in (19, 20)] == [False, True]


def test_nobody_without_need_gets_a_document_and_nobody_beyond_belgium(p):
    world = lived(changed(p, {"documents.needed": [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]}), 600, scale=1.0, last_year=2012)
    people = everyone(world)
    assert (people.document[people.origin == 0] == names.NO_DOCUMENT).all()
    with_one = people[people.document > names.NO_DOCUMENT]
    assert with_one.size > 50
    assert (world.markets["country"][with_one.market] == 0).all()
    assert (with_one.document[with_one.status == names.RESIDENCE] == names.PERMANENT).all()
    assert world.tally.documents[:, names.FOR_REFLECTION].sum() >= with_one.size


def test_the_interview_comes_once_in_52_weeks_and_only_to_diplomatic_households_in_belgium(p):
    world = founded(p, chosen=BRUSSELS)
    household, other = world.markets[names.DIPLOMATIC_HOUSEHOLDS], world.markets[0]
    person = np.zeros(1, PERSON)[0]
    for key in range(50):
        person["key"] = key
        assert sum(interview.is_due(person, household, 1, week) for week in range(52)) == 1
        assert not any(interview.is_due(person, other, 1, week) for week in range(52))


def test_an_interview_finds_a_person_who_hides_nothing_with_its_chance(p):
    rules = changed(p, {"interview.recognition": 0.3}).interview
    person = np.zeros(1, PERSON)[0]
    assert 1.0 - np.exp(-interview.exposure(person, 0.5, rules)) == pytest.approx(0.3)
    person["control"] = 1.0
    assert 1.0 - np.exp(-interview.exposure(person, 0.5, rules)) == pytest.approx(0.15)


def test_diplomatic_households_come_to_light_by_interview_or_own_report_only(p):
    many = {"population.form_share": [0.0, 0.0, 0.0, 0.0, 1.0], "population.diplomatic_places": 200.0}
    many |= {"investigation.opening_chance": 0.0, "investigation.intelligence_hazard": 0.0}
    people = everyone(
        lived(changed(p, many | {"recruitment.minor_share": 0.0}), 900, scale=1.0, chosen=BRUSSELS, last_year=2018)
    )
    found = people[(people.market % len(names.SECTORS) == names.DIPLOMATIC_HOUSEHOLDS) & (people.body >= 0)]
    assert set(found.body.tolist()) == {names.FOREIGN_AFFAIRS, names.OWN_REPORT}


def test_child_focus_reports_minors_in_belgium_and_nobody_else(p):
    loud = changed(p, {"minors.report_hazard": 5.0, "recruitment.minor_share": 0.3})
    world = lived(loud, 300, scale=1.0)
    reported = everyone(world)[everyone(world).body == names.CHILD_FOCUS]
    assert reported.size > 50
    assert (reported.age_group == 1).all()
    assert (world.markets["country"][reported.market] == 0).all()
    assert minors.exposure(loud.minors) == pytest.approx(5.0 / WEEKS_PER_YEAR)


def test_a_child_is_taken_in_once_there_is_a_guardian(p):
    late = changed(p, {"minors.guardian_weeks": 5.0, "recruitment.minor_share": 0.3, "retrafficking.chance": 0.0})
    people = everyone(lived(late, 300, scale=1.0))
    taken = people[(people.centre == names.MINORS_ROUTE) & (people.identified_week >= 0)]
    assert taken.size > 20
    assert (taken.identified_week - taken.detected_week - 1).min() == 5


# Lists


@pytest.mark.parametrize(("together", "expected"), [(0.0, 0.5 * 0.3), (1.0, 0.3), (0.4, 0.4 * 0.3 + 0.6 * 0.15)])
def test_two_lists_overlap_as_their_dependence_says(p, together, expected):
    """Independent lists share p q of all persons; lists whose records go together share the smaller one."""
    chances = np.array([0.5, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0])
    rules = changed(
        p, {"lists.own_chance": chances, "lists.exchange_chance": chances, "lists.together": together}
    ).lists
    person, both = np.zeros(1, PERSON)[0], 0
    number = 20_000
    for key in range(number):
        person["key"] = key
        both += lists.takes_up(person, 0, True, 1, rules) and lists.takes_up(person, 1, False, 1, rules)
    assert binomial(both, number, expected)


def test_in_a_whole_world_independent_lists_overlap_by_the_product(p):
    chances = np.array([0.5, 0.3, 0.2, 0.0, 0.0, 0.0, 0.0])
    alone = {"lists.own_chance": chances, "lists.exchange_chance": chances, "lists.together": 0.0}
    world = lived(changed(p, alone), first_week_of(2011), scale=1.0, last_year=2010, chosen=None)
    found = world.tally.on_lists.sum()
    by_combination = world.tally.on_lists.sum(axis=0)
    combination = np.arange(by_combination.size)
    for mask, chance in ((0b011, 0.15), (0b101, 0.10), (0b110, 0.06), (0b111, 0.03)):
        assert binomial(by_combination[(combination & mask) == mask].sum(), found, chance)


def test_who_is_taken_up_on_hearsay_is_taken_up_at_first_hand_too(p):
    person = np.zeros(1, PERSON)[0]
    for key in range(500):
        person["key"] = key
        for which in range(len(names.LISTS)):
            if lists.takes_up(person, which, False, 1, p.lists):
                assert lists.takes_up(person, which, True, 1, p.lists)


def test_where_every_link_is_found_the_rapporteur_counts_each_person_once(p):
    sure = {"lists.missed_link": 0.0, "lists.delay_weeks": 0.0, "retrafficking.chance": 0.0}
    world = lived(changed(p, sure), 300, scale=1.0)
    listed = everyone(world)[everyone(world).lists > 0]
    assert world.tally.rapporteur.sum() == listed.size > 100
    bits = [(listed.lists.astype(int) >> which & 1).sum() for which in range(len(names.LISTS))]
    assert world.tally.records.sum(axis=0).tolist() == bits


def test_missed_links_count_persons_twice(p):
    missed = {"lists.missed_link": 1.0, "lists.delay_weeks": 0.0}
    world = lived(changed(p, missed), 300, scale=1.0)
    assert world.tally.rapporteur.sum() == world.tally.records.sum()


def test_lists_change_nobody(p):
    others = changed(p, {"lists.own_chance": 0.1, "lists.exchange_chance": 0.9, "lists.together": 1.0})
    found = set(differences(lived(p, 150), lived(others, 150)))
    assert found <= {"persons.lists", "past.lists", "tally.records", "tally.rapporteur", "tally.on_lists"}


def test_the_weight_of_a_sign_is_the_clock_spent_with_its_chance():
    assert 1.0 - np.exp(-investigation.weight_of(0.25)) == pytest.approx(0.25)


def test_an_action_runs_out_the_clocks_of_those_whom_the_network_holds_in_its_own_week_only(p):
    world = with_persons(founded(p, chosen=BRUSSELS), 3, names.PROSTITUTION)
    world.networks["action_week"][:], world.networks["investigations"][:] = 5, 1
    cases.free_persons(world, p, 1, 4)
    assert (world.persons["until_detection"] > 0.0).all()
    cases.free_persons(world, p, 1, 5)
    assert (world.persons["until_detection"] == cases.FREED_BY_ACTION).all()
