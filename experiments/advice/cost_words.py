"""What a Cost says: its sentence in four languages, its table on the screen, and how to read it."""

from math import floor, isinf, log10

from experiments.language import chance, number, say
from experiments.words import counted

POSITIONS = {
    ("better", "dearer"): "costs more, is better",
    ("better", "cheaper"): "dominates the reference: saves money, is better",
    ("better", "unclear"): "is better; whether it costs or saves is not clear",
    ("better", "same"): "is better at the same cost",
    ("worse", "dearer"): "dominated by the reference: costs more, is worse",
    ("worse", "cheaper"): "saves money, is worse",
    ("worse", "unclear"): "is worse; whether it costs or saves is not clear",
    ("worse", "same"): "is worse at the same cost",
    ("unclear", "dearer"): "costs more; whether it is better is not clear",
    ("unclear", "cheaper"): "saves money; whether it is better is not clear",
    ("unclear", "unclear"): "neither cost nor effect is clear",
    ("unclear", "same"): "whether it is better is not clear, at the same cost",
    ("nothing", "dearer"): "costs more, changes nothing of it",
    ("nothing", "cheaper"): "saves money, changes nothing of it",
    ("nothing", "unclear"): "changes nothing of it; whether it costs or saves is not clear",
    ("nothing", "same"): "the same as the reference",
}  # of effect and cost
UNITS = {
    "victim_years": "victim-years prevented",
    "hidden": "fewer hidden victims",
    "recruited": "recruitments prevented",
    "identified": "further persons identified",
}  # above columns and axes
SINGLE = {
    "victim_years": "victim-year prevented",
    "hidden": "hidden victim less",
    "recruited": "recruitment prevented",
    "identified": "further person identified",
}
NONE = "–"


def position(option):
    """Where an option lies on the plane of cost and effect, in words."""
    return POSITIONS[option.position]


def three_digits(value):
    """An amount to three significant digits."""
    return value if value == 0.0 or isinf(value) else round(value, 2 - floor(log10(abs(value))))


def euros(value, language="en"):
    """An amount in EUR as people write it, to three significant digits and no cents."""
    return "∞" if isinf(value) else number(three_digits(value), language, 0)


def sentence(found, language):
    reference = found.pairs.names[0]
    said = [_option_in(found, option, language) for option in found.options[1:]]
    frontier = [found.pairs.names[place] for place in found.frontier]
    key = "cost.alone" if frontier == [reference] else "cost.frontier"
    said.append(say(language, key, names=", ".join(frontier), reference=reference))
    said += [
        say(
            language, "cost.best",
            unit=say(language, f"cost.unit_{found.outcome}"), worth=euros(row["worth"], language),
            policy=row["scenario"], chance=chance(row["probability"], language, found.surest),
        )
        for row in found.best.iter_rows(named=True)
    ]  # fmt: skip
    first, last = found.pairs.years
    said.append(say(language, "cost.model", years=f"{first}-{last}", pairs=number(found.pairs.number, language, 0)))
    return " ".join(said)


def _option_in(found, option, language):
    effect, cost = option.position
    cost = "open" if cost == "unclear" else cost
    words = {
        "policy": option.name,
        "reference": found.pairs.names[0],
        "unit": say(language, f"cost.unit_{found.outcome}"),
        "units": say(language, f"cost.units_{found.outcome}"),
        "pairs": number(found.pairs.number, language, 0),
    }
    if option.ratio is not None:
        key = "cost.ratio" if option.ratio.low > 0.0 else "cost.ratio_open"
        return say(language, key, **words, **_bounds(option.ratio.value, option.ratio, euros, language))
    if effect == "better":
        effect = "saves"
    amounts = _bounds(option.effect.mean, option.effect, number, language)
    money = _bounds(option.cost.mean, option.cost, euros, language)
    return say(language, f"cost.{effect}", **words, **amounts) + " " + say(language, f"cost.{cost}", **words, **money)


def _bounds(first, interval, written, language):
    values = zip(("amount", "low", "high"), (first, interval.low, interval.high), strict=True)
    return {name: written(value, language) for name, value in values}


