"""Mixes of levers: policies of the catalogue, or files, each at a size of its own, joined into one scenario."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.advice import asking
from experiments.advice.surface import terms
from experiments.requests import UsageError, check_years
from experiments.store import opening
from experiments.sweeps import beginning
from experiments.sweeps.design import Seeds
from experiments.sweeps.draws import Draws
from experiments.sweeps.points import SEEDS_OF_A_DRAW
from scenarios import catalogue, versions

REFERENCE = "baseline"
MOST_LEVERS = 8
FEWEST_RUNS = 8  # four draws of the posterior
STEP = 0.01  # sizes are whole numbers of hundredths, so that a mix has one name
LUCK_OF_MIXES = 7_002


@dataclass(frozen=True)
class Plan:
    """How mixes are tried: on how many paired runs, how many mixes of what sizes, over which years."""

    runs: int = 40
    mixes: int = 64
    most: float = 1.0  # the largest size of a lever; 1 is the policy as its file says it
    years: tuple[int, int] = (2011, 2018)
    fresh: int = 120  # runs on other seeds, by which what was found is confirmed


USUAL = Plan()


def check(levers, plan):
    """Raises UsageError or ScenarioError where these levers cannot be mixed as planned; returns their own names."""
    names = [str(lever).strip() for lever in levers]
    if not 1 <= len(names) <= MOST_LEVERS or not all(names):
        raise UsageError(f"--levers: give 1 to {MOST_LEVERS} policies, with commas between; {len(names)} were given")
    for name in names:
        if len(catalogue.parts_of(name)) > 1 or versions.split(name)[1] or name == REFERENCE:
            raise UsageError(f"--levers {name}: a lever is one whole policy; name it without + and @")
    check_years(*plan.years)
    _check_plan(plan, len(names))
    own = [_own_name(name) for name in names]
    for name in own:
        if own.count(name) > 1:
            raise UsageError(f"--levers: {name} is named twice; name each lever once")
    catalogue.load(name_of(names, np.full(len(names), plan.most)))  # all at once, as large as they may be
    return names


def _check_plan(plan, levers):
    if plan.runs < FEWEST_RUNS or plan.fresh < FEWEST_RUNS:
        raise UsageError(f"--runs and --fresh must be {FEWEST_RUNS} or more, four draws of the posterior; 40 are usual")
    if not STEP <= plan.most <= versions.LARGEST:
        raise UsageError(
            f"--most {plan.most:g}: the largest size of a lever is {STEP} to {versions.LARGEST:g}; 1 is usual"
        )
    if plan.mixes < terms(levers):
        raise UsageError(
            f"--mixes {plan.mixes}: the response of {levers} levers has {terms(levers)} terms, and each takes a mix at"
            f" least; give {2 * terms(levers)} or more"
        )


def _own_name(lever):
    """What scenarios call a lever: its name in the catalogue, or that of its file."""
    path = Path(lever)
    return path.stem if path.suffix == ".toml" else lever


def name_of(levers, sizes):
    """The scenario of a mix: hotline@0.5+awareness; the reference where all sizes are 0."""
    parts = [
        lever if size == 1.0 else f"{lever}{versions.SIGN}{size:g}"
        for lever, size in zip(levers, rounded(sizes).tolist(), strict=True)
        if size > 0.0
    ]
    return "+".join(parts) or REFERENCE


def rounded(sizes):
    """Sizes in whole hundredths."""
    return np.round(np.round(np.asarray(sizes, float) / STEP) * STEP, 2)


def singles(levers, most):
    """Sizes of each lever alone, as large as it may be [lever, lever]."""
    return most * np.eye(len(levers))


def even(levers, number, most):
    """Sizes of mixes that fill the space of sizes evenly (Sobol' 1967, scrambled), all levers at once before them.

    [mix, lever], the same ones each time.
    """
    from scipy.stats import qmc  # takes a second

    sequence = qmc.Sobol(levers, scramble=True, rng=np.random.default_rng(LUCK_OF_MIXES))
    units = sequence.random_base2(int(np.ceil(np.log2(max(number, 2)))))[:number]
    return rounded(most * np.concatenate([np.ones((1, levers)), units]))


def names_of(levers, sizes):
    """The scenarios of some mixes, the reference before them, each once."""
    return list(dict.fromkeys([REFERENCE, *(name_of(levers, one) for one in sizes)]))


def run(title, names, plan, address, fresh=False):
    """The id of an experiment in which these scenarios are lived, or were; two seeds on each draw of the posterior.

    Args:
        title: Of the experiment.
        names: Of scenarios, the reference first.
        plan: A Plan.
        address: Of the store.
        fresh: Whether on seeds, and draws, beyond those on which mixes are tried.
    """
    beyond = 1 + SEEDS_OF_A_DRAW * -(-plan.runs // SEEDS_OF_A_DRAW)
    seeds = Seeds(first=beyond, number=plan.fresh) if fresh else Seeds(number=plan.runs)
    first, last = plan.years
    fields = {"from": first, "to": last, "seeds": seeds, "draws": Draws(method="posterior")}
    design, schedules = asking.design_for(title, names, **fields)
    return asking.run_into(design, schedules, address)[0]


def run_further(experiment, title, names, address):
    """The id of an experiment like a stored one, with its scenarios and others by name, lived to the end."""
    stored = beginning.stored_sweep(opening.open_store(address), experiment)
    added = [schedule for schedule in map(catalogue.load, names) if schedule.name not in stored.names]
    if added and added[0].baseline.text != stored.schedules[0].baseline.text:
        raise UsageError(
            f"the baseline has changed since experiment {experiment} began, so a mix of today cannot stand beside its"
            " own; begin anew with --levers"
        )
    schedules = [*stored.schedules, *added]
    changes = {"title": title, "scenarios": tuple(schedule.name for schedule in schedules), "stop": None}
    return asking.run_into(stored.design.model_copy(update=changes), schedules, address)[0]


def title_of(levers):
    """What an experiment with mixes of these levers is called."""
    return f"Mixes of {', '.join(levers)}"


def sizes_of(schedules, levers):
    """How much of each lever is in each scenario [scenario, lever]; nan in those that hold anything else.

    Args:
        schedules: Schedules.
        levers: Names of policies, as scenarios have them.
    """
    return np.array([_sizes_in(schedule, levers) for schedule in schedules])


def _sizes_in(schedule, levers):
    found = dict.fromkeys(levers, 0.0)
    for policy in schedule.policies:
        name = policy_of(policy)
        if name not in found or policy.only is not None:
            return [np.nan] * len(levers)
        found[name] = policy.size
    return list(found.values())


def policy_of(policy):
    """The name of the whole policy of which one is a version."""
    return policy.name.rpartition(versions.SIGN)[0] or policy.name


def own_names(levers):
    return [_own_name(lever) for lever in levers]
