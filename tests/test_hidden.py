"""Multiple-systems estimation gives the published answers, the closed forms, and hangs on no order of lists or rows.

Sources of the tables and of the published figures: tests/published.py. All figures here were found in those sources;
those without a source are closed forms.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.hidden import bootstrap, choice, estimate, lists, loglinear, lower_bound, study
from tests import published

MAIN = ()  # no pairs: lists that do not depend on each other


def fitted(table, *pairs):
    """A model by the names of its pairs, as in "LA:NG"."""
    places = [sorted(table.lists.index(name) for name in pair.split(":")) for pair in pairs]
    return loglinear.fit(table.cells, table.counts, [tuple(place) for place in places])


def stepwise(table):
    return choice.stepwise(table.cells, table.counts)[-1]


def pairs_of(table, fit):
    return " ".join(estimate.named(table, fit.pairs))


def small_tables(fewest=3, most=4):
    """Tables without empty cells."""
    sizes = st.integers(fewest, most)
    counts = sizes.flatmap(lambda k: st.lists(st.integers(1, 60), min_size=2**k - 1, max_size=2**k - 1))
    return counts.map(published.in_order)


@pytest.mark.parametrize(
    ("table", "pairs", "total"),
    [
        (published.NEW_ORLEANS, "D:E", 1184),  # Chan, Silverman & Vincent (2021), section 4.1
        (published.NEW_ORLEANS_FIVE, "", 1034),  # the same
        (published.KOREA, "b:c", 269),  # MultipleSystemsEstimation: 268.7778
    ],
)
def test_the_stepwise_rule_gives_the_published_models_and_estimates(table, pairs, total):
    found = stepwise(table)
    assert (pairs_of(table, found), round(found.total)) == (pairs, total)


def test_the_published_main_effects_of_new_orleans_are_997():
    assert round(fitted(published.NEW_ORLEANS).total) == 997


@pytest.mark.parametrize("table", [published.UK, published.UK_FIVE])
def test_the_united_kingdom_had_ten_to_thirteen_thousand_victims_in_2013_as_the_home_office_published(table):
    found = estimate.estimate(table, resamples=200)
    assert table.observed == 2744
    assert found.by == "stepwise"
    assert 10_000 < found.fit.total < 13_000
    assert found.interval.low < 10_000 < 13_000 < found.interval.high


def test_every_model_of_the_korean_table_is_as_published():
    """Estimates and BIC printed in the guide of MultipleSystemsEstimation; two models have no estimate there."""
    table = published.KOREA
    printed = {
        "b:c c:d": (157.1667, 57.14081),
        "b:c": (268.7778, 58.96860),
        "b:d c:d": (123.4630, 91.89711),
        "c:d": (126.1944, 138.06368),
        "b:d": (126.9394, 155.16018),
        "": (141.9926, 184.14431),
    }
    fits = choice.candidates(table.cells, table.counts)
    found = {pairs_of(table, fit): (fit.total, fit.bic) for fit in fits if not fit.why_not}
    assert found.keys() == printed.keys()
    for pairs, figures in printed.items():
        assert found[pairs] == pytest.approx(figures, abs=1e-4)
    assert fitted(table, "b:c").aic == pytest.approx(44.90767, abs=1e-5)
    assert fitted(table, "b:c").deviance == pytest.approx(8.566946, abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "total", "deviance", "freedom"),
    [
        ("a:b a:c b:c b:d c:d", 2771, 7.62, 5),  # Bruno et al. (1994)
        ("a:c b:d c:d", 2472, 21.97, 7),  # Rivest (2011), without differences between persons
    ],
)
def test_the_published_models_of_the_diabetes_table(pairs, total, deviance, freedom):
    found = fitted(published.DIABETES, *pairs.split())
    assert (round(found.total), round(found.deviance, 2), found.freedom) == (total, deviance, freedom)


def test_on_the_diabetes_table_the_stepwise_model_is_contradicted_and_the_smallest_aic_is_the_published_model():
    found = estimate.estimate(published.DIABETES, resamples=100)
    assert estimate.fit_chance(found.chosen["stepwise"]) < 1e-6
    assert (found.by, round(found.fit.total)) == ("aic", 2771)
    assert round(found.chosen["bic"].total) == 2472


def test_the_published_models_of_darroch_and_others():
    """Rcapture's tests after Rivest (2011): 1240 with all pairs; 850, deviance 3.8, one degree, without a:c."""
    assert round(fitted(published.DARROCH, "a:b", "a:c", "b:c").total) == 1240
    found = fitted(published.DARROCH, "a:b", "b:c")
    assert (round(found.total), round(found.deviance, 1), found.freedom) == (850, 3.8, 1)


