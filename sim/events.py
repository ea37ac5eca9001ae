"""What is counted: events by name, and the tallies that a run leaves behind, per calendar year."""

from typing import NamedTuple

import numpy as np

from sim import names

MARKET_EVENTS = (
    "arrived",
    "detected",
    "identified",
    "exited",
    "hidden_weeks",
    "hidden",
    "inspections",
    "found_by_teams",
)
ARRIVED, DETECTED, IDENTIFIED, EXITED, HIDDEN_WEEKS, HIDDEN, INSPECTIONS, FOUND_BY_TEAMS = range(8)
PERSON_EVENTS = MARKET_EVENTS[:6]
CENTRE_EVENTS = ("referred", "taken_in", "lost_while_waiting", "assisted_weeks", "waiting_weeks")
REFERRED, TAKEN_IN, LOST_WHILE_WAITING, ASSISTED_WEEKS, WAITING_WEEKS = range(5)
BODY_EVENTS = ("detected", "identified", "visits", "hits")
BODY_DETECTED, BODY_IDENTIFIED, BODY_VISITS, BODY_HITS = range(4)
CHANNEL_EVENTS = ("attempts", "recruited", "advertisements_found", "advertisements_removed")
ATTEMPTS, RECRUITED, ADVERTISEMENTS_FOUND, ADVERTISEMENTS_REMOVED = range(4)
OFFICE_EVENTS = ("cases", "ended", "waiting_weeks", "busy_weeks")
CASES, CASES_ENDED, CASE_WAITING_WEEKS, CASE_BUSY_WEEKS = range(4)
JUSTICE_EVENTS = (
    "statements",
    "actions",
    "freed",
    "arrests",
    "released",
    "replaced",
    "convictions",
    "acquittals",
    "interviews",
    "trafficked_again",
)
STATEMENTS, ACTIONS, FREED, ARRESTS, RELEASED, REPLACED, CONVICTIONS, ACQUITTALS, INTERVIEWS, AGAIN = range(10)


class Tally(NamedTuple):
    """Counts per calendar year; the first axis is always the year."""

    by_market: np.ndarray  # [year, MARKET_EVENTS, market]
    by_person: np.ndarray  # [year, PERSON_EVENTS, country, origin, sex, age group]
    by_contact: np.ndarray  # [year, PERSON_EVENTS, country, channel of first contact]
    by_body: np.ndarray  # [year, BODY_EVENTS, body]
    by_centre: np.ndarray  # [year, CENTRE_EVENTS, centre]
    by_channel: np.ndarray  # [year, CHANNEL_EVENTS, channel]
    recruited: np.ndarray  # [year, origin]
    ended: np.ndarray  # [year, status]
    moves: np.ndarray  # [year, city left, city entered]
    arrivals: np.ndarray  # [year, origin, city]
    by_office: np.ndarray  # [year, OFFICE_EVENTS, office]
    justice: np.ndarray  # [year, JUSTICE_EVENTS]
    investigations: np.ndarray  # opened [year, tip]
    documents: np.ndarray  # issued [year, document]
    records: np.ndarray  # that arrive at the rapporteur [year, list]
    rapporteur: np.ndarray  # persons whom the rapporteur counts [year]
    on_lists: np.ndarray  # persons found in Belgium, by the year and by which lists hold them [year, combination]


def empty_tally(years, markets, cities):
    """A tally of nothing, for so many years, markets and cities."""

    def zeros(*shape):
        return np.zeros((years, *shape), np.int32)

    return Tally(
        by_market=zeros(len(MARKET_EVENTS), markets),
        by_person=zeros(len(PERSON_EVENTS), 3, len(names.ORIGINS), 2, 2),
        by_contact=zeros(len(PERSON_EVENTS), 3, len(names.CHANNELS)),
        by_body=zeros(len(BODY_EVENTS), len(names.BODIES)),
        by_centre=zeros(len(CENTRE_EVENTS), len(names.CENTRES)),
        by_channel=zeros(len(CHANNEL_EVENTS), len(names.CHANNELS)),
        recruited=zeros(len(names.ORIGINS)),
        ended=zeros(len(names.STATUSES)),
        moves=zeros(cities, cities),
        arrivals=zeros(len(names.ORIGINS), cities),
        by_office=zeros(len(OFFICE_EVENTS), len(names.OFFICES)),
        justice=zeros(len(JUSTICE_EVENTS)),
        investigations=zeros(len(names.TIPS)),
        documents=zeros(len(names.DOCUMENTS)),
        records=zeros(len(names.LISTS)),
        rapporteur=zeros(),
        on_lists=zeros(2 ** len(names.LISTS)),
    )
