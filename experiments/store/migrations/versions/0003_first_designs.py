"""The design with which an experiment began, by which it is found again once it was enlarged."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("experiment", sa.Column("first_digest", sa.String(length=64)))
    table = sa.table("experiment", sa.column("digest"), sa.column("first_digest"))
    op.execute(table.update().values(first_digest=table.c.digest))
