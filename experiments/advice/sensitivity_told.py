"""A Sensitivity in words: the table on the screen, how to read it, and the sentence for a document."""

from experiments.advice.factors import GIVEN, levers
from experiments.advice.indices import MORRIS, SALTELLI
from experiments.advice.settling import FIRST
from experiments.advice.targets import together
from experiments.language import named, number, percent, say
from experiments.sweeps.screening import shares_beside

FEW = 5  # factors told of each target where there are several
HEADINGS = {MORRIS: ("mu* (95 %)", "sigma"), SALTELLI: ("Total (95 %)", "First"), GIVEN: ("First (95 %)", None)}
READ = {
    MORRIS: (
        "mu*: how far the outcome moves, on average, from one end of a parameter's range to the other; sigma: how much"
        " that differs from place to place, by what other parameters are. Low, high: mean outcome, half a mean step to"
        " either side."
    ),
    SALTELLI: (
        "Total: share of the variance that a parameter decides together with all others; first: alone. Low, high: mean"
        " outcome in the fifth of the draws in which it is lowest, highest."
    ),
    GIVEN: (
        "First: share of the variance that knowing the parameter alone would take away (RBD-FAST; its intervals are on"
        " the wide side); what parameters do only together is not in it: a saltelli design tells that. Low, high: mean"
        " outcome in the fifth of the draws in which it is lowest, highest."
    ),
}
RE_DEALT = (
    "Within chance: its interval reaches down to what a parameter has, on average, that does nothing but deal the luck"
    " anew."
)
CHANCE = {
    MORRIS: RE_DEALT,
    SALTELLI: RE_DEALT,
    GIVEN: "Within chance: no more than the largest of so many parameters that do nothing reaches once in 20 times.",
}
ONE_SEED = (
    "Each draw was lived once, so luck cannot be told from what parameters do, and counts as theirs: give two seeds or"
    " more (thbsim sweep --expand ID --add-seeds)."
)


def told(found, top, several):
    """How many factors are told of a target."""
    return min(top, FEW if several else top, found.indices.importance.size)


def rows(result):
    """Headings and cells."""
    index, beside = HEADINGS[result.factors.method]
    headings = ["", index, *([beside] if beside else []), "Half the draws", "Low", "High"]
    cells, several = [], len(result.found) > 1
    for one in result.found:
        table = result.table.filter(
            outcome=one.target.outcome, area=one.target.area
        ).filter(_same(one.target.policy)).head(told(one, result.top, several))  # fmt: skip
        cells.append([one.target.title, *[""] * (len(headings) - 1)])
        cells += [_cells(row, bool(beside)) for row in table.iter_rows(named=True)]
    return headings, cells


def _same(policy):
    import polars as pl

    return pl.col("effect_of").is_null() if policy is None else pl.col("effect_of") == policy


def _cells(row, beside):
    half = row["index_from_half_of_the_draws"]
    return [
        f"  {row['factor']}{'' if row['stands_out'] else ' (within chance)'}",
        f"{_index(row['index'], row)} ± {_index(row['half_width'], row)}",
        *([_index(row["beside"], row)] if beside else []),
        "" if half is None else _index(half, row),
        number(row["mean_at_low"], "en"),
        number(row["mean_at_high"], "en"),
    ]


def _index(value, row):
    return number(value, "en") if row["measure"] == "mu_star" else number(value, "en", 2)


def lines(result):
    """How to read it; whether the ranks have settled; luck, draws that go together, what was left out."""
    pairs, factors = result.pairs, result.factors
    told_ = [READ[factors.method], _draws(result)]
    told_ += [line for one in result.found for line in _of_target(result, one)]
    told_ += _cautions(pairs, factors, result.found[0].luck)
    return told_


def _draws(result):
    factors, pairs = result.factors, result.pairs
    blocks = {MORRIS: f"{factors.number} trajectories", SALTELLI: f"{factors.number} base samples"}
    made = f" ({blocks[factors.method]})" if factors.method in blocks else ""
    return (
        f"{len(factors.values):,} draws{made} of {len(factors.names)} parameters; each value is the mean over the seeds"
        f" of its draw, yearly, {pairs.years[0]}-{pairs.years[1]}. Indices hold for these seeds: all draws that share"
        " seeds share luck."
    )


