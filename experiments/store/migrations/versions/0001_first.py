"""The first schema: experiments, scenarios, runs and their values."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    _what_runs_are_made_of()
    _experiments_and_runs()
    _places()
    _values()


def _what_runs_are_made_of():
    op.create_table(
        "environment",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("model_source", sa.String(length=64), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("processor", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "kept_set",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "measure",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outcome", "area", "dimension", "label"),
    )
    op.create_table(
        "parameter_set",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "scenario",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("meaning", sa.String(length=64), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )


def _experiments_and_runs():
    op.create_table(
        "experiment",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("environment_id", LARGE, nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("stopped_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["environment_id"],
            ["environment.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("experiment_by_digest", "experiment", ["digest"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("scenario_id", LARGE, nullable=False),
        sa.Column("parameter_set_id", LARGE, nullable=False),
        sa.Column("environment_id", LARGE, nullable=False),
        sa.Column("kept_set_id", LARGE, nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("scale", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("began", sa.Text(), nullable=True),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["environment_id"],
            ["environment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["kept_set_id"],
            ["kept_set.id"],
        ),
        sa.ForeignKeyConstraint(
            ["parameter_set_id"],
            ["parameter_set.id"],
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )


def _places():
    op.create_table(
        "claim",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("experiment_id", LARGE, nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiment.id"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("claim_by_owner", "claim", ["owner"], unique=False)
    op.create_table(
        "experiment_run",
        sa.Column("experiment_id", LARGE, nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", LARGE, nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("experiment_id", "draw", "seed", "place"),
        sqlite_with_rowid=False,
    )
    op.create_index("experiment_run_by_run", "experiment_run", ["run_id"], unique=False)
    op.create_table(
        "experiment_scenario",
        sa.Column("experiment_id", LARGE, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("scenario_id", LARGE, nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"],
            ["experiment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenario.id"],
        ),
        sa.PrimaryKeyConstraint("experiment_id", "place"),
    )


def _values():
    op.create_table(
        "outcome_value",
        sa.Column("run_id", LARGE, nullable=False),
        sa.Column("measure_id", LARGE, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "measure_id", "year"),
        sqlite_with_rowid=False,
    )