def test_the_published_models_of_cormack_and_others():
    """Table 3a, in Rcapture's tests: independence 215 with deviance 87.1; 215 with c:d."""
    independent = fitted(published.CORMACK)
    assert (round(independent.total), round(independent.deviance, 1), independent.freedom) == (215, 87.1, 10)
    assert round(fitted(published.CORMACK, "c:d").total) == 215


def test_a_model_whose_terms_run_to_plus_and_minus_infinity_together_is_not_estimated():
    """Nobody is on c without a. Cormack and others print 218 for it; by the check of Chan and others it has none."""
    assert fitted(published.CORMACK, "a:b", "a:c", "c:d").why_not == loglinear.NOT_FINITE


def test_two_lists_give_lincoln_and_petersen_as_seber_published():
    """Seber (1982), page 107, in Rcapture: 2389.9."""
    found = fitted(published.SEBER)
    assert found.total == pytest.approx((167 + 781) * (167 + 254) / 167)
    assert round(found.total, 1) == 2389.9
    assert choice.candidates(published.SEBER.cells, published.SEBER.counts)[0].pairs == MAIN


def test_models_of_the_artificial_table_exist_and_are_told_apart_as_published():
    """Chan, Silverman & Vincent (2021), table 3: the sets with A:B but not all three have no finite estimate."""
    table = published.ARTIFICIAL
    why = {"A:B A:C B:C": loglinear.NOT_IDENTIFIED, "A:B": loglinear.NOT_FINITE, "A:B A:C": loglinear.NOT_FINITE}
    why |= {"A:B B:C": loglinear.NOT_FINITE, "": "", "A:C": "", "B:C": "", "A:C B:C": ""}
    fits = choice.candidates(table.cells, table.counts)
    assert {pairs_of(table, fit): fit.why_not for fit in fits} == why


@given(counts=st.lists(st.integers(0, 3), min_size=15, max_size=15), data=st.data())
@settings(max_examples=60, deadline=None)
def test_newton_arrives_exactly_where_the_linear_programme_says_that_an_estimate_exists(counts, data):
    table = published.in_order(counts)
    pairs = data.draw(st.sets(st.sampled_from(loglinear.all_pairs(4))))
    found = loglinear.fit(table.cells, table.counts, pairs)
    inside, design = loglinear.design_of(table.cells, table.counts, found)
    if found.why_not != loglinear.NOT_IDENTIFIED:
        assert (not found.why_not) == loglinear.exists(design, table.counts[inside].astype(float))


@given(table=small_tables(3, 3))
@settings(max_examples=30, deadline=None)
def test_three_lists_with_all_pairs_have_the_closed_form(table):
    """Unseen: abc times a times b times c, over ab times ac times bc. Fienberg (1972)."""
    count = dict(zip(("".join(np.array(table.lists)[cell]) for cell in table.cells), table.counts, strict=True))
    unseen = count["abc"] * count["a"] * count["b"] * count["c"] / (count["ab"] * count["ac"] * count["bc"])
    assert fitted(table, "a:b", "a:c", "b:c").unseen == pytest.approx(unseen)


@given(table=small_tables(3, 3))
@settings(max_examples=30, deadline=None)
def test_three_lists_with_two_pairs_have_the_closed_form(table):
    """With a:b and b:c, a and c do not depend on each other among persons who are not on b: a times c over ac."""
    count = dict(zip(("".join(np.array(table.lists)[cell]) for cell in table.cells), table.counts, strict=True))
    assert fitted(table, "a:b", "b:c").unseen == pytest.approx(count["a"] * count["c"] / count["ac"])


@pytest.mark.parametrize("table", [published.UK, published.NEW_ORLEANS, published.DIABETES, published.KOREA])
def test_fits_agree_with_statsmodels_to_eight_digits(table):
    import statsmodels.api as sm

    for found in choice.candidates(table.cells, table.counts)[:40]:
        if found.why_not:
            continue
        inside, design = loglinear.design_of(table.cells, table.counts, found)
        glm = sm.GLM(table.counts[inside], design, family=sm.families.Poisson()).fit(tol=1e-13, maxiter=200)
        assert found.parameters == pytest.approx(glm.params, rel=1e-8, abs=1e-8)
        assert found.deviance == pytest.approx(glm.deviance, rel=1e-8, abs=1e-8)


def test_an_empty_overlap_in_the_model_is_the_model_without_those_cells():
    table = published.UK
    found = fitted(table, "GP:LA", "LA:NG")
    gp, la, ng = (table.cells[:, table.lists.index(name)] for name in ("GP", "LA", "NG"))
    inside = ~(gp & la)
    design = np.column_stack([np.ones(inside.sum()), table.cells[inside], (la & ng)[inside]])
    assert estimate.named(table, found.minus_infinity) == ["GP:LA"]
    assert found.parameters == pytest.approx(loglinear.newton(design.astype(float), table.counts[inside]))
    assert (found.means[gp & la] == 0.0).all()
    assert found.size == len(found.parameters) + 1


