"""`thbsim hidden` reads a table of list overlaps, names all that is wrong with it, and answers in words or JSON."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from calibration.hidden import lists
from experiments.cli import app
from scenarios.errors import ScenarioError
from tests import published

UK = "docs/examples/lists-uk-2013.csv"
FINE = "police,shelters,count\n1,0,40\n0,1,30\n1,1,12\n"


def thbsim(*words):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exception is None or isinstance(found.exception, SystemExit)
    return found.exit_code, found.stdout, found.stderr


def written(folder, text):
    path = folder / "lists.csv"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder, text):
    with pytest.raises(ScenarioError) as error:
        lists.read(written(folder, text))
    start = f"{folder / 'lists.csv'}: "
    return [sentence.removeprefix(start) for sentence in error.value.problems]


def test_the_shipped_table_is_the_published_one():
    found = lists.read(UK)
    assert found.lists == published.UK.lists
    assert (found.counts == published.UK.counts).all()


@pytest.mark.parametrize(
    "text",
    [
        FINE,
        "count,shelters,police\n30,1,0\n12,1,1\n40,0,1\n",
        "police;shelters;count\n1;0;40\n0;1;30\n1;1;12\n",
        "\ufeffpolice, shelters ,Count\r\n1,0,40\r\n\r\n0,1,30\r\n1,1,12\r\n",
    ],
)
def test_columns_and_rows_stand_in_any_order_with_commas_or_semicolons(tmp_path, text):
    found = lists.read(written(tmp_path, text))
    assert found.lists == ("police", "shelters")
    assert found.counts.tolist() == [40, 30, 12]


def test_rows_that_are_not_there_count_as_nobody(tmp_path):
    found = lists.read(written(tmp_path, "a,b,c,count\n1,1,0,3\n0,0,1,9\n"))
    assert (found.observed, len(found.counts)) == (12, 7)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["is empty; give a heading with one column for each list and count, then the rows"]),
        (
            FINE + "0,0,90\n",
            ["line 5: is on no list; whoever is on no list is what is to be estimated; leave the row out"],
        ),
        (FINE + "1,1,3\n", ["line 5: has the same lists as line 4; add the two counts up in one row"]),
        (
            "police,shelters,count\n1,2,40\n0,1,-3\n1,1,2.5\n1,0,\n,1,4\n",
            [
                "line 2: shelters is 2; write 1 if persons of this row are on the list, else 0",
                "line 3: count is -3; give a whole number of persons from 0 to 10,000,000",
                "line 4: count is 2.5; give a whole number of persons from 0 to 10,000,000",
                "line 5: count is empty; give a whole number of persons from 0 to 10,000,000",
                "line 6: police is empty; write 1 if persons of this row are on the list, else 0",
            ],
        ),
        ("police,shelters,count\n1,0\n", ["line 2: has 2 values for 3 columns"]),
        ("police,count\n1,40\n", ["has 1 list; at least 2 are needed, since only overlaps tell of the unseen"]),
        (
            ",".join("abcdefghijk") + ",count\n",
            ["has 11 lists; at most 10 can be used; leave out or combine the smallest"],
        ),
        (
            "police,shelters,count\n1,0,40\n0,1,30\n",
            ["nobody is on two lists; without any overlap the number of unseen persons can be anything"],
        ),
        ("a,b,c,count\n1,1,0,40\n1,0,0,3\n", ["nobody is on list c; leave its column out"]),
        ("a,b,count\n1,1,0\n", ["has no persons: every count is 0"]),
        ("a,b,count\n", ["has no persons: every count is 0"]),
        ("a,a,count\n1,1,5\n", ["has 2 columns called a; each needs a name of its own"]),
        ("a,,b,count\n1,1,1,5\n", ["has a column without a name"]),
        ("a,b,cout\n1,1,5\n", [f"has no column called count; did you mean cout?; {lists.PLURAL}"]),
        ("a,b\n1,1\n", [f"has no column called count; {lists.PLURAL}"]),
        (
            "Name,date of birth,police,count\nx,y,1,1\n",
            [f"column Name, date of birth: this looks like one row for each person; {lists.PLURAL}"],
        ),
        (
            "a,b,count\n1,1,1\n1,1,1\n0,1,1\n",
            [
                "every count is 1 and combinations repeat: this looks like one row for each person;"
                f" {lists.PLURAL}"
            ],
        ),
        ('a,b,count\n1,"1,5\n', ["is no table with commas: unexpected end of data"]),
    ],
)  # fmt: skip
def test_every_mistake_of_a_file_is_a_sentence(tmp_path, text, sentences):
    assert problems(tmp_path, text) == sentences


def test_a_file_that_is_wrong_all_over_is_told_so_in_a_few_sentences(tmp_path):
    found = problems(tmp_path, "a,b,count\n" + "2,2,x\n" * 500)
    assert len(found) == 21
    assert found[-1] == "and 1,480 more mistakes"


def test_files_that_cannot_be_read_are_told_apart(tmp_path):
    assert "No such file or directory" in thbsim("hidden", tmp_path / "none.csv")[2]
    assert "Is a directory" in thbsim("hidden", tmp_path)[2]
    (tmp_path / "latin.csv").write_bytes("a,é,count\n".encode("latin-1"))
    assert "is no text in UTF-8" in thbsim("hidden", tmp_path / "latin.csv")[2]


def test_mistakes_end_with_status_2_and_nothing_on_standard_output(tmp_path):
    path = written(tmp_path, "a,b,count\n2,1,x\n")
    found = subprocess.run(
        [sys.executable, "-c", "from experiments.cli import main; main()", "hidden", str(path)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (found.returncode, found.stdout) == (2, "")
    assert len(found.stderr.splitlines()) == 2
    status, out, error = thbsim("hidden", UK, "--by", "stepwis")
    assert (status, out) == (2, "")
    assert error == "--by stepwis: there is no such way to choose a model; did you mean stepwise?\n"


def test_json_is_one_object_with_every_model():
    status, out, error = thbsim("hidden", UK, "--json", "--resamples", 100)
    found = json.loads(out)
    assert (status, error) == (0, "")
    assert found["observed"] == 2744
    assert found["low"] < found["estimate"] < found["high"]
    assert found["estimate"] == pytest.approx(found["observed"] + found["unseen"])
    chosen = [model for model in found["models"] if "stepwise" in model["chosen_by"]]
    assert [model["estimate"] for model in chosen] == [found["estimate"]]
    assert {name for model in found["models"] for name in model["chosen_by"]} == {"stepwise", "aic", "bic"}
    assert any(model["minus_infinity"] == ["GP:LA", "LA:NCA"] for model in found["models"])
    assert thbsim("hidden", UK, "--json", "--resamples", 100)[1] == out


def test_small_counts_are_hidden_wherever_cells_are_shown(tmp_path):
    path = written(tmp_path, "a,b,c,count\n1,0,0,40\n0,1,0,30\n0,0,1,3\n1,1,0,9\n1,0,1,1\n")
    found = json.loads(thbsim("hidden", path, "--json", "--resamples", 100)[1])
    assert found["lists"] == [
        {"list": "a", "persons": 50}, {"list": "b", "persons": 39}, {"list": "c", "persons": "<5"},
    ]  # fmt: skip
    assert [pair["persons"] for pair in found["overlaps"]] == [9, "<5", "<5"]
    few = written(tmp_path, "a,b,count\n1,0,40\n0,1,30\n1,1,4\n")
    assert "<5 on exactly two" in thbsim("hidden", few, "--resamples", 100)[1]


def test_text_says_the_estimate_the_bound_the_models_and_what_all_rests_on():
    status, out, _ = thbsim("hidden", UK, "--resamples", 100)
    assert status == 0
    for words in (
        "Observed on 6 lists: 2,744 distinct persons.",
        "Estimated in all, seen and unseen: 11,418 persons, 95 % interval from ",
        "Chao's lower bound: 15,570 persons",
        "The same, allowing for lists of unequal size: 12,250 persons.",
        "Models tried: 134",
        "the term is at minus infinity",
        "What this rests on: every person could have come onto some list",
    ):
        assert words in out


def test_the_answer_is_distrusted_where_it_hangs_on_the_way_of_choosing(tmp_path):
    rows = [
        ",".join([*map(str, cell.astype(int)), str(count)])
        for cell, count in zip(published.DIABETES.cells, published.DIABETES.counts, strict=True)
    ]
    path = written(tmp_path, "\n".join([",".join([*published.DIABETES.lists, "count"]), *rows]))
    out = thbsim("hidden", path, "--resamples", 100)[1]
    assert "Distrust this estimate: the stepwise rule gives 2,279" in out
    assert "Distrust this estimate: its model is contradicted" in thbsim("hidden", path, "--by", "stepwise")[1]


def test_a_table_that_has_no_estimate_says_so(tmp_path):
    """Everybody on the second list is on the first too."""
    path = written(tmp_path, "a,b,count\n1,0,40\n1,1,30\n")
    status, out, _ = thbsim("hidden", path)
    assert status == 0
    assert "cannot be estimated: everybody is on a, so that the other lists tell of nobody whom it has missed." in out
    found = json.loads(thbsim("hidden", path, "--json")[1])
    assert (found["estimate"], found["low"], found["high"], found["observed"]) == (None, None, None, 70)
    assert found["models"][0]["estimable"] is False


def test_two_lists_are_told_what_they_cannot_show(tmp_path):
    out = thbsim("hidden", written(tmp_path, FINE), "--resamples", 100)[1]
    assert "Estimated in all, seen and unseen: 182 persons" in out
    assert "With two lists dependence between them cannot be seen" in out
