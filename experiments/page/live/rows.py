"""An agent's row in words and units, and what it does this week in a sentence."""

from html import escape

import numpy as np

from experiments import language as languages
from experiments.life.following import city_of, record_of
from experiments.reports import words
from sim import names
from sim.geography import cities
from sim.names import ACTIVE, ASSISTED, AT_RISK, ENDS, EXPLOITED, REFLECTION, TRAVELLING
from sim.weeks import date_of
from sim.world import PERSONS, everyone

OWN = (1 << 60) - 1  # of a key, without its kind
ORDINAL_BITS = 26  # of a person's key: which attempt of the recruiter it was


class Rows:
    """Words for the rows of a world, in one language.

    Args:
        session: The visitor's Session.
        watched: The Watched world.
    """

    def __init__(self, session, watched):
        self.session, self.language, self.watched = session, session.language, watched
        self.world, self.parameters = watched.world, watched.model.parameters

    def told(self, agent, key):
        """(heading, sentence, [(name, value)]) of an agent; None for whom the world does not have."""
        return getattr(self, f"_{agent}")(key)

    def _say(self, key, **given):
        return self.session.say(f"page_watch.{key}", **given)

    def _label(self, dimension, row):
        return words.label(self.language, dimension, names_of(dimension)[row])

    def _city(self, row):
        return words.label(self.language, "city", cities()[row].name)

    def _number(self, value, digits=0):
        return languages.number(value, self.language, digits)

    def _date(self, week):
        return languages.date(date_of(week), self.language)

    def _row(self, *pairs):
        """Pairs of a catalogue's key and a value; what has no value stays out."""
        return [(self._say(f"column_{name}"), value) for name, value in pairs if value is not None]

    def _status(self, status):
        name = names.STATUSES[status]
        return words.label(self.language, "status", name) if name in ENDS else self._say(f"status_{name}")

    def _victim(self, key):
        person = record_of(self.world, key)
        if person is None:
            return None
        market = self.world.markets[person.market] if person.market >= 0 else None
        status = self._status(person.status)
        city = None if market is None else self._city(market["place"])
        where = {TRAVELLING: None, EXPLOITED: city, AT_RISK: city}.get(
            int(person.status), self._label("centre", person.centre) if person.centre >= 0 else city
        )
        sentence = self._say("victim_now", status=status) if where is None else self._say(
            "victim_now_at", status=status, where=where
        )  # fmt: skip
        row = self._row(
            ("status", status),
            ("city", city),
            ("sector", None if market is None else self._label("sector", market["sector"])),
            ("form", self._label("form", person.form)),
            ("origin", self._label("origin", person.origin)),
            ("sex", self._label("sex", person.sex)),
            ("age_group", self._label("age_group", person.age_group)),
            ("network", str(person.network)),
            ("channel", self._label("channel", person.channel)),
            *self._dates(person),
            ("detected_by", self._label("body", person.body) if person.body >= 0 else None),
            ("centre", self._label("centre", person.centre) if person.centre >= 0 else None),
            ("document", self._label("document", person.document) if person.document > 0 else None),
            ("weeks_left", self._weeks_left(person)),
            ("moves", self._number(person.moves)),
            ("crossings", self._number(person.crossings)),
            ("times", self._number(person.times)),
        )
        return self._say("heading_victim", number=key), sentence, row

    def _dates(self, person):
        for name in ("recruited", "arrived", "detected", "identified", "ended"):
            week = person[f"{name}_week"]
            yield name, self._date(week) if week >= 0 else None

    def _weeks_left(self, person):
        passing = person.status in (TRAVELLING, REFLECTION, ASSISTED, AT_RISK)
        return self._weeks(person.weeks_left) if passing and person.weeks_left > 0.0 else None

    def _weeks(self, weeks):
        return self._say("weeks", number=self._number(weeks, 1))

    def _recruiter(self, row):
        recruiter = self.world.recruiters[row]
        network = self.world.networks[recruiter["network"]]
        standing = names.STANDINGS[recruiter["standing"]]
        recruited = self._number(recruited_by(self.world, recruiter["key"]))
        origin = self._label("origin", recruiter["origin"])
        left = recruiter["weeks_left"] if recruiter["standing"] != ACTIVE else 0.0
        sentence = self._say(f"recruiter_{standing}", network=recruiter["network"], origin=origin, recruited=recruited)
        table = self._row(
            ("standing", self._say(f"standing_{standing}")),
            ("network", str(recruiter["network"])),
            ("network_form", self._label("form", network["form"])),
            ("network_cities", self._number(network["cities"])),
            ("base", self._city(network["city"][0])),
            ("origin", origin),
            ("own_channel", self._label("channel", recruiter["channel"])),
            ("attempts", self._number(recruiter["attempts"])),
            ("recruited_persons", recruited),
            ("replaced_in", self._weeks(left) if left > 0.0 else None),
            ("investigation", self._say(f"case_{names.CASES[network['case'][names.INVESTIGATORS]]}")),
            ("trial", self._say(f"case_{names.CASES[network['case'][names.PROSECUTORS]]}")),
        )
        return self._say("heading_recruiter", number=row + 1), sentence, table

    def _sector(self, row):
        market = self.world.markets[row]
        sector, city = self._label("sector", market["sector"]), words.label(
            self.language, "city", city_of(self.world, row).name
        )  # fmt: skip
        held, demand = self._number(market["held"]), self._number(market["demand"], 1)
        table = self._row(
            ("city", city),
            ("sector", sector),
            ("form", self._label("form", market["form"])),
            ("country", self._label("country", market["country"])),
            ("held", held),
            ("demand", demand),
        )
        sentence = self._say("sector_now", sector=sector, city=city, held=held, demand=demand)
        return self._say("heading_sector", sector=sector, city=city), sentence, table

    def _inspector(self, row):
        team = self.world.teams[row]
        body, city = self._label("body", team["body"]), self._city(team["working_city"])
        visits = self._number(self.watched.visits[row])
        units = "looked_at" if team["body"] in names.ONLINE_CELLS else "visits"
        table = self._row(
            ("body", body),
            ("home", self._city(team["city"])),
            ("working_city", city),
            (units, visits),
            (f"{units}_so_far", self._number(team["visits"])),
        )
        sentence = self._say(f"inspector_{units}", body=body, city=city, visits=visits)
        return self._say("heading_inspector", number=row + 1, body=body), sentence, table

    def _centre(self, row):
        centre, rule = self.world.centres[row], self.parameters.reception
        name, occupied = self._label("centre", row), self._number(centre["occupied"])
        places = self._number(places_of(self.world, self.parameters)[row])
        queue = self._number(queues(self.world)[row])
        table = self._row(
            ("centre", name),
            ("places", places),
            ("occupied", occupied),
            ("queue", queue),
            ("standard", self._number(rule.standard[row], 2)),
            ("reflection_days", self._say("days", number=self._number(rule.reflection_days[row]))),
        )
        sentence = self._say("centre_now", centre=name, places=places, occupied=occupied, queue=queue)
        return self._say("heading_centre", centre=name), sentence, table