@given(table=small_tables(), data=st.data())
@settings(max_examples=8, deadline=None)
def test_the_order_of_lists_and_rows_changes_no_digit(table, data):
    order = data.draw(st.permutations(range(len(table.lists))))
    rows = data.draw(st.permutations(range(len(table.counts))))
    names = [table.lists[place] for place in order]
    again = lists.table({tuple(table.cells[row][order].astype(int)): int(table.counts[row]) for row in rows}, names)
    one, other = (estimate.as_record(estimate.estimate(of, resamples=20)) for of in (table, again))
    assert one == other


@given(table=small_tables(), times=st.integers(2, 9))
@settings(max_examples=20, deadline=None)
def test_a_table_so_many_times_as_large_gives_a_population_so_many_times_as_large(table, times):
    for pairs in (MAIN, ((0, 1),), ((0, 1), (1, 2))):
        one, many = (loglinear.fit(table.cells, counts, pairs) for counts in (table.counts, table.counts * times))
        assert many.total == pytest.approx(times * one.total)


def test_the_interval_is_the_same_for_the_same_seed_and_near_the_published_one():
    """New Orleans, five lists: (589, 1703) is published, from 1,000 resamples with other luck."""
    table = published.NEW_ORLEANS_FIVE
    one, same, other = (bootstrap.interval(table, "stepwise", [], 1000, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert one.kind == "BCa"
    assert one.low == pytest.approx(589, rel=0.1)
    assert one.high == pytest.approx(1703, rel=0.1)


def test_an_interval_that_chooses_again_is_wider_than_one_that_keeps_the_model():
    """With the model kept, the United Kingdom's interval is the 10,000 to 13,000 that were published in 2014."""
    table = published.UK_FIVE
    kept = bootstrap.interval(table, "bic", [stepwise(table)], 300, 1)
    again = bootstrap.interval(table, "stepwise", [], 300, 1)
    assert again.high - again.low > 1.3 * (kept.high - kept.low)
    assert (kept.low, kept.high) == pytest.approx((10_000, 13_000), rel=0.05)


def test_where_overlap_hangs_on_one_person_there_is_no_upper_limit():
    table = published.table("A B", {"A": 50, "B": 60, "A B": 1})
    found = estimate.estimate(table, resamples=200)
    assert found.fit.total == pytest.approx(51 * 61)
    assert found.interval.high is None
    assert found.interval.without > 50


def test_chao_is_the_number_worked_by_hand():
    """12 seen once, 4 twice, 20 in all: 20 + 12 times 11 over twice 5."""
    assert lower_bound.chao(20, 12, 4) == pytest.approx(33.2)


@given(table=small_tables(3, 3))
@settings(max_examples=20, deadline=None)
def test_the_bound_for_unequal_lists_is_independence_where_lists_are_independent(table):
    """For expected counts of independent lists it gives the very population that they come from."""
    found = loglinear.fit(table.cells, table.counts)
    exact = table._replace(counts=found.means)
    bound = lower_bound._unequal(exact, table.cells.sum(axis=1))
    assert bound - exact.observed == pytest.approx(found.unseen)


def test_with_statsmodels_come_standard_errors_as_published():
    """Rcapture's tests: the standard error of Bruno's model is 145 persons, by the delta method."""
    found = fitted(published.DIABETES, "a:b", "a:c", "b:c", "b:d", "c:d")
    first = estimate.parameters(published.DIABETES, found)[0]
    assert first["term"] == "unseen"
    assert np.hypot(found.unseen * first["standard_error"], np.sqrt(found.unseen)) == pytest.approx(145, abs=1)


@pytest.mark.parametrize("kind", study.KINDS)
def test_the_study_draws_populations_of_which_a_known_share_is_on_no_list(kind):
    for unseen in study.UNSEEN:
        seen = np.mean([study.draw(kind, unseen, seed).observed for seed in range(5)])
        assert 1.0 - seen / study.PERSONS == pytest.approx(unseen, abs=0.02)


def test_the_page_has_the_table_of_the_study():
    page = Path("docs/hidden.md").read_text(encoding="utf-8")
    assert "\n".join(study.heading()) in page
    for kind in study.KINDS.values():
        assert page.count(f"| {kind} |") == len(study.UNSEEN)


def test_the_study_gives_the_same_digits_each_time_and_counts_what_holds_the_truth():
    rows = [study.one(("none", 0.5, seed)) for seed in (3, 3, 4)]
    assert rows[0] == rows[1] != rows[2]
    written = study.line("none", 0.5, np.array(rows, float))
    assert written.startswith("| no dependence | 50% | ")
    assert written.count("|") == study.heading()[0].count("|")
