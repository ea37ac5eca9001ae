"""The rapporteur's two reports tell what is stored, cite every number, and say nothing in another language."""

import re
import struct
from dataclasses import replace

import numpy as np
import pytest

from experiments.advice import asking
from experiments.language import LANGUAGES
from experiments.reports import assessment_section, drawn, government, independent, overstated
from experiments.reports.document import Heading, PageBreak, Paragraph, Picture, Table, marked, plain, texts
from experiments.reports.record_tables import by_label
from experiments.reports.records import Entry
from experiments.requests import UsageError
from tests.kept_records import FORMS, POLICY, blocks_of, records_of, sentences, stored_in, without_annex
from tests.sweeping import thbsim

UNCITED = re.compile(r"\b(?:19|20)\d\d\b|\b95 %")  # years, and what the intervals hold
WORD = re.compile(r"[A-Za-z]{4,}")
PIXELS_WIDE = 640
PNG_PIXELS = 2.0 * 96.0 / 72.0  # of a picture for each of the chart's
THREE = "Belgium, the Netherlands and Germany"
NAMES = {"Payoke", "Child Focus"}
SAME = {
    "nl": {"Document", "Experiment", "Scenario", "Sector"},
    "fr": {"Agriculture", "Construction", "Document", "Places", "Prostitution"},
    "de": {"Experiment", "Prostitution", "Region"},
}  # words that are the same in English


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return stored_in(tmp_path_factory.mktemp("rapporteur"))


@pytest.fixture(scope="module")
def pairs(store):
    return asking.stored(1, store)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_number_in_a_sentence_is_cited(pairs, form, language):
    records = records_of(pairs, language, form, POLICY)
    found = list(sentences(blocks_of(records, form)))
    cited = sorted({marked(fact.told, line) for fact, line in records.facts.lines.items() if fact.told}, key=len)
    for text in found:
        left = text
        for one in reversed(cited):
            left = left.replace(one, "")
        assert not re.search(r"\d", UNCITED.sub("", plain(left))), text
    assert sum(plain(text) != text for text in found) > 20


