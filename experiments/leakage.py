"""What a policy changes inside and outside its aim: whether what it prevents here comes up elsewhere.

Inside and outside are the two parts of a whole: all three countries, all channels or all origins.
"""

from dataclasses import asdict, dataclass

import numpy as np

from experiments.comparison import check_pairs, noun, parts_of
from scenarios.aims import CHANNELS, MARKETS, ORIGINS, aims
from sim import names
from sim.definitions import ALL, OUTCOMES
from sim.geography import cities
from sim.outcomes import BY_MARKET

INSIDE, OUTSIDE, TOTAL = "inside", "outside", "total"
OUTCOMES_OF = {MARKETS: BY_MARKET, CHANNELS: ("recruited", "attempts"), ORIGINS: ("recruited",)}  # the first is shared
DIMENSION_OF = {CHANNELS: "channel", ORIGINS: "origin"}
COUNTRIES = {"BE": "Belgium", "NL": "the Netherlands", "DE": "Germany"}


@dataclass(frozen=True)
class Place:
    """What a scenario changes in one outcome in one part of the whole; yearly means over the years compared.

    low and high bound the mean difference with 95 % confidence, as in experiments.comparison.
    """

    place: str  # inside, outside, total, or a part of the outside in words
    outcome: str
    unit: str
    reference_mean: float
    scenario_mean: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """The leaked share: -(change outside) / (change inside) [1]; None where the change inside is not clear.

    low and high bound it with 95 % confidence (Fieller's interval of a ratio of paired means).  Where parameters were
    drawn, both means are over all draws, and the bounds hold luck and how few draws there are, not their spread.
    """

    outcome: str
    share: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class Leakage:
    """What a scenario changes inside and outside one of its aims."""

    scenario: str
    reference: str
    runs: int
    kind: str  # markets, channels or origins
    aim: str  # as the policy names it
    unaimed: tuple[str, ...]  # parameters that it changes without this aim
    places: tuple[Place, ...]  # inside, outside, the parts of the outside, total; for each outcome in turn
    share: Share

    def as_record(self):
        """Everything above as plain values, for JSON."""
        return asdict(self)

    def as_rows(self):
        """One flat record for each place, for tables; the leaked share stands with what is outside."""
        fixed = {"scenario": self.scenario, "reference": self.reference, "runs": self.runs}
        fixed |= {"kind": self.kind, "aim": self.aim, "unaimed": ", ".join(self.unaimed)}
        nothing = dict.fromkeys(("leaked_share", "leaked_share_low", "leaked_share_high", "words"))
        share = dict(zip(nothing, (self.share.share, self.share.low, self.share.high, self.share.words), strict=True))
        for place in self.places:
            here = (place.place, place.outcome) == (OUTSIDE, self.share.outcome)
            yield fixed | asdict(place) | (share if here else nothing)


def leakages(reference, other):
    """What a scenario changes inside and outside each of its aims; nothing for one without an aim.

    Args:
        reference, other: Runs of two scenarios with the same seeds and years.

    Raises PairingError.
    """
    check_pairs(reference, other)
    return [_leakage(reference, other, aim) for aim in aims(other.schedule.changes)]


def _leakage(reference, other, aim):
    masks = parts(aim)

    def of_places(outcome):
        before, after = (_per_run(runs, aim.kind, outcome) for runs in (reference, other))
        return {place: (before[:, there].sum(axis=1), after[:, there].sum(axis=1)) for place, there in masks.items()}

    found = {outcome: of_places(outcome) for outcome in OUTCOMES_OF[aim.kind]}
    return leakage_of(aim, (other.name, reference.name), found, reference.draws)


def leakage_of(aim, names_of, found, draws, looks=0):
    """The Leakage of one aim.

    Args:
        aim: Of aims.aims.
        names_of: The scenario's and the reference's.
        found: {outcome: {place: yearly means with the reference, and with the scenario [pair], or [draw, seed]}}; the
            outcome of which the leaked share is told first, places in the order of `parts`.
        draws: The draw of each pair, where parameters were drawn [pair].
        looks: As in comparison.parts_of.
    """
    places = [
        Place(place, outcome, OUTCOMES[outcome].unit, *map(_mean, both), *_interval(both, draws, looks))
        for outcome, by_place in found.items()
        for place, both in by_place.items()
    ]
    shared = OUTCOMES_OF[aim.kind][0]
    inside, outside = (after - before for before, after in (found[shared][place] for place in (INSIDE, OUTSIDE)))
    share = leaked_share(shared, inside, outside, draws, looks)
    scenario, reference = names_of
    return Leakage(scenario, reference, inside.size, aim.kind, aim.text, aim.unaimed, tuple(places), share)


def _mean(values):
    return float(values.mean())


