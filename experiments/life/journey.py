"""First contact, the way, arrival, and moves from city to city, as lines."""

from experiments.life.following import city_of, recruiter_of
from experiments.life.told import Chance, Line, Option, Race, number, person_words, plain
from sim import names
from sim.draws import MOST_ATTEMPTS, race, uniform
from sim.lives import MOVES
from sim.names import FIRST_SECTOR, LAST_SECTOR, OFFLINE, SECTORS
from sim.networks import channel_risk
from sim.rules import adaptation, placement, reception, recruitment
from sim.weeks import FIRST_YEAR, WEEKS_PER_YEAR


def first_contact(week):
    """Approached, and coming along: channel, form, whether the network wanted one more person, who this is."""
    person, recruiter = week.person, recruiter_of(week.after, int(week.person.key))
    generation, attempt = int(recruiter.generation) + 1, (int(person.key) & MOST_ATTEMPTS) + 1
    how = "offline" if person.channel == OFFLINE else f"through {plain(names.CHANNELS[person.channel])}"
    base = city_of(week.after, int(week.network.city[0]) * len(SECTORS)).name
    yield Line(
        week.number,
        f"First contact, {how}: a recruiter of network {person.network} (based in {base}; recruiter's place"
        f" {recruiter.place + 1}, the {_ordinal(generation)} to fill it) approaches a person"
        f" from {plain(names.ORIGINS[person.origin])}, the recruiter's {_ordinal(attempt)} attempt.",
        "recruitment",
        tuple(_contact(week, recruiter)),
    )
    yield _persuaded(week)
    yield _wanted(week)
    yield _described(week)


def _contact(week, recruiter):
    p, key = week.p.recruitment, week.person.key
    network = week.heard.networks[week.person.network]
    appeal, offline = (
        adaptation.appeal(channel_risk(network, channel, week.heard, week.p), week.p.adaptation)
        for channel in (recruiter.channel, OFFLINE)
    )
    share = recruitment.online_share(FIRST_YEAR + week.number / WEEKS_PER_YEAR, p)
    drawn = uniform(week.seed, key, recruitment.DECISION_ONLINE, 0, 0)
    online = Chance("approached online", drawn, reception.with_odds(share, appeal / offline))
    yield online
    checks = p.identity_checks[recruiter.channel - 1]
    if online.is_yes and checks > 0.0:
        drawn = uniform(week.seed, key, recruitment.DECISION_CHECK, 0, 0)
        kept_off = Chance("kept off the channel by identity checks", drawn, checks)
        yield kept_off
        if kept_off.is_yes:
            drawn = uniform(week.seed, key, recruitment.DECISION_EVASION, 0, 0)
            yield Chance("offer then made offline", drawn, p.evasion)


def _persuaded(week):
    p, key, person = week.p.recruitment, week.person.key, week.person
    drawn = uniform(week.seed, key, recruitment.DECISION_SUCCESS, 0, 0)
    draws = [Chance("comes along", drawn, recruitment.chance(person.channel != OFFLINE, p))]
    for question, chance, decision in (
        ("sees through the offer", p.awareness[person.origin], recruitment.DECISION_AWARE),
        ("finds legal work instead", p.legal_work[person.origin], recruitment.DECISION_LEGAL),
    ):
        if chance > 0.0:
            draws.append(Chance(question, uniform(week.seed, key, decision, 0, 0), chance))
    return Line(week.number, "The person is persuaded, deceived or forced to come along.", "recruitment", tuple(draws))


def _wanted(week):
    person, world, p = week.person, week.start, week.p.placement
    promised, held = 0.0, 0
    for place, city in enumerate(_cities(week)):
        promised += placement.promised_by(person.form, person.network, place, world, p)
        first, last = (city * len(SECTORS) + end[person.form] for end in (FIRST_SECTOR, LAST_SECTOR))
        held += int(world.markets["held"][first : last + 1].sum())
    drawn = uniform(week.seed, person.key, placement.DECISION_WANTED, 0, 0)
    return Line(
        week.number,
        f"The network wants one more person for {plain(names.FORMS[person.form])}: its {len(_cities(week))} cities"
        f" promise {promised:.1f} open places beside {number(held, 'person')} held there.",
        "placement",
        (Chance("wanted", drawn, placement.appetite(promised, held, p)),),
    )


