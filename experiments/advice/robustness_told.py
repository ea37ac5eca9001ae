"""A Robustness in sentences, and as a table on the screen."""

from math import floor, log10

from experiments.advice.better import FEWER
from experiments.advice.discovery import FOUND
from experiments.advice.worlds import knows_luck
from experiments.language import chance, named, number, percent, say
from experiments.uncertainty import CONFIDENCE
from sim.definitions import OUTCOMES

ENOUGH_SEEDS = 4  # on each draw, for luck to be told from ignorance


def sentence(found, language):
    """How each scenario but the reference does, and which has the smallest largest regret."""
    said = [text for place in range(1, len(found.pairs.names)) for text in _of_policy(found, place, language)]
    main = found.regrets[0]
    if len(found.pairs.names) > 2:
        said.append(
            say(
                language,
                "robustness.minimax",
                policies=number(len(main.names), language, 0),
                policy=main.names[main.least],
                chance=chance(main.minimax[main.least], language, main.surest),
            )
        )
    return " ".join([*said, say(language, "compare.model")])


def _of_policy(found, place, language):
    main, reference = found.regrets[0], found.pairs.names[0]
    row = list(main.rows())[place]
    words = {"policy": main.names[place], "reference": reference, "outcome": _named(main.outcome, language)}
    yield say(
        language,
        "robustness.fewer" if main.way == FEWER else "robustness.more",
        place=named(language, "places", found.area),
        years=f"{found.pairs.years[0]}-{found.pairs.years[1]}",
        worlds=number(main.draws.size, language, 0),
        **_shares(row, "better", language),
        **words,
    )
    if knows_luck(found.pairs):
        yield say(language, "robustness.luckless", **_shares(row, "better_without_luck", language))
    yield _regret(row, words["outcome"], len(main.names), language)
    if found.thresholds_given:
        shares = dict(zip(("share", "low", "high"), found.satisficing.share(place), strict=True))
        bounds = f" {say(language, 'robustness.and')} ".join(
            one.said(language) for one in found.satisficing.thresholds
        )  # fmt: skip
        yield say(language, "robustness.holds", thresholds=bounds, reference=reference, **_percents(shares, language))
    yield failing(found.discoveries[place - 1], language)


def _named(outcome, language):
    return named(language, "outcomes", outcome)


def _shares(row, column, language):
    shares = {"share": column, "low": f"{column}_low", "high": f"{column}_high"}
    return _percents({word: row[name] for word, name in shares.items()}, language)


def _percents(shares, language):
    """Shares in percent, the sign after the first only."""
    return {
        word: percent(share, language) if word == "share" else number(100.0 * share, language, 0)
        for word, share in shares.items()
    }


def _regret(row, outcome, policies, language):
    if row["regret_max_high"] == 0.0:
        return say(language, "robustness.best", policies=number(policies, language, 0))
    return say(
        language,
        "robustness.regret",
        policies=number(policies, language, 0),
        outcome=outcome,
        amount=number(row["regret_max"], language),
        low=number(row["regret_max_low"], language),
        high=number(row["regret_max_high"], language),
        most=number(row["regret_90"], language),
    )


def failing(discovery, language):
    """Where a policy fails, or that this cannot be said."""
    if discovery.state != FOUND:
        return say(language, f"robustness.{discovery.state}")
    one = discovery.checked
    return say(
        language,
        "robustness.fails",
        region=region(discovery, language),
        density=percent(one.density, language),
        overall=percent(one.overall, language),
        coverage=percent(one.coverage, language),
    )


def region(discovery, language):
    """The limits of a region in words."""
    limits = []
    for place, end in discovery.box.ends:
        factor, bound = discovery.factors[place], discovery.box.limits[place][end]
        key = ("above", "below")[end] + "_part" * factor.is_position
        value = percent(bound, language) if factor.is_position else number(bound, language, _digits(bound))
        limits.append(say(language, f"robustness.{key}", factor=factor.name, value=value))
    return f" {say(language, 'robustness.and')} ".join(limits)


