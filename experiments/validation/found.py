"""Sections of the validation report on what calibration can find: contraction, recovery, ranks of planted values."""

from experiments.odd import picture, table
from experiments.words import percent

LITTLE = 0.10  # a contraction below it is called little
CLOSE, LOOSE = 0.7, 0.3  # correlations of planted and found, from and below which a quantity is called found, or not
MOST, ROOM = 0.9, 0.03  # of the posterior, in the middle; by how much more or fewer may lie there on average


def _named(names):
    return ", ".join(f"`{name}`" for name in names) if names else "none"


def learnt(values):
    """Contraction of each parameter, and pairs that cannot be told apart."""
    found = values["learnt"]
    rows = sorted(found["learnt"], key=lambda one: -one["contraction"])
    yield (
        "A posterior that is as wide as the prior has learnt nothing. The table says by how much the variance"
        " of each calibrated parameter has become smaller (in units in which the prior is normal). With"
        f" {found['distinct']:,} distinct draws, up to {percent(found['noise'])} can be chance: parameters that are not"
        " calibrated scatter so far."
    )
    yield ""
    yield from table(["parameter", "narrower by"], [(f"`{one['name']}`", percent(one["contraction"])) for one in rows])
    yield ""
    least = max(LITTLE, found["noise"])
    much = [one["name"] for one in rows if one["contraction"] >= least]
    little = [one["name"] for one in rows if one["contraction"] < LITTLE]
    told = f"The targets tell something ({percent(least)} or more)"
    yield f"{told} of {len(much)} of {len(rows)} parameters: {_named(much)}."
    yield (
        f"They tell little or nothing (below {percent(LITTLE)}) of {len(little)}: {_named(little)}. What the"
        " model says of a policy that acts through these rests on their prior, not on the targets."
    )
    if len(much) + len(little) < len(rows):
        yield f"Of the other {len(rows) - len(much) - len(little)}, what they seem to tell can be chance."
    yield ""
    yield from _pairs(found["hard_to_tell_apart"])
    yield from picture("learnt", "What the targets tell of each parameter")


def _pairs(pairs):
    if not pairs:
        yield "No two parameters hang together so much in the posterior that they could not be told apart."
        return
    yield (
        "These hang together in the posterior: the targets see the one or the other, not which. A value for"
        " one of them alone should not be quoted. (Shares of one whole hang together by that alone.)"
    )
    yield ""
    rows = [(*(f"`{name}`" for name in pair["names"]), f"{pair['correlation']:+.2f}") for pair in pairs]
    yield from table(["parameter", "cannot be told from", "correlation"], rows)


def recovery(values):
    """What was planted in worlds of the model's own, and whether it is found."""
    found = values["planted"]
    rows = sorted(found["quantities"], key=lambda one: -one["correlation"])
    yield (
        f"{found['planted']} worlds with known values, drawn from the prior, were each calibrated as if they"
        f" were Belgium, against {found['worlds']:,} others (`thbsim planted`). Correlation is that of what was"
        " planted with the mean of the posterior that found it: 1 where it is found exactly, 0 where the"
        " targets do not show it. The last columns say how many planted values lie in the middle 50 and 90 %"
        " of their posterior: as many, if the posterior is neither too narrow nor too wide."
    )
    yield ""
    head = ["quantity", "correlation", "in the middle 50 %", "in the middle 90 %"]
    yield from table(head, [_recovered(one, found["room"]) for one in rows])
    yield ""
    room = "; ".join(f"of {share} {percent(low)} to {percent(high)}" for share, (low, high) in found["room"].items())
    yield f"By chance, all of them together would lie between these shares 99 times in 100: {room}; bold where not."
    close = [one["name"] for one in rows if one["correlation"] >= CLOSE]
    loose = [one["name"] for one in rows if one["correlation"] < LOOSE]
    yield f"Found well (correlation {CLOSE} or more): {_named(close)}. Hardly found (below {LOOSE}): {_named(loose)}."
    yield from picture("recovered", "What was planted, and what was found")


def _recovered(one, room):
    cells = [
        percent(inside) if room[share][0] <= inside <= room[share][1] else f"**{percent(inside)}**"
        for share, inside in one["inside"].items()
    ]
    return f"`{one['name']}`", f"{one['correlation']:+.2f}", *cells


def planted_again(values):
    """Whether ranks are even."""
    found = values["planted"]
    least = min(found["quantities"], key=lambda one: one["chance"])
    yield (
        "Where a planted value lies among 99 draws of its posterior must be even over many worlds, if the"
        " posterior is right (Talts et al. 2018). It checks priors, figures and adjustment, not the moves of"
        " the sampler."
    )
    yield ""
    if found["outside"]:
        yield (
            f"**Uneven: {_named(found['outside'])}.** Their ranks leave the band that holds all"
            f" {len(found['quantities'])} quantities together 99 times in 100: their posterior is not to be"
            " trusted as it is."
        )
    else:
        yield (
            f"None of {len(found['quantities'])} quantities leaves the band that holds all of them together 99"
            " times in 100."
        )
    bound = found["level"] / len(found["quantities"])
    yield (
        f"The least even is `{least['name']}`: ranks as uneven come by luck with a chance of"
        f" {least['chance']:.2g}; below {bound:.2g} they leave the band."
    )
    yield from _width(found["quantities"])
    if found["without_figures"]:
        yield f"{found['without_figures']} planted worlds gave no figure for some target, and were left out."
    yield from picture("ranks", "Ranks of planted values")


def _width(quantities):
    """Whether posteriors are too narrow or too wide, over all quantities together."""
    inside = sum(one["inside"][percent(MOST)] for one in quantities) / len(quantities)
    told = (
        f"Over all quantities, {percent(inside)} of planted values lie in the middle {percent(MOST)} of their posterior"
    )
    if inside < MOST - ROOM:
        yield f"{told}: **these posteriors are too narrow**; read such a band as one of about {percent(inside)}."
    elif inside > MOST + ROOM:
        yield f"{told}: these posteriors are wider than they need be."
    else:
        yield f"{told}: they are as wide as they should be."
