"""Cities lie where they lie, and a world may hold any of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import names
from sim.geography import SEATS_OF_EMBASSIES, cities, city_names, distances_km
from sim.geography import city_rows as records
from sim.world import MOST_REACH
from tests.worlds import changed, city_rows, founded

ALL = range(len(cities()))
ROWS = st.integers(0, len(cities()) - 1)


def number_in(column, word):
    return sum(getattr(city, column) == word for city in cities())


def test_there_are_forty_five_cities_or_more():
    assert len(cities()) >= 45


@pytest.mark.parametrize(("country", "fewest"), [("BE", 18), ("NL", 12), ("DE", 15)])
def test_each_country_has_cities_enough(country, fewest):
    assert number_in("country", country) >= fewest


@pytest.mark.parametrize(
    ("region", "number"), [("flanders", 12), ("brussels", 1), ("wallonia", 9), ("netherlands", 16), ("germany", 21)]
)
def test_each_region_has_its_cities(region, number):
    assert number_in("region", region) == number


def test_a_city_lies_in_the_country_of_its_region():
    for city in cities():
        country = names.COUNTRY_OF_REGION[names.REGIONS.index(city.region)]
        assert city.country == names.COUNTRIES[country], city.name


def test_no_two_cities_share_a_key_a_name_or_a_spot():
    assert len({city.key for city in cities()}) == len(cities())
    assert len(set(city_names())) == len(cities())
    assert len({(city.latitude, city.longitude) for city in cities()}) == len(cities())


def test_keys_fit_where_draws_take_them_as_options():
    assert all(0 <= city.key < 2**24 for city in cities())


def test_cities_lie_in_the_three_countries_and_are_inhabited():
    for city in cities():
        assert 47.2 < city.latitude < 55.1, city.name
        assert 2.5 < city.longitude < 15.1, city.name
        assert 20_000 < city.population < 5_000_000, city.name


def test_embassies_are_in_cities_of_the_table():
    assert set(SEATS_OF_EMBASSIES) <= set(city_names())


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Brussels", "Antwerp", 41.0, 42.0),
        ("Brussels", "Amsterdam", 172.0, 175.0),
        ("Amsterdam", "Berlin", 574.0, 580.0),
        ("Maastricht", "Aachen", 26.0, 32.0),
        ("Ostend", "Dresden", 745.0, 765.0),
        ("Hamburg", "Munich", 608.0, 616.0),
    ],
)
def test_known_distances_are_met(one, other, low, high):
    assert low < distances_km(city_rows(one, other))[0, 1] < high


def test_distances_are_symmetric_and_nothing_from_a_city_to_itself():
    distances = distances_km(ALL)
    assert (distances == distances.T).all()
    assert (distances.diagonal() == 0.0).all()
    assert (distances + 1e9 * np.eye(len(cities())) > 2.0).all()


@given(ROWS, ROWS, ROWS)
def test_no_detour_is_shorter_than_the_straight_way(one, between, other):
    distances = distances_km(ALL)
    assert distances[one, other] <= distances[one, between] + distances[between, other] + 1e-9


@settings(deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=12, unique=True))
def test_chosen_cities_keep_their_records_and_distances(rows):
    rows = tuple(rows)
    assert (records(rows) == records(ALL)[list(rows)]).all()
    assert (distances_km(rows) == distances_km(ALL)[np.ix_(rows, rows)]).all()


def test_an_hour_of_travel_is_80_km_of_road(p):
    p = changed(p, {"population.detour": 1.25, "population.speed_km_per_hour": 80.0})
    world = founded(p, chosen=city_rows("Brussels", "Antwerp"))
    assert world.travel_hours[0, 1] == pytest.approx(41.3 * 1.25 / 80.0, abs=0.01)


def test_teams_work_near_their_home_and_in_their_own_country(p):
    world = founded(p, scale=1.0, chosen=None)
    for team in world.teams:
        reach = team["reach"][: team["reached"]]
        assert 1 <= team["reached"] <= MOST_REACH
        assert team["city"] == reach[0]
        assert (world.cities["country"][reach] == names.COUNTRY_OF_BODY[team["body"]]).all()
        assert (world.travel_hours[team["city"], reach] <= p.population.reach_hours[team["body"]]).all()
        assert team["reach_share"][team["reached"] - 1] == 1.0


def test_a_regional_inspection_stays_in_its_region(p):
    world = founded(p, scale=1.0, chosen=None)
    regional = world.teams[world.teams["body"] == names.REGIONAL_SOCIAL_INSPECTION]
    assert set(world.cities["region"][regional["city"]]) == {0, 1, 2}
    for team in regional:
        reach = team["reach"][: team["reached"]]
        assert (world.cities["region"][reach] == world.cities["region"][team["city"]]).all()


def test_a_network_has_its_base_in_belgium_and_no_city_twice(p):
    world = founded(p, scale=2.0, chosen=None)
    for network in world.networks:
        there = network["city"][: network["cities"]]
        assert world.cities["country"][there[0]] == 0
        assert len(set(there)) == network["cities"]
