"""What a story is made of: dated lines, each with the draws that decided and the rule that holds."""

from typing import NamedTuple

from sim.weeks import date_of


class Chance(NamedTuple):
    """A yes or no: yes where the number drawn lies below the chance."""

    question: str
    drawn: float
    chance: float

    @property
    def is_yes(self):
        return self.drawn < self.chance

    @property
    def words(self):
        drawn, chance = _told_apart(self.drawn, self.chance)
        return f"{self.question}: drew {drawn}, chance {chance}: {'yes' if self.is_yes else 'no'}"


class Clock(NamedTuple):
    """A waiting time: a threshold drawn once, spent as hazard accrues; what it is for comes when nothing is left."""

    name: str
    set_at: float
    spent: tuple[tuple[str, float], ...]  # (on what, how much)

    @property
    def left(self):
        return self.set_at - sum(amount for _, amount in self.spent)

    @property
    def words(self):
        parts = [f"{amount:.3g} on {what}" for what, amount in self.spent if amount > 0.0]
        total = sum(amount for _, amount in self.spent)
        detail = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        return f"{self.name} clock set at {self.set_at:.3g}, {total:.3g} spent{': ' * bool(parts)}{detail}"


class Option(NamedTuple):
    name: str
    weight: float  # 0: closed
    time: float  # in the race


class Race(NamedTuple):
    """A choice among options: each draws a time, shorter the larger its weight; the shortest wins."""

    question: str
    options: tuple[Option, ...]

    @property
    def winner(self):
        return min(self.options, key=lambda option: option.time).name

    @property
    def words(self):
        running = sorted((option for option in self.options if option.weight > 0.0), key=lambda option: option.time)
        closed = [option.name for option in self.options if option.weight <= 0.0]
        told = ", ".join(f"{option.name} {option.time:.3g} (weight {option.weight:.3g})" for option in running)
        return f"{self.question}, the shortest time wins: {told}" + (
            f"; nothing open in {', '.join(closed)}" if closed else ""
        )


class Shares(NamedTuple):
    """Who, among several, in proportion to what each did: the drawn number falls into the part of one."""

    question: str
    drawn: float
    parts: tuple[tuple[str, float], ...]  # (name, share of the whole), in order

    @property
    def winner(self):
        reached = 0.0
        for name, share in self.parts:
            reached += share
            if self.drawn < reached:
                return name
        return self.parts[-1][0]

    @property
    def words(self):
        reached, told = 0.0, []
        for name, share in self.parts:
            told.append(f"{name} from {reached:.3f} to {reached + share:.3f}")
            reached += share
        return f"{self.question}: drew {self.drawn:.3f}; {', '.join(told)}"


class Line(NamedTuple):
    """What happened in a week, by which rule, and which draws decided."""

    week: int
    text: str
    rule: str
    draws: tuple = ()

    @property
    def date(self):
        return date_of(self.week).isoformat()

    @property
    def words(self):
        decided = "; ".join(draw.words for draw in self.draws)
        return f"{self.date}  {self.text}{f' ({decided})' if decided else ''} [{self.rule}]"


def plain(name):
    """A word of sim.names as words of a sentence."""
    return PROPER.get(name) or name.replace("_", " ")


def person_words(record):
    """A person in two words."""
    kinds = {(0, 0): "a woman", (0, 1): "a girl", (1, 0): "a man", (1, 1): "a boy"}
    return kinds[int(record.sex), int(record.age_group)]


def number(count, noun):
    """A count with its noun: 1 week, 2 weeks."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _told_apart(one, other):
    """Two numbers with as many decimals, three or more, as tell them apart."""
    places = next((places for places in range(3, 12) if round(one, places) != round(other, places)), 12)
    return f"{one:.{places}f}", f"{other:.{places}f}"


PROPER = {
    "payoke": "Payoke",
    "pag_asa": "PAG-ASA",
    "surya": "Sürya",
    "minors_route": "the minors' route",
    "netherlands_shelters": "the Dutch shelters",
    "germany_shelters": "the German shelters",
    "federal_social_inspection": "the federal social inspection",
    "regional_social_inspection": "the regional social inspection",
    "federal_police": "the federal police",
    "local_police": "the local police",
    "online_monitoring_cell": "the online monitoring cell",
    "netherlands_labour_inspectorate": "the Dutch labour inspectorate",
    "netherlands_police": "the Dutch police",
    "netherlands_online_cell": "the Dutch online cell",
    "germany_customs_inspectorate": "the German customs inspectorate",
    "germany_police": "the German police",
    "germany_online_cell": "the German online cell",
    "report_by_others": "a report by others",
    "own_report": "the person's own report",
    "foreign_affairs": "the yearly interview by Foreign Affairs",
    "child_focus": "a report to Child Focus",
    "eastern_europe": "Eastern Europe",
    "africa": "Africa",
    "south_asia": "South Asia",
    "east_asia": "East Asia",
    "latin_america": "Latin America",
    "belgium_eu15": "Belgium and the EU of 15",
    "sexual": "sexual exploitation",
    "labour": "labour exploitation",
    "begging": "forced begging",
    "criminal_activities": "forced criminal activities",
    "classified_ads": "classified advertisements",
    "BE": "Belgium",
    "NL": "the Netherlands",
    "DE": "Germany",
}
