"""Tables of counts from outside: persons are counted in them, never listed, and small counts are not shown."""

import csv
import re
from pathlib import Path

SMALLEST_SHOWN = 5  # a smaller count of persons is shown as <5
COUNT_THEM = "persons must be counted, never listed: give"
OF_PERSONS = {
    "name", "names", "surname", "forename", "firstname", "lastname", "birth", "birthday", "birthdate", "dob", "id",
    "person", "passport", "phone", "email", "address", "age", "sex", "gender", "nationality",
    "naam", "voornaam", "achternaam", "geboortedatum", "nom", "prenom", "naissance",
}  # fmt: skip


def hidden_if_few(count):
    """A count of persons as it may leave the program: itself, or "<5"."""
    return f"<{SMALLEST_SHOWN}" if count < SMALLEST_SHOWN else int(count)


def shown(count):
    """A count of persons as it may be printed."""
    kept = hidden_if_few(count)
    return kept if isinstance(kept, str) else f"{kept:,}"


def of_persons(heads, but=()):
    """The headings that tell of single persons, those left out that a table of counts has anyway."""
    others = [head for head in heads if head.lower() not in but]
    return [head for head in others if OF_PERSONS & set(re.split(r"[^a-zé]+", head.lower().replace("é", "e")))]


def lines_of(path, problems, wanted):
    """The rows of a CSV file that are not blank, with their line numbers: [(line, parts)], the heading first.

    Args:
        path: Of a text in UTF-8, with commas or semicolons.
        problems: Told what is wrong.  Raises ScenarioError then.
        wanted: What an empty file should have, in words.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        mark = ";" if ";" in text.partition("\n")[0] else ","
        reader = csv.reader(text.splitlines(), delimiter=mark, strict=True)
        rows = [(reader.line_num, [part.strip() for part in row]) for row in reader if any(map(str.strip, row))]
    except OSError as error:
        problems.add(f"cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        problems.add("is no text in UTF-8; save it as CSV in UTF-8")
    except csv.Error as error:
        problems.add(f"is no table with commas: {error}")
    else:
        if not rows:
            problems.add(f"is empty; give {wanted}")
    problems.raise_if_any()
    return rows
