"""The command `thbsim page`: the page in the browser, served from this machine.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from importlib.util import find_spec
from typing import Annotated

import typer

from experiments import shell
from experiments.commands import Address
from experiments.requests import UsageError

page_app = typer.Typer()  # its command stands beside `run` and `compare`

Port = Annotated[int, typer.Option(min=0, max=65_535, help="At which it listens; 0 takes any free one.")]
Host = Annotated[
    str,
    typer.Option(help="An address of this machine; others than this machine need the token that is printed."),
]
Opened = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]


@page_app.command()
def page(port: Port = 5006, host: Host = "127.0.0.1", opened: Opened = True, address: Address = None):
    """Explore flows and policies in a browser; Ctrl-C ends it."""
    with shell.sentences("The page is closed."):
        if find_spec("panel") is None:
            raise UsageError(
                "the page needs packages that are not installed; give make setup-page, or pip install 'thbsim[page]'"
            )
        from experiments.page import frame, serving

        server, url = serving.server_of(frame.page(address), port, host)
        typer.echo(f"The page is at {url} (Ctrl-C ends it).")
        serving.start(server, url if opened else None)
