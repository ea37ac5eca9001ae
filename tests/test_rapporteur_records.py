"""The numbers of the rapporteur's reports are those of the store, and small counts of real persons are not told."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from calibration.targets import FIT, HELD_OUT, read_targets
from experiments.advice import asking
from experiments.reports import independent
from experiments.reports.document import plain
from experiments.reports.published_section import published, shown, simulated
from experiments.reports.record_tables import by_label
from experiments.reports.records import Entry, Figure, figure_of, ratio_of, told
from experiments.sweeps.kept import index
from sim.definitions import ALL
from tests.kept_records import POLICY, YEARS, records_of, sentences, stored_in


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return stored_in(tmp_path_factory.mktemp("rapporteur"))


@pytest.fixture(scope="module")
def pairs(store):
    return asking.stored(1, store)


@pytest.mark.parametrize("by", ["form", "sector", "origin", "region", "sex", "age_group"])
def test_labels_add_up_to_the_total_in_every_run(pairs, by):
    records = records_of(pairs)
    labels = ("flanders", "brussels", "wallonia") if by == "region" else ()
    parts = Entry("identified", by, labels)
    assert records.runs(parts) == pytest.approx(records.runs(Entry("identified")))
    whole = by_label(records, "identified", by, labels).rows[-1][1]
    assert whole == records.told(records.figure(Entry("identified")))


def test_bodies_centres_lists_and_purposes_add_up(pairs):
    records = records_of(pairs)
    for outcome, by, area in (
        ("identified", "body", ALL),
        ("investigations", "tip", ALL),
        ("public_cost", "purpose", ""),
    ):
        total = records.runs(Entry(outcome, area=area))
        assert records.runs(Entry(outcome, by)) == pytest.approx(total)
    centres = Entry("taken_in", "centre")
    assert records.runs(centres) == pytest.approx(records.runs(Entry("identified", area=ALL)))


def test_a_changed_value_of_the_store_changes_the_sentence(store, tmp_path):
    changed = tmp_path / "changed.sqlite"
    with closing(sqlite3.connect(store)) as stored, closing(sqlite3.connect(changed)) as connection:
        stored.backup(connection)
        (measure,) = connection.execute(
            "SELECT id FROM measure WHERE outcome = 'convictions' AND dimension = 'total' AND area = ?", (ALL,)
        ).fetchone()
        with connection:
            connection.execute(
                "UPDATE outcome_value SET value = 4321 WHERE measure_id = ? AND year = ?", (measure, YEARS[1])
            )
    before, after = (
        [plain(text) for text in sentences(independent.build(asking.stored(1, path), "en").blocks)]
        for path in (store, changed)
    )
    assert not any("4,321" in text for text in before)
    found = [text for text in after if "4,321 (4,321 to 4,321)" in text]
    assert [text.partition(",")[0] for text in found] == ["The police acted against " + _actions(before), "In 2011"]


def _actions(told_before):
    (text,) = [text for text in told_before if text.startswith("The police acted against ")]
    return text.removeprefix("The police acted against ").partition(",")[0]


def test_small_counts_of_real_persons_are_not_shown(pairs, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,outcome,from,to,value\nfew,identified,2010,2010,3\nmany,identified,2011,2011,5\n")
    *_, table = published(records_of(pairs), read_targets(index(), path))
    assert "few" not in " ".join(sentences(published(records_of(pairs), read_targets(index(), path))))
    assert [row[2] for row in table.rows] == ["<5", "5"]
    assert table.rows[0][3] != "–"
    (minors,) = [target for target in read_targets(index()) if target.name == "minors"]
    assert shown(minors, "en") == "<5"
    (note,) = published(records_of(pairs), ())
    assert note.text == "No published figure lies in the years of this experiment."


def test_what_was_held_out_is_told_to_lie_inside_the_interval_or_not(pairs):
    targets = [target for target in read_targets(index()) if target.name in ("identified", "mean_stay")]
    held = [replace(one, entry=one.entry.model_copy(update={"use": HELD_OUT, "years": YEARS})) for one in targets]
    records = records_of(pairs)
    within = [replace(one, entry=one.entry.model_copy(update={"value": simulated(records, one).mean})) for one in held]
    far = [replace(one, entry=one.entry.model_copy(update={"value": 1e9})) for one in within[:1]]
    for given, text in ((within, "2 of 2"), ([*far, *within[1:]], "1 of 2")):
        told = [plain(one) for one in sentences(published(records, given)) if "held out" in one]
        assert len(told) == 1
        assert f": {text}" in told[0]
        assert ("Outside of it lie: Identified victims a year." in told[0]) == (given is not within)
    fitted = [replace(one, entry=one.entry.model_copy(update={"use": FIT})) for one in within]
    assert not [one for one in sentences(published(records, fitted)) if "held out" in one]


def test_one_scenario_is_read_as_among_all(pairs):
    alone = pairs.only([POLICY])
    for key in (("identified", "BE", "form"), ("hits", ALL, "body")):
        assert np.array_equal(alone.yearly(*key), pairs.yearly(*key)[1:])


def test_a_figure_is_the_mean_with_what_single_runs_give():
    assert figure_of(np.arange(101.0)) == (50.0, 2.5, 97.5)
    assert figure_of(np.array([1.0, 5.0, np.nan])) == (3.0, 1.0, 5.0)
    assert ratio_of(np.array([1.0, 4.0, 1.0]), np.array([1.0, 2.0, 0.0])) == (2.0, 1.0, 2.0)
    assert told(ratio_of(np.array([1.0]), np.array([0.0])), "en") == "–"
    assert told(Figure(1234.5, 900.0, 1800.0), "nl") == "1.234 (900 tot 1.800)"
    assert told(Figure(2.25, 0.0, 6.0), "fr") == "2,2 (0 à 6)"
