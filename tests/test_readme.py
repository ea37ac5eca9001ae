"""What the README, CONTRIBUTING and the guides say is true: commands run, and the table is what the program gives."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from experiments import comparison, runner
from experiments.parameters import points_of
from scenarios import catalogue

BIN = Path(sys.executable).parent


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", Path(page).read_text(encoding="utf-8"), re.DOTALL)


def commands():
    pages = ("README.md", "CONTRIBUTING.md")
    return [line for page in pages for block in blocks(page, "sh") for line in block.splitlines() if line]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_runs(command, tmp_path):
    program, *words = command.split()
    words = [str(tmp_path / "out") if word.startswith("out/") else word for word in words]
    found = subprocess.run([BIN / program, *words], capture_output=True, text=True, check=False)
    assert (found.returncode, "Traceback" in found.stderr) == (0, False)
    assert found.stdout


def test_the_table_of_the_readme_is_what_the_demonstration_gives():
    rows = re.findall(
        r"^\| ([^|]+, (?:Belgium|three countries)) \| (.+) \| (.+) \|$", Path("README.md").read_text(), re.M
    )
    schedules = [catalogue.load(name) for name in ("baseline", "online-monitoring", "sector-inspections")]
    points = points_of("posterior", schedules[0].baseline)
    with runner.threads() as executor:
        reference, *others = (
            runner.run(schedule.on_draws(points), 2009, 2018, range(1, 121), executor) for schedule in schedules
        )
    columns = [comparison.effects(reference, other) for other in others]
    assert rows == [(one.title, one.words, other.words) for one, other in zip(*columns, strict=True)]


def test_the_demonstration_is_what_the_readme_says():
    makefile = Path("Makefile").read_text(encoding="utf-8")
    assert re.search(r"^RUNS = 120\nFROM = 2009\nTO = 2018$", makefile, re.M)
    assert "thbsim compare baseline online-monitoring sector-inspections" in makefile


def test_the_policy_of_the_guide_can_be_read(tmp_path):
    (text,) = blocks("docs/scenarios.md", "toml")
    own = tmp_path / "my-policy.toml"
    own.write_text(text, encoding="utf-8")
    assert catalogue.load(own).title == tomllib.loads(text)["title"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *sorted(map(str, Path("docs").glob("*.md")))])
def test_every_file_that_a_page_links_to_is_there(page):
    here = Path(page).parent
    for target in re.findall(r"\]\(([^)#]+)\)", Path(page).read_text(encoding="utf-8")):
        assert target.startswith("http") or (here / target).exists()


def lines_of(page):
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "docs/sweeps.md",
        "docs/reproduce.md",
        "docs/clusters.md",
        "docs/calibration.md",
        "docs/advice.md",
        "docs/comparing.md",
    ],
)
def test_the_commands_of_a_page_run_one_after_another(page, tmp_path, monkeypatch):
    monkeypatch.setenv("THBSIM_STORE", str(tmp_path / "own.sqlite"))
    (tmp_path / "out").mkdir()
    (tmp_path / "experiments").symlink_to(Path("experiments").absolute())
    for line in lines_of(page):
        program, *words = line.split()
        found = subprocess.run([BIN / program, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (found.returncode, "Traceback" in found.stderr) == (0, False), found.stderr
        assert found.stdout


def test_the_python_of_the_page_on_sweeps_runs(tmp_path, monkeypatch):
    (example,) = blocks("docs/sweeps.md", "python")
    (tmp_path / "experiments").symlink_to(Path("experiments").absolute())
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    assert (tmp_path / "out" / "sweeps.sqlite").exists()
