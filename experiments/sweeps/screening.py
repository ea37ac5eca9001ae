"""Draws that tell many parameters apart with few runs: one axis for each, along which all its entries move together.

Sampled by SALib.  Source: Morris 1991; Saltelli et al. 2010.
"""

import math

import numpy as np

from calibration.priors import is_uncertain, parameter_of
from scenarios.baseline import SHARES

ALL = "all"
BESIDE = {"morris": 1, "saltelli": 2}  # draws of a block beside one for each factor
LEVELS = 4  # of each axis, between which a trajectory steps


def draws_of(method, blocks, factors):
    """How many draws so many trajectories, or base samples, of so many factors make."""
    return sum(blocks) * (factors + BESIDE[method])


def factors_of(chosen, baseline):
    """{factor: its paths}: a parameter, or what is named below one; in the order of the baseline.

    Shares, which must add up to 1, certain quantities and those that only policies move are left out.

    Args:
        chosen: Rules, parameters or what lies below them, or "all".
    """
    found: dict[str, list[str]] = {}
    for path, quantity in baseline.quantities.items():
        parameter = parameter_of(path)
        above = [name for name in chosen if name == ALL or covers(name, path)]
        if above and parameter not in SHARES and is_uncertain(quantity):
            found.setdefault(max(parameter, *above, key=len), []).append(path)
    return found


def covers(name, path):
    """Whether a name is a path, or stands above it."""
    return path == name or path.startswith(name + ".")


def sampled(method, blocks, seed, factors):
    """Points of the unit cube [draw, factor]; what was asked for first stays where more is asked for.

    Args:
        method: "morris": trajectories, or "saltelli": base samples with first and total indices.
        blocks: How many of them were asked for at a time.
        factors: How many.

    Raises ImportError where SALib is missing.
    """
    from SALib.sample import morris, sobol

    problem = problem_of(factors)
    if method == "morris":
        return np.concatenate([
            morris.sample(problem, number, num_levels=LEVELS, seed=np.random.default_rng([seed, block]))
            for block, number in enumerate(blocks)
        ])  # fmt: skip
    balanced = 2 ** math.ceil(math.log2(sum(blocks)))  # a sequence of which less is taken goes on where more is
    luck = np.random.default_rng(seed)
    return sobol.sample(problem, balanced, calc_second_order=False, seed=luck)[: draws_of(method, blocks, factors)]


def problem_of(factors):
    """So many factors as SALib takes them, each from 0 to 1."""
    names = [str(place) for place in range(factors)]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}


def spread(units, factors, baseline):
    """(paths, their values [draw, path]) of points of the unit cube, between low and high of each path."""
    paths = tuple(path for own in factors.values() for path in own)
    place = np.repeat(np.arange(len(factors)), [len(own) for own in factors.values()])
    low, high = (np.array([getattr(baseline.quantities[path], end) for path in paths]) for end in ("low", "high"))
    return paths, np.clip(low + units[:, place] * (high - low), low, high)


def shares_beside(factors):
    """The shares of the rules of some factors, which are not drawn with them."""
    rules = {factor.partition(".")[0] for factor in factors}
    return [share for share in SHARES if share.partition(".")[0] in rules]
