"""A bar with time left where somebody waits, nothing where output is piped."""

import io

from rich.console import Console

from experiments import progress


def shown(monkeypatch, patience, terminal, runs=3):
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", patience)
    screen = io.StringIO()
    with progress.bar(runs, "Running", Console(file=screen, force_terminal=terminal, width=100)) as bar:
        for _ in range(runs):
            bar.advance()
    return screen.getvalue()


def test_a_terminal_sees_runs_and_time_left(monkeypatch):
    text = shown(monkeypatch, patience=-1.0, terminal=True)
    assert "Running" in text
    assert "runs, time left" in text


def test_what_is_over_soon_shows_nothing(monkeypatch):
    assert shown(monkeypatch, patience=60.0, terminal=True) == ""


def test_a_pipe_sees_nothing(monkeypatch):
    assert shown(monkeypatch, patience=-1.0, terminal=False) == ""
