"""Cases wait for prosecutors, are tried, and end in a conviction or not (Board of Prosecutors General)."""

from typing import Annotated, NamedTuple

from numba import njit

from sim.draws import exponential, uniform

DECISION_LENGTH, DECISION_CONVICTION = 140, 141


class Parameters(NamedTuple):
    capacity: Annotated[float, "1"]  # cases in hand at a time
    weeks: Annotated[float, "week"]  # mean length of a case, once in hand
    custody_weeks: Annotated[float, "week"]  # after which recruiters whose case still waits are released
    conviction_chance: Annotated[float, "1"]  # of a case without any statement by a victim
    statement_gain: Annotated[float, "1"]  # share of the remaining doubt that each statement takes away


@njit(cache=True)
def length(network, seed, p):
    """Weeks that a case takes, once in hand [weeks].  Source: A57."""
    return p.weeks * exponential(seed, network.key, DECISION_LENGTH, 0, network.trials)


@njit(cache=True)
def conviction(statements, p):
    """Chance of a conviction [1]: each statement takes away its share of the doubt.  Source: TIP2017, A57."""
    return 1.0 - (1.0 - p.conviction_chance) * (1.0 - p.statement_gain) ** statements


@njit(cache=True)
def convicts(network, seed, p):
    """Whether the case ends in a conviction."""
    luck = uniform(seed, network.key, DECISION_CONVICTION, 0, network.trials)
    return luck < conviction(network.statements, p)
