"""What the model leaves out: of each policy, in the words of its file; and of all that it tells."""

from experiments.reports import words
from experiments.reports.document import Bullets, Heading, Paragraph

LIMITS = ("calibrated", "hidden", "filled", "shift", "trend", "countries", "purse", "policy_only")  # of the whole model


def blocks(brief):
    """The section."""
    yield Heading(brief.say("left.heading"))
    yield Paragraph(brief.say("left.policies"))
    policies = [policy for schedule in brief.pairs.schedules for policy in schedule.policies]
    alike: dict = {}
    for policy in policies:
        alike.setdefault(policy.leaves_out, policy)
    for policy in alike.values():
        yield Heading(_title(brief, policy), 3)
        yield Bullets(tuple(of_policy(brief, policy)))
    yield Heading(brief.say("left.model"), 2)
    yield Bullets(tuple(brief.say(f"limit.{one}") for one in LIMITS))


def of_policy(brief, policy):
    """What a policy file says that the model leaves out."""
    return list(words.leaves_out(brief.language, policy))


def _title(brief, policy):
    """The title of a policy; of one that stands in a combination only, too."""
    for place, schedule in enumerate(brief.pairs.schedules):
        if schedule.policies == (policy,):
            return brief.titles[place]
    return words.title_of(brief.language, policy)
