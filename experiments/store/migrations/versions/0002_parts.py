"""Values that were moved out of the table into Parquet files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "part",
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("first_run", LARGE, nullable=False),
        sa.Column("last_run", LARGE, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file"),
    )
