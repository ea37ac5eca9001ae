"""Alembic's entry: migrations run on the connection that experiments.store.opening hands over."""

from alembic import context

from experiments.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
