"""Writes a finished experiment as one file, from which anybody can run it again: an RO-Crate in a zip."""

import json
import re
import tempfile
from importlib.metadata import version
from pathlib import Path

import polars as pl

from experiments.documents import DOCUMENTS, document
from experiments.store.connection import StoreError
from experiments.store.reading import (
    KEYS,
    design_of,
    environments_of,
    experiment_row,
    overview,
    reading,
    runs_frame,
    scenarios_of,
    values_frame,
)
from experiments.store.schema import FINISHED
from experiments.sweeps.archive import BundleError, pack
from experiments.sweeps.bundled_tables import CELL, RUNS, VALUES, cells_of, outcomes_csv
from experiments.sweeps.crate import METADATA, PROGRAM, metadata_of, text_of

CHUNK = 500  # runs whose values are in memory at a time
ROWS = 200_000  # of a group in values.parquet
SAFE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,80}\.toml")
README = """# {title}

A finished experiment of thbsim, an agent-based simulation of trafficking in human beings, with {runs} runs.
Question: {question}

- Run it again and compare every digit: `thbsim reproduce BUNDLE.zip`, or some of its runs with `--sample 20`.
- Made with thbsim {version}, model source {source}; `requirements.lock` and `environment.json` say what else was there.
- Not for forecasts, not about real persons, groups, businesses or places, not for finding where trafficking goes undetected.
- What is where: `ro-crate-metadata.json`; what numbers mean: `outcomes.csv`; what the model does: `ODD.md`.
"""  # noqa: E501


def write_bundle(store, experiment, path):
    """Write a finished experiment as one file; returns its path.  Raises StoreError, BundleError.

    The same experiment gives the same file, byte for byte.
    """
    path = Path(path)
    with reading(store) as connection:
        row = experiment_row(connection, experiment)
        seen = overview(connection, row)
        scenarios = scenarios_of(connection, experiment)
        runs = runs_frame(connection, experiment)
        environments = [_environment(found) for found in environments_of(connection, experiment)]
    if seen["state"] != "finished":
        raise StoreError(
            f"experiment {experiment} has {seen['finished']} of {seen['runs']} runs; finish it by thbsim sweep DESIGN"
            " --resume before it is bundled"
        )
    try:
        with tempfile.TemporaryDirectory(prefix=".thbsim-", dir=path.parent) as folder:
            tables = _write_tables(store, row, runs, Path(folder))
            texts = _texts(row, runs, scenarios, environments)
            about = {"name": row.title, "description": row.question, "begun": row.begun_at}
            metadata = metadata_of(about, environments, texts | tables)
            pack(path, {METADATA: metadata} | texts | tables)
    except OSError as error:
        raise BundleError(
            f"{path}: cannot be written there ({error.strerror}); give a file in a folder in which you may write"
        ) from None
    return path


def _environment(row):
    return {
        "model_source": row.model_source,
        "versions": json.loads(row.versions),
        "processor": row.processor,
        "system": row.system,
        "runs": row.runs,
    }


def _texts(row, runs, scenarios, environments):
    """{name: bytes} of all entries but the tables, in their order."""
    design = _without_folders(design_of(row))
    members, made_of = _placed([(s.name, s.title, s.meaning, json.loads(s.files)) for s in scenarios])
    first = environments[0]
    readme = README.format(
        title=row.title,
        question=row.question,
        runs=runs.height,
        version=first["versions"].get(PROGRAM, version(PROGRAM)),
        source=first["model_source"],
    )
    return {
        "README.md": readme.encode(),
        "design.json": text_of(json.loads(design.as_json())),
        "scenarios.json": text_of(made_of),
        **members,
        "environment.json": text_of(environments),
        "outcomes.csv": outcomes_csv(design.keep),
        **{name: document(name) for name in DOCUMENTS},
    }


def _without_folders(design):
    """A design that names no folder of this machine."""
    if design.draws.file is None:
        return design
    name = re.split(r"[\\/]", design.draws.file)[-1]
    return design.model_copy(update={"draws": design.draws.model_copy(update={"file": name})})


def _placed(scenarios):
    """Where each text goes, once: ({entry: bytes}, rows of scenarios.json).

    Other texts under the same name go into numbered folders.
    """
    places: dict[tuple[str, str], str] = {}
    taken: dict[str, int] = {}
    made_of = []
    for name, title, digest, files in scenarios:
        for file, text in files.items():
            entry = (_entry_name(file), text)
            if entry not in places:
                taken[entry[0]] = taken.get(entry[0], 0) + 1
                folder = f"{taken[entry[0]]}/" if taken[entry[0]] > 1 else ""
                places[entry] = f"scenarios/{folder}{entry[0]}"
        where = {file: places[_entry_name(file), text] for file, text in files.items()}
        made_of.append({"name": name, "title": title, "digest": digest, "files": where})
    return {place: text.encode() for (_, text), place in places.items()}, made_of


def _entry_name(file):
    """A name of plain letters for a policy's file, which its owner may have called as she likes."""
    if SAFE.fullmatch(file):
        return file
    plain = re.sub(r"[^a-z0-9]+", "-", Path(file).stem.lower()).strip("-")[:80]
    return f"{plain or 'policy'}.toml"


def _write_tables(store, row, runs, folder):
    """{name: path} of the two tables, written into an empty folder."""
    kind = pl.col("error").str.split(":").list.first()  # what stands behind it may name files of this machine
    runs.with_columns(error=kind).select(list(RUNS)).write_parquet(folder / "runs.parquet", row_group_size=ROWS)
    parts = []
    with reading(store) as connection:
        cells = cells_of(design_of(row)).with_row_index("cell")
        for chunk in runs.filter(state=FINISHED).iter_slices(CHUNK):
            values = values_frame(store, connection, row.id, runs=chunk)
            parts.append(folder / f"{len(parts):06d}.parquet")
            _in_order(values, chunk, cells, row.id).write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(folder / "values.parquet", row_group_size=ROWS, maintain_order=True)
    return {name: folder / name for name in ("runs.parquet", "values.parquet")}


def _in_order(values, runs, cells, experiment):
    """The values of some runs in the order of the runs, and within each in that of the cells.  Raises StoreError."""
    places = runs.select(KEYS).with_row_index("place")
    found = values.join(places, on=KEYS).join(cells.drop("unit"), on=CELL).sort("place", "cell").select(list(VALUES))
    if found.height != runs.height * cells.height:
        raise StoreError(
            f"experiment {experiment}: {runs.height * cells.height - found.height:,} of the values of its runs are not"
            " in the store; run thbsim store check on it"
        )
    return found