@pytest.mark.parametrize("form", FORMS)
def test_each_table_of_records_and_each_picture_leads_to_the_annex(pairs, form):
    records = records_of(pairs, "en", form)
    shown = [block for block in blocks_of(records, form) if isinstance(block, Table | Picture)]
    assert len(shown) > 20
    assert all(plain(block.caption) != block.caption for block in shown)
    assert all("export" in fact.command or "bundle" in fact.command for fact in records.facts.lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_one_outcome_by_form_and_by_sector_have_lines_of_their_own(pairs, language):
    records = records_of(pairs, language)
    captions = [by_label(records, "identified", by).caption for by in ("form", "sector")]
    lines = [cells[2] for _, cells in records.facts.cells()]
    assert len(set(captions)) == len(set(lines)) == 2
    assert [records.say(f"by_{by}") in line for by, line in zip(("form", "sector"), lines, strict=True)] == [True, True]


def test_a_line_of_numbers_of_several_kinds_names_each_with_its_own_labels_and_place(pairs):
    records = records_of(pairs)
    records.cite_ratio(Entry("identified", "form", ("labour",)), Entry("actions"))
    ((_, cells),) = records.facts.cells()
    assert cells[2] == "Identified victims (labour exploitation), Belgium; Police actions, " + THREE
    assert cells[3] == ""


def test_each_command_of_the_annex_can_be_given(pairs, store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    documents = [(form, records_of(pairs, "en", form, POLICY)) for form in FORMS]
    for form, records in documents:
        blocks_of(records, form)
    commands = {fact.command for _, records in documents for fact in records.facts.lines}
    assert len(commands) >= 2
    for command in commands:
        program, *options = command.replace("FOLDER", "folder").split()
        assert program == "thbsim"
        status, _, error = thbsim(*options, "--store", store)
        assert (status, error) == (0, ""), command


def _assessed(pairs, linked, draws):
    """The assessment of the lists where runs gave these counts of the rapporteur, and one person detected each."""
    given = {"rapporteur": np.array(linked), "detected": np.ones(len(linked))}

    def read(outcome, *_):
        return np.broadcast_to(given[outcome][None, None, :, None], (2, 1, len(linked), 3))

    planted = replace(pairs, seed=np.arange(len(linked)), draw=np.array(draws), read=read, read_some=None)
    (told,) = sentences(assessment_section.lists(records_of(planted)))
    return plain(told)


def test_all_of_three_runs_are_never_more_than_likely(pairs):
    assert "is likely (more than 75 %)." in _assessed(pairs, [0.0, 0.0, 0.0], [0, 1, 2])
    assert "is unlikely (less than 25 %)." in _assessed(pairs, [2.0, 2.0, 2.0], [0, 1, 2])
    assert "is likely (more than 75 %), by luck alone." in _assessed(pairs, [0.0, 0.0, 0.0], [0, 0, 0])
    assert "is virtually certain (more than 99 %), by luck alone." in _assessed(pairs, [0.0] * 200, [0] * 200)
    assert "is likely (more than 66 %)." in _assessed(pairs, [0.0] * 200, [0, 1] * 100)


def test_runs_in_which_numbers_are_equal_count_half(pairs):
    assert "about as likely as not (50 %)." in _assessed(pairs, [1.0] * 4, range(4))
    assert "is likely (70 %)." in _assessed(pairs, [0.0, 0.0, 1.0, 1.0, 1.0], range(5))


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("form", FORMS)
def test_no_english_is_left_in_another_language(pairs, form, language):
    english, other = (without_annex(pairs, one, form) for one in ("en", language))
    own = [*map(plain, texts(other)), *_of_charts(other)]
    alike = {text for text in {*map(plain, texts(english)), *_of_charts(english)} & set(own) if WORD.search(text)}
    assert alike <= NAMES | SAME[language]
    assert "Payoke" in alike
    for text in own:
        assert not re.search(r"\b(?:the|and|with|which|are|from|by)\b", text), text
    assert len(set(_of_charts(other))) > 20


def _of_charts(document):
    """Texts of pictures: titles, units, labels."""
    for block in document.blocks:
        if isinstance(block, Picture):
            yield from _texts_in(block.chart.to_dict())


def _texts_in(part):
    if isinstance(part, dict):
        for name, one in part.items():
            if name in ("title", "subtitle", "row", "text"):
                yield from [one] if isinstance(one, str) and not one.endswith(":N") else _texts_in(one)
            elif name not in ("config", "$schema"):
                yield from _texts_in(one)
    elif isinstance(part, list):
        for one in part:
            yield from [one] if isinstance(one, str) and " " in one else _texts_in(one)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_overstated(pairs, form, language):
    overstated.check(FORMS[form].build(pairs, language, POLICY), FORMS[form].quoted(pairs, language))


@pytest.mark.parametrize("form", FORMS)
def test_each_page_is_marked_and_page_one_has_the_limits(pairs, form):
    marks = {FORMS[form].build(pairs, language).marking for language in LANGUAGES}
    assert marks == {
        "Simulation, not statistics", "Simulatie, geen statistiek", "Simulation, pas de statistiques",
        "Simulation, keine Statistik",
    }  # fmt: skip
    blocks = FORMS[form].build(pairs, "en").blocks
    first = blocks[: next(place for place, block in enumerate(blocks) if isinstance(block, PageBreak))]
    assert [block.text for block in first if isinstance(block, Paragraph) and block.manner == "warning"]
    assert any("no forecast" in text for text in sentences(first))


def test_the_government_reports_by_member_and_its_measures(pairs):
    document = government.build(pairs, "nl", POLICY)
    headings = [block.text for block in document.headings]
    assert {"Child Focus", "Dienst Vreemdelingenzaken"} <= set(headings)
    (measures,) = [block for block in document.blocks if isinstance(block, Table) and "bevoegde" in block.caption]
    assert [row[2] for row in measures.rows] == ["vanaf 1 januari 2011, opgebouwd over 52 weken"]
    reference = government.build(pairs, "nl")
    assert any("geen maatregel" in text for text in sentences(reference.blocks))


def test_the_reports_cover_the_last_year_or_the_last_two_or_those_asked_for(pairs):
    assert independent.build(pairs, "en").about[3] == ("Years reported", "2011")
    assert government.build(pairs, "en").about[3] == ("Years reported", "2010–2011")
    assert government.build(pairs, "en", years=(2009, None)).about[3] == ("Years reported", "2009–2011")
    assert independent.build(pairs, "en", years=(None, 2010)).about[3] == ("Years reported", "2010")


@pytest.mark.parametrize("years", [(2008, 2010), (2010, 2012), (2011, 2010)])
def test_years_that_the_experiment_does_not_have_are_refused(pairs, years):
    first, last = years
    sentence = (
        f"experiment 1 has the years 2009 to 2011, and the report is asked for {first} to {last}; choose --from and"
        " --to among them, the first not after the last"
    )
    with pytest.raises(UsageError, match=f"^{re.escape(sentence)}$"):
        independent.build(pairs, "en", years=years)


def test_a_scenario_that_is_not_there_is_told(pairs):
    with pytest.raises(UsageError, match="experiment 1 has no scenario service-standart"):
        government.build(pairs, "en", "service-standart")


@pytest.mark.parametrize("form", FORMS)
def test_all_that_is_missing_is_told_in_one_sentence(pairs, form):
    few = tuple(key for key in pairs.kept if key[0] not in ("records", "arrests") and key[2] != "tip")
    with pytest.raises(UsageError, match="does not keep") as refused:
        FORMS[form].build(replace(pairs, kept=few), "en")
    assert all(word in str(refused.value) for word in ("records", "arrests", "tip", "keep.outcomes", "keep.by"))
    assert "\n" not in str(refused.value)


def test_an_unfinished_experiment_is_refused(pairs):
    with pytest.raises(UsageError, match="experiment 1 is not finished"):
        independent.build(replace(pairs, state="unfinished"), "en")


@pytest.mark.parametrize("language", ["en", "de"])
def test_pictures_are_no_wider_than_a_page(pairs, language):
    for form in FORMS.values():
        for block in form.build(pairs, language).blocks:
            if isinstance(block, Picture):
                width, _ = struct.unpack(">II", drawn.png(block.chart, language)[16:24])
                assert width / PNG_PIXELS <= PIXELS_WIDE
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} == {len(block.headings)}
                assert sum(block.widths) == pytest.approx(1.0)
            if isinstance(block, Heading):
                assert block.text
