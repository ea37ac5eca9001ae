"""What a Robustness leaves: plain values for JSON, and a folder of tables and pictures."""

import sys

from experiments import charts, output
from experiments.advice import telling


def record(found, language):
    """Plain values of all that was found."""
    return {
        "sentence": found.sentence(language),
        "table": found.table.to_dicts(),
        "thresholds": found.satisficing.table.to_dicts(),
        "boxes": found.boxes.to_dicts(),
        "notes": list(found.lines()),
    }


def leave(found, folder):
    """Write robustness.*, regret.csv, thresholds.csv, boxes.csv, and a picture of each region that was found."""
    telling.leave(found, "robustness", folder)
    tables = {"regret": found.regret, "thresholds": found.satisficing.table, "boxes": found.boxes}
    written = [output.write(folder / f"{name}.csv", table.write_csv) for name, table in tables.items()]
    for place, one in enumerate(found.discoveries, 1):
        if one.found:
            written += charts.save(found.picture(one.scenario), folder, f"region-{place}")
    print(f"Written to {folder}: {', '.join(path.name for path in written)}", file=sys.stderr)
