"""One file, one behaviour: its parameters, its pure functions, and what it does to a row.  No rule knows another."""
