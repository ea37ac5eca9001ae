"""The text of docs/validation.md: every figure comes from the values, and so does every conclusion.

A section is a title and what gives its lines, from all values; one whose values are not there is left out.  A new one
is a line in SECTIONS and one in report.computed.
"""

from calibration.targets import FIT, HELD_OUT
from experiments.draw_worlds import banded, observed
from experiments.odd import picture, table
from experiments.validation.found import learnt, planted_again, recovery
from experiments.validation.lists import lists
from experiments.validation.match import match
from experiments.words import percent

SAME = 0.05  # two errors that differ by less are called much the same
HARDLY = 0.9  # of the prior's width, from which a band is called hardly narrower
FEW = 10  # figures held out, below which a comparison of errors says little
HEADING = """\
# Validation: how far to believe the model

Written by `python -m experiments.validation`: do not change it by hand. Every figure on this page was computed in one
run of that command or stands in the posterior's own record, and every conclusion follows from the figures by a rule
that stands in `experiments/validation/page.py` and its neighbours. The plain values are in
[validation.json](validation.json). How calibration works stands in [calibration.md](calibration.md)."""
NO_SERIES = (
    "No yearly series was used, only means over years, so last value, mean and trend are one and the same"
    " forecast, and the usual scale of a mean absolute scaled error, the change from one year to the next,"
    " does not exist. Errors are set against those of that naive forecast on the same figures instead: below 1"
    " the model is better. Targets of your own that bring single years (`thbsim check --targets`) are given"
    " last value, mean, trend and the usual scale."
)


def page(values):
    """The whole page.  Args: values, as validation.kept gives them."""
    lines = [HEADING]
    for name, title, section in SECTIONS:
        if name in values:
            lines += ["", f"## {title}", "", *section(values)]
    return "\n".join(lines) + "\n"


def record(values):
    """What was looked at."""
    found, plan = values["record"], values["record"]["plan"]
    run = ", ".join(f"{name} {value:,.6g}" for name, value in found["calibration"].items())
    yield (
        f"- Posterior: `calibration/posterior.parquet`, SHA-256 `{found['posterior'][:16]}`; its calibration:"
        f" {run or 'not told'}."
    )
    other = [name for name, same in found["same"].items() if not same]
    if not found["same"]:
        yield "- What it was calibrated with is not recorded."
    elif other:
        yield f"- **It was calibrated with another {' and another '.join(other)} than this version has.**"
    else:
        yield "- It was calibrated with the targets, priors, baseline, model and method that this version has."
    yield (
        f"- Computed: {plan['runs']:,} worlds of the prior and as many of the posterior; {plan['planted']:,}"
        f" planted worlds against {plan['worlds']:,} others; {plan['tables']:,} tables of lists for each row of"
        f" the last section, {plan['resamples']:,} resamples for each interval; seed {plan['seed']}."
    )
    yield "- " + ", ".join(f"{name} {version}" for name, version in found["versions"].items()) + "."


def prior(values):
    """Whether the targets are within reach before anything is calibrated."""
    found = values["prior"]
    yield (
        f"What {found['runs']:,} worlds of the prior foretell: what was supposed before any figure was looked"
        " at (`thbsim check --prior`)."
    )
    yield ""
    yield from _targets(found)
    outside = _outside(found, FIT)
    yield ""
    if outside:
        yield (
            f"Outside the prior's band of 90 %: {', '.join(outside)}. The prior hardly reaches them, so that"
            " calibration comes to them only at the prior's edge."
        )
    else:
        yield (
            "Every figure that calibration uses lies in the prior's band of 90 %: none asks for what the"
            " model hardly ever gives."
        )
    outside = _outside(found, HELD_OUT)
    if outside:
        yield f"Of the figures held out, these lie outside even before calibration: {', '.join(outside)}."
    without = max(one["without"] for one in found["targets"])
    if without:
        yield f"{without} of the worlds gave no figure for some target."
    yield from picture("check_prior", "What the prior foretells, and what was observed")


