"""Options of the commands that live runs in memory: which scenarios, years, seeds and parameters."""

from pathlib import Path
from typing import Annotated

import typer

MOST_RUNS = 20_000  # of one scenario in memory; thbsim sweep has no such bound
SCENARIO = "A name of the catalogue, a policy file's path, or several joined by +."
Scenario = Annotated[str, typer.Argument(help=SCENARIO)]
Scene = Annotated[str, typer.Option("--scenario", help=SCENARIO)]
First = Annotated[int, typer.Option("--from", help="First calendar year reported, 2009 or later.")]
Last = Annotated[int, typer.Option("--to", help="Last calendar year reported.")]
Number = Annotated[int, typer.Option("--runs", min=1, max=MOST_RUNS, help="Runs of each scenario, each with its luck.")]
Seed = Annotated[int, typer.Option(min=0, max=2**62, help="Luck of the first run; the next run takes the next number.")]
Out = Annotated[Path | None, typer.Option(help="Folder for tables, charts and run.json.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Scale = Annotated[float, typer.Option(min=0.01, max=1000.0, help="Multiplies networks, demand, teams and places.")]
Parameters = Annotated[
    str,
    typer.Option(
        help="posterior (of this version's calibration, two runs on each draw), baseline, or a .parquet file."
    ),
]
Threads = Annotated[int | None, typer.Option(min=1, max=512, help="Runs at a time; one for each processor by default.")]