def _of_target(result, one):
    names = [result.factors.names[place] for place in one.settling.followed[:FIRST]]
    place, title = one.settling.followed[0], one.target.title
    if not one.indices.importance.any():
        yield f"{title}: the same in all draws."
        return
    known = "" if one.luck is None else f" Luck: {100.0 * one.luck:.0f} % of the variance among draws."
    if not one.stands_out.any():
        yield f"{title}: no parameter stands out from chance; more draws may show some.{known}"
        return
    yield f"{title}: {settled(result, one, names)}{known}"
    alike = together(result.factors, place) if result.factors.method == GIVEN else []
    if alike and one.stands_out[place]:
        yield f"{title}: {names[0]} goes together with {', '.join(alike)}: they can hardly be told apart."


def settled(result, one, names):
    """Whether the first ranks have settled, and how many runs it would take."""
    first = ", ".join(names)
    if one.settling.settled:
        return f"the order of the first ({first}) has settled."
    why = "they lie within each other's intervals" if one.settling.same else "with half of the draws it is another"
    runs = more_runs(result, one)
    more = f"about {runs:,} more runs would tell" if runs else "no number of runs within reason would tell them apart"
    return f"the order of the first ({first}) has not settled: {why}; {more}."


def more_runs(result, one):
    """How many more runs would tell the first factors apart, roughly; None where it cannot be said."""
    if one.settling.times is None:
        return None
    lived = result.pairs.number * len(result.pairs.names)
    return int(float(f"{lived * (one.settling.times - 1.0):.1g}")) or None


def _cautions(pairs, factors, luck):
    yield CHANCE[factors.method]
    if luck is None:
        yield ONE_SEED
    if factors.method == GIVEN:
        yield (
            "Draws may go together (those of a posterior do): an index then holds what a parameter tells of those that"
            " go with it, and indices need not add up to 1."
        )
    elif beside := shares_beside(factors.names):
        yield f"Not drawn, as shares that add up to 1 cannot be drawn alone: {', '.join(beside)}."
    yield from levers(pairs, factors)
    if pairs.state != "finished":
        yield f"{pairs.where} is {pairs.state}: go on with it by thbsim sweep and --resume."
    if pairs.left_out or factors.left_out:
        yield f"Left out, since runs are missing: {pairs.left_out} pairs, {factors.left_out} draws of parts of blocks."
    yield from pairs.cautions


def sentence(result, language):
    """What the first target hangs on; where several were asked for, what each effect hangs on as well."""
    chosen = [one for one in result.found if one.target.outcome == result.found[0].target.outcome]
    said = [part for one in chosen for part in _said(result, one, language)]
    return " ".join([*said, say(language, "sensitivity.believed" if result.factors.method == GIVEN else
                                "sensitivity.ranges")])  # fmt: skip


def _said(result, one, language):
    places = [int(place) for place in one.indices.order if one.stands_out[place]][:FIRST]
    words = {
        "place": named(language, "places", one.target.area),
        "outcome": named(language, "outcomes", one.target.outcome),
        "policy": one.target.policy or result.pairs.names[0],
        "years": f"{result.pairs.years[0]}-{result.pairs.years[1]}",
        "draws": number(one.values.size, language, 0),
    }
    if not places:
        yield say(language, f"sensitivity.{'nothing' if one.indices.importance.any() else 'same'}", **words)
        return
    names = [result.factors.names[place] for place in places]
    kind = "level" if one.target.policy is None else "effect"
    yield say(
        language, f"sensitivity.{kind}", factor=names[0], amount=_amount(result, one, places[0], language), **words
    )
    if names[1:]:
        yield say(language, "sensitivity.then", factors=", ".join(names[1:]))
    first = min(FIRST, one.settling.followed.size)
    yield say(language, f"sensitivity.{'settled' if one.settling.settled else 'unsettled'}", number=first)
    if not one.settling.settled and (runs := more_runs(result, one)):
        yield say(language, "sensitivity.more", runs=number(runs, language, 0))
    if one.luck is not None:
        yield say(language, "sensitivity.luck", share=percent(one.luck, language))


def _amount(result, one, place, language):
    size, half = one.indices.importance[place], one.indices.half[place]
    if result.factors.method == MORRIS:
        return say(language, "sensitivity.morris", size=number(size, language), half=number(half, language))
    shares = {"size": percent(size, language), "half": percent(half, language)}
    if one.indices.beside is not None:
        shares["beside"] = percent(one.indices.beside[place], language)
    return say(language, f"sensitivity.{result.factors.method}", **shares)
