"""A store that keeps all that the rapporteur's reports tell, and what is read of it."""

from dataclasses import replace

from experiments.reports import government, independent, rapporteur
from experiments.reports.document import Bullets, Paragraph
from tests.sweep_files import carried_out, write_design

FORMS = {"independent": independent, "government": government}
POLICY = "service-standard"
YEARS = (2009, 2011)
BY = (
    "total", "form", "sector", "region", "origin", "sex", "age_group", "body", "centre", "status", "tip", "office",
    "document", "list", "purpose",
)  # fmt: skip


def stored_in(folder):
    """The path of a store with one experiment: two scenarios on three draws with two seeds each."""
    changed = {
        "title": '"records"',
        "scenarios": f'["baseline", "{POLICY}"]',
        "from": str(YEARS[0]),
        "to": str(YEARS[1]),
        "draws": '{ method = "posterior", number = 3 }',
        "seeds": "{ number = 2 }",
        "keep": f'{{ outcomes = ["all"], by = [{", ".join(map(repr, BY))}] }}'.replace("'", '"'),
    }
    carried_out(write_design(folder, changed), folder / "store.sqlite")
    return folder / "store.sqlite"


def records_of(pairs, language="en", form="independent", scenario=None):
    own = FORMS[form]
    return rapporteur.records_of(pairs, language, scenario, rapporteur.reported(pairs, None, own.YEARS), own.NEEDED)


def blocks_of(records, form):
    """All blocks but the annex; `records.facts` then hold all that they cite."""
    return rapporteur.body(records, form, FORMS[form].parts(records))


def sentences(blocks):
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        if isinstance(block, Bullets):
            yield from block.items


def without_annex(pairs, language, form):
    """The Document of a report on the policy, whose annex has tests of its own."""
    whole = FORMS[form].build(pairs, language, POLICY)
    return replace(whole, blocks=whole.blocks[: len(blocks_of(records_of(pairs, language, form, POLICY), form))])
