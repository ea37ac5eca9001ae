"""Bundles for tests: contents taken out, changed, and packed again with or without a sound table of contents."""

import hashlib
import io
import json
import zipfile

import polars as pl

from experiments.sweeps.crate import METADATA


def contents_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path, contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            kind = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return path


def listed_anew(contents):
    """The same contents with a table of contents that fits them, as whoever forges a bundle would make it."""
    metadata = json.loads(contents[METADATA])
    for entity in metadata["@graph"]:
        if entity["@id"] in contents and entity["@type"] == "File":
            content = contents[entity["@id"]]
            entity |= {"contentSize": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    return contents | {METADATA: json.dumps(metadata).encode()}


def table_of(contents, name):
    return pl.read_parquet(contents[name])


def bytes_of(table):
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()
