"""The aim of a policy is what its changes name: markets, channels, origins; who acts is no aim."""

from types import SimpleNamespace

import numpy as np
import pytest

from scenarios import catalogue
from scenarios.aims import CHANNELS, MARKETS, ORIGINS, aims
from sim import names
from sim.geography import cities


def aimed(*places):
    """The aims of changes that name these places."""
    return aims([SimpleNamespace(parameter=f"rule.p{place}", where=where) for place, where in enumerate(places)])


def markets(*places):
    (aim,) = aimed(*places)
    assert aim.kind == MARKETS
    return {(cities()[city].name, names.SECTORS[sector]) for city, sector in np.argwhere(aim.inside)}


def cities_with(**wanted):
    return {city.name for city in cities() if all(getattr(city, key) == value for key, value in wanted.items())}


@pytest.mark.parametrize(
    ("where", "there", "trades"),
    [
        ({"country": ("BE",)}, cities_with(country="BE"), names.SECTORS),
        ({"region": ("wallonia",)}, cities_with(region="wallonia"), names.SECTORS),
        ({"city": ("Ghent", "Aachen")}, {"Ghent", "Aachen"}, names.SECTORS),
        ({"sector": ("car_wash",)}, cities_with(), ("car_wash",)),
        ({"form": ("labour",)}, cities_with(), names.SECTORS[:8]),
        ({"form": ("domestic_service",)}, cities_with(), ("domestic_service", "diplomatic_households")),
        ({"country": ("NL",), "sector": ("cleaning",)}, cities_with(country="NL"), ("cleaning",)),
        ({"country": ("BE",), "region": ("flanders",)}, cities_with(region="flanders"), names.SECTORS),
    ],
)
def test_an_aim_is_every_market_that_has_all_that_is_named(where, there, trades):
    assert markets(where) == {(city, sector) for city in there for sector in trades}


def test_changes_aim_at_what_any_of_them_names():
    found = markets({"city": ("Ghent",), "sector": ("cleaning",)}, {"city": ("Bonn",), "sector": ("car_wash",)})
    assert found == {("Ghent", "cleaning"), ("Bonn", "car_wash")}


def test_who_acts_is_no_aim():
    assert not aimed({"body": ("federal_police",)}, {"centre": ("payoke",)}, {})
    both = {"country": ("BE",), "body": ("federal_police",), "sector": ("car_wash",)}
    assert markets(both) == {(city, "car_wash") for city in cities_with(country="BE")}


@pytest.mark.parametrize(
    "where", [{"country": names.COUNTRIES}, {"form": names.FORMS}, {"origin": names.ORIGINS}, {"sector": names.SECTORS}]
)
def test_an_aim_at_everything_has_no_outside_and_is_none(where):
    assert not aimed(where)


def test_channels_and_origins_are_aims_of_their_own():
    found = {aim.kind: aim for aim in aimed({"channel": ("forums",)}, {"origin": ("africa", "east_asia")})}
    assert set(found) == {CHANNELS, ORIGINS}
    assert [names.CHANNELS[place] for place in np.flatnonzero(found[CHANNELS].inside)] == ["forums"]
    assert [names.ORIGINS[place] for place in np.flatnonzero(found[ORIGINS].inside)] == ["africa", "east_asia"]


def test_changes_without_the_aim_are_named_once_each():
    changes = [SimpleNamespace(parameter=name, where=where) for name, where in (
        ("inspection.volume", {"sector": ("car_wash",)}),
        ("reception.reflection_days", {}),
        ("reception.reflection_days", {}),
        ("inspection.recognition", {"body": ("federal_police",)}),
    )]  # fmt: skip
    (aim,) = aims(changes)
    assert aim.unaimed == ("reception.reflection_days", "inspection.recognition")
    assert aim.text == "sector car_wash"


def test_what_different_changes_name_is_not_mixed_in_the_text():
    (aim,) = aimed({"country": ("BE",), "sector": ("car_wash", "cleaning")}, {"country": ("NL",)}, {"country": ("NL",)})
    assert aim.text == "country BE; sector car_wash, cleaning and country NL"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("baseline", []),
        ("reception-places", []),
        ("awareness", [ORIGINS]),
        ("online-monitoring", [MARKETS]),
        ("inspections-car-wash", [MARKETS]),
        ("sector-inspections", [MARKETS]),
    ],
)
def test_the_policies_of_the_catalogue_have_the_aims_that_their_titles_say(name, kinds):
    assert [aim.kind for aim in aims(catalogue.load(name).changes)] == kinds
