"""On which parameters runs live: the baseline's own values, or draws of a posterior, two seeds on each."""

from pathlib import Path

from calibration.posterior import POSTERIOR
from experiments.canonical import digest_of_file
from experiments.requests import DRAWN, GIVEN, UsageError
from experiments.sweeps.posterior import points_of_seeds, posterior_table
from scenarios.errors import hint


def points_of(parameters, baseline):
    """The Points of `--parameters`, None for the baseline's own values.  Raises UsageError, ScenarioError.

    Args:
        parameters: "posterior", "baseline", or the path of a posterior file.
        baseline: The Baseline whose quantities are drawn.
    """
    if parameters == GIVEN:
        return None
    return points_of_seeds(posterior_table(_file_of(parameters), baseline))


def check_parameters(parameters):
    """Raises UsageError where `--parameters` is none of "posterior", "baseline" and a .parquet file."""
    if parameters != GIVEN:
        _file_of(parameters)


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
    digest = digest_of_file(_file_of(parameters))
    return {"parameters": parameters, "posterior_sha256": digest, "draws": list(draws)}
