"""The house stays in order: short functions, rules in the agenda, columns in use, words that respect persons."""

import ast
import re
from pathlib import Path

import pytest

from sim import world
from sim.parameters import Parameters

PACKAGES = ("sim", "scenarios", "calibration", "experiments")
SOURCES = sorted(path for package in PACKAGES for path in Path(package).rglob("*.py"))
PAGES = sorted([*Path(".").glob("*.md"), *Path("docs").rglob("*.md"), *Path("scenarios").rglob("*.toml")])
MOST_LINES, MOST_ARGUMENTS, LONGEST_FILE = 60, 7, 250
TABLES = (
    "CITY",
    "MARKET",
    "ESTABLISHMENT",
    "NETWORK",
    "RECRUITER",
    "PERSON",
    "TEAM",
    "CENTRE",
    "OFFICE",
    "CHANNEL",
    "MEMORY",
)
AGENDA = ("engine", "networks", "cases", "lives", "procedure")


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def is_command(function):
    """Options of the command line come as arguments; typer asks for as many as there are options."""
    return any("command" in ast.unparse(decorator) for decorator in function.decorator_list)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_files_and_functions_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for function in functions(path):
        assert function.end_lineno - function.lineno < MOST_LINES, function.name
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        assert len(arguments) <= MOST_ARGUMENTS or is_command(function), function.name


def test_every_rule_has_its_parameters_and_its_place_in_the_agenda():
    rules = {path.stem for path in Path("sim/rules").glob("*.py")} - {"__init__"}
    agenda = "".join(Path(f"sim/{name}.py").read_text() for name in AGENDA)
    assert rules == set(Parameters._fields) - {"population", "costs"}
    assert all(re.search(rf"\b{rule}\.\w+\(", agenda) for rule in rules)


def test_every_column_of_the_world_is_used_outside_the_world_itself():
    text = "\n".join(path.read_text(encoding="utf-8") for path in Path("sim").rglob("*.py") if path.name != "world.py")
    for table in TABLES:
        for column in getattr(world, table).names:
            assert re.search(rf"\.{column}\b|\[\"{column}\"\]|\"{column}\"", text), f"{table}.{column}"


def test_every_column_of_the_world_says_what_it_is_or_is_a_plain_word_of_the_field():
    plain = {"city", "sector", "country", "region", "key", "body", "form", "origin", "sex", "age_group", "network"}
    plain |= {"market", "establishment", "until_escape", "until_release", "until_move", "reach", "moves_tried", "moves"}
    plain |= {f"{event}_week" for event in ("recruited", "arrived", "detected", "identified", "ended")}
    for line in Path("sim/world.py").read_text(encoding="utf-8").splitlines():
        column = re.match(r'    \("(\w+)", np\.', line)
        if column and column[1] not in plain:
            assert "#" in line, column[1]


def test_decisions_are_numbered_once_each():
    numbers = [int(number) for number in re.findall(r"^(\d+)\. \*\*", Path("DECISIONS.md").read_text(), re.M)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=str)
def test_victims_are_persons_in_every_text(path):
    assert not re.findall(r"\b(stock|supply|cargo|merchandise|inventory)\b", path.read_text(encoding="utf-8"), re.I)


@pytest.mark.parametrize("lock", [f"requirements{kind}.lock" for kind in ("", "-advice", "-report", "-test")])
def test_locks_carry_hashes_and_no_addresses(lock):
    text = Path(lock).read_text(encoding="utf-8")
    assert "://" not in text
    for line in re.findall(r"^[a-z0-9][\w.\[\]-]*==.*$", text, re.M):
        assert line.rstrip().endswith("\\"), line
