"""Draws of parameters: values of the baseline's quantities, within the ranges that the evidence allows."""

import itertools
import math
from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from calibration.posterior import POSTERIOR
from calibration.priors import is_uncertain
from experiments.sweeps import cube, screening
from experiments.sweeps.points import EQUAL_DRAWS, Points, nothing, turn_of
from experiments.sweeps.posterior import points_of_seeds, read_posterior, rows_of, shares_of
from experiments.sweeps.prior import prior_points
from experiments.sweeps.screening import ALL, BESIDE
from scenarios.baseline import SHARES
from scenarios.errors import hint
from scenarios.shapes import Strict, Text, Texts

MOST_CELLS = 20_000_000  # draws times parameters: 160 MB
RANDOM = ("latin-hypercube", "sobol", "posterior", "prior")
NEEDS = {
    "baseline": (),
    "latin-hypercube": ("number", "parameters"),
    "sobol": ("number", "parameters"),
    "grid": ("values",),
    "posterior": (),
    "prior": ("number",),
    "morris": ("number", "parameters"),
    "saltelli": ("number", "parameters"),
}  # fields of each method; no other may stand beside it, but seed beside those of RANDOM and BESIDE
MAY_HAVE = {"posterior": ("number", "file")}


def _as_tuple(value):
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, int) and not isinstance(value, bool) else value


