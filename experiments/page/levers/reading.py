"""Reads a policy file that the browser sent, and finds the levers in it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from experiments.page.levers.lever import Setting, in_order, is_step, levers
from experiments.page.levers.writing import Head, completed, file_name
from experiments.requests import UsageError
from scenarios.baseline import read_baseline
from scenarios.errors import ScenarioError
from scenarios.policy import Policy, read_policy
from scenarios.sources import read_sources

MOST_BYTES = 200_000
MOST_CHANGES = 100


@dataclass(frozen=True)
class Loaded:
    """A policy file, and how it is made of levers: no settings where it is not."""

    policy: Policy
    head: Head
    settings: tuple[Setting, ...]


def policy_of(text, name):
    """The checked Policy of a text.  Raises ScenarioError, with sentences that start with the name of the file.

    Args:
        text: Of the file; or its bytes.
        name: Of the policy, of `writing.file_name`.
    """
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    with tempfile.TemporaryDirectory(prefix="thbsim-") as folder:  # the reader wants a file
        path = Path(folder) / f"{name}.toml"
        path.write_bytes(content)
        try:
            return read_policy(path, read_baseline(), read_sources())
        except ScenarioError as error:
            raise ScenarioError(*(one.replace(f"{folder}/", "") for one in error.problems)) from None


def loaded(content, file):
    """A file from the browser as Loaded.  Raises UsageError, ScenarioError.

    Args:
        content: Its bytes.
        file: What the browser calls it; it is only made into a name, and opens nothing.
    """
    if len(content) > MOST_BYTES:
        raise UsageError(f"The file has {len(content):,} bytes; a policy file has {MOST_BYTES:,} at most.")
    if content.count(b"[[change]]") > MOST_CHANGES:
        raise UsageError(f"The file has more than {MOST_CHANGES} changes; the page takes no larger one.")
    policy = policy_of(content, file_name(str(file).removesuffix(".toml")))
    settings = _settings(policy)
    return Loaded(policy, _head(policy, settings), settings)


def _head(policy, settings):
    """What the file says of itself; nothing where it says what the levers say."""
    own = Head(policy.title, policy.owner, policy.question, policy.why)
    if not settings:
        return own
    usual = completed(Head(), settings)
    names = ("title", "owner", "question", "why")
    return Head(**{name: "" if getattr(own, name) == getattr(usual, name) else getattr(own, name) for name in names})


def _settings(policy):
    """The Settings that make just these changes; none where no Settings do."""
    found: dict[str, Setting] = {}
    for change in policy.changes:
        for lever in levers().values():
            if _alike(change, lever.leading) and lever.name not in found:
                found[lever.name] = _setting(change, lever)
    settings = in_order(found.values())
    if not settings or not all(is_step(one.size) for one in settings):
        return ()
    made = [change for one in settings for change in levers()[one.lever].changes(one)]
    return settings if [_told(one) for one in made] == [_told(one) for one in policy.changes] else ()


def _alike(change, own):
    """Whether it moves the same parameter in the same way as a lever's change."""
    same = ("parameter", "set", "times", "add", "when", "unit_cost")
    return all(getattr(change, name) == getattr(own, name) for name in same)


def _setting(change, lever):
    return Setting(lever.name, change.size, change.first_day, change.ramp_weeks, lever.narrowed(change.where))


def _told(change):
    return change.model_dump(exclude={"why"})
