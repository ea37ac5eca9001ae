"""What each shipped scenario gave, to the digit.  `python -m tests.golden` writes the results anew, on purpose only."""

import json
from pathlib import Path

from experiments import runner
from scenarios.catalogue import load

FOLDER = Path(__file__).parent
FIRST, LAST, SEEDS = 2009, 2014, (1, 2)


def result_of(name):
    """All totals, and what centres and forms show, of two runs: {seed: {"outcome, area, label": [each year]}}."""
    with runner.threads() as executor:
        runs = runner.run(load(name), FIRST, LAST, SEEDS, executor)
    found: dict[str, dict[str, list[float]]] = {str(seed): {} for seed in SEEDS}
    for measure in runs.index:
        if measure.dimension in ("total", "centre", "form"):
            values = runs.of(measure.outcome, measure.area, measure.dimension)
            for place, label in enumerate(measure.labels):
                for run, seed in enumerate(SEEDS):
                    path = f"{measure.outcome}, {measure.area}, {label}"
                    found[str(seed)][path] = [round(value, 6) for value in values[run, place].tolist()]
    return found


def stored(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def store(name):
    lines = json.dumps(result_of(name), indent=0, ensure_ascii=False).replace(",\n0", ", 0")
    (FOLDER / f"{name}.json").write_text(_on_few_lines(lines), encoding="utf-8")


def _on_few_lines(text):
    """One line for each outcome instead of one for each number."""
    found = []
    for line in text.splitlines():
        inside = line and (line[0] in "-0123456789]")
        if inside and found:
            found[-1] += ("" if line[0] == "]" or found[-1].endswith("[") else " ") + line
        else:
            found.append(line)
    return "\n".join(found) + "\n"
