"""The annex of a paper: the scale of certainty, what policies change, sources, how to repeat, each number's origin."""

import numpy as np

from experiments.language import number, say
from experiments.reports import policies, words
from experiments.reports.certainty import scale_rows
from experiments.reports.document import Bullets, Heading, PageBreak, Paragraph, Table, target
from scenarios.baseline import values
from scenarios.sources import read_sources

ASSUMPTION = "assumption"
COMMANDS = ("sweep", "compare", "cost", "information", "report", "export", "bundle", "reproduce")


def annex(pairs, facts, language):
    """All blocks of the annex; to be asked for last, when all numbers are cited.

    Args:
        pairs: Pairs.
        facts: The Facts of the document.
        language: Of experiments.language.LANGUAGES.
    """
    found = [PageBreak(), Heading(say(language, "annex.heading")), *_scale(language)]
    if any(schedule.changes for schedule in pairs.schedules):
        found += [*_parameters(pairs, language), *_sources(pairs, language)]
    return (*found, *_again(pairs, language), *_lines(facts, language))


def _scale(language):
    yield Heading(say(language, "annex.scale"), 2)
    yield Paragraph(say(language, "annex.scale_read"))
    headings = say(language, "annex.word"), say(language, "annex.probability")
    yield Table(say(language, "annex.scale_caption"), headings, tuple(scale_rows(language)), widths=(0.6, 0.4))


def _parameters(pairs, language):
    """What each policy changes: a row for each change."""
    titles = policies.titles(pairs, language)
    rows = tuple(
        (policies.label(titles[place], place), *_change(language, schedule.baseline, change))
        for place, schedule in enumerate(pairs.schedules)
        for change in schedule.changes
    )
    columns = ("policy", "parameter", "value", "change", "force", "cost", "sources")
    headings = tuple(say(language, f"annex.column_{one}") for one in columns)
    yield Heading(say(language, "annex.parameters"), 2)
    widths = (0.17, 0.27, 0.09, 0.09, 0.14, 0.13, 0.11)
    note = say(language, "annex.parameters_note")
    yield Table(say(language, "annex.parameters_caption"), headings, rows, note, widths, words=(1, 2, 3, 4, 5, 6))


def _change(language, baseline, change):
    parameter = words.parameter(language, change.parameter)
    if change.where:
        parameter += f" ({policies.where(language, change)})"
    keys = _cited_by(baseline, change)
    return (
        f"{parameter} [{change.parameter}]",
        _given(language, baseline, change),
        policies.in_signs(language, change),
        policies.when(language, change),
        _cost(language, change),
        ", ".join(keys),
    )


def _given(language, baseline, change):
    """The value before the change, or between which values its entries lie, with the unit."""
    value = np.atleast_1d(values(baseline)[change.parameter])
    chosen = value[change.chosen()] if change.chosen() else value
    ends = dict.fromkeys(policies.exact(float(end), language) for end in (chosen.min(), chosen.max()))
    unit = _quantities(baseline, change)[0].unit
    return "–".join(ends) + (f" {words.unit(language, unit)}" if unit != "1" else "")


def _quantities(baseline, change):
    """The Quantities of the parameter that is changed."""
    name = change.parameter
    return [one for path, one in baseline.quantities.items() if path == name or path.startswith(f"{name}.")]


def _cost(language, change):
    cost = change.unit_cost
    if cost.eur is not None:
        return say(language, "annex.eur_a_year", amount=number(cost.eur * change.size, language, 0))
    return say(language, "annex.counted", parameter=words.parameter(language, cost.counted_by))


def _cited_by(baseline, change):
    own = [key for quantity in _quantities(baseline, change) for key in quantity.source]
    return tuple(dict.fromkeys([*own, *(change.unit_cost.source or ())]))


