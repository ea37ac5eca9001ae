"""The form *recommendations*: a brief from which a platform of bodies drafts its advice.

It says what happens in simulated worlds, how surely, what it costs, whom it reaches, where it fails and what is not
known; it recommends nothing itself.
"""

from datetime import date

from experiments import language as languages
from experiments.comparison import TOTAL
from experiments.reports import (
    annex,
    compared,
    cost_section,
    findings,
    left_out,
    opening,
    what_would_change,
    where_it_fails,
    who_gains,
    words,
)
from experiments.reports.briefing import IDENTIFIED, Brief
from experiments.reports.document import Document, PageBreak
from experiments.reports.facts import Facts
from experiments.reports.required import check, check_finished
from sim.definitions import BELGIUM

OUTCOME = "victim_years"  # by which policies are judged
NEEDED = tuple((one, BELGIUM, TOTAL) for one in (OUTCOME, IDENTIFIED, "public_cost"))
SECTIONS = (compared, cost_section, who_gains, where_it_fails, what_would_change, left_out)  # after the findings


def build(pairs, language):
    """The Document.  Raises UsageError.

    Args:
        pairs: Pairs of a finished experiment, the reference first.
        language: Of experiments.language.LANGUAGES.
    """
    languages.check(language)
    check_finished(pairs)
    check(pairs, NEEDED)
    brief = Brief(pairs, language, OUTCOME, Facts(pairs, language))
    blocks = [*opening.blocks(brief), PageBreak(), *findings.blocks(brief)]
    for section in SECTIONS:
        blocks += section.blocks(brief)
    blocks += annex.annex(pairs, brief.facts, language)
    return Document(
        language,
        title=brief.say("title"),
        subtitle=words.of_design(language, pairs.title),
        marking=languages.say(language, "annex.marking"),
        about=tuple(opening.about(brief, date.today())),
        blocks=tuple(blocks),
    )


def quoted(pairs, language):
    """Texts in the document that others have written: of the design and of policies, which may foretell."""
    brief = Brief(pairs, language, OUTCOME, Facts(pairs, language))
    texts = [words.of_design(language, pairs.title), *brief.titles, *annex.written(pairs)]
    if pairs.design is not None:
        texts.append(words.of_design(language, pairs.design.question))
    for schedule in pairs.schedules:
        for policy in schedule.policies:
            texts += opening.questions(brief, [policy]) + left_out.of_policy(brief, policy)
    return tuple(dict.fromkeys(filter(None, texts)))
