"""Which pair of worlds is asked for: two scenarios, one luck, one draw of the parameters."""

import shlex
from dataclasses import dataclass

from experiments.parameters import points_of
from experiments.requests import DRAWN, FIRST_REPORTED, GIVEN, UsageError, check_years, refuse_namesakes
from experiments.runner import Plan
from experiments.sweeps.work import on_values
from scenarios import catalogue
from scenarios.schedule import Schedule
from sim import population

LAST_YEAR = 2018  # by default


@dataclass(frozen=True, eq=False)
class Request:
    """One pair of worlds."""

    schedules: tuple[Schedule, Schedule]  # the reference, and the other, on the values on which they are lived
    asked: tuple[str, str]  # names or files by which they were asked for
    seed: int
    last_year: int
    parameters: str
    draw: int | None  # on which both live; None for the baseline's own values
    draw_is_given: bool = False

    @property
    def names(self):
        return tuple(schedule.name for schedule in self.schedules)

    @property
    def on(self):
        """On which values both worlds live, in words."""
        return (
            "on the values of baseline.toml" if self.draw is None else f"on draw {self.draw} of the {self.parameters}"
        )

    @property
    def command(self):
        """The command that tells the same again."""
        reference, other = self.asked
        parts = ["thbsim", "explain", other, "--against", reference, "--seed", str(self.seed)]
        parts += ["--draw", str(self.draw)] if self.draw_is_given else []
        parts += ["--parameters", self.parameters] if self.parameters != DRAWN else []
        parts += ["--to", str(self.last_year)] if self.last_year != LAST_YEAR else []
        return shlex.join(parts)

    def plans(self):
        """A Plan for each of the two, on one template."""
        template = population.template(self.schedules[0].segments[0][1].population, last_year=self.last_year)
        return [Plan(schedule, FIRST_REPORTED, self.last_year, 1.0, template) for schedule in self.schedules]


def request_for(scenario, against, seed, last_year, parameters, draw):
    """The Request of a user.  Raises UsageError, ScenarioError.

    Args:
        scenario, against: Names of the catalogue, paths of policy files, versions or combinations.
        seed: The luck of both, 0 or more.
        last_year: With whose end both worlds end.
        parameters: "posterior", "baseline", or a posterior file's path.
        draw: A row of that posterior; by default that of the seed.
    """
    check_years(FIRST_REPORTED, last_year)
    if seed < 0:
        raise UsageError(f"--seed {seed}: give 0 or more")
    schedules = [catalogue.load(name) for name in (against, scenario)]
    refuse_namesakes(schedules)
    points = points_of(parameters, schedules[0].baseline)
    row = _row_of(points, parameters, seed, draw)
    if row is not None:
        schedules = on_values(schedules, points.values(row))
    asked = str(against), str(scenario)
    return Request(tuple(schedules), asked, seed, last_year, str(parameters), row, draw is not None)


def _row_of(points, parameters, seed, draw):
    """The draw on which both worlds live; None for the baseline's own values."""
    if points is None:
        if draw is not None:
            raise UsageError(f"--draw {draw}: with --parameters {GIVEN} nothing is drawn; leave one of them out")
        return None
    if draw is None:
        return points.draw_of(seed)
    if not 0 <= draw < len(points):
        raise UsageError(
            f"--draw {draw}: {parameters} has {len(points):,} draws; give a number from 0 to {len(points) - 1}"
        )
    return draw
