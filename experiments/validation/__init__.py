"""The validation report: `python -m experiments.validation` writes docs/validation.md."""
