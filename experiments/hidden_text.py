"""What `thbsim hidden` prints: the estimate in sentences, the models tried, and what all of it rests on."""

from rich import box
from rich.table import Table

from calibration.aggregates import SMALLEST_SHOWN, shown
from calibration.hidden import choice, estimate

MODELS_SHOWN = 10
HOW = {"stepwise": "the stepwise rule", "aic": "the smallest AIC", "bic": "the smallest BIC"}
RESTS = (
    "What this rests on: every person could have come onto some list; persons were linked across lists without error;"
    " nobody entered or left meanwhile; lists depend on each other in pairs at most. The table can show none of it."
)


def print_found(found, console):
    """All of it, as plain sentences and one table."""
    for line in (*estimate_lines(found), "", *bound_lines(found), ""):
        console.print(line, soft_wrap=True)
    console.print(_models(found))
    for line in (*table_lines(found), *doubts(found), RESTS):
        console.print(line, soft_wrap=True)


def estimate_lines(found):
    table, fit, limits = found.table, found.fit, found.interval
    observed = f"Observed on {len(table.lists)} lists: {shown(table.observed)} distinct persons."
    if fit.why_not:
        return observed, f"The whole population cannot be estimated: {_why_not(found)}."
    pairs = estimate.named(table, fit.pairs)
    model = f"dependence between {', '.join(pairs)}" if pairs else "lists that do not depend on each other"
    return (
        observed,
        f"Estimated in all, seen and unseen: {fit.total:,.0f} persons, {_range(limits)}.",
        f"Model: {model}; chosen by {HOW[found.by]}. The interval is a {limits.kind} interval of {limits.resamples:,}"
        f" resamples in each of which the model was chosen again.{_without(limits)}",
    )


def _why_not(found):
    complete = [name for name, total in estimate.totals(found.table) if total == found.table.observed]
    if complete:
        return f"everybody is on {complete[0]}, so that the other lists tell of nobody whom it has missed"
    return f"{found.fit.why_not}, even if lists are independent"


def _range(limits):
    high = "no upper limit can be given" if limits.high is None else f"to {limits.high:,.0f}"
    if limits.low is None:
        return "and no 95 % interval can be given"
    return f"95 % interval from {limits.low:,.0f} {'and ' * (limits.high is None)}{high}"


def _without(limits):
    if not limits.without:
        return ""
    return f" In {limits.without:,} of them there was no finite estimate; they count as larger than any."


def bound_lines(found):
    """Chao's lower bound and the one for unequal lists, and what they are."""
    bounds, total = found.bounds, found.fit.total
    lines = [
        f"Chao's lower bound: {bounds.chao:,.0f} persons, from {shown(bounds.once)} on exactly one list and"
        f" {shown(bounds.twice)} on exactly two. It allows for persons who are harder to see than others, not for lists"
        " of unequal size or that avoid each other."
    ]
    if bounds.unequal_lists is not None:
        lines.append(f"The same, allowing for lists of unequal size: {bounds.unequal_lists:,.0f} persons.")
    if not found.fit.why_not and bounds.chao > total:
        lines.append(
            "Chao's bound is above the estimate: lists of unequal size or that avoid each other do that; it is no"
            " bound here."
        )
    return lines


def _models(found):
    """The chosen models and the best by AIC."""
    table = Table(
        title=f"Models tried: {len(found.fits):,}; the chosen and the best by AIC", title_justify="left",
        title_style="bold", header_style="", box=box.SIMPLE, padding=0,
    )  # fmt: skip
    for place, head in enumerate(
        ("pairs that depend", "  estimate", "  AIC", "  BIC", "  deviance", "  df", "  chosen by")
    ):
        table.add_column(head, justify="right" if 0 < place < 6 else "left", overflow="fold")
    for fit in estimate.ranked(found)[:MODELS_SHOWN]:
        table.add_row(*_row(found, fit))
    return table


def _row(found, fit):
    pairs = " ".join(
        name + "*" * (pair in fit.minus_infinity)
        for name, pair in zip(estimate.named(found.table, fit.pairs), fit.pairs, strict=True)
    )
    if fit.why_not:
        return pairs or "none", "cannot be", "", "", "", "", f"  {fit.why_not}"
    by = "  " + ", ".join(estimate.chosen_by(found, fit))
    return (
        pairs or "none",
        f"{fit.total:,.0f}",
        f"{fit.aic:.1f}",
        f"{fit.bic:.1f}",
        f"{fit.deviance:.1f}",
        f"{fit.freedom}",
        by,
    )


def table_lines(found):
    """What signs and shortenings mean, where they are used."""
    lines = []
    if any(fit.minus_infinity for fit in estimate.ranked(found)[:MODELS_SHOWN]):
        lines.append("*: the two lists share nobody; the term is at minus infinity and no such person is expected.")
    failed = sum(bool(fit.why_not) for fit in found.fits)
    if failed:
        lines.append(f"{failed:,} of the models cannot be estimated from this table.")
    few = [name for name, total in estimate.totals(found.table) if total < SMALLEST_SHOWN]
    if few:
        lines.append(f"On {', '.join(few)} are fewer than {SMALLEST_SHOWN} persons; combining lists would be steadier.")
    return lines


def doubts(found):
    """Reasons for distrust that the table itself gives."""
    if found.fit.why_not:
        return []
    lines, low, high = [], found.interval.low, found.interval.high
    others = {name: fit.total for name, fit in found.chosen.items() if not fit.why_not}
    outside = [name for name in choice.CRITERIA if low is not None and high is not None and name in others
               and not low <= others[name] <= high]  # fmt: skip
    if outside:
        told = ", ".join(f"{HOW[name]} gives {others[name]:,.0f}" for name in outside)
        lines.append(
            f"Distrust this estimate: {told}, outside the interval. The answer hangs on how the model is chosen."
        )
    chance = estimate.fit_chance(found.fit)
    if chance is not None and chance < estimate.MISFIT:
        lines.append(
            f"Distrust this estimate: its model is contradicted by the table (chance {_chance(chance)}); lists may"
            " depend on each other in threes, or persons differ."
        )
    if len(found.table.lists) == 2:
        lines.append(
            "With two lists dependence between them cannot be seen; if one refers to the other, this is too low."
        )
    if found.fit.freedom == 0 and len(found.table.lists) > 2:
        lines.append("The model has as many terms as the table has cells, so that nothing is left to check it with.")
    return lines


def _chance(value):
    return "below 0.001" if value < 0.001 else f"{value:.3f}"
