"""The commands that keep a store in order: `thbsim store migrate | check | vacuum`."""

import typer

from experiments import shell
from experiments.commands import Address, Json, opened

store_app = typer.Typer(help="Migrate, check and vacuum the store of experiments.", no_args_is_help=True)


@store_app.command("migrate")
def migrate(address: Address = None):
    """Bring a store of an older version to this one's schema; of a SQLite file a copy is kept."""
    with shell.sentences():
        from experiments.store import opening

        for line in opening.migrate_address(address):
            typer.echo(line)


@store_app.command("check")
def check(address: Address = None, as_json: Json = False):
    """Check that nothing in a store is damaged or missing; exit status 1 if anything is."""
    with shell.sentences():
        from experiments import printing
        from experiments.store import upkeep

        store = opened(address)
        problems = list(upkeep.check(store))
        if as_json:
            printing.print_json({"store": store.name, "problems": problems})
        else:
            for problem in problems:
                typer.echo(problem)
            typer.echo(f"store {store.name}: {f'{len(problems)} problems' if problems else 'nothing is wrong'}")
    if problems:
        raise typer.Exit(shell.FAILED)


@store_app.command("vacuum")
def vacuum(address: Address = None):
    """Give the room of deleted runs back to the disk."""
    with shell.sentences():
        from experiments.store import upkeep
        from experiments.sweeps import told

        store = opened(address)
        typer.echo(f"store {store.name}: {told.bytes_in_words(upkeep.vacuum(store))} on disk")
