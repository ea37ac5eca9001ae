"""The page: a lever's comparison of 200 pairs, beside the same runs by `thbsim compare`'s own loop."""

from time import perf_counter

from experiments import runner
from experiments.page.levers import comparing
from experiments.parameters import points_of
from scenarios import catalogue

PAIRS = 200
LEVERS = ("hotline", "targeting", "sector-inspections")


def seconds_of(policy):
    """How long one comparison takes, once the baseline is at hand."""
    began = perf_counter()
    comparing.compared(policy, PAIRS, lambda share: None)
    return perf_counter() - began


def seconds_of_whole_runs(name):
    """How long the same runs of the policy take from their first week on."""
    schedule = catalogue.load(name)
    schedule = schedule.on_draws(points_of("posterior", schedule.baseline))
    began = perf_counter()
    with runner.threads() as executor:
        runner.run(schedule, 2009, 2018, range(1, PAIRS + 1), executor)
    return perf_counter() - began


def figures():
    runner.warm_up()
    policies = [catalogue.load(name).policies[0] for name in LEVERS]
    seconds_of(policies[0])  # the baseline is lived once for all visitors
    slowest, name = max((seconds_of(policy), policy.name) for policy in policies)
    whole = seconds_of_whole_runs(name)
    beside = f"{name}, the slowest of {len(LEVERS)}; its runs from the first week on take {whole:.1f} s"
    yield "a lever's comparison of 200 pairs", slowest, "s", "at most", 5, beside