def cited(pairs):
    """Keys of the sources that policies, and the parameters that they change, name."""
    found: dict[str, None] = {}
    for schedule in pairs.schedules:
        for policy in schedule.policies:
            found |= dict.fromkeys(policy.source)
        for change in schedule.changes:
            found |= dict.fromkeys(_cited_by(schedule.baseline, change))
    return tuple(found)


def _sources(pairs, language):
    known = read_sources()
    keys = [key for key in cited(pairs) if key in known]
    assumed = [key for key in keys if known[key].kind == ASSUMPTION]
    rows = tuple(_source(language, key, known[key]) for key in sorted(set(keys) - set(assumed)))
    yield Heading(say(language, "annex.bibliography"), 2)
    if rows:
        headings = tuple(say(language, f"annex.source_{one}") for one in ("key", "what", "year", "read"))
        note = say(language, "annex.bibliography_note")
        caption = say(language, "annex.bibliography_caption")
        yield Table(caption, headings, rows, note, (0.18, 0.54, 0.1, 0.18), words=(1, 2, 3))
    if assumed:
        yield Paragraph(say(language, "annex.assumptions", keys=", ".join(assumed)))


def _source(language, key, source):
    what = ". ".join(part for part in (source.authors, source.title, source.url) if part)
    read = "–" if source.read is None else say(language, "annex.read" if source.read else "annex.recalled")
    return key, what, str(source.year or "–"), read


def _again(pairs, language):
    """How to repeat all of it."""
    yield Heading(say(language, "annex.again"), 2)
    yield Paragraph(say(language, "annex.again_read"))
    if pairs.design is not None:
        headings = say(language, "annex.field"), say(language, "annex.entry")
        rows = tuple((name, _as_toml(value)) for name, value in _design(pairs.design).items())
        yield Table(say(language, "annex.design_caption"), headings, rows, widths=(0.2, 0.8), words=(1,))
    filled = {"id": pairs.experiment, "code": language}
    yield Bullets(tuple(say(language, f"annex.do_{one}", **filled) for one in COMMANDS))
    yield Paragraph(say(language, "annex.store"), "note")


def _design(design):
    """A Design as plain values; of a file of draws, its name alone, as its folder is somebody's own."""
    found = design.model_dump(by_alias=True, exclude_none=True, mode="json")
    if "file" in found["draws"]:
        found["draws"]["file"] = found["draws"]["file"].replace("\\", "/").rpartition("/")[2]
    return found


def _as_toml(value):
    """A value as a design file has it."""
    match value:
        case dict():
            return "{ " + ", ".join(f"{_name(name)} = {_as_toml(one)}" for name, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_as_toml, value)) + "]"
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case _:
            return str(value).lower() if isinstance(value, bool) else str(value)


def _name(name):
    return name if name.replace("_", "").isalnum() else f'"{name}"'


def written(pairs):
    """Texts of the annex that others have written: titles of sources, and of the design."""
    known = read_sources()
    found = [part for key in cited(pairs) if key in known for part in (known[key].authors, known[key].title)]
    if pairs.design is not None:
        found += [_as_toml(value) for value in _design(pairs.design).values()]
    return tuple(filter(None, found))


def _lines(facts, language):
    """A line for each cited number."""
    yield Heading(say(language, "annex.lines"), 2)
    yield Paragraph(say(language, "annex.lines_read"))
    rows = tuple(_line(language, line, cells) for line, cells in facts.cells())
    columns = ("number", "told", "of_what", "scenarios", "runs", "command")
    headings = tuple(say(language, f"annex.line_{one}") for one in columns)
    widths = (0.06, 0.16, 0.26, 0.2, 0.12, 0.2)
    yield Table(say(language, "annex.lines_caption"), headings, rows, "", widths, words=(1, 2, 3, 4, 5))


def _line(language, line, cells):
    told, what, outcome, area, scenarios, years, runs, seeds, command = cells
    of_what = say(language, "annex.separator").join(filter(None, (what, outcome, area, years)))
    told = told or say(language, "annex.all_of_it")
    return target(line), told, of_what, scenarios, f"{runs} ({seeds})", command
