"""Whatever tells an outcome apart, its parts add up to the same total; markets, cities and countries agree."""

import numpy as np
import pytest

from experiments import runner
from scenarios.catalogue import load
from sim import names
from sim.definitions import ALL, BELGIUM
from sim.geography import cities
from sim.outcomes import BY_MARKET

FIRST, LAST = 2009, 2011
NOT_ADDITIVE: set[str] = set()  # outcomes whose labels are no parts of one whole: means, shares


@pytest.fixture(scope="module")
def runs():
    with runner.threads() as executor:
        return runner.run(load("sector-inspections"), FIRST, LAST, (1, 2, 3), executor)


def totals(runs):
    """Each outcome in each area, added up over the labels of each dimension: {(outcome, area): {dimension: total}}."""
    found = {}
    for measure in runs.index:
        if measure.outcome not in NOT_ADDITIVE:
            added = runs.of(measure.outcome, measure.area, measure.dimension).sum(axis=1)
            found.setdefault((measure.outcome, measure.area), {})[measure.dimension] = added
    return found


def test_every_dimension_of_an_outcome_adds_up_to_the_same_total(runs):
    found = totals(runs)
    assert len(found["hidden", ALL]) >= 6
    for (outcome, area), dimensions in found.items():
        first = dimensions.get("total", next(iter(dimensions.values())))
        for dimension, added in dimensions.items():
            assert added == pytest.approx(first, abs=1e-6), (outcome, area, dimension)


@pytest.mark.parametrize("outcome", ["identified", "hidden", "victim_years", "inspections", "detected", "exits"])
def test_the_countries_are_belgium_and_the_rest(runs, outcome):
    by_country, total = runs.of(outcome, ALL, "country"), runs.of(outcome, BELGIUM)
    assert runs.labels(outcome, ALL, "country") == names.COUNTRIES
    assert by_country[:, 0] == pytest.approx(total[:, 0])
    assert (by_country[:, 1:].sum(axis=(0, 2)) > 0.0).all()


@pytest.mark.parametrize("outcome", ["identified", "hidden", "victim_years", "inspections"])
def test_the_cities_of_a_region_add_up_to_it(runs, outcome):
    by_city, by_region = runs.of(outcome, ALL, "city"), runs.of(outcome, ALL, "region")
    assert runs.labels(outcome, ALL, "city") == tuple(city.name for city in cities())
    for place, region in enumerate(names.REGIONS):
        there = [city.region == region for city in cities()]
        assert by_city[:, there].sum(axis=1) == pytest.approx(by_region[:, place])


@pytest.mark.parametrize("outcome", BY_MARKET)
def test_what_is_kept_of_markets_is_the_yearly_mean_of_the_tables(runs, outcome):
    kept = runs.by_market[:, BY_MARKET.index(outcome)].reshape(3, len(cities()), len(names.SECTORS))
    by_sector = runs.of(outcome, ALL, "sector").mean(axis=2)
    assert kept.sum(axis=1) == pytest.approx(by_sector, rel=1e-5, abs=1e-5)
    in_belgium = np.array([city.country == "BE" for city in cities()])
    by_sector = runs.of(outcome, BELGIUM, "sector").mean(axis=2)
    assert kept[:, in_belgium].sum(axis=1) == pytest.approx(by_sector, rel=1e-5, abs=1e-5)
