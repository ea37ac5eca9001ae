"""The tables of a store.  Migrations (migrations/versions) lead to exactly these; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
LARGE = BigInteger().with_variant(Integer, "sqlite")  # keys that SQLite counts up by itself must be its own integers
FINISHED, FAILED = "finished", "failed"


def _key():
    return Column("id", LARGE, primary_key=True)


def _digest():
    return Column("digest", String(64), nullable=False, unique=True)


environments = Table(
    "environment",
    metadata,
    _key(),
    _digest(),
    Column("model_source", String(64), nullable=False),  # digest of the model's code and data
    Column("versions", Text, nullable=False),  # of Python and packages, JSON
    Column("processor", Text, nullable=False),
    Column("system", Text, nullable=False),
)

scenarios = Table(
    "scenario",
    metadata,
    _key(),
    _digest(),  # of name and files
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("meaning", String(64), nullable=False),  # digest of all that a run and its costs hang on
    Column("files", Text, nullable=False),  # full texts, JSON {file name: text}
)

parameter_sets = Table(
    "parameter_set",
    metadata,
    _key(),
    _digest(),
    Column("parameters", Text, nullable=False),  # what differs from the baseline, JSON {path: value}
)

kept_sets = Table(
    "kept_set",
    metadata,
    _key(),
    _digest(),
    Column("measures", Text, nullable=False),  # JSON [[outcome, area, dimension], ...]
)

runs = Table(
    "run",
    metadata,
    _key(),
    Column("key", String(64), nullable=False, unique=True),  # digest of code, scenario, parameters, seed, years, scale
    Column("scenario_id", ForeignKey("scenario.id"), nullable=False),
    Column("parameter_set_id", ForeignKey("parameter_set.id"), nullable=False),
    Column("environment_id", ForeignKey("environment.id"), nullable=False),
    Column("kept_set_id", ForeignKey("kept_set.id"), nullable=False),  # which values it has
    Column("seed", BigInteger, nullable=False),
    Column("first_year", Integer, nullable=False),
    Column("last_year", Integer, nullable=False),
    Column("scale", Float, nullable=False),
    Column("state", String(10), nullable=False),  # finished or failed
    Column("error", Text),
    Column("seconds", Float, nullable=False),  # of one processor, its share of shared years included
    Column("began", Text),  # weeks in which reacting changes began, JSON
    Column("stored_at", DateTime, nullable=False),  # UTC
    sqlite_autoincrement=True,  # the id of a deleted run is never given again: its values may lie in a part still
)

measures = Table(
    "measure",
    metadata,
    _key(),
    Column("outcome", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("dimension", Text, nullable=False),
    Column("label", Text, nullable=False),
    UniqueConstraint("outcome", "area", "dimension", "label"),
)

values = Table(
    "outcome_value",
    metadata,
    Column("run_id", LARGE, ForeignKey("run.id"), primary_key=True),
    Column("measure_id", LARGE, ForeignKey("measure.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", Float, nullable=False),
    sqlite_with_rowid=False,
)

parts = Table(
    "part",
    metadata,
    Column("file", String(80), primary_key=True),  # in the folder beside the store
    Column("first_run", LARGE, nullable=False),
    Column("last_run", LARGE, nullable=False),
    Column("rows", Integer, nullable=False),
)  # Parquet files of values that were moved out of outcome_value: run_id, measure_id, year, value

experiments = Table(
    "experiment",
    metadata,
    _key(),
    Column("title", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("design", Text, nullable=False),  # JSON, from which the sweep is made again
    Column("digest", String(64), nullable=False),  # of design and scenarios
    Column("folder", Text, nullable=False),  # from which a posterior file is found again
    Column("environment_id", ForeignKey("environment.id"), nullable=False),
    Column("begun_at", DateTime, nullable=False),  # UTC
    Column("first_digest", String(64)),  # the same as it began; it may have been enlarged since
    Column("stopped_at", Integer),  # how many seeds the stopping rule found to be enough
    Index("experiment_by_digest", "digest"),
)

experiment_scenarios = Table(
    "experiment_scenario",
    metadata,
    Column("experiment_id", ForeignKey("experiment.id"), primary_key=True),
    Column("place", Integer, primary_key=True),  # 0 is the reference
    Column("scenario_id", ForeignKey("scenario.id"), nullable=False),
)

experiment_runs = Table(
    "experiment_run",
    metadata,
    Column("experiment_id", LARGE, ForeignKey("experiment.id"), primary_key=True),
    Column("draw", Integer, primary_key=True),
    Column("seed", BigInteger, primary_key=True),
    Column("place", Integer, primary_key=True),  # of the scenario
    Column("run_id", ForeignKey("run.id"), nullable=False),
    Index("experiment_run_by_run", "run_id"),
    sqlite_with_rowid=False,
)

claims = Table(
    "claim",
    metadata,
    Column("key", String(64), primary_key=True),  # of a run that somebody is just living
    Column("experiment_id", ForeignKey("experiment.id"), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("host", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("until", Float, nullable=False),  # when others may take it [seconds since 1970]
    Index("claim_by_owner", "owner"),
)