def _interval(pair, draws, looks):
    """(difference, low, high) of what both worlds gave in every run."""
    return parts_of((pair[1] - pair[0])[None], draws, looks).interval


def _per_run(runs, kind, outcome):
    """Yearly means [run, market or label]."""
    if kind == MARKETS:
        return runs.by_market[:, BY_MARKET.index(outcome)].astype(float)
    return runs.of(outcome, ALL, DIMENSION_OF[kind]).mean(axis=2)


def parts(aim):
    """Inside, outside, the parts of the outside that are told apart, and total: {place: which [label]}."""
    near = {MARKETS: _near_markets, CHANNELS: _near_channels, ORIGINS: lambda inside: {}}[aim.kind](aim.inside)
    near = {place: there.ravel() for place, there in near.items() if there.any()}
    inside = aim.inside.ravel()
    return {INSIDE: inside, OUTSIDE: ~inside} | near | {TOTAL: np.ones_like(inside)}


def _near_markets(inside):
    """The outside of an aim [city, sector], told apart by how near it is; of places alone where all sectors are in."""
    city, sector = inside.any(axis=1)[:, None], inside.any(axis=0)
    areas = _areas(city)
    if not (city & ~inside).any():
        return {area: there & np.ones_like(sector) for area, there in areas.items()}
    same = {f"same sectors, {area}": there & sector for area, there in areas.items()}
    return {"other sectors, same cities": city & ~inside} | same | {"other sectors, other cities": ~city & ~sector}


def _areas(city):
    """Cities at which nothing is aimed [city, 1]: the others of the same countries, and those of countries beyond."""
    country = np.array([place.country for place in cities()])[:, None]
    aimed = [code for code in names.COUNTRIES if (country[city] == code).any()]
    near, text = np.isin(country, aimed), " and ".join(COUNTRIES[code] for code in aimed)
    return {f"elsewhere in {text}": near & ~city, f"beyond {text}": ~near}


def _near_channels(inside):
    online = np.isin(names.CHANNELS, names.ONLINE_CHANNELS)
    return {"other online channels": online & ~inside, "offline": ~online & ~inside}


def leaked_share(outcome, inside, outside, draws=None, looks=0):
    """The leaked share, with Fieller's interval: every ratio that the pairs, weighted by it, do not refute.

    It is bounded just where the interval of the change inside leaves out zero; elsewhere no share is given.

    Args:
        outcome: Of which these are changes.
        inside, outside: Paired differences [run].
        draws: The draw of each run, where parameters were drawn [run].
        looks: As in comparison.parts_of.
    """
    found = parts_of(np.array([inside, outside]), draws, looks)
    mean, error = found.mean[0], found.reach**2 * found.of_mean
    low, high = mean - np.sqrt(error[0, 0]), mean + np.sqrt(error[0, 0])
    a, b, c = mean**2 - error[0, 0], mean * outside.mean() - error[0, 1], outside.mean() ** 2 - error[1, 1]
    if low <= 0.0 <= high:
        return Share(outcome, None, None, None, _not_given(outcome, mean, low, high, draws))
    half = np.sqrt(max(b**2 - a * c, 0.0))
    share, low, high = (float(value) + 0.0 for value in (-outside.mean() / mean, (-b - half) / a, (-b + half) / a))
    return Share(outcome, share, low, high, _in_words(outcome, mean, share, low, high))


def _not_given(outcome, mean, low, high, draws):
    start = f"leaked share of {noun(outcome)}: not given, as "
    if mean == low == high == 0.0:
        return start + "nothing changes inside in any run"
    change = "mean change inside, over all draws," if draws else "change inside"
    return f"{start}the {change} is not clearly different from zero ({_signed(low, 2)} to {_signed(high, 2)})"


def _in_words(outcome, inside, share, low, high):
    """What goes with a change inside of 100; outside moves against it where the share is positive."""
    fell = inside < 0.0
    start = f"for every 100 {noun(outcome)} {'fewer' if fell else 'more'} inside, "
    if share == low == high == 0.0:
        return start + "nothing changes outside in any run"
    sign = 100.0 if fell else -100.0
    change, least, most = sign * share, *sorted((sign * low, sign * high))
    digits = 0 if most - least >= 2.0 else 1
    if least <= 0.0 <= most:
        amounts = f"{_signed(change, digits)} ({_signed(least, digits)} to {_signed(most, digits)})"
        return f"{start}no clear change outside, {amounts}"
    least, most = sorted((abs(least), abs(most)))
    as_well = " as well" if share < 0.0 else ""
    amounts = f"{abs(change):.{digits}f} {'more' if change > 0.0 else 'fewer'} outside{as_well}"
    return f"{start}{amounts} ({least:.{digits}f} to {most:.{digits}f})"


def _signed(value, digits):
    return f"{round(value, digits) + 0.0:+.{digits}f}".replace("-", "−")
