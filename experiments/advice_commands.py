"""The commands that turn stored runs into advice, gathered; each is written in a module of its own."""

import typer

from experiments.cost_command import cost_app
from experiments.explain_command import explain_app
from experiments.information_command import information_app
from experiments.ledger_command import ledger_app
from experiments.mixes_commands import mixes_app
from experiments.paradox_command import paradox_app
from experiments.robustness_command import robustness_app
from experiments.sensitivity_command import sensitivity_app

advice_app = typer.Typer()  # its commands stand beside `run` and `compare`
for app in (
    explain_app,
    ledger_app,
    paradox_app,
    cost_app,
    mixes_app,
    sensitivity_app,
    robustness_app,
    information_app,
):
    advice_app.add_typer(app)
