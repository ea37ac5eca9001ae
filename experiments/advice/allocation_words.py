"""What an Allocation says: its sentence in four languages, its table on the screen, and how to read it."""

from experiments.advice.cost_words import NONE, UNITS, euros, three_digits, unfinished
from experiments.advice.options import COST
from experiments.advice.tried import EFFECT
from experiments.language import chance, named, number, percent, say
from experiments.sweeps.effects import cautions
from experiments.words import counted

POOR = 0.8  # of the variance among mixes; where less is foretold, the surface is called rough


def confirmed(option):
    """What came of a scenario on fresh seeds, as columns; None where it was not run on them."""
    names = ("effect", "cost_eur", "identified")
    intervals = (None,) * 3 if option is None else (option.effect, option.cost, option.identified)
    return {
        f"{name}{end}": interval and value
        for name, interval in zip(names, intervals, strict=True)
        for end, value in zip(("", "_low", "_high"), interval or (None,) * 3, strict=True)
    }


def sentence(found, language):
    option, alone = found.option(found.name), found.option(found.single)
    units = say(language, f"cost.units_{found.tried.outcome}")
    words = {
        "budget": euros(found.budget, language),
        "mix": found.name,
        "single": found.single,
        "levers": ", ".join(found.tried.levers),
        "units": units,
        "reference": found.confirmed.names[0],
        "place": named(language, "places", found.tried.area),
        "pairs": number(found.confirmed.number, language, 0),
        "years": f"{found.confirmed.years[0]}-{found.confirmed.years[1]}",
    }
    said = [_mix_in(found, option, words, language)]
    if found.name != found.single:
        said.append(_single_in(found, alone, words, language))
    promised = number(found.promised(EFFECT), language)
    said.append(say(language, "allocate.promise", promised=promised, **words))
    said.append(say(language, "allocate.budget", chance=chance(found.over_budget, language, found.surest), **words))
    said.append(say(language, "allocate.model", **words))
    return " ".join(said)


def _mix_in(found, option, words, language):
    if found.name == found.confirmed.names[0]:
        return say(language, "allocate.none", **words)
    key = "allocate.best" if option.effect.sign == 1 else "allocate.open"
    return say(language, key, **words, **_spread("", option.effect, number, language), **_money(option, language))


def _money(option, language):
    return _spread("cost_", option.cost, euros, language)


def _spread(prefix, interval, written, language):
    names = ("amount", "low", "high")
    return {f"{prefix}{name}": written(value, language) for name, value in zip(names, interval, strict=True)}


def _single_in(found, alone, words, language):
    mean, low, high = found.over_single
    key = "allocate.more" if low > 0.0 else "allocate.less" if high < 0.0 else "allocate.alike"
    gap = _spread("gap_", (mean, low, high), number, language)
    own = _spread("", alone.effect, number, language)
    return say(language, key, **words, **own, **_money(alone, language), **gap)


def rows(found):
    unit = UNITS[found.tried.outcome]
    headings = ["EUR 1,000", "Tried: cost", f"Tried: {unit}", "Fresh: cost", f"Fresh: {unit}", "Fresh: identified"]
    return headings, [_row(row) for row in found.table.iter_rows(named=True)]


def _row(row):
    kind = "" if row["kind"] == "lever alone" else f" ({row['kind']})"
    return [
        f"{row['scenario']}{kind}",
        number(three_digits(row[f"tried_{COST}"]) / 1000.0, "en"),
        number(row[f"tried_{EFFECT}"], "en"),
        _interval(row, "cost_eur", 1000.0),
        _interval(row, "effect"),
        _interval(row, "identified"),
    ]


def _interval(row, name, size=1.0):
    if row[name] is None:
        return NONE
    mean, low, high = (number(row[f"{name}{end}"] / size, "en") for end in ("", "_low", "_high"))
    return f"{mean} ({low} to {high})"


def lines(found):
    """How to read the table, and what goes with it."""
    pairs, fresh, plan = found.tried.pairs, found.confirmed, found.plan
    yield "Sizes (95 % of refits on resampled draws): " + "; ".join(_size(row) for row in found.sizes.to_dicts()) + "."
    yield (
        f"Tried: {len(found.tried.places)} mixes on {counted(pairs.number, 'pair')}, experiment {pairs.experiment}; of"
        f" the best mix, what a response surface through them promises. Fresh: on {fresh.number} pairs of other seeds"
        f" and draws, experiment {fresh.experiment}, with 95 % intervals that hold luck and ignorance. What was chosen"
        " as the best of many looks better where it was chosen (the winner's curse): quote the fresh figures."
    )
    yield (
        "The frontier and its bands rest on the runs that chose it: it looks better than it is, at every budget. The"
        " band of refits says how far resampled draws scatter it, not where the truth lies."
    )
    yield (
        f"The best single lever is the best of those that the budget pays for whole (size {plan.most:g}); part of a"
        " dearer one was not tried alone, though a mix may use it."
    )
    for quantity, surface in found.tried.surfaces.items():
        yield _fit(found, quantity, surface)
    yield (
        f"Cost: Belgium's public cost a year more than {fresh.names[0]}, mean of {fresh.years[0]}-{fresh.years[1]},"
        " undiscounted, of what bodies and centres do at unit costs and of the policies themselves. The budget is held"
        f" on average over the draws by the surface: on fresh seeds the mix costs more with a probability of"
        f" {chance(found.over_budget, 'en', found.surest)}. Each policy's cost grows with its size, without any"
        " cost of starting it."
    )
    if plan.most > 1.0:
        yield f"Sizes up to {plan.most:g} go beyond what the policies' files say, and what their sources speak of."
    alone = [pairs.schedules[pairs.place(name)] for name in found.singles]
    yield from cautions([pairs.schedules[0], *alone], pairs.years)
    for one in (pairs, fresh):
        if one.state != "finished":
            yield unfinished(one) + "; the same command goes on with it."


def _size(row):
    return f"{row['lever']} {row['size']:g} ({row['low']:.2f} to {row['high']:.2f})"


def _fit(found, quantity, surface):
    money = quantity == COST
    error = f"EUR {euros(surface.error)}" if money else number(surface.error, "en")
    what = "cost" if money else UNITS[found.tried.outcome] if quantity == EFFECT else "persons identified"
    rough = " It is rough: more --mixes or --runs may mend it." if surface.foretold < POOR else ""
    return (
        f"The surface of {what} foretells a mix left out with an error of {error} a year, and"
        f" {percent(surface.foretold, 'en')} of the variance among mixes.{rough}"
    )
