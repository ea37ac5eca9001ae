"""Names as readers of each language know them: labels, outcomes, units, owners, parameters; and what policies say.

The English of policies stands in their files.  A text is looked up by its English, so that a copy of a policy is
translated as far as it says the same; what is in no catalogue comes back as it stands.
"""

from functools import cache

from experiments.language import percent, texts
from scenarios.selection import declared

SAME = {"end": "status", "sign": "tip"}  # dimensions of parameters, by the dimension of outcomes with the same labels
BOTH = " + "


def label(language, dimension, key):
    """What readers call a label of a dimension: "labour" of "form" is economische uitbuiting in Dutch.

    Args:
        language: Of experiments.language.LANGUAGES.
        dimension: Of docs/outcomes.md, or of a parameter.
        key: The label; a combination of lists has their names with + between.
    """
    if dimension == "combination":
        return BOTH.join(label(language, "list", one) for one in key.split("+"))
    return texts("labels", language)[f"{SAME.get(dimension, dimension)}.{key}"]


def outcome(language, name):
    """The title of an outcome, as a table has it."""
    return texts("outcomes", language)[f"{name}.title"]


def definition(language, name):
    """What an outcome is, in a line."""
    return texts("outcomes", language)[f"{name}.definition"]


def unit(language, key):
    """The unit of an outcome or a parameter, for the head of a column."""
    return texts("labels", language)[f"unit.{key}"]


def owner(language, key):
    """The official name of a member of the ICP, of scenarios.policy.OWNERS."""
    return texts("owners", language)[key]


def title(language, schedule):
    """What a scenario is in a few words; of several policies, each in turn."""
    if not schedule.policies:
        return _said(language, schedule.baseline.title)
    return BOTH.join(title_of(language, policy) for policy in schedule.policies)


def title_of(language, policy):
    """What one policy is in a few words; of a version (scenarios/versions.py), how much of it, or which part."""
    versions, parts = texts("labels", language), []
    if policy.size != 1.0:
        digits = 0 if 100.0 * policy.size % 1.0 == 0.0 else 1
        parts.append(versions["version.size"].format(share=percent(policy.size, language, digits)))
    if policy.only:
        parts.append(versions[f"version.{policy.only}"])
    return " ".join([_said(language, policy.title), *(f"({part})" for part in parts)])


def question(language, policy):
    """The question that a policy, or the baseline, is to answer."""
    return _said(language, policy.question)


def why(language, policy):
    """Why a policy is considered."""
    return _said(language, policy.why)


def leaves_out(language, policy):
    """What a policy would do that the model does not show: a text for each."""
    return tuple(_said(language, text) for text in policy.leaves_out)


def change_why(language, policy, which):
    """Why a policy changes what it changes; its changes are numbered from 1."""
    return _said(language, policy.changes[which - 1].why)


def parameter(language, path):
    """The meaning of a parameter, or of one of its values, whose labels stand behind it in brackets.

    Args:
        language: Of experiments.language.LANGUAGES.
        path: Such as "reception.places" or "reception.places.payoke"; one that no rule has comes back as it stands.
    """
    name = next((one for one in declared() if f"{path}.".startswith(f"{one}.")), None)
    if name is None:
        return path
    meaning, keys = texts("parameters", language)[name], path.removeprefix(name).removeprefix(".")
    pairs = zip(declared()[name].dimensions, keys.split("."), strict=False) if keys else ()
    found = ", ".join(label(language, dimension, key) for dimension, key in pairs)
    return f"{meaning} ({found})" if found else meaning


def of_design(language, text):
    """The title or question of an experiment; one that is in no design of the program's comes back as it stands."""
    return _said(language, text, "designs")


def _said(language, text, topic="policies"):
    return _by_english(topic, language).get(text, text)


@cache
def _by_english(topic, language):
    """What policies, or designs, of the program say: {English: the same in a language}."""
    own = texts(topic, language)
    return {text: own[key] for key, text in texts(topic, "en").items() if key in own}