def _digits(value):
    """Decimals for three significant digits."""
    return max(0, 2 - floor(log10(abs(value)))) if value else 0


def rows(found):
    """Headings and cells for the screen: a row for each outcome and scenario."""
    several = len(found.regrets) > 1
    headings = ["Scenario"] + ["Outcome"] * several + ["Better", "Without luck"]
    headings += ["Difference (90 % of worlds)", "Mean regret", "90 %", "Largest (95 %)"]
    headings += ["Reaches"] * found.thresholds_given
    cells = []
    for one in found.regrets:
        for place, row in enumerate(one.rows()):
            name = [row["scenario"]] + [one.outcome.replace("_", " ")] * several
            reaches = [percent(found.satisficing.share(place)[0], "en")] * found.thresholds_given
            cells.append([*name, *_cells(row), *reaches])
    return headings, cells


def _cells(row):
    effects = [_short(row[f"effect_{at}"]) for at in (5, 50, 95)]
    largest = [_short(row[f"regret_max{end}"]) for end in ("", "_low", "_high")]
    return [
        "{share} ({low} to {high})".format(**_shares(row, "better", "en")),
        percent(row["better_without_luck"], "en"),
        f"{effects[1]} ({effects[0]} to {effects[2]})",
        _short(row["regret_mean"]),
        _short(row["regret_90"]),
        f"{largest[0]} ({largest[1]} to {largest[2]})",
    ]


def _short(value):
    """A number for a narrow table; large ones in thousands or millions."""
    if abs(value) >= 1e6:
        return f"{number(value / 1e6, 'en', 2)} M"
    return f"{number(value / 1e3, 'en', 0)} k" if abs(value) >= 1e4 else number(value, "en")


def lines(found):
    """How to read the table, and cautions."""
    main, pairs = found.regrets[0], found.pairs
    seeds = pairs.number / main.draws.size
    units = "; ".join(f"{OUTCOMES[one.outcome].title}: {OUTCOMES[one.outcome].unit}" for one in found.regrets)
    bounds = " and ".join(map(str, found.satisficing.thresholds))
    yield (
        f"{units}. Yearly means {pairs.years[0]}-{pairs.years[1]}, {main.draws.size:,} draws, {seeds:.3g} seeds on"
        f" each. Better: share of draws in which a scenario does better than {pairs.names[0]}, ties not counted, with"
        f" the {round(100 * CONFIDENCE)} % interval that so many draws give. Regret: how far it falls behind the best"
        " scenario of the same draw."
    )
    means = "Reaches: share of draws in which" if found.thresholds_given else "A policy fails in a draw unless"
    yield (
        f"{means} {bounds} (difference from {pairs.names[0]}, mean over a draw's seeds). Regions of failure are found"
        " on one half of the draws and counted on the other; of twenty tables without any, one tells of a region."
    )
    if knows_luck(pairs):
        yield (
            "Differences and regrets are without the luck of a draw's few seeds, as far as those seeds tell it (normal"
            f" empirical Bayes): the largest regret of {main.names[main.largest_observed.argmax()]} would be"
            f" {number(main.largest_observed.max(), 'en')} with it. Shares as observed hold luck, which moves them"
            " towards a half."
        )
    else:
        yield (
            "Each draw was lived once, so luck cannot be told from ignorance: the largest regrets are too large, and"
            " shares lie too near a half; add seeds with thbsim sweep --expand ID --add-seeds."
        )
    if 1.0 < seeds < ENOUGH_SEEDS:
        yield (
            f"Only {seeds:.3g} seeds on each draw: what is luck is hardly known, so figures without luck are wide or"
            f" lie beside what was observed. Give {ENOUGH_SEEDS} or more: thbsim sweep --expand ID --add-seeds."
        )
    if pairs.left_out:
        yield (
            f"{pairs.where} is {pairs.state}: {pairs.left_out} pairs of runs are not there or not whole, and were left"
            " out; thbsim sweep --resume finishes it."
        )
    yield from pairs.cautions
