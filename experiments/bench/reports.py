"""The slowest of all papers: three forms, four languages and three formats, from one stored experiment."""

import tempfile
from itertools import product
from pathlib import Path
from time import perf_counter

from experiments.language import LANGUAGES
from experiments.reports import writing
from experiments.stored import sweep

DESIGN = Path(__file__).parent.parent / "designs" / "report.toml"


def seconds_of_each(store, experiment, folder):
    """{(form, language, format): seconds}, each read anew from the store."""
    found = {}
    for form, language, kind in product(writing.FORMS, LANGUAGES, writing.FORMATS):
        began = perf_counter()
        asked = writing.asked(form, language, Path(folder) / f"{form}-{language}.{kind}")
        writing.write(experiment, store, asked)
        found[form, language, kind] = perf_counter() - began
    return found


def figures():
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "bench.sqlite")
        found = seconds_of_each(store, sweep(DESIGN, store).id, folder)
    slowest = max(found, key=lambda key: found[key])
    beside = f"of {len(found)}: {', '.join(slowest)}; the fastest {min(found.values()):.1f} s"
    yield "the slowest paper from a stored experiment", found[slowest], "s", "at most", 60, beside
