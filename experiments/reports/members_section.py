"""What the Immigration Office and Foreign Affairs did."""

from experiments.reports.document import Paragraph
from experiments.reports.identified_section import FOUND
from experiments.reports.procedure_section import DOCUMENTS, documents
from experiments.reports.records import Entry

INTERVIEWS = Entry("interviews")
NEEDED = INTERVIEWS, FOUND, DOCUMENTS


def immigration_office(records):
    """Documents issued along the procedure."""
    yield Paragraph(records.say("immigration", documents=records.cite(DOCUMENTS)))
    yield from documents(records)


def foreign_affairs(records):
    """Interviews with staff of diplomats, and whom they brought to light."""
    found = FOUND._replace(labels=("foreign_affairs",))
    yield Paragraph(
        records.say(
            "foreign_affairs",
            interviews=records.cite(INTERVIEWS),
            found=records.cite(found),
        )
    )
    yield Paragraph(records.say("foreign_affairs_limit"), "note")
