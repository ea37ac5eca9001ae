"""Pages of docs/ that are measured: how well shared luck pairs each policy, and where one sector's pressure goes.

`python -m experiments.studies` runs some thousands of runs, minutes on two processors, and writes the pages.
"""

import sys
from pathlib import Path

import numpy as np

from experiments import comparison, runner
from experiments.leakage import leakages, parts
from scenarios import catalogue
from scenarios.aims import aims
from sim.definitions import ALL, BELGIUM
from sim.names import CENTRES
from sim.outcomes import BY_MARKET

FIRST, LAST, PAIRS = 2011, 2018, 200
AIM_VICTIM_YEARS, AIM_IDENTIFIED = 50, 8  # variance ratios that were hoped for
DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = DOCS / "examples" / "cleaning-in-flanders.toml"
AMPLE = {f"reception.places.{centre}": "high" for centre in CENTRES}
NO_MEMORY = {"placement.aversion": 0.0, "adaptation.aversion": 0.0, "adaptation.flight": 0.0}


def runs_of(schedule, executor, pairs):
    return runner.run(schedule, FIRST, LAST, range(1, pairs + 1), executor)


def ample(schedule):
    """The same scenario with as many places as the evidence allows."""
    quantities = schedule.baseline.quantities
    return schedule.with_values({path: getattr(quantities[path], field) for path, field in AMPLE.items()})


def shared_luck(executor, pairs):
    """Lines of a table: for each policy the variance ratios unpaired to paired, and the size of its effect."""
    baseline = runs_of(catalogue.load("baseline"), executor, pairs)
    roomy = runs_of(ample(catalogue.load("baseline")), executor, pairs)
    yield (
        f"| policy, {pairs} pairs | victim-years, three countries | effect "
        "| identified, Belgium | effect | identified, ample places |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    )
    for name in catalogue.names()[1:]:
        schedule = catalogue.load(name)
        other = runs_of(schedule, executor, pairs)
        years, found = (
            comparison.effect(baseline, other, "victim_years", ALL),
            comparison.effect(baseline, other, "identified", BELGIUM),
        )
        free = comparison.effect(roomy, runs_of(ample(schedule), executor, pairs), "identified", BELGIUM)
        yield (
            f"| `{name}` | {_marked(years, AIM_VICTIM_YEARS)} | {years.in_percent[0]:+.2f} % "
            f"| {_marked(found, AIM_IDENTIFIED)} | {found.in_percent[0]:+.2f} % | {_marked(free, AIM_IDENTIFIED)} |",
        )


def _marked(effect, aim):
    found = effect.variance_ratio_unpaired_to_paired
    if found is None:
        return "no difference"
    return f"{found:.0f}" if found >= aim else f"**{found:.1f}**"


def displacement(executor, pairs):
    """Lines of a table: where one sector's pressure goes, with the memory of risk and without."""
    yield (
        f"| place, {pairs} pairs | victim-years, with memory (95 %) | without memory (95 %) "
        "| with less without (95 %) |",
        "| --- | ---: | ---: | ---: |",
    )
    columns, changes = [], []
    for values in ({}, NO_MEMORY):
        reference = runs_of(catalogue.load("baseline").with_values(values), executor, pairs)
        other = runs_of(catalogue.load(EXAMPLE).with_values(values), executor, pairs)
        (leak,) = leakages(reference, other)
        changes.append((other.by_market - reference.by_market)[:, BY_MARKET.index("victim_years")])
        columns.append({place.place: place for place in leak.places if place.outcome == "victim_years"})
    (aim,) = aims(catalogue.load(EXAMPLE).changes)
    masks = parts(aim) | {"total": np.ones(changes[0].shape[1], bool)}
    for place, found in columns[0].items():
        cells = [(one.difference, one.low, one.high) for one in (found, columns[1][place])]
        cells.append(comparison.interval((changes[0] - changes[1])[:, masks[place].ravel()].sum(axis=1)))
        yield (f"| {place} | {' | '.join(_with_interval(*cell) for cell in cells)} |",)


def _with_interval(mean, low, high):
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f})"


def lines_of(study, executor, pairs):
    return [line for lines in study(executor, pairs) for line in lines]


def write(page, lines):
    """Put a table between the marks of a page; what people wrote around it stays."""
    path = DOCS / page
    text = path.read_text(encoding="utf-8")
    begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    path.write_text(f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}", encoding="utf-8")


def main(pairs=PAIRS):
    pairs = int(np.clip(int(pairs), 2, 10_000))
    with runner.threads() as executor:
        write("displacement.md", lines_of(displacement, executor, pairs))
        write("shared_luck.md", lines_of(shared_luck, executor, pairs))


if __name__ == "__main__":
    main(*sys.argv[1:])
