"""Design files, policies and commands for tests of sweeps: small, and over in a moment."""

from pathlib import Path

from typer.testing import CliRunner

from experiments.cli import app
from experiments.store.opening import open_store
from experiments.store.reading import reading, runs_frame, values_frame
from experiments.sweeps import carrying, planning
from tests.scenario_files import lines

DESIGN = {
    "title": '"A test"',
    "scenarios": '["baseline", "earlier.toml"]',
    "from": "2009",
    "to": "2009",
    "seeds": "{ number = 3 }",
    "draws": '{ method = "baseline" }',
}
CATALOGUE = Path("scenarios/catalogue")


def design_text(changed=None):
    """A design of two scenarios and three seeds, on the baseline's values; `changed` gives other fields, None none."""
    return lines(DESIGN | (changed or {}))


def write_design(folder, changed=None, name="design.toml"):
    """Write a design, and beside it `earlier.toml`: twice the online monitoring, but from 2005 on."""
    folder.mkdir(exist_ok=True)
    write_policy(folder / "earlier.toml")
    path = folder / name
    path.write_text(design_text(changed), encoding="utf-8")
    return path


def write_policy(path, name="online-monitoring", times="2.0", begins="2005-01-01", **others):
    """Write a policy of the catalogue that begins on another day; others are replaced word for word."""
    text = (CATALOGUE / f"{name}.toml").read_text(encoding="utf-8")
    text = text.replace("from = 2011-01-01", f"from = {begins}").replace("times = 2.0", f"times = {times}")
    for old, new in others.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def thbsim(*words):
    """The command in this process: exit status, standard output, standard error."""
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.stdout, found.stderr


def carried_out(design, address, resume=False):
    """Carry out a design file; returns its overview."""
    return carrying.finish(planning.asked(design, str(address), resume, False))


def runs_of(address, experiment=1):
    """All runs of an experiment, as reading.runs_frame gives them."""
    store = open_store(str(address))
    with reading(store) as connection:
        found = runs_frame(connection, experiment)
    store.close()
    return found


def values_of(address, experiment=1):
    """All values of an experiment, as reading.values_frame gives them."""
    store = open_store(str(address))
    with reading(store) as connection:
        found = values_frame(store, connection, experiment)
    store.close()
    return found
