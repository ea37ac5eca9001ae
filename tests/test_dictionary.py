"""The dictionary says of every outcome and every column what it is, and it is what the program leaves."""

import polars as pl
import pytest
from typer.testing import CliRunner

from experiments import dictionary
from experiments.cli import app
from experiments.sweeps import bundled_tables
from sim.definitions import ALL, OUTCOMES

SHORT = ("--runs", "4", "--from", "2011", "--to", "2011")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    found = CliRunner().invoke(app, ["compare", "baseline", "online-monitoring", *SHORT, "--out", str(out)])
    assert found.exit_code == 0
    return out


@pytest.fixture(scope="module")
def index():
    return dictionary.shortest_index()


def test_the_page_of_outcomes_is_what_the_code_says_now(index):
    page = dictionary.PAGE.read_text(encoding="utf-8")
    assert page == dictionary.page(index), "stale: write it anew with python -m experiments.dictionary"


def test_a_new_outcome_and_a_new_dimension_reach_the_dictionary_by_themselves(index, monkeypatch):
    monkeypatch.setitem(OUTCOMES, "rescued", OUTCOMES["detected"]._replace(title="Rescued persons"))
    new = index[0]._replace(outcome="rescued", area=ALL, dimension="season", labels=("summer", "winter"))
    found = dictionary.table([*index, new]).filter(name="rescued")
    assert found.select("title", "area", "dimension", "labels").rows() == [
        ("Rescued persons", ALL, "season", "summer; winter")
    ]
    page = dictionary.page([*index, new])
    assert "| season | summer, winter |" in page
    assert "season (BE+NL+DE) |" in page


def test_every_outcome_is_told_apart_as_the_tables_tell_it_apart(folder):
    keys = ["outcome", "area", "dimension"]
    written = pl.read_csv(folder / "outcomes.csv").filter(kind="outcome").rename({"name": "outcome"})
    labels = written.select(*keys, label=pl.col("labels").str.split("; ")).explode("label")
    given = pl.read_csv(folder / "summary.csv").filter(scenario="baseline", year=2011).select(*keys, "label")
    assert set(labels.rows()) == set(given.rows())
    assert set(written["outcome"]) == set(OUTCOMES)
    assert set(written["file"]) == {f"outcomes/{outcome}.csv" for outcome in OUTCOMES}


def test_every_column_of_every_table_is_described_in_its_place(folder):
    described = {name: list(dictionary.columns(file)) for file in dictionary.FILES for name in file.split(", ")}
    left = [path.relative_to(folder) for kind in ("csv", "parquet") for path in folder.rglob(f"*.{kind}")]
    assert {"outcomes/*.csv" if path.parent.name else path.name for path in left} == set(described)
    for path in left:
        read = pl.read_csv if path.suffix == ".csv" else pl.read_parquet
        assert read(folder / path).columns == described["outcomes/*.csv" if path.parent.name else path.name], path


def test_no_description_is_left_of_a_column_that_is_gone():
    files = (*dictionary.FILES.items(), *dictionary.EXPORTED.items(), *bundled_tables.FILES.items())
    used = {(file, name) for file, names in files for name in names}
    assert {(file, name) for file, own in dictionary.OWN.items() for name in own} <= used
    assert set(dictionary.COLUMNS) <= {name for _, name in used}
    assert all(column.meaning for file in dictionary.FILES for column in dictionary.columns(file).values())
