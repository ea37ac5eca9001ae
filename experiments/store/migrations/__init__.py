"""Steps of the schema, from the first to the newest."""
