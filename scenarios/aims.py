"""At what a policy aims: the markets, channels and origins that its changes name."""

from typing import NamedTuple

import numpy as np

from scenarios.selection import words
from sim import names
from sim.geography import cities

AREAS, TRADES = ("country", "region", "city"), ("sector", "form")  # keys that narrow cities, and sectors
MARKETS, CHANNELS, ORIGINS = KINDS = ("markets", "channels", "origins")
KEYS_OF = {MARKETS: AREAS + TRADES, CHANNELS: ("channel",), ORIGINS: ("origin",)}
LABELS_OF = {CHANNELS: names.CHANNELS, ORIGINS: names.ORIGINS}


class Aim(NamedTuple):
    """What the changes of a policy name of one kind, taken together."""

    kind: str  # of KINDS
    inside: np.ndarray  # whether aimed at [city, sector] for markets, [label] otherwise
    text: str  # the keys and labels, as the policy has them
    unaimed: tuple[str, ...]  # parameters of changes that name nothing of this kind


def aims(changes):
    """The aims of a policy, none for a kind of which its changes name nothing, or everything.

    A body or a centre says who acts, not where; so neither is an aim.

    Args:
        changes: Of a Schedule.
    """
    found = [_aim(kind, changes) for kind in KINDS]
    return [aim for aim in found if aim.inside.any() and not aim.inside.all()]


def _aim(kind, changes):
    named = [{key: change.where[key] for key in KEYS_OF[kind] if key in change.where} for change in changes]
    inside = _nothing(kind)
    for where in filter(None, named):
        inside = inside | (_markets(where) if kind == MARKETS else np.isin(LABELS_OF[kind], *where.values()))
    texts = ["; ".join(f"{key} {', '.join(labels)}" for key, labels in where.items()) for where in named if where]
    unaimed = [change.parameter for change, where in zip(changes, named, strict=True) if not where]
    return Aim(kind, inside, " and ".join(dict.fromkeys(texts)), tuple(dict.fromkeys(unaimed)))


def _nothing(kind):
    return np.zeros((len(cities()), len(names.SECTORS)) if kind == MARKETS else len(LABELS_OF[kind]), bool)


def _markets(where):
    """The markets that have all that is named [city, sector]."""
    there, trade = np.ones(len(cities()), bool), np.ones(len(names.SECTORS), bool)
    for key, wanted in where.items():
        if key in AREAS:
            there &= np.isin(words(key, "city"), wanted)
        else:
            trade &= np.isin(words(key, "sector"), wanted)
    return np.outer(there, trade)