def names_of(dimension):
    """The words of sim.names that a dimension numbers."""
    return {
        "form": names.FORMS,
        "sector": names.SECTORS,
        "origin": names.ORIGINS,
        "sex": names.SEXES,
        "age_group": names.AGE_GROUPS,
        "channel": names.CHANNELS,
        "body": names.BODIES,
        "centre": names.CENTRES,
        "document": names.DOCUMENTS,
        "country": names.COUNTRIES,
    }[dimension]


def places_of(world, parameters):
    """Places of each centre [persons]."""
    return parameters.reception.places * world.centres["scale"]


def queues(world):
    """Persons who wait for a place in each centre [persons]."""
    persons = world.persons[: world.counts[PERSONS]]
    return np.bincount(persons["centre"][persons["status"] == names.WAITING], minlength=len(names.CENTRES))


def recruited_by(world, key):
    """How many persons a recruiter has brought so far."""
    return int((((everyone(world).key & OWN) >> ORDINAL_BITS) == ((int(key) & OWN) >> ORDINAL_BITS)).sum())


def as_html(told):
    """An agent's words as a heading, a sentence and a table."""
    heading, sentence, row = told
    cells = "".join(f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in row)
    return f"<h3>{escape(heading)}</h3><p>{escape(sentence)}</p><table>{cells}</table>"
