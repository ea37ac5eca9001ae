"""What makes a run the same run, whoever asks for it."""

from experiments.canonical import digest_of
from sim import SOURCE_DIGEST


def run_key(schedule, parameters, seed, years, scale):
    """What makes a run the same run: code, scenario, parameters, seed, years, scale.

    With drawn parameters the texts too, since policies that do the same to one value may not to another.
    """
    texts = schedule.text if parameters else None
    return digest_of([SOURCE_DIGEST, schedule.digest, texts, parameters, seed, list(years), scale])


def differing(values, baseline):
    """The values of a draw that are not the baseline's own."""
    return {path: value for path, value in values.items() if value != baseline.quantities[path].value}
