"""Versions of a policy: so much of it (`hotline@0.5`), or only its changes to one part of the model.

`hotline@looking` changes only how victims are looked for, `hotline@trafficking` only what networks do.  A version is a
policy file of its own: the same text with a line before it, so that it is stored, bundled and run again as any other.
"""

import tomllib
from pathlib import Path

from scenarios.errors import ScenarioError
from sim.parameters import Parameters

SIGN = "@"
LARGEST = 10.0
LOOKING, TRAFFICKING = "looking", "trafficking"
PART_OF_RULE = {
    "population": TRAFFICKING,
    "season": TRAFFICKING,
    "recruitment": TRAFFICKING,
    "monitoring": LOOKING,
    "adaptation": TRAFFICKING,
    "placement": TRAFFICKING,
    "control": TRAFFICKING,
    "exits": TRAFFICKING,
    "relocation": TRAFFICKING,
    "inspection": LOOKING,
    "detection": LOOKING,
    "interview": LOOKING,
    "minors": LOOKING,
    "referral": LOOKING,
    "reception": LOOKING,
    "documents": LOOKING,
    "investigation": LOOKING,
    "prosecution": LOOKING,
    "replacement": TRAFFICKING,
    "retrafficking": TRAFFICKING,
    "lists": LOOKING,
    "costs": LOOKING,
}  # looking: what the State and others do to find and help persons; trafficking: what networks do, how persons leave
assert set(PART_OF_RULE) == set(Parameters._fields)


def part_of(parameter):
    """The part of the model to which a parameter belongs: "looking" or "trafficking"; None where there is none."""
    return PART_OF_RULE.get(parameter.partition(".")[0])


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
