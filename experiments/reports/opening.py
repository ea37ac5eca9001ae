"""Page one of a brief: what it is, what it must not be used for, and the question."""

from experiments.language import date as day
from experiments.language import number
from experiments.reports import words
from experiments.reports.document import Bullets, Contents, Heading, Paragraph
from experiments.reports.facts import Of

NO_QUESTION = "none was given"  # as a design says it
MOST_ASKED = 7  # questions of policies on page one; of more, none
MUST_NOT = ("forecast", "target_number", "real_persons", "undetected", "alone")


def about(brief, today):
    """Lines of the title page: (what, text)."""
    pairs, language = brief.pairs, brief.language
    first, last = pairs.years
    if pairs.experiment is not None:
        yield brief.say("about.experiment"), str(pairs.experiment)
    yield brief.say("about.years"), f"{first}–{last}"
    yield brief.say("about.reference"), brief.titles[0]
    yield brief.say("about.made"), day(today, language)


def blocks(brief):
    """What the document is, its limits and its question."""
    say = brief.say
    yield Heading(say("opening.heading"))
    yield Paragraph(say("opening.what"), "lead")
    yield Paragraph(say("opening.warning" if brief.fitted else "opening.warning_unfitted"), "warning")
    yield Paragraph(_runs(brief))
    yield Paragraph(say("opening.not"))
    yield Bullets(tuple(say(f"not.{one}") for one in MUST_NOT))
    yield from _question(brief)
    yield Contents()


def _runs(brief):
    pairs, language = brief.pairs, brief.language
    counts = {
        "policies": len(pairs.names) - 1,
        "pairs": pairs.number,
        "draws": brief.comparison.chances.draws,
    }
    told = {
        name: brief.facts.cite(number(count, language, 0), name, brief.compared, Of(command=_showing(pairs)))
        for name, count in counts.items()
        if name != "draws" or brief.drawn
    }
    first, last = pairs.years
    key = "opening.runs" if brief.drawn else "opening.runs_one_draw"
    return brief.say(key, years=f"{first}–{last}", **told)


def _showing(pairs):
    return f"thbsim experiments show {pairs.experiment}"


def _question(brief):
    """The design's question; or the policies' own, where it has none or they are few."""
    design = brief.pairs.design
    asked = design.question if design is not None and design.question != NO_QUESTION else brief.pairs.title
    own = words.of_design(brief.language, asked)
    yield Heading(brief.say("opening.question"), 2)
    yield Paragraph(brief.say("quoted", title=own))
    policies = {policy.name: policy for schedule in brief.pairs.schedules for policy in schedule.policies}
    asked = questions(brief, policies.values())
    if 0 < len(asked) <= MOST_ASKED:
        yield Paragraph(brief.say("opening.questions"))
        yield Bullets(tuple(asked))


def questions(brief, policies):
    """What each policy file asks, once each."""
    return list(dict.fromkeys(words.question(brief.language, policy) for policy in policies))
