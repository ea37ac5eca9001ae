"""The validation report says what its figures say, of the posterior that is in the tree."""

import copy
import json
import re

import numpy as np
import pytest

from calibration.hidden import coverage, study
from calibration.identifiability import contraction, scores
from calibration.posterior import POSTERIOR, table_of
from calibration.priors import read_prior
from calibration.targets import read_targets
from experiments.canonical import digest_of_file
from experiments.sweeps.kept import index
from experiments.validation import page as pages
from experiments.validation import report as validation
from experiments.validation.learning import learnt
from experiments.validation.lists import cases, relied_on, trusted, verdict
from scenarios.baseline import read_baseline

QUICK = validation.Plan(runs=20, planted=20, worlds=200, tables=1, resamples=5, matched=50, unseen=(0.5,))
ROW = {"kind": "none", "unseen": 0.5, "estimator": "auto", "bias": 0.0, "holds": 0.95, "endless": 0.0}


@pytest.fixture(scope="module")
def values(compiled):
    """What a small run of the generator computes."""
    return validation.computed(QUICK)


@pytest.fixture
def plain(values):
    """A copy of what is kept of it, to be changed by a test."""
    return copy.deepcopy(validation.kept(values))


def shipped():
    return json.loads((validation.DOCS / validation.VALUES).read_text(encoding="utf-8"))


def section(page, title):
    """The text of one section."""
    return page.partition(f"## {title}")[2].partition("\n## ")[0]


# The page in the tree


def test_the_page_is_exactly_what_its_values_render_to():
    page = (validation.DOCS / validation.PAGE).read_text(encoding="utf-8")
    assert pages.page(shipped()) == page, "docs/validation.md is stale: run python -m experiments.validation"


def test_the_page_tells_of_the_posterior_in_the_tree():
    found = shipped()["record"]["posterior"]
    assert found == digest_of_file(POSTERIOR), "a new posterior: run python -m experiments.validation"


def test_every_picture_and_every_link_of_the_page_is_there():
    page = (validation.DOCS / validation.PAGE).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", page)
    assert sum(target.startswith("pictures/") for target in targets) == 8
    assert all((validation.DOCS / target).exists() for target in targets)


def test_every_target_stands_in_the_page():
    for found in (shipped()["prior"], shipped()["posterior"]):
        assert [one["name"] for one in found["targets"]] == [target.name for target in read_targets(index())]


def test_the_shipped_posterior_gives_what_is_known_of_belgium_and_finds_what_is_planted():
    found = shipped()["posterior"]
    own = {one["name"]: one for one in found["targets"] if one["use"] == "fit"}
    assert [name for name, one in own.items() if not one["inside"]] == []
    assert 125.0 <= found["identified_mean"] <= 135.0
    assert own["labour_share"]["median"] > 0.5
    assert 0.36 <= own["sexual_share"]["median"] <= 0.44
    assert shipped()["planted"]["outside"] == []


# The generator


def test_the_generator_writes_page_values_and_pictures(values, tmp_path):
    validation.write(values, tmp_path)
    plain = json.loads((tmp_path / validation.VALUES).read_text(encoding="utf-8"))
    assert (tmp_path / validation.PAGE).read_text(encoding="utf-8") == pages.page(plain)
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 8
    assert all(name in plain for name, _, _ in pages.SECTIONS)


def test_nothing_of_single_planted_worlds_is_kept(plain):
    assert all(not set(validation.OF_WORLDS) & set(one) for one in plain["planted"]["quantities"])


def test_a_section_without_values_is_left_out(plain):
    del plain["lists"]
    page = pages.page(plain)
    assert "Counting the unseen" not in page
    assert "Planted values found again" in page


# What the page says follows from the figures


def test_a_figure_outside_its_band_is_named_with_what_was_foretold(plain):
    for one in plain["posterior"]["targets"]:
        one["inside"] = True
    title = "After calibration: posterior predictive check"
    assert "Of 8 figures used, 8 lie in their band of 90 %.\n" in section(pages.page(plain), title)
    plain["posterior"]["targets"][0]["inside"] = False
    text = section(pages.page(plain), title)
    assert "Of 8 figures used, 7 lie in their band of 90 %. Not: Identified victims a year (130 observed" in text


def test_a_posterior_of_other_targets_is_named_as_such(plain):
    assert "that this version has." in pages.page(plain)
    plain["record"]["same"]["priors"] = False
    assert "**It was calibrated with another priors than this version has.**" in pages.page(plain)


