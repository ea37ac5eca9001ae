"""Tables for the terminal: means with the range of the middle 95 % of the runs, and effects with their intervals."""

import json
import sys

from rich import box
from rich.console import Console
from rich.table import Table

from experiments import tables
from experiments.words import in_words
from sim.definitions import ALL, BELGIUM, OUTCOMES

WIDTH_WHEN_PIPED = 132
FEW_RUNS = 20
MOST_NAMED = 3  # labels of an aim; more are counted
IGNORANCE = "Ignorance"
FEW_DRAWS = 40
BY_PERCENT = (
    "Sentences and the chart go by percent of each draw's own reference, the table by numbers; where draws differ much"
    " in how many persons there are, one may be clear and the other not. A leaked share is that of the means over all"
    " draws."
)
CHANCE = "They hold chance only, not what is uncertain in the parameters."
BOTH = (
    "They hold chance and what is not known of the parameters (every two runs live on a draw of the posterior);"
    f" {IGNORANCE}: the latter's share of their variance, which no more runs take away (–: luck hides it)."
)
PER_YEAR = (
    ("identified", BELGIUM, "Identified"),
    ("hidden", BELGIUM, "Hidden at year's end"),
    ("recruited", ALL, "Recruited, three countries"),
    ("exits", BELGIUM, "Exits undetected"),
    ("victim_years", BELGIUM, "Victim-years"),
    ("border_relocations", BELGIUM, "Moves over borders"),
)


def print_json(found):
    """One JSON object on standard output, and nothing else."""
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")


def screen():
    """Standard output; wide enough for the tables where it is no terminal."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=WIDTH_WHEN_PIPED, highlight=False)


def number(value):
    """Three significant digits or more, as people write them: 1,234 or 12.3 or 0.45."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100.0 else f"{value:.1f}" if size >= 1.0 or value == 0.0 else f"{value:.2f}"


def ranged(found):
    """A Spread as a cell: mean and range."""
    if found is None:
        return "–"
    if found.low == found.high:
        return number(found.mean)
    return f"{number(found.mean)} ({number(found.low)}–{number(found.high)})"


def print_run(runs, console):
    """All tables of a run."""
    console.print(_per_year(runs))
    for dimension, area, outcomes in tables.breakdowns():
        console.print(_breakdown(runs, dimension, area, outcomes))
    console.print(
        _range_in_words(len(runs.seeds)),
        "Recruited: by networks active in Belgium. Belgium where no country is named.",
    )
    if runs.draws:
        console.print(
            "Every two runs live on a draw of the posterior: ranges hold what is not known of the parameters, too."
        )


def _range_in_words(runs):
    if runs == 1:
        return "One run: no range can be given."
    few = " (few: give 60 or more)" if runs < FEW_RUNS else ""
    return f"In brackets: the middle 95 % of {runs} runs{few}."


