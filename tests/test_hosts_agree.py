"""The compiled loop and the Mesa model live the same life, to the last bit."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from sim import engine
from sim.mesa_model import TraffickingModel
from sim.world import person_count, with_room
from tests.worlds import BRUSSELS, FEW_CITIES, copied, differences, factors, founded, multiplied, ordinary, seeds

TIGHT = 16  # rows for persons: so few that a world has to grow again and again


def both(segments, seed, scale, weeks, chosen=FEW_CITIES, rows=None):
    """The worlds of the compiled loop and of the Mesa model after so many weeks."""
    how = {"scale": scale, "last_year": 2003}
    compiled = founded(segments[0][1], seed, chosen=chosen, **how)
    model = TraffickingModel(segments, seed, cities=chosen, **how)
    if rows:
        compiled, model.world = with_room(compiled, rows, rows), with_room(model.world, rows, rows)
    compiled = engine.live_through(compiled, segments, seed, weeks)
    for _ in range(weeks):
        model.step()
    return compiled, model.world


@settings(max_examples=20, deadline=None)
@given(seeds(), st.sampled_from([0.05, 0.1, 0.2]), factors(), factors(), st.integers(1, 60), st.integers(1, 60))
def test_both_hosts_end_in_the_same_state_for_every_world_and_policy(seed, scale, start, policy, first, more):
    p = ordinary()
    before = multiplied(p, start)
    segments = ((0, before), (first, multiplied(before, policy)))
    compiled, stepped = both(segments, seed, scale, first + more)
    assert differences(compiled, stepped) == []


def test_both_hosts_end_in_the_same_state_in_all_cities(p):
    compiled, stepped = both(((0, p),), 7, 1.0, 12, chosen=None)
    assert person_count(compiled) > 100
    assert differences(compiled, stepped) == []


def test_both_hosts_end_in_the_same_state_where_places_are_contested(p):
    scarce = multiplied(p, {"season.demand": 0.1, "reception.places": 0.1, "detection.report_hazard": 10.0})
    compiled, stepped = both(((0, scarce),), 7, 0.4, 100, chosen=BRUSSELS)
    assert stepped.tally.by_centre[:, 2].sum() > 0
    assert differences(compiled, stepped) == []


def test_both_hosts_end_in_the_same_state_when_the_world_has_to_grow(p):
    compiled, stepped = both(((0, p),), 7, 0.2, 60, rows=TIGHT)
    roomy, _ = both(((0, p),), 7, 0.2, 60)
    assert min(compiled.persons.size, compiled.past.size) > TIGHT
    assert differences(compiled, stepped) == []
    assert differences(compiled, roomy) == []


@settings(max_examples=20, deadline=None)
@given(seeds(), st.lists(st.integers(0, 150), max_size=5))
def test_a_life_in_pieces_is_the_life_in_one_go(seed, stops):
    p = ordinary()
    whole, pieces = founded(p, seed), founded(p, seed)
    whole = engine.advance(whole, p, seed, 150)
    for stop in [*sorted(stops), 150]:
        pieces = engine.advance(pieces, p, seed, stop)
    assert differences(whole, pieces) == []


def test_a_world_copied_midway_lives_on_as_the_one_it_was_copied_from(p):
    world = engine.advance(founded(p), p, 1, 80)
    other = copied(world)
    ahead, other = engine.advance(world, p, 1, 160), engine.advance(other, p, 1, 160)
    assert differences(ahead, other) == []


def test_worlds_that_live_in_two_threads_at_once_do_not_touch_each_other(p):
    def live(seed):
        return engine.advance(founded(p, seed), p, seed, 200)

    with ThreadPoolExecutor(2) as threads:
        at_once = list(threads.map(live, range(8)))
    for seed, world in enumerate(at_once):
        assert differences(world, live(seed)) == []


def test_a_run_leaves_its_parameters_as_they_were(p):
    before = p.tobytes()
    engine.advance(founded(p), p, 1, 60)
    assert p.tobytes() == before
