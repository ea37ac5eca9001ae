"""Papers from a stored experiment: a brief with recommendations, and the rapporteur's two reports."""
