"""A watched person's story so far, replayed from the run's seed and told by the lines of `thbsim life`."""

from html import escape

from experiments import language as languages
from experiments import runner
from experiments.life.command import Life
from experiments.life.following import follow
from experiments.life.story import Story
from experiments.page.live.watched import LAST_YEAR
from experiments.reports import words
from sim import names
from sim.names import EXITED
from sim.weeks import date_of


def story_so_far(schedule, seed, record, until, step=lambda share: None):
    """A person's Life up to a week, as the run of this scenario and seed has lived it.

    Args:
        schedule: The scenario.
        seed: The run's luck.
        record: The person's row at the end of the last week that is told.
        until: The first week that is not told [weeks since 2001-01-01].
        step: Called with the share that is done [0..1] after each week; may raise.
    """
    plan = runner.plan(schedule, LAST_YEAR, LAST_YEAR)
    story, first = Story(), int(record["recruited_week"])
    for week in follow(plan, seed, int(record["key"]), first):
        if week.number >= until:
            break
        story.hear(week)
        step((week.number + 1 - first) / (until - first))
        if week.person.status >= EXITED:
            break
    lines, stages = tuple(story.lines), tuple(story.path)
    return Life(schedule, schedule.name, seed, LAST_YEAR, int(record["key"]), record, {}, lines, stages)


def stages_html(session, life):
    """Where the person stood and from when on, in the visitor's language."""
    rows = "".join(f"<li>{_dated(session, one.week, escape(_stage(session, one)))}</li>" for one in life.path)
    return f"<ol>{rows}</ol>"


def lines_html(session, life):
    """What happened and by which rule, as `thbsim life` writes it: in English."""
    rows = "".join(f"<li>{_dated(session, line.week, _english(line))}</li>" for line in life.lines)
    title, note = (escape(session.say(f"page_watch.{key}")) for key in ("lines", "story_note"))
    unfolded = " open" if session.language == "en" else ""
    told = f"<ol>{rows}</ol><p>{note}</p><p><code>{escape(life.command)}</code></p>"
    return f"<details{unfolded}><summary>{title}</summary>{told}</details>"


def _english(line):
    return f"<span lang='en'>{escape(line.text)} [{escape(line.rule)}]</span>"


def _stage(session, stage):
    language, status = session.language, stage.status
    parts = [words.label(language, "status", status) if status in names.ENDS else _status(session, status)]
    if status in ("waiting", "reflection", "assisted") and stage.centre:
        parts.append(words.label(language, "centre", stage.centre))
    elif stage.city:
        parts.append(words.label(language, "city", stage.city))
    return ", ".join(parts)


def _status(session, status):
    return session.say(f"page_watch.status_{status}")


def _dated(session, week, told):
    day = escape(languages.date(date_of(week), session.language))
    return session.say("page_watch.pair", name=f"<b>{day}</b>", value=told)