@pytest.mark.parametrize(("ratio", "word"), [(0.5, "better"), (1.02, "much the same"), (1.4, "worse")])
def test_the_model_is_called_better_or_worse_than_a_naive_forecast_by_its_errors(ratio, word, plain):
    plain["posterior"]["forecasts"][0]["model_to_naive"] = {"mean": ratio}
    text = section(pages.page(plain), "Figures held out, beside naive forecasts")
    assert f"is {ratio:.2f} of that of the mean of the figures used: **{word}**." in text
    assert "No yearly series was used" in text


def test_ranks_that_are_uneven_are_named(plain):
    plain["planted"]["outside"] = []
    assert "leaves the band that holds all of them" in pages.page(plain)
    plain["planted"]["outside"] = ["detection.denial"]
    assert "**Uneven: `detection.denial`.**" in pages.page(plain)


def test_parameters_of_which_little_is_learnt_are_listed(plain):
    for one in plain["learnt"]["learnt"]:
        one["contraction"] = 0.05 if one["name"] == "detection.denial" else 0.8
    text = section(pages.page(plain), "What the targets tell, and what they cannot")
    assert "They tell little or nothing (below 10 %) of 1: `detection.denial`." in text


@pytest.mark.parametrize(
    ("inside", "words"), [(0.8, "too narrow"), (0.9, "as wide as they should be"), (0.97, "wider")]
)
def test_posteriors_that_hold_too_few_planted_values_are_called_too_narrow(inside, words, plain):
    for one in plain["planted"]["quantities"]:
        one["inside"]["90 %"] = inside
    assert words in section(pages.page(plain), "Is the posterior as wide as it should be?")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "trust it"),
        ({"endless": 0.8}, "its interval fails; mostly no upper limit"),
        ({"holds": 0.6}, "its interval fails"),
        ({"bias": -0.3}, "too low: a floor"),
        ({"bias": 0.3, "endless": 0.8}, "too high; mostly no upper limit"),
        ({"bias": None}, "none can be given"),
    ],
)
def test_the_advice_on_lists_follows_from_bias_and_coverage(changed, words):
    assert verdict(ROW | changed, trusted(ROW | changed)) == words


def test_an_estimate_that_fails_where_fewer_are_unseen_is_not_trusted_where_more_are():
    found = cases([ROW | {"bias": -0.3}, ROW | {"unseen": 0.8}, ROW | {"kind": "referral"}])
    assert relied_on(found) == [("referral", 0.5)]
    assert verdict(found["none", 0.8]["auto"], False).startswith("right by luck")


def test_advice_from_few_tables_says_so(plain):
    plain["record"]["plan"]["tables"] = 8
    assert "Too few tables were drawn" in pages.page(plain)
    plain["record"]["plan"]["tables"] = validation.Plan().tables
    assert "Too few tables were drawn" not in pages.page(plain)


# What it is computed from


def test_scores_of_the_prior_itself_are_normal_and_a_narrow_posterior_has_contracted():
    luck = np.random.default_rng(1)
    prior = luck.gamma(2.0, size=(20_000, 2))  # any shape
    own = np.column_stack([luck.gamma(2.0, size=5000), luck.normal(2.0, 0.01, 5000)])
    assert contraction(scores(own, prior)) == pytest.approx([0.0, 1.0], abs=0.06)


def test_nothing_is_learnt_where_the_posterior_is_the_prior(tmp_path):
    prior = read_prior(read_baseline())
    table_of(prior, prior.drawn(1000, np.random.default_rng(2))).write_parquet(tmp_path / "prior.parquet")
    found = learnt(tmp_path / "prior.parquet", prior, np.random.default_rng(3))
    assert [one["name"] for one in found["learnt"]] == list(prior.axes[: prior.calibrated])
    assert max(abs(one["contraction"]) for one in found["learnt"]) < 2.5 * found["noise"]
    assert found["distinct"] == 1000


def test_every_estimator_is_right_where_lists_do_not_depend_on_each_other():
    found = {row["estimator"]: row for row in coverage.studied(6, 20, (0.5,), ("none",), 1)}
    assert set(found) == set(study.NAMES)
    for name in ("independence", "stepwise", "auto"):
        assert abs(found[name]["bias"]) < 0.1
        assert found[name]["holds"] > 0.5
    assert found["chao"]["holds"] == 0.0  # lists differ in size


def test_an_interval_that_keeps_independence_misses_the_truth_where_a_list_refers():
    rows = [coverage.one(("referral", 0.5, seed, 20)) for seed in range(3)]
    low, high = (np.array(rows)[:, study.NAMES.index("independence"), end] for end in (1, 2))
    assert (low < high).all()
    assert (high < study.PERSONS).all()
