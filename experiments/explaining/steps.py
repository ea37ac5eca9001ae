"""What one week brought, in one world, to a person, a recruiter, a network or a team, where it can be told."""

import numpy as np

from sim import names
from sim.draws import GOLDEN
from sim.names import (
    ACTIVE,
    ARRESTED,
    ASSISTED,
    AT_RISK,
    CONVICTED,
    EXPLOITED,
    IN_HAND,
    INVESTIGATORS,
    MINORS_ROUTE,
    NO_CASE,
    PROSECUTORS,
    REFLECTION,
    SECTORS,
    TRAVELLING,
    WAITING,
)
from sim.rules.inspection import MOST_VISITS_A_WEEK
from sim.weeks import WEEKS_PER_YEAR


def persons_with_steps(week, keys):
    """Those of some persons for whom the week may have brought a step in one of the worlds [keys]."""
    may = np.zeros(keys.size, bool)
    for side in week.sides:
        was, now = (_standing(records, keys) for records in (side.before, side.after))
        may |= (was != now).any(axis=1) | (was[:, 0] == WAITING)
    return keys[may]


def _standing(records, keys):
    """Status, market and times of persons, -1 for who is not there [person, 3]."""
    rows = np.minimum(np.searchsorted(records["key"], keys), max(0, records.size - 1))
    found = np.full((keys.size, 3), -1)
    if records.size:
        there = records["key"][rows] == keys
        for place, column in enumerate(("status", "market", "times")):
            found[there, place] = records[column][rows[there]]
    return found


def step_of_person(side, key, week):
    """What the week brought a person: (kind, places of it ...), the first of which are told; None for nothing.

    Args:
        side: The Side.
        key: The person's.
        week: Its number.
    """
    was, now = side.stood(key), side.stands(key)
    if now is None:
        return None
    if was is None:
        return "recruited", int(now.network)
    if was.status == TRAVELLING:
        return ("arrives", int(now.market)) if now.status == EXPLOITED else None
    if was.status == EXPLOITED:
        return _step_out_of_exploitation(was, now, week)
    if was.status == WAITING:
        return _step_of_waiting(side, was, now, week)
    if was.status == now.status:
        return None
    if was.status == AT_RISK:
        return "again", int(now.network)
    if was.status == REFLECTION:
        return ("assisted" if now.status == ASSISTED else "drops_out"), int(was.centre)
    return "leaves", int(was.centre), int(now.status)


def _step_out_of_exploitation(was, now, week):
    if now.detected_week == week:
        return "found", int(was.market), int(now.body), int(now.centre), int(now.status)
    if now.status != EXPLOITED:
        return "away", int(was.market)
    return ("moved", int(was.market), int(now.market)) if now.market != was.market else None


def _step_of_waiting(side, was, now, week):
    """Taken in, given up, or for the first time asked in vain."""
    centre = int(was.centre)
    if now.status != WAITING:
        return ("taken_in" if now.status == REFLECTION else "gives_up"), centre
    asks_first = week == was.detected_week + 1 and centre != MINORS_ROUTE
    return ("waits", centre) if asks_first and side.world.centres["waiting"][centre] else None


def markets_of(step):
    """Markets in which a person's step takes or frees a place."""
    if step is None:
        return ()
    return step[1:3] if step[0] == "moved" else step[1:2] if step[0] in ("arrives", "found", "away") else ()


def centre_of(step):
    """The centre whose places or queue a person's step changes; -1 for none."""
    if step is None:
        return -1
    return step[3] if step[0] == "found" else step[1] if step[0] in OF_CENTRES else -1


OF_CENTRES = ("waits", "taken_in", "gives_up", "assisted", "drops_out", "leaves")


def steps_of_network(side, network, week):
    """What the week brought the cases against a network: kinds, in order."""
    was, now = side.opening.networks[network], side.world.networks[network]
    found = []
    if now["investigations"] > was["investigations"]:
        found.append("action" if now["action_week"] == week else "given_up")
    if now["case"][INVESTIGATORS] != NO_CASE and was["case"][INVESTIGATORS] == NO_CASE:
        found.append("opened")
    if now["case"][INVESTIGATORS] == IN_HAND and was["case"][INVESTIGATORS] != IN_HAND:
        found.append("investigated")
    if now["trials"] > was["trials"]:
        found.append("convicted" if now["convicted_week"] == week else "acquitted")
    elif now["release_week"] == week:
        found.append("released")
    if now["case"][PROSECUTORS] == IN_HAND and was["case"][PROSECUTORS] != IN_HAND:
        found.append("prosecuted")
    return tuple(found)


def steps_of_recruiter(side, row, week):
    """What the week brought a recruiter: kinds, in order."""
    was, now = side.opening.recruiters[row], side.world.recruiters[row]
    found = []
    if now["standing"] != was["standing"]:
        found.append({ARRESTED: "arrested", CONVICTED: "sentenced", ACTIVE: "back"}[int(now["standing"])])
    if now["generation"] != was["generation"]:
        found[-1:] = ["replaced"]
    elif now["down_week"] == week:
        found.append("taken_down")
    elif was["down_week"] >= 0 and now["down_week"] < 0 and now["channel"] != was["channel"]:
        found.append(f"reposted:{names.CHANNELS[now['channel']]}")
    return tuple(found)


def visits_of_teams(side, week):
    """Visits of teams this week: those planned, and those again where a person was found lately [team, sector]."""
    teams, rule = side.world.teams, side.p.inspection
    body, sectors = teams["body"], np.arange(len(SECTORS))
    markets = side.opening.markets[teams["working_city"][:, None] * len(SECTORS) + sectors]
    due = rule.visits_per_year[body] / WEEKS_PER_YEAR
    is_cell, is_police = np.isin(body, names.ONLINE_CELLS), np.isin(body, names.POLICE)
    countries = np.array(names.COUNTRY_OF_BODY)[body]
    due = np.where(is_cell, due * side.p.monitoring.capacity[countries], due)
    shares = np.where(is_police[:, None], rule.police_share, rule.inspectorate_share)
    shares = np.where(is_cell[:, None], rule.cell_share, shares)
    mean = due[:, None] * shares * rule.volume[markets["place"], body[:, None], sectors]
    planned = np.where(mean > 0.0, _whole(mean, teams["rounding"], sectors), 0)
    is_late = (markets["hit_establishment"] >= 0) & (week - markets["hit_week"] <= rule.follow_up_weeks)
    again = _whole(rule.follow_up[body][:, None], teams["follow_up_rounding"], sectors)
    return planned, np.where(is_late & (mean > 0.0), again, 0)


def _whole(mean, rounding, sectors):
    turned = rounding[:, None] + GOLDEN * sectors
    return np.minimum((mean + (turned - turned.astype(int))).astype(int), MOST_VISITS_A_WEEK)