def posterior(values):
    """Whether what was observed lies in what the posterior foretells."""
    found, before = values["posterior"], values["prior"]
    yield (
        f"What {found['runs']:,} worlds of the posterior foretell, errors of the published figures included"
        " (`thbsim check`)."
    )
    yield ""
    yield from _targets(found, before)
    yield ""
    for use, name in ((FIT, "figures used"), (HELD_OUT, "figures held out")):
        own, outside = _of_use(found, use), _outside(found, use)
        yield (
            f"Of {len(own)} {name}, {len(own) - len(outside)} lie in their band of 90 %."
            + (f" Not: {', '.join(outside)}." if outside else "")
        )
    yield from _hidden(found, before)
    yield from picture("check_posterior", "What the posterior foretells, and what was observed")


def _hidden(found, before):
    own, old = found["hidden"]["BE"], before["hidden"]["BE"]
    wide = _width(own) / _width(old)
    yield ""
    yield (
        f"Victims hidden in Belgium at a year's end, 2009-2012: {banded(own)}; by the prior alone"
        f" {banded(old)}. The band is {wide:.2f} times as wide as the prior's"
        + (": the targets hardly narrow it" if wide > HARDLY else "")
        + ". It rests on two judgements (A82, A84) more than on any count."
    )


def _targets(found, before=None):
    head = ["figure", "use", "observed", "median (middle 90 %)", "worlds below", "in the band?"]
    old = {one["name"]: one for one in before["targets"]} if before else {}
    rows = [
        [
            one["title"],
            one["use"],
            observed(one),
            banded(one),
            percent(one["below"]),
            "yes" if one["inside"] else "**no**",
        ]
        + ([f"{_width(one) / _width(old[one['name']]):.2f}"] if before else [])
        for one in found["targets"]
    ]
    return table([*head, *(["width, prior = 1"] if before else [])], rows)


def _width(one):
    return one["high"] - one["low"]


def _of_use(found, use):
    return [one for one in found["targets"] if one["use"] == use]


def _outside(found, use):
    return [f"{one['title']} ({observed(one)} observed, {banded(one)} foretold)"
            for one in _of_use(found, use) if not one["inside"]]  # fmt: skip


def forecasts(values):
    """The model beside the simplest forecasts, good or bad."""
    found = values["posterior"]["forecasts"]
    if not found:
        yield (
            "No figure held out counts what a figure used counts, so there is no naive forecast to set beside"
            " the model."
        )
    for series in found:
        methods = list(series["mean_absolute_error"])
        rows = [
            [one["title"], f"{one['observed']:.4g}"]
            + [f"{one['foretold'][name]:.1f} (off by {one['errors'][name]:.1f})" for name in methods]
            for one in series["held_out"]
        ]
        yield from table(["figure held out", "observed", *methods], rows)
        yield ""
        yield from _compared(series, len(rows))
        if series["scaled_error"]:
            scaled = ", ".join([f"{name} {value:.2f}" for name, value in series["scaled_error"].items()])
            yield f"Mean absolute scaled errors, below 1 better than a year's change: {scaled}."
        else:
            yield NO_SERIES


def _compared(series, number):
    for name, ratio in series["model_to_naive"].items():
        if ratio is None:
            yield f"The {name} of the figures used is right to the digit; no ratio can be given."
            continue
        words = "better" if ratio < 1.0 - SAME else "worse" if ratio > 1.0 + SAME else "much the same"
        yield (
            f"Over {number} figures the model's mean absolute error is {ratio:.2f} of that of the {name} of"
            f" the figures used: **{words}**."
        )
    if number < FEW:
        yield f"With {number} figures this is a weak test."


SECTIONS = (
    ("record", "What was looked at", record),
    ("prior", "Before calibration: prior predictive check", prior),
    ("posterior", "After calibration: posterior predictive check", posterior),
    ("posterior", "Figures held out, beside naive forecasts", forecasts),
    ("learnt", "What the targets tell, and what they cannot", learnt),
    ("planted", "Planted values found again", recovery),
    ("planted", "Is the posterior as wide as it should be? Simulation-based calibration", planted_again),
    ("match", "A second method", match),
    ("lists", "Counting the unseen from lists: when to trust it, and when not", lists),
)  # what must be among the values, the title, and what gives the lines
