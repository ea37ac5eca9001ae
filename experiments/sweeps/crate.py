"""The table of contents of a bundle: RO-Crate 1.1, a vocabulary of research data that archives read too."""

import hashlib
import json
import re

from experiments.sweeps.archive import MOST_ENTRIES, reader_of, shown, size_of

METADATA = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
LICENSE = {"@id": "https://spdx.org/licenses/MIT", "@type": "CreativeWork", "name": "MIT License"}
FORM = "thbsim-bundle-1"  # counted up when an older thbsim could no longer read what is written
PROGRAM = "thbsim"
FILES = {
    "design.json": "The design of the experiment: scenarios, draws of parameters, seeds, years, what is kept",
    "scenarios.json": "Which scenario is made of which files, and the digest of what it means",
    "runs.parquet": "A row for each run: scenario, draw, seed, drawn parameters and how it went",
    "values.parquet": "Every kept number of every finished run",
    "environment.json": "Code, packages and processors with which the runs were lived",
    "outcomes.csv": "What every outcome and column means",
    "requirements.lock": "The packages of this version of thbsim, with digests",
    "ODD.md": "Description of the model, by the ODD protocol",
    "LICENSE": "License of the model and of this bundle",
    "CITATION.cff": "How to cite the model",
    "README.md": "What this bundle is and how to run it again",
}
TABLES = ("runs.parquet", "values.parquet")
FORMATS = {
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".toml": "application/toml",
    ".cff": "application/yaml",
}  # whatever else there is, is plain text


def metadata_of(experiment, environments, contents):
    """The bytes of ro-crate-metadata.json.

    Args:
        experiment: name, description, and begun, a time in UTC.
        environments: As in environment.json, the one with the most runs first.
        contents: {name: bytes, or the path of a file} of all other entries.
    """
    files = [_file(name, content) for name, content in contents.items()]
    programs = [_program(number, found) for number, found in enumerate(_codes(environments), 1)]
    graph = [_descriptor(), _root(experiment, files), _action(experiment, files, programs), LICENSE, *programs, *files]
    return text_of({"@context": CONTEXT, "@graph": graph})


def text_of(values):
    """Plain values as the bytes of a file that persons read too."""
    return (json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _descriptor():
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }


def _root(experiment, files):
    return {
        "@id": "./",
        "@type": "Dataset",
        "identifier": FORM,
        "name": experiment["name"],
        "description": experiment["description"],
        "datePublished": experiment["begun"].date().isoformat(),
        "license": {"@id": LICENSE["@id"]},
        "hasPart": _references(files),
        "mentions": {"@id": "#sweep"},
    }


def _action(experiment, files, programs):
    results = [file for file in files if file["@id"] in TABLES]
    inputs = [file for file in files if file["@id"] == "design.json" or file["@id"].startswith("scenarios/")]
    return {
        "@id": "#sweep",
        "@type": "CreateAction",
        "name": f"Sweep: {experiment['name']}",
        "startTime": f"{experiment['begun'].isoformat(timespec='seconds')}Z",
        "instrument": _references(programs),
        "object": _references(inputs),
        "result": _references(results),
    }


def _references(entities):
    return [{"@id": entity["@id"]} for entity in entities]


def _codes(environments):
    """The versions of the program that lived the runs: (version, digest of the model's source), each once."""
    return dict.fromkeys((found["versions"].get(PROGRAM, "unknown"), found["model_source"]) for found in environments)


def _program(number, code):
    version, source = code
    return {
        "@id": f"#{PROGRAM}-{number}",
        "@type": "SoftwareApplication",
        "name": PROGRAM,
        "softwareVersion": version,
        "identifier": f"model-source:{source}",
        "description": "Agent-based simulation of trafficking in human beings; the identifier is the digest of the code"
        " and data of its model",
    }


def _file(name, content):
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "description": FILES.get(name, "A scenario's file, word for word"),
        "encodingFormat": FORMATS.get(name[name.rfind(".") :], "text/plain"),
        "contentSize": str(size_of(content)),
        "sha256": _sha256(content),
    }


def _sha256(content):
    with reader_of(content) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(metadata, contents, faults):
    """Note what is wrong with a table of contents that anybody may have written.

    Args:
        metadata: Plain values of METADATA; None where they could not be read, and that was noted.
        contents: {name: bytes} of all entries.
        faults: Faults.
    """
    if metadata is None:
        return
    graph = metadata.get("@graph") if isinstance(metadata, dict) else None
    entities = graph if isinstance(graph, list) and all(isinstance(one, dict) for one in graph) else []
    known = {str(one.get("@id")): one for one in entities[: MOST_ENTRIES + 100]}
    form = known.get("./", {}).get("identifier")
    if form != FORM:
        faults.add(_other_form(form), METADATA)
        return
    listed = {name: one for name, one in known.items() if one.get("@type") == "File"}
    for name in dict.fromkeys([*FILES, *listed]):
        if name not in contents:
            faults.add("this file is missing; ask for the bundle anew", shown(name))
    for name, content in contents.items():
        if name != METADATA:
            _check_file(name, content, listed.get(name), faults)


def _other_form(form):
    if isinstance(form, str) and re.fullmatch(r"thbsim-bundle-\d{1,6}", form):
        return f"it is a {form}, and this thbsim reads {FORM}; install a newer thbsim"
    return "it is not the table of contents of a bundle of thbsim; give the file that thbsim experiments bundle wrote"


def _check_file(name, content, entity, faults):
    if name not in FILES and not name.startswith("scenarios/"):
        faults.add("no bundle has such a file; do not trust the bundle, and ask for it anew", name)
    elif entity is None:
        faults.add(f"{METADATA} does not list this file; ask for the bundle anew", name)
    elif (found := _sha256(content)) != entity.get("sha256"):
        faults.add(
            f"its SHA-256 is {found}, but {METADATA} says {shown(str(entity.get('sha256')))}; the bundle was changed or"
            " damaged: ask for the bundle anew",
            name,
        )
    elif entity.get("contentSize") != str(len(content)):
        faults.add(f"it has {len(content)} bytes, but {METADATA} says otherwise; ask for the bundle anew", name)
