"""The form *independent*: an annual report as the independent rapporteur structures it, an assessment by theme."""

from experiments.reports import (
    assessment_section,
    centres_section,
    hidden_section,
    identified_section,
    inspections_section,
    justice_section,
    lists_section,
    procedure_section,
    rapporteur_opening,
    trends_section,
)
from experiments.reports.published_section import published
from experiments.reports.rapporteur import document, quoted, records_of, reported

YEARS = 1
NEEDED = (
    *rapporteur_opening.NEEDED,
    *identified_section.NEEDED,
    *identified_section.NEEDED_BY_BODY,
    *identified_section.NEEDED_OF_CHILDREN,
    *procedure_section.NEEDED,
    *centres_section.NEEDED,
    *justice_section.NEEDED,
    *inspections_section.NEEDED,
    *trends_section.NEEDED,
    *assessment_section.NEEDED,
    *hidden_section.NEEDED,
    *hidden_section.NEEDED_OF_FLOWS,
    *lists_section.NEEDED,
)
THEMES = (
    ("summary", (rapporteur_opening.summary,)),
    ("victims", (assessment_section.labour, identified_section.victims, identified_section.bodies)),
    ("children", (assessment_section.children, identified_section.children)),
    ("procedure", (procedure_section.procedure,)),
    ("centres", (assessment_section.waiting, centres_section.centres)),
    ("justice", (assessment_section.justice, justice_section.justice)),
    ("inspections", (inspections_section.inspections,)),
    ("trends", (assessment_section.trends, trends_section.trends)),
    ("hidden", (hidden_section.hidden,)),
    ("flows", (hidden_section.flows,)),
    ("blind", (assessment_section.lists, lists_section.blind_spots)),
    ("data", (lists_section.advice_on_data,)),
    ("published", (published,)),
)

__all__ = ("build", "quoted")


def build(pairs, language, scenario=None, years=None):
    """The Document.  Raises UsageError.

    Args:
        pairs: Pairs of a finished experiment.
        language: Of experiments.language.LANGUAGES.
        scenario: Whose records are reported; the reference by default.
        years: (first, last), either may be None; the last year of the experiment by default.
    """
    records = records_of(pairs, language, scenario, reported(pairs, years, YEARS), NEEDED)
    return document(records, "independent", parts(records))


def parts(records):
    """The headings with what stands below them."""
    return tuple((records.say(f"heading.{theme}"), functions) for theme, functions in THEMES)
