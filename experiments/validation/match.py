"""The section of the validation report on the second method: where both posteriors agree, and what that says."""

from calibration.agreement import APART, OVERLAP
from experiments.draw_worlds import banded
from experiments.odd import picture, table
from experiments.words import percent


def match(values):
    """What history matching left, how well emulators foretell, and both posteriors of each quantity."""
    found = values["match"]
    left = ", ".join(percent(wave["left"]) for wave in found["waves"])
    yield (
        f"Emulators with history matching (`thbsim match`), {len(found['waves'])} waves of {found['worlds']:,} worlds,"
        f" leave {left} of the prior; the posterior by their likelihood is worth {found['worth']:,.0f} draws. Both"
        " methods share model, prior and targets; the second has no distance, no tolerance and no regression."
    )
    yield ""
    rows = [(one["title"], percent(one["foretold"]), percent(one["inside"])) for one in found["waves"][-1]["emulators"]]
    yield from table(["worlds held out of the last wave", "variance foretold", "in their band of 90 %"], rows)
    yield ""
    yield from table(["quantity", "emulators", "sampler", "apart", "overlap", ""], map(_row, found["quantities"]))
    yield ""
    yield from _conclusion(found["quantities"])
    yield from picture("match", "Two methods of calibration")


def _row(one):
    word = ("agree" if one["agree"] else "**differ**") + ("" if one["moved"] else ", as the prior does")
    apart = f"{one['apart']:+.2f}"
    return f"`{one['name']}`", banded(one["emulator"]), banded(one["sampler"]), apart, percent(one["overlap"]), word


def _conclusion(quantities):
    moved = [one for one in quantities if one["moved"]]
    differ = [one["name"] for one in quantities if not one["agree"]]
    yield (
        f"Called agreed: means within {APART} standard deviations of the prior, and more than {percent(OVERLAP)} of the"
        f" wider range shared. So {len(quantities) - len(differ)} of {len(quantities)} agree."
    )
    if differ:
        yield f"The methods differ on {', '.join(f'`{name}`' for name in differ)}: quote neither without the other."
    names = ", ".join(f"`{one['name']}`" for one in moved) or "none"
    both = sum(one["agree"] for one in moved)
    yield (
        f"Where the prior itself would agree with the sampler, that says little. It would not on {len(moved)}: {names};"
        f" the emulators agree with the sampler on {both} of these."
    )
