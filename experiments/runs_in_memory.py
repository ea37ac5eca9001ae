"""Runs of some scenarios for one command, and the files that it leaves.

As in experiments.cli, packages that take long to import are imported where they are used.
"""

from rich.console import Console

from experiments import requests, shell


def run_all(names, years, seeds, out, scale, threads, parameters):
    """Runs of all scenarios, each distinct one run once; what can go wrong is checked before any time is spent."""
    from experiments.parameters import points_of
    from scenarios import catalogue

    schedules = [catalogue.load(name) for name in names]
    requests.refuse_namesakes(schedules)
    points = points_of(parameters, schedules[0].baseline)
    schedules = [schedule.on_draws(points) for schedule in schedules]
    if out is not None:
        from experiments import output

        output.prepare(out)
    shell.compile_model()
    from experiments import progress, runner

    distinct = {schedule.name: schedule for schedule in schedules}
    with progress.bar(len(distinct) * len(seeds), "Running") as bar, runner.threads(threads) as executor:
        found = {
            name: runner.run(schedule, years[0], years[1], seeds, executor, scale, bar.advance)
            for name, schedule in distinct.items()
        }
    return [found[schedule.name] for schedule in schedules]


def leave(out, found, parameters, effects=(), leakages=()):
    """Write the tables, charts and record of a command into its folder."""
    if out is None:
        return
    from experiments import output, provenance

    say = Console(stderr=True)
    summary = output.summary_of(found)
    record = provenance.record_of(found, provenance.command_line(), parameters)
    written = [
        *output.write_tables(out, found, summary),
        *output.write_effects(out, effects, leakages),
        *output.write_record(out, record),
        *output.write_charts(out, found, summary, effects),
    ]
    names = dict.fromkeys(path.name if path.parent == out else f"{path.parent.name}/" for path in written)
    say.print(f"Written to {out}: {', '.join(names)}", soft_wrap=True, highlight=False)
