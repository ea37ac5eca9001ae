"""The form *government*: a report every two years, by what each member of the platform did."""

from functools import partial

from experiments.reports import (
    centres_section,
    hidden_section,
    identified_section,
    inspections_section,
    justice_section,
    lists_section,
    members_section,
    procedure_section,
    rapporteur_opening,
    spending_section,
    trends_section,
    words,
)
from experiments.reports.lists_section import of_member
from experiments.reports.measures_section import measures
from experiments.reports.published_section import published
from experiments.reports.rapporteur import document, quoted, records_of, reported

YEARS = 2
NEEDED = (
    *rapporteur_opening.NEEDED,
    *inspections_section.NEEDED,
    *justice_section.NEEDED,
    *members_section.NEEDED,
    *procedure_section.NEEDED,
    *centres_section.NEEDED,
    *identified_section.NEEDED,
    *identified_section.NEEDED_OF_CHILDREN,
    *lists_section.NEEDED,
    *hidden_section.NEEDED,
    *hidden_section.NEEDED_OF_FLOWS,
    *spending_section.NEEDED,
    *trends_section.NEEDED,
)
BEFORE = (
    ("summary", (rapporteur_opening.summary,)),
    ("measures", (measures,)),
)
MEMBERS = (
    ("federal_police", (
        inspections_section.police,
        justice_section.police,
        partial(of_member, members=("federal_police",)),
    )),
    ("prosecutors_general", (justice_section.prosecutors, partial(of_member, members=("prosecutors",)))),
    ("social_inspection", (
        inspections_section.social_inspections,
        partial(of_member, members=("social_inspection",)),
    )),
    ("immigration_office", (members_section.immigration_office, partial(of_member, members=("immigration_office",)))),
    ("foreign_affairs", (members_section.foreign_affairs, partial(of_member, members=("foreign_affairs",)))),
    ("centres", (centres_section.centres, partial(of_member, members=("reception_centres",)))),
    ("child_focus", (identified_section.children, partial(of_member, members=("child_focus",)))),
)  # fmt: skip
AFTER = (
    ("victims", (identified_section.victims,)),
    ("procedure", (procedure_section.stages, procedure_section.ends)),
    ("lists", (lists_section.lists,)),
    ("hidden", (hidden_section.hidden,)),
    ("flows", (hidden_section.flows,)),
    ("spending", (spending_section.spending,)),
    ("trends", (trends_section.trends,)),
    ("published", (published,)),
)

__all__ = ("build", "quoted")


def build(pairs, language, scenario=None, years=None):
    """The Document.  Raises UsageError.

    Args:
        pairs: Pairs of a finished experiment.
        language: Of experiments.language.LANGUAGES.
        scenario: Whose records are reported; the reference by default.
        years: (first, last), either may be None; the last two years of the experiment by default.
    """
    records = records_of(pairs, language, scenario, reported(pairs, years, YEARS), NEEDED)
    return document(records, "government", parts(records))


def parts(records):
    """The headings with what stands below them; members by their official names."""
    found = []
    for key, functions in (*BEFORE, *MEMBERS, *AFTER):
        member = (key, functions) in MEMBERS and key != "centres"
        heading = words.owner(records.language, key) if member else records.say(f"heading.{key}")
        found.append((heading, functions))
    return tuple(found)
