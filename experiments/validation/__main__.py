"""Writes docs/validation.md, its pictures and docs/validation.json."""

from experiments.validation.report import main

if __name__ == "__main__":
    main()
