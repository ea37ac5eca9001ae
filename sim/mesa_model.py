"""The same world in Mesa: agents are windows onto rows, hold no state of their own, and live the same compiled week.

AgentSet selection, DataCollector, batch_run and Mesa's pictures work; a notebook may add a plain Python behaviour
before or after `step`.  Slower than the compiled loop by a factor of hundreds: for teaching, looking and trying.
"""

import mesa

from sim import engine, names, population
from sim.course import course_of
from sim.geography import cities
from sim.weeks import FIRST_YEAR, date_of, first_week_of
from sim.world import CENTRE, MARKET, PAST, PERSON, PERSONS, RECRUITER, TEAM, WEEK

_WORDS = {
    "status": names.STATUSES,
    "form": names.FORMS,
    "second_form": names.FORMS,
    "origin": names.ORIGINS,
    "sex": names.SEXES,
    "age_group": names.AGE_GROUPS,
    "channel": names.CHANNELS,
    "body": names.BODIES,
    "sector": names.SECTORS,
    "country": names.COUNTRIES,
    "region": names.REGIONS,
    "standing": names.STANDINGS,
    "document": names.DOCUMENTS,
}  # columns that number words


def _window(column):
    """A property that reads and writes one column of the agent's row; numbered words are given as words."""
    words = _WORDS.get(column)

    def read(agent):
        value = getattr(agent.model.world, agent.table)[agent.row][column]
        if words is None:
            return value.item() if value.ndim == 0 else value
        return words[value] if value >= 0 else None

    def write(agent, value):
        getattr(agent.model.world, agent.table)[agent.row][column] = value if words is None else words.index(value)

    return property(read, write)


class _Row(mesa.Agent):
    """An agent that is a row of one of the world's tables."""

    def __init__(self, model, row):
        super().__init__(model)
        self.row = row

    def _week(self):
        model = self.model
        return model.world, model.parameters, model.luck, int(model.world.counts[WEEK])


class Sector(_Row):
    """The market of one sector in one city."""

    table = "markets"

    def step(self):
        world, p, _, week = self._week()
        engine.live_week_of_sector(self.row, world, p, week)

    @property
    def city_name(self):
        return self.model.city_name(self.city)


class Recruiter(_Row):
    table = "recruiters"

    def step(self):
        engine.live_week_of_recruiter(self.row, *self._week())


class Inspector(_Row):
    """A team of inspectors or police, or an online monitoring cell."""

    table = "teams"

    def step(self):
        engine.live_week_of_team(self.row, *self._week())


class Victim(_Row):
    """A person from recruitment to the end of exploitation or assistance; leaves `model.agents` then, not the world."""

    table = "persons"  # "past" after the end

    def step(self):
        engine.live_week_of_person(self.row, *self._week())

    @property
    def city_name(self):
        """Where the person is, or was last, exploited; None before arrival."""
        return None if self.market < 0 else self.model.city_name(self.model.world.markets[self.market]["city"])

    @property
    def sector(self):
        return None if self.market < 0 else names.SECTORS[self.model.world.markets[self.market]["sector"]]


class ReceptionCentre(_Row):
    """One of the specialised centres, the minors' route, or the shelters of a neighbour, taken together."""

    table = "centres"

    @property
    def name(self):
        return names.CENTRES[self.row]

    def step(self):
        engine.live_week_of_centre(self.row, *self._week())


for _agent, _columns in (
    (Sector, MARKET),
    (Recruiter, RECRUITER),
    (Inspector, TEAM),
    (Victim, PERSON),
    (ReceptionCentre, CENTRE),
):
    for _column in _columns.fields or ():
        if not hasattr(_agent, _column):
            setattr(_agent, _column, _window(_column))


def _check(seed, scale, first_year, last_year, chosen):
    if not isinstance(seed, int) or not 0 <= seed < 2**63:
        raise ValueError(f"TraffickingModel: seed is {seed!r}; give a whole number from 0 on, as all luck hangs on it")
    if not FIRST_YEAR <= first_year <= last_year:
        raise ValueError(f"TraffickingModel: give {FIRST_YEAR} <= first_year ({first_year}) <= last_year ({last_year})")
    if scale <= 0.0:
        raise ValueError(f"TraffickingModel: scale is {scale}; give a number above 0")
    if chosen is not None and not all(0 <= row < len(cities()) for row in chosen):
        raise ValueError(f"TraffickingModel: cities are rows of the table of cities, 0 to {len(cities()) - 1}")


