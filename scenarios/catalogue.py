"""The catalogue of policies, and the way to a policy of one's own."""

import os
from pathlib import Path

from scenarios import versions
from scenarios.baseline import BASELINE, read_baseline
from scenarios.combination import check_together, in_order
from scenarios.errors import Problems, ScenarioError, did_you_mean, listed
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
        name: "baseline", a name of the catalogue, the path of a policy file (whatever ends in .toml or has a separator
            of folders in it), a version of either (`hotline@0.5`: scenarios/versions.py), or several joined by "+".
        baseline_path: The baseline that it starts from.
        sources_path: The sources that it cites.
        folder: The catalogue.
    """
    start = read_baseline(baseline_path, sources_path)
    parts = parts_of(name, folder)
    if parts == ["baseline"]:
        return Schedule("baseline", start)
    if len(parts) == 1:
        policy = _read_one(parts[0], start, read_sources(sources_path), folder)
        return Schedule(policy.name, start, (policy,))
    return _combined(parts, start, read_sources(sources_path), folder)


def parts_of(name, folder=CATALOGUE):
    """The names and paths that a scenario's name joins; a plus within the path of a file that exists joins nothing."""
    if isinstance(name, Path):
        return [name]
    pieces = os.fspath(name).split("+")
    found = []
    while pieces:
        reach = next((n for n in range(len(pieces), 1, -1) if _is_one("+".join(pieces[:n]).strip(), folder)), 1)
        found.append("+".join(pieces[:reach]).strip())
        pieces = pieces[reach:]
    return found


def _is_one(text, folder):
    return text in names(folder) or (_is_path(text) and Path(text).is_file())


def _combined(parts, baseline, sources, folder):
    """The Schedule of several policies.  Raises ScenarioError with all that is wrong in each and between them."""
    problems: list[str] = []
    policies = []
    for part in parts:
        try:
            policies.append(_read_part(part, baseline, sources, folder))
        except ScenarioError as error:
            problems += error.problems
    between = Problems(" + ".join(str(part) for part in parts))
    if not problems:
        check_together(policies, baseline, between)
    problems += between.sentences
    if problems:
        raise ScenarioError(*dict.fromkeys(problems))
    return Schedule("+".join(policy.name for policy in policies), baseline, in_order(policies))


def _read_part(part, baseline, sources, folder):
    if not part:
        raise ScenarioError("nothing stands beside a +; join policies by it, as in awareness+online-monitoring")
    if part == "baseline":
        raise ScenarioError("baseline is no policy, and every policy starts from it; leave it out of the combination")
    policy = _read_one(part, baseline, sources, folder)
    if policy.name == "baseline":
        raise ScenarioError(f"{part}: a policy called baseline would be taken for the baseline itself; rename the file")
    return policy


def _read_one(part, baseline, sources, folder):
    name, version = versions.split(part)
    return read_policy(_path_of(name, folder), baseline, sources, version)


def _is_path(text):
    return text.endswith(".toml") or "/" in text or os.sep in text


def _path_of(name, folder):
    text = os.fspath(name)
    if isinstance(name, Path) or _is_path(text):
        return Path(name)
    if name not in names(folder):
        raise ScenarioError(
            f"no scenario is called {name!r}{did_you_mean(name, names(folder)) or _choice(names(folder))}"
            " A policy of your own is given by the path of its file, ending in .toml"
        )
    return Path(folder) / f"{name}.toml"


def _choice(known):
    return f"; the catalogue has {listed(known)}."


def describe(name, **paths):
    """What a scenario does, in plain lines; a combination, policy after policy.  Args as for `load`."""
    schedule = load(name, **paths)
    if not schedule.policies:
        start = schedule.baseline
        return f"{schedule.name}: {start.title}\nQuestion: {start.question}\nNothing changes."
    head = [f"{schedule.name}: all of these at once"] if len(schedule.policies) > 1 else []
    return "\n".join([*head, *(_described(policy) for policy in schedule.policies)])


def as_record(name, **paths):
    """The same as plain values."""
    schedule = load(name, **paths)
    policies = [policy.model_dump(mode="json", by_alias=True, exclude={"text"}) for policy in schedule.policies]
    for record, policy in zip(policies, schedule.policies, strict=True):
        record["owner_name"] = policy.owner_name
    return {"name": schedule.name, "title": schedule.title, "digest": schedule.digest, "policies": policies}


def _described(policy):
    return "\n".join([
        f"{policy.name}: {policy.title}",
        *_version_in_words(policy),
        f"Question: {policy.question}",
        f"Proposed by: {policy.owner_name}",
        f"Why: {policy.why}",
        *(f"Change {number}: {_in_words(change)}" for number, change in enumerate(policy.changes, 1)),
        *(f"Leaves out: {text}" for text in policy.leaves_out),
        f"Sources: {', '.join(policy.source)}",
    ])  # fmt: skip


def _version_in_words(policy):
    if policy.only:
        yield f"Only what it changes about {policy.only}."
    if policy.size != 1.0:
        yield f"At {policy.size:g} of its size: so much of each change, and of its cost."


def _in_words(change):
    where = "; ".join(f"{key} {', '.join(labels)}" for key, labels in change.where.items())
    what = {"set": change.set, "times": change.times, "add": change.add}
    way, amount = next((way, amount) for way, amount in what.items() if amount is not None)
    until = f" until {change.until}" if change.until else ""
    ramp = f", growing over {change.ramp_weeks} weeks" if change.ramp_weeks else ""
    since = f"once {change.when.words}, from {change.first_day} on" if change.when else f"from {change.first_day}"
    return (
        f"{change.parameter}{f' ({where})' if where else ''} {way} {amount:g} {since}{until}{ramp}."
        f" {_cost_in_words(change.unit_cost)} {change.why}"
    )


def _cost_in_words(cost):
    if cost.counted_by:
        return f"Its cost is counted by the model ({cost.counted_by})."
    return f"It costs EUR {cost.eur:,.0f} a year ({', '.join(cost.source)})."