def _table(title, first, others):
    """A table without lines between columns; no word is cut, however narrow the screen."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="", box=box.SIMPLE, padding=0)
    for place, heading in enumerate((first, *others)):
        longest = max(len(word) for word in heading.split())
        table.add_column(heading, justify="right" if place else "left", min_width=longest, overflow="fold")
    return table


def _per_year(runs):
    table = _table(f"{runs.schedule.title}: each year, Belgium", "Year", [title for _, _, title in PER_YEAR])
    columns = [tables.by_year(runs, outcome, area) for outcome, area, _ in PER_YEAR]
    for year in runs.years:
        table.add_row(str(year), *(ranged(column[year]) for column in columns))
    return table


def _breakdown(runs, dimension, area, outcomes):
    title = f"By {dimension}, yearly mean {runs.first_year}-{runs.last_year}"
    table = _table(title, dimension.capitalize(), [OUTCOMES[outcome].title for outcome in outcomes])
    columns = [tables.by_label(runs, outcome, area, dimension) for outcome in outcomes]
    for label in columns[0]:
        table.add_row(in_words(label), *(ranged(column[label]) for column in columns))
    return table


def print_effects(all_runs, effects, leakages, console):
    """For each scenario a table of both means and the paired difference, the effects in words, and its leakage."""
    for scenario in dict.fromkeys(effect.scenario for effect in effects):
        own = [effect for effect in effects if effect.scenario == scenario]
        runs = next(runs for runs in all_runs if runs.name == scenario)
        _print_effects(runs, own, console)
        for effect in own:
            console.print(effect.sentence)
        console.print()
        for leak in leakages:
            if leak.scenario == scenario:
                print_leakage(leak, console)
        for policy in runs.schedule.policies:
            console.print(f"What {policy.name} leaves out: {' '.join(policy.leaves_out)}")
        console.print()
    console.print(
        f"Differences are between {effects[0].runs} pairs of runs that share their luck; in brackets, 95 % confidence"
        f" intervals of the mean difference. {BOTH if all_runs[0].draws else CHANCE} Unpaired runs: how many of each"
        " world the same interval would have needed without shared luck."
    )
    console.print("Three countries: what networks active in Belgium do there, not all trafficking in them.")
    if effects[0].runs < FEW_RUNS:
        console.print(f"Few runs: intervals from fewer than {FEW_RUNS} pairs are rough; 60 or more are usual.")
    if draws := len(set(all_runs[0].draws)):
        few = f" There are {draws} draws only, so the outermost decide: 200 runs or more are usual."
        console.print(BY_PERCENT + few * (draws < FEW_DRAWS))
    console.print(
        "Persons recruited hang most on assumptions: how soon places fill again (A36), how networks mind risk (A51)."
    )
    for runs in {runs.name: runs for runs in all_runs if runs.schedule.first_day}.values():
        for sentence in _caution(runs):
            console.print(sentence)


def _caution(runs):
    """What to know of years in which a policy is not, or not in every run, in force."""
    first, may = runs.schedule.first_day, "may begin, from" if runs.schedule.reacting else "begins, on"
    if first.year > runs.last_year:
        yield f"{runs.name} {may} {first}, after the years reported: give a later --to."
    elif first.year > runs.first_year:
        yield f"The means hold the years before {runs.name} {may} {first}, too; --from {first.year} leaves them out."
    asleep = sum(all(week is None for week in weeks) for weeks in runs.began) if runs.schedule.reacting else 0
    if asleep:
        yield f"The means hold {asleep} of {len(runs.seeds)} runs in which {runs.name} never began."


def _print_effects(runs, effects, console):
    """The means of both, the paired difference and what it would have taken unpaired, a row for each outcome."""
    headings = ["Reference", "Policy", "Difference (95 % interval)", *([IGNORANCE] * bool(runs.draws)), "Unpaired runs"]
    seeds = f"{len(runs.seeds)} pairs of runs, seeds {runs.seeds[0]}-{runs.seeds[-1]}"
    over = f"yearly means {runs.first_year}-{runs.last_year}, {seeds}"
    console.print(f"{runs.name} against {effects[0].reference}, {over}", style="bold")
    table = _table(None, "Outcome", headings)
    for effect in effects:
        needed = "–" if effect.unpaired_runs is None else f"{effect.unpaired_runs:,}"
        means = number(effect.reference_mean), number(effect.scenario_mean)
        known = [ignorance(effect)] * bool(runs.draws)
        table.add_row(effect.title, *means, signed_difference(effect), *known, needed)
    console.print(table)


def ignorance(effect):
    """The share of an interval's variance that is ignorance, as a cell."""
    share = effect.share_of_ignorance
    return "–" if share is None else f"{100.0 * share:.0f} %"


def print_leakage(leak, console):
    """Changes inside and outside an aim, a row for each place; then the leaked share, and what is not aimed."""
    outcomes = list(dict.fromkeys(place.outcome for place in leak.places))
    table = _table(None, leak.kind.capitalize(), [OUTCOMES[outcome].title for outcome in outcomes])
    for place, heading in _headings(leak).items():
        table.add_row(heading, *(signed_difference(one) for one in leak.places if one.place == place))
    title = f"{leak.scenario}: differences from {leak.reference} inside and outside its aim ({aim_in_words(leak.aim)})"
    console.print(title, style="bold")
    console.print(table)
    console.print(leak.share.words[0].upper() + leak.share.words[1:] + ".")
    if leak.unaimed:
        names_of = ", ".join(leak.unaimed)
        console.print(
            f"Also changed, without an aim at {leak.kind}: {names_of}. What changes outside is not the aim's alone."
        )
    console.print()


def _headings(leak):
    """The place of each row, and what stands there; an outside of one part is named by it."""
    inside, outside, *parts, total = dict.fromkeys(place.place for place in leak.places)
    if len(parts) == 1:
        return {inside: inside, outside: f"{outside}: {parts[0]}", total: total}
    return {inside: inside, outside: outside} | {part: f"  {part}" for part in parts} | {total: total}


def aim_in_words(text):
    """An aim as a title has it, long lists of labels counted: "BE; 8 sectors"."""
    return " and ".join("; ".join(_key_in_words(key) for key in part.split("; ")) for part in text.split(" and "))


def _key_in_words(text):
    key, _, labels = text.partition(" ")
    found = labels.split(", ")
    if len(found) <= MOST_NAMED:
        return ", ".join(in_words(label) for label in found)
    return f"{len(found)} {key.removesuffix('y') + 'ies' if key.endswith('y') else key + 's'}"


def signed_difference(found):
    return f"{_signed(found.difference)} ({_signed(found.low)} to {_signed(found.high)})"


def _signed(value):
    text = number(value)
    return f"+{text}" if value > 0.0 else text.replace("-", "−")
