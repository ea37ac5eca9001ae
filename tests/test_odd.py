"""The model's description is complete, and says what the code says."""

import re
from pathlib import Path

import pytest

from experiments import odd
from scenarios.selection import declared
from scenarios.sources import read_sources
from sim import parameters

PAGE = odd.PAGE.read_text(encoding="utf-8")
PROSE = PAGE.partition(odd.BEGIN)[0]
CODE = set(re.findall(r"`([^`\n]+)`", PROSE))
RULES = sorted({name.partition(".")[0] for name in declared()})


def initial_state():
    """What the prose says of the initial state of each entity: {entity: columns}."""
    section = PROSE.partition("## 5. ")[2].partition("## 6. ")[0]
    rows = re.findall(r"^\| (\w+) \| (.*) \|$", section, re.M)
    return {entity: set(re.findall(r"`(\w+)`", said)) for entity, said in rows if entity in odd.entities()}


def anchors(text):
    """The anchors of the headings of a page, as GitHub writes them."""
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_tables_are_those_of_the_code():
    assert odd.refreshed(PAGE) == PAGE, "docs/ODD.md is stale: run python -m experiments.odd"


def test_the_parts_of_the_protocol_stand_in_their_order():
    parts = ("Purpose", "Entities", "Process", "Design", "Initialization", "Input", "Submodels")
    assert [re.match(r"\w+", title)[0] for title in re.findall(r"^## [1-7]\. (.*)$", PROSE, re.M)] == list(parts)


@pytest.mark.parametrize("parameter", sorted(declared()))
def test_every_parameter_stands_in_a_rule_that_is_described(parameter):
    assert parameter in CODE


def test_every_parameter_has_its_row_and_every_meaning_a_text():
    table = PAGE.partition(odd.BEGIN)[2]
    rows = dict(re.findall(r"^\| `(\w+\.\w+)` \| (.*?) \|", table, re.M))
    assert set(declared()) <= set(rows)
    assert all(rows[parameter] for parameter in declared())


def test_the_prose_names_no_parameter_that_does_not_exist():
    named = {word for word in CODE if re.fullmatch(rf"({'|'.join(RULES)})\.[a-z_0-9]+", word)}
    assert named <= set(declared())


@pytest.mark.parametrize("path", sorted(Path("sim/rules").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_every_rule_is_described(path):
    assert path.as_posix() in PROSE
    assert path.stem in parameters.Parameters._fields


@pytest.mark.parametrize("entity", sorted(odd.entities()))
def test_every_column_has_its_initial_state(entity):
    assert initial_state()[entity] >= set(odd.entities()[entity].names)


def test_every_draw_stands_in_the_table_of_draws_under_its_number():
    table = {(int(number), name) for number, name in re.findall(r"^\| (\d+) \| `(\w+\.DECISION_\w+)` \|", PROSE, re.M)}
    assert table == {(number, name) for number, name, _ in odd.decisions()}


def test_no_two_draws_share_a_number():
    numbers = [number for number, _, _ in odd.decisions()]
    assert len(numbers) == len(set(numbers))


def test_every_source_that_the_prose_names_is_known():
    cited = set(re.findall(r"\b(?:A\d\d?|[A-Z]{3,}\d{4}|TEXT|ROTATION)\b", PROSE))
    assert cited <= set(read_sources())


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGE):
        file, _, anchor = target.partition("#")
        page = (odd.PAGE.parent / file) if file else odd.PAGE
        assert page.exists(), target
        assert not anchor or anchor in anchors(page.read_text(encoding="utf-8")), target
