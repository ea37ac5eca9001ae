"""The table of list overlaps: one 0/1 column for each list, then how many persons are on exactly those lists.

Persons are counted here, never listed: a file that looks like one row for each person is refused.
"""

import re
from typing import NamedTuple

import numpy as np

from calibration.aggregates import COUNT_THEM, lines_of, of_persons
from scenarios.errors import Problems, hint, near

COUNT = "count"
FEWEST_LISTS, MOST_LISTS = 2, 10
MOST_PERSONS = 10_000_000
MOST_PROBLEMS = 20  # sentences about one file
WANTED = "a heading with one column for each list and count, then the rows"
PLURAL = f"{COUNT_THEM} one row for each combination of lists and how many persons it has"


class Table(NamedTuple):
    """How many persons are on exactly which lists.

    `lists` has k names in alphabetical order; `cells` is boolean, (2**k - 1, k), every combination but the empty one;
    `counts` (2**k - 1,) are persons.
    """

    lists: tuple
    cells: np.ndarray
    counts: np.ndarray

    @property
    def observed(self):
        """Distinct persons on any list."""
        return int(self.counts.sum())


def table(rows, names):
    """A Table from a mapping of 0/1 tuples, in the order of the names, to counts of persons.

    Lists and cells are put in one order, so that the order in a file changes no digit of any result.
    """
    order = np.argsort(names)
    cells = all_cells(len(names))
    places = {tuple(cell): place for place, cell in enumerate(cells.astype(int).tolist())}
    counts = np.zeros(len(cells), dtype=np.int64)
    for marks, count in rows.items():
        counts[places[tuple(int(marks[place]) for place in order)]] += count
    return Table(tuple(names[place] for place in order), cells, counts)


def all_cells(number):
    """Every combination of so many lists but the empty one, boolean, (2**number - 1, number)."""
    codes = np.arange(1, 2**number)
    return (codes[:, None] >> np.arange(number)) & 1 == 1


def read(path):
    """The Table of a CSV file (UTF-8; commas or semicolons).

    Raises:
        ScenarioError: All that is wrong with the file, in sentences.
    """
    problems = Problems(path)
    (_, heads), *lines = lines_of(path, problems, WANTED)
    _check_heads(heads, problems)
    _raise(problems)
    names = [head for head in heads if head.lower() != COUNT]
    rows = _rows(heads, lines, problems)
    _raise(problems)
    found = table(rows, names)
    _check_whole(found, problems)
    _raise(problems)
    return found


def _raise(problems):
    """As Problems.raise_if_any, but a file that is wrong all over is told so, not line by line."""
    more = len(problems.sentences) - MOST_PROBLEMS
    if more > 0:
        del problems.sentences[MOST_PROBLEMS:]
        problems.add(f"and {more:,} more mistakes")
    problems.raise_if_any()


def _check_heads(heads, problems):
    low = [head.lower() for head in heads]
    for head in dict.fromkeys(low):
        if low.count(head) > 1:
            problems.add(f"has {low.count(head)} columns called {head or 'nothing'}; each needs a name of its own")
    if "" in low and low.count("") == 1:
        problems.add("has a column without a name")
    personal = of_persons(heads)
    if personal:
        problems.add(f"column {', '.join(personal)}: this looks like one row for each person; {PLURAL}")
    if COUNT not in low:
        meant = hint(COUNT, heads) if near(COUNT, heads) else ""
        problems.add(f"has no column called count{meant}; {PLURAL}")
        return
    lists = len(heads) - low.count(COUNT)
    if lists < FEWEST_LISTS:
        problems.add(
            f"has {lists} list{'s' * (lists != 1)}; at least 2 are needed, since only overlaps tell of the unseen"
        )
    if lists > MOST_LISTS:
        problems.add(f"has {lists} lists; at most {MOST_LISTS} can be used; leave out or combine the smallest")


def _rows(heads, lines, problems):
    """Counts by 0/1 tuple; every wrong line is noted."""
    place = [head.lower() for head in heads].index(COUNT)
    rows, first = {}, {}
    for line, parts in lines:
        marks, count = _row(f"line {line}", heads, parts, place, problems)
        if marks is None:
            continue
        if marks in first:
            problems.add(f"has the same lists as line {first[marks]}; add the two counts up in one row", f"line {line}")
        rows.setdefault(marks, count)
        first.setdefault(marks, line)
    if len(lines) > len(rows) > 0 and len(problems.sentences) and set(rows.values()) <= {1}:
        problems.sentences.clear()
        problems.add(f"every count is 1 and combinations repeat: this looks like one row for each person; {PLURAL}")
    return rows


def _row(where, heads, parts, place, problems):
    """One line's 0/1 tuple and count of persons; None and None where it is wrong."""
    if len(parts) != len(heads):
        problems.add(f"has {len(parts)} values for {len(heads)} columns", where)
        return None, None
    marks = [part for column, part in enumerate(parts) if column != place]
    names = [head for column, head in enumerate(heads) if column != place]
    before = len(problems.sentences)
    for name, mark in zip(names, marks, strict=True):
        if mark not in ("0", "1"):
            problems.add(
                f"{name} is {mark[:20] or 'empty'}; write 1 if persons of this row are on the list, else 0", where
            )
    count = _count(where, parts[place], problems)
    if len(problems.sentences) == before and "1" not in marks:
        problems.add("is on no list; whoever is on no list is what is to be estimated; leave the row out", where)
    fine = len(problems.sentences) == before
    return (tuple(map(int, marks)), count) if fine else (None, None)


def _count(where, text, problems):
    whole = re.fullmatch(r"([0-9]{1,12})(\.0+)?", text)  # spreadsheets write 12.0
    if not whole or int(whole[1]) > MOST_PERSONS:
        told = text[:20] or "empty"
        problems.add(f"count is {told}; give a whole number of persons from 0 to {MOST_PERSONS:,}", where)
        return None
    return int(whole[1])


def _check_whole(found, problems):
    """What only the whole table shows: nobody at all, a list with nobody, no overlap."""
    if found.observed == 0:
        problems.add("has no persons: every count is 0")
        return
    totals = found.counts @ found.cells
    for name in np.array(found.lists)[totals == 0]:
        problems.add(f"nobody is on list {name}; leave its column out")
    if not (found.counts[found.cells.sum(axis=1) > 1] > 0).any():
        problems.add("nobody is on two lists; without any overlap the number of unseen persons can be anything")
