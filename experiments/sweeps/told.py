"""What the commands about experiments print: lists, an overview, effects, what was reproduced."""

from rich import box
from rich.table import Table

from experiments.comparison import TOTAL
from experiments.printing import IGNORANCE, ignorance, number, signed_difference
from experiments.words import counted

FEW = 20  # names in a line


def seconds_in_words(seconds):
    """A length of time as a person says it."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"about {seconds / size:.0f} {unit}"
    return f"about {max(1, round(seconds))} s"


def bytes_in_words(size):
    for unit, one in (("GB", 1e9), ("MB", 1e6)):
        if size >= one:
            return f"about {size / one:.1f} {unit}"
    return "less than 1 MB"


def print_list(found, console):
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("id", "title", "state", "finished", "runs", "begun", "code"):
        table.add_column(heading, justify="right" if heading in ("id", "finished", "runs") else "left", overflow="fold")
    for one in found:
        counts = (f"{one['finished']:,}", f"{one['runs']:,}")
        begun, code = one["begun"].replace("T", " "), "this" if one["this_code"] else "other"
        table.add_row(str(one["id"]), one["title"], one["state"], *counts, begun, code)
    console.print(table if found else "No experiments yet: thbsim sweep DESIGN.toml makes one.")


def overview_lines(one):
    """An experiment in lines."""
    names = one["scenarios"]
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    yield f"Experiment {one['id']}: {one['title']}"
    if one.get("question"):
        yield f"Question: {one['question']}"
    failed = f", {one['failed']} failed" if one["failed"] else ""
    yield f"State: {one['state']}, {one['finished']:,} of {one['runs']:,} runs{failed}, begun {one['begun']}"
    if "lived" in one:
        yield f"Lived now: {one['lived']:,} runs"
    yield f"Scenarios: {', '.join(names[:FEW])}{more}"
    stop = one["stop"]
    if stop:
        reached = f"after {stop['seeds']:,} of at most {stop['at_most']:,} seeds" if stop["seeds"] else "not reached"
        yield f"Stopping rule ({stop['outcome']}, {stop['area']}, half-width {stop['half_width']:g}): {reached}"
    yield f"Draws of parameters: {one['draws']:,}; seeds: {one['seeds']:,}; years {one['from']}-{one['to']}"
    if not one["this_code"]:
        yield "It was begun with other code of the model than this program's: thbsim experiments show says which."


def print_effects(effects, console):
    """A table for each scenario, then the effects in words, then what goes with them."""
    seen = effects.overview
    if seen["state"] != "finished":
        console.print(f"Experiment {seen['id']} is {seen['state']}: {seen['finished']:,} of {seen['runs']:,} runs.")
    shown = [effect for effect in effects.found if effect.reference_mean or effect.scenario_mean]
    for scenario in dict.fromkeys(effect.scenario for effect in shown):
        own = [effect for effect in shown if effect.scenario == scenario]
        over = f"yearly means {effects.years[0]}-{effects.years[1]}, {own[0].runs} pairs"
        console.print(f"{scenario} against {own[0].reference}, {over}", style="bold")
        table = Table(box=box.SIMPLE_HEAD)
        table.add_column("Outcome", overflow="fold")
        drawn = any(effect.share_of_ignorance is not None for effect in own)
        for heading in ("Reference", "Policy", "Difference (95 % interval)", *([IGNORANCE] * drawn)):
            table.add_column(heading, justify="right", overflow="fold")
        for effect in own:
            means = number(effect.reference_mean), number(effect.scenario_mean)
            table.add_row(effect.title, *means, signed_difference(effect), *([ignorance(effect)] * drawn))
        console.print(table)
        for effect in own:
            if effect.dimension == TOTAL:
                console.print(effect.sentence)
        console.print()
    console.print(f"Pairs share their luck; {effects.interval}.")
    if any(effect.share_of_ignorance is not None for effect in shown):
        console.print(f"{IGNORANCE}: the parameters' share of an interval's variance, which no more seeds take away.")
    if effects.left_out:
        are = "1 pair is" if effects.left_out == 1 else f"{effects.left_out:,} pairs are"
        console.print(f"{are} left out, since a run is missing or failed.")
    if nothing := len(effects.found) - len(shown):
        console.print(f"Not shown: {counted(nothing, 'number')} that stayed 0 in both scenarios.")
    for sentence in effects.cautions:
        console.print(sentence)


def reproduced_lines(found):
    """What came of living runs again."""
    if not found.different:
        yield f"{found.runs} of {found.runs} runs are the same to the last digit."
        return
    yield f"{found.different} of {found.runs} runs differ; the first differences:"
    for one in found.differences:
        where = f"  {one['scenario']}, draw {one['draw']}, seed {one['seed']}: "
        if "error" in one:
            yield where + one["error"]
        else:
            what = f"{one['outcome']} in {one['area']}, {one['dimension']} {one['label']}, {one['year']}"
            yield f"{where}{what}: {one['stored']!r} stored, {one['now']!r} now"