def rows(found):
    unit, single = UNITS[found.outcome], SINGLE[found.outcome]
    headings = ["Scenario, EUR 1,000", "Cost", unit[0].upper() + unit[1:], f"For each {single}"]
    headings += [] if found.outcome == "identified" else ["For each further person identified"]
    return [*headings, "Frontier: each further one"], [_row(found, option) for option in found.options]


def _row(found, option):
    several = found.outcome != "identified"
    if option is found.options[0]:
        return [option.name, "reference", *[NONE] * (2 + several), _standing(found, option)]
    cells = [option.name, _thousands(*option.cost), _cell(option.effect)]
    cells.append(_ratio_cell(option.ratio, option.effect, option))
    if several:
        cells.append(_ratio_cell(option.per_identified, option.identified, option))
    return [*cells, _standing(found, option)]


def _cell(interval):
    mean, low, high = (number(value, "en") for value in interval)
    return f"{mean} ({low} to {high})"


def _thousands(*amounts):
    return _cell([three_digits(amount) / 1000.0 for amount in amounts])


def _ratio_cell(ratio, effect, option):
    """The ratio, or why there is none."""
    if ratio is not None:
        return _thousands(ratio.value, ratio.low, ratio.high)
    if effect.nothing:
        return "no effect"
    if effect.sign == 0:
        return "effect not clear"
    if effect.sign == 1:
        return "saves money"
    return "worse, dearer" if option.cost.sign == 1 else "worse, cheaper" if option.cost.sign == -1 else "worse"


def _standing(found, option):
    names, standing = found.pairs.names, option.standing
    if not standing.on_frontier:
        beaten = [names[place] for place in standing.beaten_by]
        return f"beaten by {beaten[0]}" if len(beaten) == 1 else f"beaten by {beaten[0]} with {beaten[1]}"
    if standing.after is None:
        return "the cheapest"
    if option.step is None:
        return f"{number(found.slope(standing.after, names.index(option.name)) / 1000.0, 'en')}, not clear"
    return _thousands(option.step.value, option.step.low, option.step.high)


def lines(found):
    """How to read the table, and what goes with it."""
    pairs, single = found.pairs, SINGLE[found.outcome]
    reference, most = pairs.names[0], euros(found.most)
    place = "Belgium" if found.area == "BE" else "Belgium, the Netherlands and Germany"
    yield (
        f"Differences from {reference}, yearly means {pairs.years[0]}-{pairs.years[1]}, undiscounted, of"
        f" {counted(pairs.number, 'pair')}; 95 % intervals. Effects: {place}. Costs: Belgium's, of what bodies and"
        " centres do at unit costs, and of the policy itself; not what victims or other countries bear or save."
    )
    yield (
        f"EUR for each {single}: mean cost over mean effect, bounded by Fieller's construction. No ratio stands where"
        " the effect's interval includes zero (no finite amount bounds it), nor where a policy saves money or is worse"
        " (a negative ratio says nothing: both of a good and a bad kind have one)."
    )
    yield (
        f"Frontier, by means: what each further {single} costs since the one before it on the frontier. The others are"
        " beaten, by one that reaches no less for no more, or by two of which a mixture would."
    )
    amounts = ", ".join(f"EUR {euros(amount)}" for amount in found.asked)
    chosen = "as asked for" if found.worths else "none was asked for (--worth); these span the frontier's last step"
    yield (
        f"What a {single} is worth is no result of the model: {amounts}, {chosen}. The curve goes from EUR 0 to {most}."
        " Probabilities hold luck and ignorance of the parameters, jointly for costs and effects."
        if _drawn(pairs)
        else f"What a {single} is worth is no result of the model: {amounts}, {chosen}. The curve goes from EUR 0 to"
        f" {most}. Probabilities hold luck only, not what is uncertain in the parameters."
    )
    yield from pairs.cautions
    if pairs.state != "finished":
        yield unfinished(pairs) + f"; thbsim sweep --expand {pairs.experiment} --resume goes on with it."


def unfinished(pairs):
    """That an experiment has not all its runs."""
    return f"{pairs.where} is {pairs.state}: {counted(pairs.left_out, 'pair')} left out for want of a run"


def _drawn(pairs):
    return bool(pairs.points.paths)
