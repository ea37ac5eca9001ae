"""The policy file that levers make: TOML that scenarios.policy reads as any other."""

import json
import re
import unicodedata
from dataclasses import dataclass

from experiments.page.levers.lever import in_order, levers

LONGEST_NAME = 60  # letters of a file's name
NAMELESS = "policy"
MOST_NAMED = 3  # levers that make a name
WAYS = ("set", "times", "add")


@dataclass(frozen=True)
class Head:
    """What the user says of the policy; what is empty is taken from the levers."""

    title: str = ""
    owner: str = ""
    question: str = ""
    why: str = ""


def completed(head, settings):
    """The Head with what the levers' own policies say where it says nothing."""
    policies = [levers()[one.lever].policy for one in in_order(settings)]
    return Head(
        head.title.strip() or "; ".join(_title(one) for one in in_order(settings)),
        head.owner or policies[0].owner,
        head.question.strip() or " ".join(policy.question for policy in policies),
        head.why.strip() or " ".join(policy.why for policy in policies),
    )


def _title(setting):
    """The policy's title; with how much of it, where that is not what the title says."""
    title = levers()[setting.lever].policy.title
    return title if setting.size == 1.0 else f"{title} (× {setting.size:g})"


def written(head, settings):
    """The text of the policy file of some Settings, one at least."""
    policies = [levers()[one.lever].policy for one in in_order(settings)]
    whole = completed(head, settings)
    sources = dict.fromkeys(key for policy in policies for key in policy.source)
    left_out = dict.fromkeys(text for policy in policies for text in policy.leaves_out)
    fields = {"title": whole.title, "owner": whole.owner, "question": whole.question, "why": whole.why}
    fields |= {"source": list(sources), "leaves_out": list(left_out)}
    changes = [change for one in in_order(settings) for change in levers()[one.lever].changes(one)]
    return "\n".join([_lines(fields), *(f"[[change]]\n{_lines(_fields(change))}" for change in changes)])


def name_of(head, settings):
    """The name of the file: of the title, or where there is none, of the levers: hotline-1.5-targeting."""
    if head.title.strip() or not 0 < len(settings) <= MOST_NAMED:
        return file_name(head.title)
    sizes = {one.lever: "" if one.size == 1.0 else f"-{one.size:g}" for one in in_order(settings)}
    return "-".join(f"{name}{size}" for name, size in sizes.items())


def file_name(title):
    """The name of the file for a title, without .toml: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    return f"{name}-{NAMELESS}" if name == "baseline" else name or NAMELESS


def _fields(change):
    """The fields of a [[change]], those that are not needed left out."""
    found = {"parameter": change.parameter, "where": change.where, "from": change.first_day, "until": change.until}
    found |= {"when": change.when and change.when.model_dump(exclude_none=True), "ramp_weeks": change.ramp_weeks}
    found |= {way: getattr(change, way) for way in WAYS} | {"size": change.size}
    found |= {"unit_cost": change.unit_cost.model_dump(exclude_none=True), "why": change.why}
    return {name: value for name, value in found.items() if value not in (None, {})}


def _lines(fields):
    return "".join(f"{name} = {_toml(value)}\n" for name, value in fields.items())


def _toml(value):
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return str(value)  # numbers, and days as TOML writes them


def _quoted(text):
    """A TOML string; its escapes are those of JSON, and delete needs one besides."""
    known = text.encode("utf-8", "replace").decode()  # half a character is none
    return json.dumps(known, ensure_ascii=False).replace("\x7f", "\\u007f")