Counts = Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Numbers = Annotated[tuple[float, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


Method = Literal["baseline", "latin-hypercube", "sobol", "grid", "posterior", "prior", "morris", "saltelli"]


class Draws(Strict):
    """How parameters are drawn; the baseline's own values by default."""

    method: Method = "baseline"
    '"baseline", "latin-hypercube", "sobol", "grid", "posterior", "prior", "morris" or "saltelli"'
    number: Counts | None = None
    "a whole number of draws from 1 on, or a list of them where some were added later"
    seed: int = Field(1, ge=0, le=2**62)
    "a whole number from 0 on"
    parameters: Texts | None = None
    'a list of parameters or of rules, such as ["exits", "placement.appetite"]'
    values: dict[str, Numbers] | None = None
    'a table of lists of numbers, such as { "exits.escape_hazard.labour" = [0.1, 0.2] }'
    file: Text | None = None
    "the path of a Parquet file with a column for each parameter"

    @property
    def of_seeds(self):
        """Whether every two seeds have a draw of their own, of the posterior, in place of all draws."""
        return self.method == "posterior" and self.number is None

    @property
    def blocks(self):
        """How many draws, trajectories or base samples were asked for at a time, the first ones first."""
        return self.number or ()

    @property
    def runs(self):
        """How many draws there are in all."""
        if self.method == "grid":
            return math.prod(len(values) for values in (self.values or {}).values())
        if self.method in BESIDE:  # in a Sweep, parameters are the factors
            return screening.draws_of(self.method, self.blocks, len(self.parameters or ()))
        return sum(self.blocks) if self.method in RANDOM and not self.of_seeds else 1

    def lived(self, seeds):
        """How many draws are lived with a range of seeds."""
        if not self.of_seeds:
            return self.runs
        return min(EQUAL_DRAWS, turn_of(seeds[-1]) - turn_of(seeds[0]) + 1)


def drawn(draws, baseline, problems, folder):
    """The Points of a design.  Problems are noted; the points are then of no use.

    Args:
        draws: Draws.
        baseline: The Baseline whose quantities are drawn.
        problems: Where sentences go.
        folder: From which the path of a posterior file is taken.
    """
    nobody = Points((), nothing())
    if not _fields_fit(draws, problems):
        return nobody
    if draws.method == "grid":
        return _grid(draws, baseline, problems)
    if draws.method == "posterior":
        return _posterior(draws, baseline, problems, folder)
    if draws.method == "prior":
        return _prior(draws, baseline, problems) or nobody
    if draws.method == "baseline":
        return nobody
    if draws.method in BESIDE:
        return _screened(draws, baseline, problems)
    paths = _paths(draws.parameters, baseline, problems)
    if paths is None or not _small_enough(draws.runs, len(paths), problems):
        return nobody
    low, high = (np.array([getattr(baseline.quantities[path], end) for path in paths]) for end in ("low", "high"))
    spread = cube.latin_hypercube if draws.method == "latin-hypercube" else cube.sobol
    units = spread(draws.seed, draws.blocks, len(paths))
    return Points(paths, np.clip(low + units * (high - low), low, high))


def _fields_fit(draws, problems):
    before = len(problems.sentences)
    for field in ("number", "parameters", "values", "file"):
        given, needed = getattr(draws, field) is not None, field in NEEDS[draws.method]
        if given and not needed and field not in MAY_HAVE.get(draws.method, ()):
            problems.add(f"draws.{field} does not go with the method {draws.method}; leave it out")
        if needed and not given:
            problems.add(f"draws.{field} is missing; it must be {Draws.model_fields[field].description}")
    if draws.values == {}:
        problems.add("draws.values is empty; give a list of numbers for at least one parameter")
    return len(problems.sentences) == before


def _small_enough(number, columns, problems):
    if number * columns <= MOST_CELLS:
        return True
    problems.add(f"draws: {number:,} draws of {columns} parameters make more than {MOST_CELLS:,} numbers; draw fewer")
    return False


def _paths(chosen, baseline, problems):
    """The quantities that parameters, rules or paths name, without those whose range is one point; None if wrong."""
    before = len(problems.sentences)
    found: dict[str, None] = {}
    for name in chosen:
        below = _below(name, baseline, problems)
        found |= dict.fromkeys(path for path in below if _is_wide(baseline.quantities[path]))
    _refuse_shares(found, problems)
    if not found and len(problems.sentences) == before:
        problems.add("draws.parameters: all that it names is certain (low equals high); name others")
    return tuple(found) if len(problems.sentences) == before else None


def _below(name, baseline, problems):
    """The paths that a name stands for; none is a problem."""
    below = [path for path in baseline.quantities if screening.covers(name, path)]
    if not below:
        problems.add(f"draws.parameters: no parameter is called {name}{_hint(name, baseline)}")
    return below


def _screened(draws, baseline, problems):
    """Points of factors, whose paths move together."""
    before = len(problems.sentences)
    for name in draws.parameters:
        if name != ALL and _below(name, baseline, problems):
            _refuse_shares([name], problems)
    factors = screening.factors_of(draws.parameters, baseline)
    if not factors and len(problems.sentences) == before:
        problems.add("draws.parameters: all that it names is certain, a share, or moved by policies only; name others")
    number = screening.draws_of(draws.method, draws.blocks, len(factors))
    columns = sum(map(len, factors.values()))
    if len(problems.sentences) > before or not _small_enough(number, columns, problems):
        return Points((), nothing())
    try:
        units = screening.sampled(draws.method, draws.blocks, draws.seed, len(factors))
    except ImportError:
        problems.add(f'draws: {draws.method} needs SALib, which is not installed; run pip install "thbsim[advice]"')
        return Points((), nothing())
    paths, table = screening.spread(units, factors, baseline)
    return Points(paths, table, factors=tuple(factors))


def _is_wide(quantity):
    return quantity.low < quantity.high


def _hint(name, baseline):
    rules = dict.fromkeys(path.partition(".")[0] for path in baseline.quantities)
    return hint(name, (*rules, *baseline.quantities))


def _refuse_shares(paths, problems):
    shares = [path for path in paths if path.startswith(SHARES)]
    if shares:
        problems.add(
            f"draws: {shares[0]} and its neighbours are shares that add up to 1, so none of them can be drawn alone;"
            " name other parameters"
        )


def _grid(draws, baseline, problems):
    before = len(problems.sentences)
    for path, values in draws.values.items():
        quantity = baseline.quantities.get(path)
        if quantity is None:
            problems.add(f"draws.values: no quantity is called {path}{hint(path, baseline.quantities)}")
            continue
        for value in values:
            if not quantity.low <= value <= quantity.high:
                low, high = quantity.low, quantity.high
                problems.add(f"draws.values: {path} is {value}, outside its range {low} to {high}; keep to the range")
    _refuse_shares(draws.values, problems)
    if len(problems.sentences) > before or not _small_enough(draws.runs, len(draws.values), problems):
        return Points((), nothing())
    return Points(tuple(draws.values), np.array(list(itertools.product(*draws.values.values())), float))


def _posterior(draws, baseline, problems, folder):
    """Rows of a posterior file, this version's where none is named, drawn with their weights."""
    table = read_posterior(folder / draws.file if draws.file else POSTERIOR, baseline, problems)
    if table is None or not _small_enough(draws.runs, table.width, problems):
        return Points((), nothing())
    return points_of_seeds(table) if draws.of_seeds else rows_of(table, _drawn_rows(table, draws))


def _prior(draws, baseline, problems):
    """All uncertain quantities at once; None if wrong."""
    if not _small_enough(draws.runs, sum(map(is_uncertain, baseline.quantities.values())), problems):
        return None
    return prior_points(baseline, draws.blocks, draws.seed, problems)


def _drawn_rows(table, draws):
    shares = shares_of(table)
    return np.concatenate([
        np.random.default_rng([draws.seed, block]).choice(table.height, number, p=shares)
        for block, number in enumerate(draws.blocks)
    ])  # fmt: skip