class TraffickingModel(mesa.Model):
    """One world, week by week.

    Args:
        course: What `scenarios.load(name).course()` gives: segments, ((first week, Parameters), ...), or a course of
            this run alone (sim/course.py).
        seed: The run's luck, 0..2^63-1.  Mesa's own generators decide nothing.
        scale: Multiplies networks, demand, establishments, teams and places.
        first_year: The year with which the steps begin; the compiled loop lives the years before.
        last_year: The last year that can be lived.
        cities: Rows of the table of cities that exist; all by default.

    A Python behaviour of yours may write `control`, `weeks_left` and the clocks (`until_...`).  Status, market and
    centre are counted elsewhere too (`held`, `occupied`): leave them to the rules.  An agent leaves by its rule only.
    """

    def __init__(self, course, seed=1, scale=1.0, first_year=FIRST_YEAR, last_year=2018, cities=None):
        _check(seed, scale, first_year, last_year, cities)
        super().__init__(seed=seed)
        self.course, self.luck = course_of(course), seed
        self.chosen = cities
        rules = self.course.start.population
        world = population.found(population.template(rules, scale, last_year, cities), rules, seed)
        self.world = engine.live_through(world, self.course, seed, first_week_of(first_year))
        self._parameters, self._asked_again = self.course.start, 0
        for kind in (Sector, Recruiter, Inspector, ReceptionCentre):
            self._create(kind, range(getattr(self.world, kind.table).size))
        self._welcome()

    @property
    def week(self):
        """Weeks lived."""
        return int(self.world.counts[WEEK])

    @property
    def date(self):
        """The Monday on which the next week begins."""
        return date_of(self.week)

    @property
    def parameters(self):
        """The parameters in force in the next week."""
        if self.week >= self._asked_again:
            self._parameters, self._asked_again = self.course.next(self.world)
        return self._parameters

    @property
    def hidden(self):
        """Persons in exploitation and not detected, in all three countries."""
        return int(self.world.markets["held"].sum())

    def hidden_in(self, country):
        """The same in one country (ISO 3166)."""
        markets = self.world.markets
        return int(markets["held"][markets["country"] == names.COUNTRIES.index(country)].sum())

    def city_name(self, row):
        """Name of a city by its row in the world."""
        return cities()[row if self.chosen is None else self.chosen[row]].name

    def step(self):
        """One week, in the order of `engine.live_one_week`."""
        if self.week == self.world.year_of_week.size:
            raise ValueError("TraffickingModel: the last year is over; give a later last_year to live on")
        self.world = engine.with_room_for_a_week(self.world)
        self._do(Sector)
        engine.live_week_of_networks(self.world, self.parameters, self.luck, self.week)
        self._do(Recruiter)
        self._welcome()
        self._do(Inspector)
        self._do(Victim)
        engine.settle_markets(self.world, self.parameters, self.luck, self.week)
        self._do(ReceptionCentre)
        engine.live_week_of_offices(self.world, self.parameters, self.luck, self.week)
        engine.spread_news(self.world, self.parameters, self.week)
        self._end_week()
        self.running = self.week < self.world.year_of_week.size

    def _create(self, kind, rows):
        if len(rows):
            kind.create_agents(self, len(rows), list(rows))

    def _do(self, kind):
        if kind in self.agents_by_type:
            self.agents_by_type[kind].do("step")

    def _welcome(self):
        """Give an agent to each person who has none yet: the last rows."""
        known = len(self.agents_by_type.get(Victim, ()))
        self._create(Victim, range(known, int(self.world.counts[PERSONS])))

    def _end_week(self):
        """End the week, and follow the rows: whoever reached an end stands in the past and leaves `model.agents`."""
        keys = self.world.persons["key"][: self.world.counts[PERSONS]].tolist()
        before = int(self.world.counts[PAST])
        engine.end_week(self.world, self.week)
        persons, past = self.world.counts[PERSONS], self.world.counts[PAST]
        row_of = {key: row for row, key in enumerate(self.world.persons["key"][:persons].tolist())}
        past_row_of = {key: row for row, key in enumerate(self.world.past["key"][before:past].tolist(), before)}
        for victim in list(self.agents_by_type.get(Victim, ())):
            key = keys[victim.row]
            if key in row_of:
                victim.row = row_of[key]
            else:
                victim.table, victim.row = "past", past_row_of[key]
                victim.remove()
