"""Versions of a policy: so much of it (`hotline@0.5`), or only its changes to one part of the model.

`hotline@looking` changes only how victims are looked for, `hotline@trafficking` only what networks do.  A version is a
policy file of its own: the same text with a line before it, so that it is stored, bundled and run again as any other.
"""

import tomllib
from pathlib import Path

from scenarios.errors import ScenarioError

SIGN = "@"
LARGEST = 10.0
LOOKING, TRAFFICKING = "looking", "trafficking"
RULES_OF_LOOKING = (
    "monitoring",
    "inspection",
    "detection",
    "interview",
    "minors",
    "referral",
    "reception",
    "documents",
    "investigation",
    "prosecution",
    "lists",
    "costs",
)  # what the State and others do to find and help persons; all others: what networks do, and how persons leave


def part_of(parameter):
    """The part of the model to which a parameter belongs: "looking" or "trafficking"."""
    return LOOKING if parameter.partition(".")[0] in RULES_OF_LOOKING else TRAFFICKING


def split(name):
    """(name or path of the policy, its version or ""): hotline@0.5 is ("hotline", "0.5")."""
    text = str(name)
    policy, sign, version = text.rpartition(SIGN)
    if not sign or not policy or "/" in version or version.endswith(".toml") or Path(text).is_file():
        return name, ""
    return policy, version


def within(part, folder):
    """The same policy or version, the path of a policy file taken from a folder."""
    name, version = split(part)
    path = folder / name
    return f"{path if path.suffix == '.toml' and path.is_file() else name}{version and SIGN}{version}"


def version_of(tables, text, version, name):
    """The tables and the text of a version of a policy file.  Raises ScenarioError.

    Args:
        tables, text: The file's.
        version: A size, or a part of the model.
        name: Of the whole, for the sentence.
    """
    line = _line_of(version, name)
    field, _, _ = line.partition(" = ")
    if field in tables:
        raise ScenarioError(f"{name}: the file says {field} itself; change it there, or leave the version out")
    return tables | tomllib.loads(line), line + text


def _line_of(version, name):
    if version in (LOOKING, TRAFFICKING):
        return f'only = "{version}"\n'
    try:
        size = float(version)
    except ValueError:
        size = -1.0
    if not 0.0 <= size <= LARGEST:
        raise ScenarioError(
            f"{name}: a version is a size from 0 to {LARGEST:g} (hotline@0.5 is half of it), {LOOKING} or"
            f" {TRAFFICKING}; {version!r} is none of these"
        )
    return f"size = {size!r}\n"
