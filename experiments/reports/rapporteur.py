"""What the rapporteur's two reports have in common: whose records of which years, and the document around the parts."""

from experiments.language import check as check_language
from experiments.reports import annex, words
from experiments.reports.document import Document, Heading
from experiments.reports.facts import Facts
from experiments.reports.rapporteur_opening import about, opening
from experiments.reports.records import Records
from experiments.reports.required import check, check_finished
from experiments.requests import UsageError


def records_of(pairs, language, scenario, years, needed):
    """The Records of one scenario.  Raises UsageError.

    Args:
        pairs: Pairs of a finished experiment.
        language: Of experiments.language.LANGUAGES.
        scenario: Its name; the reference by default.
        years: The (first, last) that are reported.
        needed: Entries that must have been kept.
    """
    check_language(language)
    check_finished(pairs)
    check(pairs, tuple(dict.fromkeys(entry.key for entry in needed)))
    own = pairs.only([scenario or pairs.names[0]])
    return Records(own, Facts(own, language), language, years)


def reported(pairs, years, usual):
    """The first and the last year of a report.  Raises UsageError.

    Args:
        years: (first, last), either may be None; None for the usual ones.
        usual: How many years the report has by default, up to the last of the experiment.
    """
    begins, ends = pairs.years
    first, last = years or (None, None)
    last = ends if last is None else last
    first = max(begins, min(last, ends) - usual + 1) if first is None else first
    if not begins <= first <= last <= ends:
        raise UsageError(
            f"{pairs.where} has the years {begins} to {ends}, and the report is asked for {first} to {last}; choose"
            " --from and --to among them, the first not after the last"
        )
    return first, last


def body(records, form, parts):
    """All blocks but the annex; args as for `document`."""
    blocks = [*opening(records, form)]
    for heading, functions in parts:
        blocks.append(Heading(heading))
        for function in functions:
            blocks += function(records)
    return blocks


def document(records, form, parts):
    """The Document of a report.

    Args:
        form: "independent" or "government".
        parts: ((heading, (functions of Records that yield blocks)), ...).
    """
    blocks = body(records, form, parts)
    blocks += annex.annex(records.pairs, records.facts, records.language)
    title = words.title(records.language, records.pairs.schedules[0])
    return Document(
        records.language,
        title=records.say(f"title.{form}"),
        subtitle=records.say("subtitle", title=title, years=records.period),
        marking=records.say("marking"),
        about=tuple(about(records, form)),
        blocks=tuple(blocks),
    )


def quoted(pairs, language):
    """Texts in the document that others have written: of the design, of sources and of policies."""
    texts = [pairs.title, *annex.written(pairs)]
    if pairs.design is not None:
        texts.append(pairs.design.question)
    for schedule in pairs.schedules:
        texts.append(words.title(language, schedule))
        for policy in schedule.policies:
            texts += words.leaves_out(language, policy)
    return tuple(dict.fromkeys(filter(None, texts)))
