"""Targets of one's own as a CSV file: a row for each count, from which the tables of a file of targets are made."""

from math import isfinite, sqrt

from calibration.aggregates import COUNT_THEM, lines_of, of_persons
from scenarios.errors import Problems, hint

NEEDED = ("name", "outcome", "from", "to", "value")
OPTIONAL = ("title", "area", "by", "labels", "uncertainty", "use", "source", "definition")
OWN = "OWN"  # source of a count whose source is not told
WANTED = f"a heading with {', '.join(NEEDED)}, then a row for each count"


def tables_of(path):
    """The tables that the rows of a CSV file stand for: {name: table as of a file of targets}.  Raises ScenarioError.

    value is a yearly mean over the years from `from` to `to`.  Without an uncertainty it is that of a count of all
    these years by chance alone (Poisson).
    """
    problems = Problems(path)
    (_, heads), *lines = lines_of(path, problems, WANTED)
    _check_heads(heads, problems)
    problems.raise_if_any()
    found: dict[str, dict] = {}
    for line, parts in lines:
        row = {head.lower(): part for head, part in zip(heads, parts, strict=False) if part}
        missing = [name for name in NEEDED if name not in row]
        if len(parts) != len(heads) or missing:
            lacks = f"lacks {', '.join(missing)}" if missing else f"has {len(parts)} values for {len(heads)} columns"
            problems.add(lacks, f"line {line}")
        elif row["name"] in found:
            problems.add(f"names {row['name']} a second time; give each count a name of its own", f"line {line}")
        else:
            found[row["name"]] = _table(row, f"line {line}", problems)
    problems.raise_if_any()
    return found


def _check_heads(heads, problems):
    known = (*NEEDED, *OPTIONAL)
    persons = of_persons(heads, known)
    if persons:
        problems.add(f"column {', '.join(persons)}: this looks like one row for each person; {COUNT_THEM} {WANTED}")
        return
    for head in heads:
        if head.lower() not in known:
            problems.add(f"has a column {head}{hint(head, known)}")
    missing = [name for name in NEEDED if name not in [head.lower() for head in heads]]
    if missing:
        problems.add(f"has no column {', '.join(missing)}; give {WANTED}")


def _table(row, where, problems):
    numbers = {}
    for name in ("from", "to", "value", "uncertainty"):
        try:
            numbers[name] = float(row.get(name, "nan"))
        except ValueError:
            problems.add(f"{name} is {row[name][:20]}; give a number", where)
            return {}
    years = max(numbers["to"] - numbers["from"] + 1.0, 1.0)
    by_chance = sqrt(max(numbers["value"], 1.0) / years)
    count = {name: row[name] for name in ("outcome", "area", "by") if name in row}
    if "labels" in row:
        count["labels"] = [label.strip() for label in row["labels"].replace("|", "+").split("+")]
    return {
        "title": row.get("title", row["name"]),
        "value": numbers["value"],
        "uncertainty": numbers["uncertainty"] if "uncertainty" in row else by_chance,
        "years": [int(numbers[name]) if isfinite(numbers[name]) else 0 for name in ("from", "to")],
        "count": count,
        "use": row.get("use", "fit"),
        "source": row.get("source", OWN),
        "definition": row.get("definition", "a count of one's own"),
    }
