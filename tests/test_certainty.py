"""One word for each probability in every language, and no text that says more than a simulation can."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.language import LANGUAGES
from experiments.reports import certainty, overstated
from experiments.reports.certainty import SCALE, grade, graded, scale_rows, word
from experiments.reports.document import Document, Paragraph, marked
from experiments.requests import UsageError

FORETELLING = {
    "en": "Inspections will reduce trafficking.",
    "nl": "Inspecties zullen mensenhandel verminderen.",
    "fr": "Les inspections réduiront la traite.",
    "de": "Kontrollen werden den Menschenhandel verringern.",
}
CAUSING = {
    "en": "More monitoring causes fewer arrivals.",
    "nl": "Meer toezicht veroorzaakt minder aankomsten.",
    "fr": "Plus de surveillance cause moins d'arrivées.",
    "de": "Mehr Überwachung verursacht weniger Ankünfte.",
}
CAREFUL = {
    "en": "In the simulated worlds, targeting goes with fewer victim-years; a willing person may co-operate.",
    "nl": "In de gesimuleerde werelden gaat het gepaard met minder slachtofferjaren.",
    "fr": "Dans les mondes simulés, cette politique s'accompagne de moins d'années-victimes.",
    "de": "In den simulierten Welten gibt es mit dieser Maßnahme weniger Opferjahre.",
}


def document(language, text):
    return Document(language, "", "", "", (), (Paragraph(text),))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_every_probability_has_its_step_and_a_higher_one_no_lower_step(one, other):
    low, high = (SCALE.index(grade(probability)) for probability in sorted((one, other)))
    assert high <= low
    assert SCALE[low].least <= min(one, other) <= SCALE[low].most


def test_the_scale_has_no_gap_and_goes_down_to_nothing():
    assert all(higher.least == lower.most for higher, lower in pairwise(SCALE))
    assert (SCALE[0].most, SCALE[-1].least) == (1.0, 0.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_have_words_of_their_own(language):
    rows = list(scale_rows(language))
    assert len({told for told, _ in rows}) == len({bounds for _, bounds in rows}) == len(SCALE)


def test_a_probability_from_samples_is_never_told_as_certain():
    assert graded(1.0, "en") == "virtually certain (more than 99 %)"
    assert graded(0.99, "en") == "very likely (99 %)"
    assert graded(1.0, "en", 1.0 / 60.0) == "very likely (more than 98 %)"
    assert graded(0.0, "nl") == f"{word(0.0, 'nl')} (minder dan 1 %)"


def test_nothing_is_called_a_probability_that_is_none():
    with pytest.raises(ValueError, match=r"1\.5 is no probability"):
        certainty.grade(1.5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_foretells_or_names_a_cause_is_refused(language):
    for text in (FORETELLING[language], CAUSING[language]):
        with pytest.raises(UsageError, match="more than a simulation can"):
            overstated.check(document(language, text))
    overstated.check(document(language, CAREFUL[language]))


def test_a_mark_within_a_word_hides_nothing():
    with pytest.raises(UsageError, match="will reduce"):
        overstated.check(document("en", f"It {marked('wi', 3)}ll reduce."))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They'll find more."),
        ("en", "A causal effect."),
        ("nl", "De oorzaak is bekend."),
        ("fr", "Cela permettra d'en trouver davantage."),
        ("fr", "Les réseaux devront partir."),
        ("fr", "Elle aura moins d'effet, et le surcoût ira croissant."),
        ("fr", "Ce qu'entraîne la politique."),
        ("de", "Die Ursache ist bekannt."),
        ("de", "Was die Maßnahme bewirkt."),
    ],
)
def test_the_same_is_refused_in_other_words(language, text):
    assert overstated.overstates(text, language)


def test_words_that_only_look_so_pass():
    assert not overstated.overstates("Une caméra, un front ; l'opéra.", "fr")


def test_short_titles_of_others_hide_nothing():
    with pytest.raises(UsageError):
        overstated.check(document("en", "This policy causes fewer victims."), quoted=("c", "cause", "1.0"))


def test_what_others_wrote_stays_theirs():
    title = "What will help"
    overstated.check(document("en", f"The policy “{title}” is open."), quoted=(title,))
    with pytest.raises(UsageError):
        overstated.check(document("en", f"The policy “{title}” will help."), quoted=(title,))
