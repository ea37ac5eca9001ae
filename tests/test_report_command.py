"""`thbsim report`: three forms, four languages, three formats; where something is wrong, one sentence and no file."""

from itertools import product

import docx
import pytest

from experiments.language import LANGUAGES, say
from experiments.reports.writing import FORMATS, FORMS
from tests.kept_records import stored_in
from tests.sweeping import design, thbsim

OPENING = {"docx": b"PK", "html": b"<!doctype html>", "pdf": b"%PDF"}


@pytest.fixture(scope="module")
def store(compiled, tmp_path_factory):
    """A store with an experiment that keeps all that papers need, and one that keeps too little."""
    folder = tmp_path_factory.mktemp("papers")
    address = stored_in(folder)
    assert thbsim("sweep", design(folder, 2), "--store", address)[0] == 0
    return address


@pytest.mark.parametrize(("place", "form", "language"), [(n, *one) for n, one in enumerate(product(FORMS, LANGUAGES))])
def test_every_form_is_written_in_every_language_and_format(store, tmp_path, place, form, language):
    kind = tuple(FORMATS)[place % len(FORMATS)]  # four languages, three formats: each form and language meets several
    path = tmp_path / f"paper.{kind}"
    given = ("report", 1, "--form", form, "--language", language, "--out", path, "--store", store)
    assert thbsim(*given)[:2] == (0, f"Written: {path}\n")
    assert path.read_bytes().startswith(OPENING[kind])
    if kind == "html":
        assert say(language, "annex.lines") in path.read_text(encoding="utf-8")


def refused(store, out, *words):
    """What the command says, on one line, where nothing is written."""
    before = sorted(out.parent.iterdir())
    status, printed, told = thbsim("report", *words, "--out", out, "--store", store)
    assert (status, printed) == (2, "")
    assert sorted(out.parent.iterdir()) == before
    assert told.count("\n") == 1
    return told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((1, "--form", "recomendations"), "there is no such paper; did you mean recommendations?"),
        ((1, "--language", "it"), "there is no language it; choose en, nl, fr, de"),
        ((1, "--format", "html"), "ends in docx and --format is html"),
        ((1, "--format", "odt"), "--format odt: choose docx, html, pdf"),
        ((1, "--from", 2010), "--scenario, --from and --to go with the rapporteur's reports"),
        ((1, "--form", "independent", "--scenario", "hotlin"), "has no scenario hotlin"),
        ((1, "--form", "government", "--from", 1990), "1990"),
        ((7,), "no experiment 7 is in the store; it has 1, 2"),
        ((2, "--form", "independent"), "keep.outcomes"),
    ],
)
def test_a_mistake_gets_one_sentence_and_no_file(store, tmp_path, words, told):
    assert told in refused(store, tmp_path / "paper.docx", *words)


def test_an_ending_that_is_no_format_is_told(store, tmp_path):
    assert "choose docx, html, pdf, or let --out end in one of them" in refused(store, tmp_path / "paper", 1)


def test_a_folder_is_no_file(store, tmp_path):
    (tmp_path / "papers.docx").mkdir()
    assert "is a folder; name a file in it" in refused(store, tmp_path / "papers.docx", 1)


def test_a_template_without_a_style_is_told(store, tmp_path):
    docx.Document().save(tmp_path / "own.docx")
    told = refused(store, tmp_path / "paper.docx", 1, "--template", tmp_path / "own.docx")
    assert "own.docx" in told
    assert "style" in told


def test_a_place_where_nothing_can_be_written_is_told(store, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, told = thbsim("report", 1, "--out", tmp_path / "file" / "paper.docx", "--store", store)
    assert status == 2
    assert "cannot write there" in told


def test_a_template_goes_with_word_only(store, tmp_path):
    assert "--template is for Word only" in refused(store, tmp_path / "paper.pdf", 1, "--template", "x.docx")
