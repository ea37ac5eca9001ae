"""The section of the validation report on lists: bias and coverage, and advice that follows from them."""

from calibration.hidden import study
from calibration.hidden.coverage import BOUNDS
from experiments.odd import picture, table
from experiments.words import percent, signed_percent

DEFAULT = "auto"  # what `thbsim hidden` does if nothing else is asked
OFF, HOLDS = 0.10, 0.85  # bias up to which, and coverage from which, an estimate is called trustworthy
UNSURE = 0.10  # of a coverage, two standard errors, above which the page says that tables are too few
MOSTLY, BOUND_HOLDS = 0.5, 0.9  # shares of tables: without an upper limit; in which a lower bound is one


def lists(values):
    """Table, pictures and advice."""
    rows, plan = values["lists"], values["record"]["plan"]
    yield (
        f"Four lists were drawn from {study.PERSONS:,} persons, {plan['tables']:,} times for each row, so that"
        " the truth is known, and estimated by every method of `thbsim hidden`. Each cell: how far the middle"
        " estimate lies from the truth, and in how many tables the 95 % interval holds the truth. Chao's bound"
        " and the one for unequal lists have no interval; for them it is in how many tables they are what they"
        f" are meant to be, not above the truth. Shares of {plan['tables']:,} tables are sure to about"
        f" {percent(2.0 * _error(plan['tables']))}."
    )
    yield (
        "Not studied: persons linked wrongly, persons who come and go, more than one pair of lists that"
        " depend on each other. How each method works stands in [hidden.md](hidden.md)."
    )
    yield ""
    yield from table(["lists", "on no list", *study.NAMES, "the default estimate"], list(_rows(rows)))
    for name, words in (("bias", "Bias of estimates from lists"), ("coverage", "Coverage of intervals from lists")):
        yield from picture(f"lists_{name}", words)
    yield from ("", "### For a rapporteur", "")
    if 2.0 * _error(plan["tables"]) > UNSURE:
        yield from ("**Too few tables were drawn for this advice to be relied on.**", "")
    yield from advice(rows)


def _error(tables):
    """Standard error of a coverage of 95 %, from so many tables."""
    return (0.95 * 0.05 / tables) ** 0.5


def _rows(rows):
    found = cases(rows)
    relied = relied_on(found)
    for (kind, unseen), own in found.items():
        cells = [_cell(own[name]) for name in study.NAMES]
        yield study.KINDS[kind], percent(unseen), *cells, verdict(own[DEFAULT], (kind, unseen) in relied)


def cases(rows):
    """{(kind, share on no list): {estimator: row}}."""
    found: dict[tuple, dict] = {}
    for row in rows:
        found.setdefault((row["kind"], row["unseen"]), {})[row["estimator"]] = row
    return found


def _cell(row):
    return f"{_bias(row)}, {percent(row['holds'])}"


def _bias(row):
    return "none" if row["bias"] is None else signed_percent(row["bias"])


def trusted(row):
    """Whether an estimate is right in the middle, and its interval has an upper limit and does what it promises."""
    right = row["bias"] is not None and abs(row["bias"]) <= OFF and row["holds"] >= HOLDS
    return right and row["endless"] < MOSTLY


def relied_on(found):
    """Cases in which the default may be trusted: also in every case of that kind in which fewer persons are unseen."""
    fine = {case for case, own in found.items() if trusted(own[DEFAULT])}
    return [
        case for case in found if all(other in fine for other in found if other[0] == case[0] and other[1] <= case[1])
    ]


def verdict(row, relied):
    """What to make of an estimate, in a few words.  Args: a row; whether its case is one of `relied_on`."""
    if row["bias"] is None:
        return "none can be given"
    if relied:
        return "trust it"
    if trusted(row):
        return "right by luck: it fails where fewer are unseen"
    lean = "too low: a floor" if row["bias"] < -OFF else "too high" if row["bias"] > OFF else "its interval fails"
    return f"{lean}; mostly no upper limit" if row["endless"] >= MOSTLY else lean


def advice(rows):
    """Lines in plain words; which cases they name hangs on the figures."""
    found = cases(rows)
    fine = relied_on(found)
    low, high = ([case for case, own in found.items() if case not in fine and _leans(own[DEFAULT], way)]
                 for way in (-1, 1))  # fmt: skip
    others = [case for case in found if case not in (*fine, *low, *high)]
    sure = f"off by at most {percent(OFF)}, interval right in {percent(HOLDS)} of tables or more, and so wherever fewer"
    yield f"- **Trust it** ({sure} are unseen): {_told(fine)}."
    yield f"- **Read it as a floor**, since the middle estimate is more than {percent(OFF)} too low: {_told(low)}."
    yield f"- **Do not quote it**, since the middle estimate is more than {percent(OFF)} too high: {_told(high)}."
    if others:
        yield (
            "- **Right in the middle of many tables, but not to be relied on** (the interval fails, or has no"
            f" upper limit, or it is right by luck): {_told(others)}."
        )
    yield from _cautions(found)
    yield (
        "- Which of these cases yours is, the lists themselves show only in part. Ask the services who refers"
        " persons to whom, and whom none of them meets; the share on no list is what the estimate itself says."
    )


def _leans(row, way):
    return row["bias"] is not None and way * row["bias"] > OFF


def _cautions(found):
    endless = [case for case, own in found.items() if (own[DEFAULT]["endless"] or 0.0) >= MOSTLY]
    if endless:
        yield (
            f"- Most tables give no upper limit: {_told(endless)}. Such an answer is a warning: say only the lower end."
        )
    for name in BOUNDS:
        holds = [case for case, own in found.items() if own[name]["holds"] >= BOUND_HOLDS]
        yield (
            f"- The bound *{name}* is below the truth in {percent(BOUND_HOLDS)} of tables or more:"
            f" {_told(holds)}; elsewhere it is no bound."
        )
    dependent = {
        case: own for case, own in found.items() if case[0] != "none" and own["independence"]["bias"] is not None
    }
    if dependent:
        worst = max(dependent, key=lambda case: abs(dependent[case]["independence"]["bias"]))
        own = dependent[worst]
        yield (
            f"- Taking lists for independent when they are not is off by {_bias(own['independence'])} at worst"
            f" ({_told([worst])}); the default is off by {_bias(own[DEFAULT])} there."
        )


def _told(cases):
    """Cases in words: of each kind of dependence, the shares on no list."""
    shares: dict[str, list] = {}
    for kind, unseen in cases:
        shares.setdefault(kind, []).append(percent(unseen))
    told = [f"{study.KINDS[kind]} ({', '.join(own)} on no list)" for kind, own in shares.items()]
    return "; ".join(told) if told else "in no case studied"
