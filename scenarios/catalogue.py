"""The catalogue of policies, and the way to a policy of one's own."""

import os
from pathlib import Path

from scenarios.baseline import BASELINE, read_baseline
from scenarios.errors import ScenarioError, did_you_mean, listed
from scenarios.policy import read_policy
from scenarios.schedule import Schedule
from scenarios.sources import SOURCES, read_sources

CATALOGUE = Path(__file__).parent / "catalogue"


def names(folder=CATALOGUE):
    """What can be loaded by name: the baseline first, then the policies by the alphabet."""
    return ("baseline", *sorted(path.stem for path in Path(folder).glob("*.toml")))


def load(name, baseline_path=BASELINE, sources_path=SOURCES, folder=CATALOGUE):
    """The Schedule of a scenario.  Raises ScenarioError.

    Args:
        name: "baseline", a name of the catalogue, or the path of a policy file: whatever ends in .toml or has a
            separator of folders in it.
        baseline_path: The baseline that it starts from.
        sources_path: The sources that it cites.
        folder: The catalogue.
    """
    start = read_baseline(baseline_path, sources_path)
    if name == "baseline":
        return Schedule("baseline", start)
    path = _path_of(name, folder)
    return Schedule(path.stem, start, read_policy(path, start, read_sources(sources_path)))


def _path_of(name, folder):
    text = os.fspath(name)
    if isinstance(name, Path) or text.endswith(".toml") or "/" in text or os.sep in text:
        return Path(name)
    if name not in names(folder):
        raise ScenarioError(
            f"no scenario is called {name!r}; the catalogue has {listed(names(folder))};"
            f" for a policy of your own give the path of its file, ending in .toml{did_you_mean(name, names(folder))}"
        )
    return Path(folder) / f"{name}.toml"


def describe(name, **paths):
    """What a scenario does, in plain lines.  Args as for `load`."""
    schedule = load(name, **paths)
    policy = schedule.policy
    if policy is None:
        start = schedule.baseline
        return f"{schedule.name}: {start.title}\nQuestion: {start.question}\nNothing changes."
    return "\n".join([
        f"{schedule.name}: {policy.title}",
        f"Question: {policy.question}",
        f"Proposed by: {policy.owner_name}",
        f"Why: {policy.why}",
        *(f"Change {number}: {_in_words(change)}" for number, change in enumerate(policy.changes, 1)),
        *(f"Leaves out: {text}" for text in policy.leaves_out),
        f"Sources: {', '.join(policy.source)}",
    ])  # fmt: skip


def _in_words(change):
    where = "; ".join(f"{key} {', '.join(labels)}" for key, labels in change.where.items())
    what = {"set": change.set, "times": change.times, "add": change.add}
    way, amount = next((way, amount) for way, amount in what.items() if amount is not None)
    until = f" until {change.until}" if change.until else ""
    ramp = f", growing over {change.ramp_weeks} weeks" if change.ramp_weeks else ""
    return (
        f"{change.parameter}{f' ({where})' if where else ''} {way} {amount:g} from {change.first_day}{until}{ramp}."
        f" {_cost_in_words(change.unit_cost)} {change.why}"
    )


def _cost_in_words(cost):
    if cost.counted_by:
        return f"Its cost is counted by the model ({cost.counted_by})."
    return f"It costs EUR {cost.eur:,.0f} a year ({', '.join(cost.source)})."
