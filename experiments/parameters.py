"""On which parameters runs live: the baseline's own values, or draws of a posterior, two seeds on each."""

from hashlib import sha256
from pathlib import Path

from calibration.posterior import POSTERIOR
from experiments.requests import UsageError
from experiments.sweeps.posterior import posterior_points
from scenarios.errors import Problems, hint

DRAWN, GIVEN = "posterior", "baseline"


def points_of(parameters, baseline):
    """The Points of `--parameters`, None for the baseline's own values.  Raises UsageError, ScenarioError.

    Args:
        parameters: "posterior", "baseline", or the path of a posterior file.
        baseline: The Baseline whose quantities are drawn.
    """
    if parameters == GIVEN:
        return None
    file = _file_of(parameters)
    problems = Problems(file)
    found = posterior_points(file, baseline, problems)
    problems.raise_if_any()
    return found


def _file_of(parameters):
    """The file that is named."""
    if parameters == DRAWN:
        return POSTERIOR
    if parameters.endswith(".parquet"):
        return Path(parameters)
    raise UsageError(
        f"--parameters {parameters}: give {DRAWN}, {GIVEN}, or the path of a posterior file, ending in .parquet"
        f"{hint(parameters, (DRAWN, GIVEN))}"
    )


def record_of(parameters, draws):
    """Plain values: on which parameters runs lived, and on which draw each, for run.json.

    Args:
        parameters: As for `points_of`.
        draws: Of Runs.
    """
    if not draws:
        return {"parameters": parameters}
    content = _file_of(parameters).read_bytes()
    return {"parameters": parameters, "posterior_sha256": sha256(content).hexdigest(), "draws": list(draws)}
