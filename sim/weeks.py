"""Weeks and calendar years: week 0 begins on Monday 1 January 2001; a week is of its Thursday's year (ISO 8601)."""

from datetime import date, timedelta

import numpy as np

FIRST_YEAR = 2001
WEEKS_PER_YEAR = 365.2425 / 7.0
_START = date(FIRST_YEAR, 1, 1)


def week_of(day):
    """The number of the week in which a date falls [weeks since 2001-01-01]."""
    return (day - _START).days // 7


def first_week_from(day):
    """The first week that belongs to no day before this one: its Thursday is this day, or later."""
    return (day - _START).days // 7 + (day.weekday() > 3)


def first_week_of(year):
    """The first week that belongs to a calendar year."""
    return first_week_from(date(year, 1, 1))


def date_of(week):
    """The Monday on which a week begins."""
    return _START + timedelta(weeks=int(week))


def years_of_weeks(last_year):
    """For each week until the end of the last year, the row of its year: 0 is 2001 [int32, one per week]."""
    weeks = first_week_of(last_year + 1)
    return np.array([(date_of(week) + timedelta(days=3)).year - FIRST_YEAR for week in range(weeks)], np.int32)
