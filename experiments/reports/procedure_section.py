"""The stages of the procedure, from detection to its ends, with statements and documents."""

from experiments.reports import words
from experiments.reports.centres_section import BELGIAN_CENTRES
from experiments.reports.document import Heading, Paragraph, Picture
from experiments.reports.identified_section import DETECTED, IDENTIFIED
from experiments.reports.rapporteur_charts import dots
from experiments.reports.record_tables import by_label, lines
from experiments.reports.records import HUNDRED, Entry
from sim.definitions import OUTCOMES

REFERRED, TAKEN_IN = (Entry(outcome, "centre", BELGIAN_CENTRES) for outcome in ("referred", "taken_in"))
STATEMENTS, AGAIN = Entry("statements"), Entry("trafficked_again")
ENTERED = Entry("taken_in", "centre")  # beyond the border, too, as statements are counted
STAGES = (DETECTED, REFERRED, TAKEN_IN)
ENDS, DOCUMENTS = Entry("ended", "status"), Entry("documents", "document")
PROCEDURE_ENDS = ("dropped_out", "residence", "returned")

NEEDED = (*STAGES, IDENTIFIED, STATEMENTS, ENDS, DOCUMENTS, AGAIN)
NEEDED_OF_DOCUMENTS = (DOCUMENTS, ENDS)


def procedure(records):
    """The stages, the documents and the ends."""
    yield from stages(records)
    yield from documents(records)
    yield from ends(records)


def stages(records):
    """The stages as a table and a picture."""
    yield Paragraph(
        records.say(
            "procedure",
            referred=records.cite_ratio(REFERRED, DETECTED, HUNDRED),
            taken_in=records.cite_ratio(TAKEN_IN, REFERRED, HUNDRED),
            statements=records.cite_ratio(STATEMENTS, ENTERED, HUNDRED),
        )
    )
    beyond = [(records.say("three_countries", title=records.title(one)), one) for one in (ENTERED, STATEMENTS)]
    yield lines(records, records.say("procedure_caption"), [*(("", one) for one in STAGES), *beyond])
    yield _picture(records)


def documents(records):
    """What the Immigration Office issued."""
    yield Heading(records.say("documents_heading"), 2)
    yield by_label(records, "documents", "document")


def ends(records):
    """How exploitation, procedure and assistance ended."""
    stay = Entry("ended", "status", ("residence",))
    yield Heading(records.say("ends_heading"), 2)
    yield Paragraph(
        records.say(
            "ends",
            residence=records.cite_ratio(stay, stay._replace(labels=PROCEDURE_ENDS), HUNDRED),
            again=records.cite(AGAIN),
        )
    )
    yield by_label(records, "ended", "status")


def _picture(records):
    caption = records.say("procedure_caption")
    figures = [(words.outcome(records.language, one.outcome), records.figure(one)) for one in STAGES]
    unit = words.unit(records.language, OUTCOMES[DETECTED.outcome].unit)
    alternative = records.say("picture_stages")
    marked = records.caption(caption, "yearly", *STAGES)
    return Picture(marked, alternative, dots(figures, unit, records.language), records.say("picture_read"))
