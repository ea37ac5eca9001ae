"""Page one of the rapporteur's reports: what they are and are not, how to read them; then the main figures."""

from datetime import date

from experiments.language import date as day
from experiments.language import number
from experiments.reports import words
from experiments.reports.briefing import BELIEVED
from experiments.reports.centres_section import BELGIAN_CENTRES
from experiments.reports.document import Bullets, Contents, Heading, PageBreak, Paragraph
from experiments.reports.identified_section import DETECTED, HIDDEN, IDENTIFIED
from experiments.reports.justice_section import ACTIONS, CONVICTIONS
from experiments.reports.lists_section import LINKED
from experiments.reports.procedure_section import TAKEN_IN
from experiments.reports.records import FEWEST_WITH_TAILS, Entry

LIMITS = "calibrated", "forecast", "real", "no_victims", "sectors"
LOST = Entry("lost_while_waiting", "centre", BELGIAN_CENTRES)

NEEDED = DETECTED, IDENTIFIED, HIDDEN, LINKED, ACTIONS, CONVICTIONS, TAKEN_IN, LOST


def about(records, form):
    """Lines of the title page: (what, text)."""
    yield records.say("about.structure"), records.say(f"about.{form}")
    if records.pairs.experiment is not None:
        yield records.say("about.experiment"), str(records.pairs.experiment)
    yield records.say("about.scenario"), words.title(records.language, records.pairs.schedules[0])
    yield records.say("about.years"), records.period
    yield records.say("about.made"), day(date.today(), records.language)


def opening(records, form):
    """Page one."""
    yield Heading(records.say("opening.heading"))
    yield Paragraph(records.say(f"opening.{form}"), "lead")
    yield Paragraph(records.say("warning"), "warning")
    yield Paragraph(_runs(records))
    few = records.pairs.number < FEWEST_WITH_TAILS
    yield Paragraph(f"{records.say('reading_few' if few else 'reading')} {records.say('reading_ratio')}")
    if form == "independent":
        yield Paragraph(records.say("reading_words"))
    yield Paragraph(records.say("limits"))
    yield Bullets(tuple(records.say(f"limit.{one}") for one in LIMITS))
    yield PageBreak()
    yield Contents()
    yield PageBreak()


def _runs(records):
    title = words.title(records.language, records.pairs.schedules[0])
    runs = records.cited(number(records.pairs.number, records.language, 0), "runs_told")
    if records.draws < 2:
        return records.say("runs.one_draw", runs=runs, title=title)
    draws = records.cited(number(records.draws, records.language, 0), "draws")
    drawn = records.pairs.drawn
    fitted = drawn is not None and drawn.method == BELIEVED
    return records.say("runs.drawn" if fitted else "runs.drawn_otherwise", runs=runs, draws=draws, title=title)


def summary(records):
    """The main figures, a bullet for each."""
    told = {
        "found": {"detected": records.cite(DETECTED), "identified": records.cite(IDENTIFIED)},
        "hidden": {"hidden": records.cite(HIDDEN), "ratio": records.cite_ratio(HIDDEN, IDENTIFIED)},
        "centres": {"taken_in": records.cite(TAKEN_IN), "lost": records.cite(LOST)},
        "justice": {"actions": records.cite(ACTIONS), "convictions": records.cite(CONVICTIONS)},
        "lists": {"linked": records.cite(LINKED)},
    }
    yield Bullets(tuple(records.say(f"summary.{key}", **found) for key, found in told.items()))
