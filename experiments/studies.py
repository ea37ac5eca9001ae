"""Pages of docs/ that are measured: how well shared luck pairs each policy, and where one sector's pressure goes.

`python -m experiments.studies` runs some thousands of runs, minutes on two processors, and writes the pages.
"""

import sys
from pathlib import Path

import numpy as np

from experiments import comparison, runner
from experiments.leakage import leakages, parts
from experiments.uncertainty import by_luck
from scenarios import catalogue
from scenarios.aims import aims
from sim.definitions import ALL, BELGIUM
from sim.names import CENTRES
from sim.outcomes import BY_MARKET

FIRST, LAST, PAIRS = 2011, 2018, 200
AIM_VICTIM_YEARS, AIM_IDENTIFIED = 50, 8  # variance ratios that were hoped for
DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = DOCS / "examples" / "cleaning-in-flanders.toml"
PLACES = [f"reception.places.{centre}" for centre in CENTRES]
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NO_MEMORY = {"placement.aversion": 0.0, "adaptation.aversion": 0.0, "adaptation.flight": 0.0}


def runs_of(schedule, executor, pairs):
    return runner.run(schedule, FIRST, LAST, range(1, pairs + 1), executor)


def ample(schedule):
    """The same scenario with as many places as the evidence allows."""
    return schedule.with_values({path: schedule.baseline.quantities[path].high for path in PLACES})


def shared_luck(executor, pairs):
    """Lines of a table: for each policy the variance ratios unpaired to paired, and the size of its effect."""
    baseline = runs_of(catalogue.load("baseline"), executor, pairs)
    roomy = runs_of(ample(catalogue.load("baseline")), executor, pairs)
    yield (
        f"| policy, {pairs} pairs | victim-years, three countries | effect "
        "| identified, Belgium | effect | identified, ample places |"
    )
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name in catalogue.names()[1:]:
        schedule = catalogue.load(name)
        other = runs_of(schedule, executor, pairs)
        years = comparison.effect(baseline, other, "victim_years", ALL)
        found = comparison.effect(baseline, other, "identified", BELGIUM)
        free = comparison.effect(roomy, runs_of(ample(schedule), executor, pairs), "identified", BELGIUM)
        yield (
            f"| `{name}` | {_marked(years, AIM_VICTIM_YEARS)} | {years.in_percent[0]:+.2f} % "
            f"| {_marked(found, AIM_IDENTIFIED)} | {found.in_percent[0]:+.2f} % | {_marked(free, AIM_IDENTIFIED)} |"
        )


def _marked(effect, aim):
    found = effect.variance_ratio_unpaired_to_paired
    if found is None:
        return "no difference"
    return f"{found:.0f}" if found >= aim else f"**{found:.1f}**"


def displacement(executor, pairs):
    """Lines of a table: where one sector's pressure goes, with the memory of risk and without."""
    yield (
        f"| place, {pairs} pairs | victim-years, with memory (95 %) "
        "| without memory (95 %) | with less without (95 %) |"
    )
    yield "| --- | ---: | ---: | ---: |"
    baseline, policy = catalogue.load("baseline"), catalogue.load(EXAMPLE)
    columns, changes = [], []
    for values in ({}, NO_MEMORY):
        reference = runs_of(baseline.with_values(values), executor, pairs)
        other = runs_of(policy.with_values(values), executor, pairs)
        (leak,) = leakages(reference, other)
        changes.append((other.by_market - reference.by_market)[:, BY_MARKET.index("victim_years")])
        columns.append({place.place: place for place in leak.places if place.outcome == "victim_years"})
    (aim,) = aims(policy.changes)
    masks = parts(aim)
    for place, found in columns[0].items():
        cells = [(one.difference, one.low, one.high) for one in (found, columns[1][place])]
        cells.append(by_luck((changes[0] - changes[1])[:, masks[place]].sum(axis=1)[None]).interval)
        yield f"| {place} | {' | '.join(_with_interval(*cell) for cell in cells)} |"


def _with_interval(mean, low, high):
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f})"


def write(page, lines):
    """Put a table between the marks of a page; what people wrote around it stays."""
    path, found = DOCS / page, "\n".join(lines)
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n{found}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main(pairs=PAIRS):
    pairs = int(np.clip(int(pairs), 2, 10_000))
    with runner.threads() as executor:
        write("displacement.md", displacement(executor, pairs))
        write("shared_luck.md", shared_luck(executor, pairs))


if __name__ == "__main__":
    main(*sys.argv[1:])
