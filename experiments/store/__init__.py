"""The store: every finished run once, in SQLite or PostgreSQL, with what is needed to run it again."""