def _described(week):
    p, person, seed = week.p.recruitment, week.person, week.seed
    drawn = [
        uniform(seed, person.key, decision, 0, 0)
        for decision in (recruitment.DECISION_FORM, recruitment.DECISION_SEX, recruitment.DECISION_AGE)
    ]
    weeks = float(p.travel_weeks[person.origin])
    return Line(
        week.number,
        f"This is {person_words(person)}, meant for {plain(names.FORMS[person.form])}; the way is to take {weeks:g}"
        f" week{'' if weeks == 1.0 else 's'}, from the next one on.",
        "recruitment",
        (
            Chance("exploited in the network's second form", drawn[0], p.second_form_share),
            Chance("a woman or girl", drawn[1], p.female_share[person.form]),
            Chance("a minor", drawn[2], p.minor_share[person.form]),
        ),
    )


def arrival(week, weeks_without_place):
    """Where the network puts the person: the city, then the sector."""
    city = city_of(week.after, week.person.market)
    held_up = f" after {number(weeks_without_place, 'week')} without an open place," if weeks_without_place else ""
    text = f"Arrives{held_up} in {_there(city)}; is put to work in {_workplace(week)}."
    return Line(week.number, text.replace(" ,", ","), "placement", tuple(_placed(week, -1, week.number)))


def move(week, tries, clock):
    """Taken to another city of the network's.

    Args:
        tries: Earlier attempts since the last move that found no open place.
        clock: The clock of the attempt.
    """
    left, entered = city_of(week.after, week.before.market), city_of(week.after, week.person.market)
    here = int(week.market(week.before.market).city)
    hours = week.after.travel_hours[here, week.after.markets[week.person.market]["city"]]
    border = f", over the border to {plain(entered.country)}" if entered.country != left.country else ""
    failed = f" after {number(tries, 'attempt')} that found no open place" if tries else ""
    text = (
        f"Moved{failed} from {left.name} to {entered.name} ({hours:.1f} hours{border});"
        f" is put to work in {_workplace(week)}."
    )
    occasion = MOVES + (int(week.person.times) << 16) + int(week.person.moves_tried)
    return Line(week.number, text, "relocation", (clock, *_placed(week, here, occasion)))


def _placed(week, here, occasion):
    """The races that chose city and sector."""
    cities = _city_race(week, here, occasion)
    if len(cities.options) > 1:
        yield cities
    form = week.person.form
    if FIRST_SECTOR[form] != LAST_SECTOR[form]:
        yield _sector_race(week, occasion)


def _city_race(week, here, occasion):
    person, world, p = week.person, week.start, week.p.placement
    options = []
    for place, city in enumerate(_cities(week)):
        if city == here:
            continue
        hours = float(world.travel_hours[here, city]) if here >= 0 else 0.0
        country = int(world.cities["country"][city])
        crosses = here >= 0 and int(world.cities["country"][here]) != country
        promised = placement.promised_by(person.form, person.network, place, world, p)
        weight = placement.weight(promised, hours, crosses, country, p)
        time = race(weight, week.seed, person.key, placement.DECISION_CITY, world.cities["key"][city], occasion)
        options.append(Option(city_of(world, city * len(SECTORS)).name, float(weight), float(time)))
    return Race("city", tuple(options))


def _sector_race(week, occasion):
    person, world, options = week.person, week.start, []
    row = int(week.after.markets[person.market]["city"]) * len(SECTORS)
    for sector in range(FIRST_SECTOR[person.form], LAST_SECTOR[person.form] + 1):
        risk = placement.risk_of(person.network, person.place, sector, world)
        weight = placement.promise(world.markets["open_places"][row + sector], risk, week.p.placement)
        time = race(weight, week.seed, person.key, placement.DECISION_SECTOR, sector, occasion)
        options.append(Option(plain(SECTORS[sector]), float(weight), float(time)))
    return Race("sector", tuple(options))


def _cities(week):
    """Rows of the network's cities."""
    network = week.network
    return network.city[: network.cities].tolist()


def _there(city):
    return city.name if city.country == "BE" else f"{city.name} ({plain(city.country)})"


def _workplace(week):
    market, person = week.after.markets[week.person.market], week.person
    is_private = week.after.establishments["private"][person.establishment]
    private = " (private, known by its advertisements)" if is_private else ""
    place = int(person.establishment - market["first_establishment"]) + 1
    sector = plain(SECTORS[market["sector"]])
    return f"{sector}, establishment {place} of the {market['establishments']} that exploit there{private}"


def _ordinal(count):
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in (11, 12, 13) else "th"
    return f"{count}{ending}"
