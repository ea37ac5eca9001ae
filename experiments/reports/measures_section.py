"""The measures that the scenario has in force: whose they are, what they change and from when."""

from experiments.reports import policies, words
from experiments.reports.document import Bullets, Paragraph, Table

OWN_WIDTHS = 0.34, 0.42, 0.24


def measures(records):
    """A row for each change; of the reference, that there is none."""
    schedule = records.pairs.schedules[0]
    if not schedule.policies:
        yield Paragraph(records.say("measures_none"))
        return
    yield Paragraph(records.say("measures", title=words.title(records.language, schedule)))
    rows = tuple(
        (
            words.owner(records.language, policy.owner),
            policies.in_words(records.language, change),
            policies.when(records.language, change),
        )
        for policy in schedule.policies
        for change in policy.changes
    )
    headings = tuple(records.say(f"measures_{one}") for one in ("owner", "what", "from"))
    yield Table(records.say("measures_caption"), headings, rows, widths=OWN_WIDTHS, words=(1, 2))
    yield Paragraph(records.say("measures_leave_out"))
    left_out = [text for policy in schedule.policies for text in words.leaves_out(records.language, policy)]
    yield Bullets(tuple(dict.fromkeys(left_out)))
