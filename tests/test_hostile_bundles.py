# ruff: noqa: F811  (fixtures of the other file are used here)
"""A bundle may come from anybody: whatever is wrong with it is a sentence, and nothing of it is written or run."""

import json
import os
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from experiments.sweeps import archive
from experiments.sweeps.archive import BundleError
from experiments.sweeps.crate import METADATA
from experiments.sweeps.unbundling import open_bundle, reproduce_bundle
from tests.bundles import bytes_of, contents_of, listed_anew, packed, table_of
from tests.test_bundle import bundle, contents, experiment, here, store, sweep  # noqa: F401  (fixtures)

DISTRUST = "do not trust the bundle"
ANEW = "ask for the bundle anew"


def refusal(path):
    with pytest.raises(BundleError) as caught:
        reproduce_bundle(path)
    return str(caught.value).replace(f"{path}: ", "")


def refusal_if_any(path):
    try:
        open_bundle(path)
    except BundleError as error:
        return str(error)
    return ""


def forged(path, contents, **changes):
    """A bundle with other texts (plain values are written as JSON) and a table of contents that fits them."""
    changed = {name.replace("__", "."): _as_bytes(value) for name, value in changes.items()}
    return packed(path, listed_anew(contents | changed))


def _as_bytes(value):
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def with_entry(path, contents, name, content=b"x", **fields):
    packed(path, contents)
    entry = zipfile.ZipInfo(name)
    for field, value in fields.items():
        setattr(entry, field, value)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr(entry, content)
    return path


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\3\4" + bytes(100), os.urandom(5000)])
def test_what_is_no_zip_is_refused(content, tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert refusal(path) == "is not a zip, as a bundle is; give the file that thbsim experiments bundle wrote"


def test_what_is_no_file_is_refused(tmp_path):
    assert (
        refusal(tmp_path)
        == refusal(tmp_path / "none.zip")
        == refusal(Path("/dev/zero"))
        == "is no file; check the path"
    )


def test_a_zip_of_something_else_is_refused(tmp_path):
    path = packed(tmp_path / "x.zip", {"a.txt": b"x"})
    assert refusal(path) == f"{METADATA}: this file is missing; give the file that thbsim experiments bundle wrote"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (
            None,
            "it is not the table of contents of a bundle of thbsim; give the file that thbsim experiments bundle wrote",
        ),
        ("thbsim-bundle-2", "it is a thbsim-bundle-2, and this thbsim reads thbsim-bundle-1; install a newer thbsim"),
    ],
)
def test_another_crate_and_a_newer_one_are_refused(form, told, contents, tmp_path):
    metadata = json.loads(contents[METADATA])
    next(entity for entity in metadata["@graph"] if entity["@id"] == "./")["identifier"] = form
    path = packed(tmp_path / "x.zip", contents | {METADATA: json.dumps(metadata).encode()})
    assert refusal(path) == f"{METADATA}: {told}"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/etc/cron.d/x", "is a path from the root of a disk"),
        ("scenarios/../../x.toml", "leads out of the bundle"),
        ("..\\x.toml", "has a backslash"),
        ("C:x.toml", "has a colon, as names of drives have"),
        ("a\nb", "has signs that no bundle uses"),
        ("x" * 151, "is longer than 150 signs"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name, told, contents, tmp_path):
    path = with_entry(tmp_path / "x.zip", contents, name)
    assert refusal(path) == f"{archive.shown(name)}: the name of this entry {told}; {DISTRUST}, and ask for it anew"


def test_links_are_refused(contents, tmp_path):
    path = with_entry(tmp_path / "x.zip", contents, "scenarios/x.toml", b"/etc/passwd", external_attr=0o120777 << 16)
    assert refusal(path) == (
        f"scenarios/x.toml: this entry is a link or a device, and a bundle has files only; {DISTRUST}"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(contents, tmp_path):
    path = with_entry(tmp_path / "x.zip", contents, "design.json")
    assert refusal(path) == (
        "design.json: there are two entries of this name, so that nobody knows which is meant; ask for the bundle anew"
    )


def test_more_than_five_hundred_entries_are_refused(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents | {f"scenarios/{number}.toml": b"" for number in range(500)})
    assert refusal(path) == f"it has {len(contents) + 500} entries, more than 500; it is no bundle of thbsim"


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(contents, tmp_path):
    path = packed(tmp_path / "x.zip", {f"{number:06d}": b"" for number in range(20_000)})
    assert refusal(path) == "its list of entries has 1,040,000 bytes, more than 1,000,000; it is no bundle of thbsim"


def test_a_file_that_grows_too_much_is_refused(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents | {"scenarios/x.toml": bytes(900_000), "ODD.md": bytes(2_000_000)})
    text = refusal(path)
    assert "scenarios/x.toml: grows from 889 to 900,000 bytes, as no bundle does; do not trust it" in text
    assert f"ODD.md: says that it holds 2,000,000 bytes, more than 1,000,000; {DISTRUST}" in text


def test_a_header_that_tells_of_more_than_memory_holds_is_refused(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents)
    _patch(path, "values.parquet", 24, struct.pack("<L", 2_000_000_000))
    assert refusal(path).splitlines()[0] == (
        f"values.parquet: says that it holds 2,000,000,000 bytes, more than 1,000,000,000; {DISTRUST}"
    )


def test_a_header_that_hides_how_much_there_is_helps_nobody(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents | {"ODD.md": bytes(50_000_000)})
    _patch(path, "ODD.md", 24, struct.pack("<L", 1000))
    assert refusal(path) == "is damaged, so that it cannot be read as a zip; copy it again from where it came"


def test_what_comes_out_of_an_entry_is_counted_whatever_its_header_says(tmp_path):
    path = packed(tmp_path / "x.zip", {"a": bytes(3_000_000)})
    faults = archive.Faults(path)
    with zipfile.ZipFile(path) as opened, pytest.raises(BundleError) as caught:
        archive._read(opened, opened.infolist()[0], 1_000_000, faults)
    assert str(caught.value) == f"{path}: a: holds more than 1,000,000 bytes; {DISTRUST}"


def test_an_encrypted_entry_is_refused(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents)
    _patch(path, "design.json", 8, b"\1\0")
    assert refusal(path) == "design.json: this entry is encrypted, and a bundle never is; ask for it anew"


def _patch(path, name, offset, content):
    """Change a field of an entry in the list at the end of a zip."""
    raw = bytearray(path.read_bytes())
    start = raw.rindex(name.encode()) - 46
    while raw[start : start + 4] != b"PK\1\2":
        start = raw.rindex(name.encode(), 0, start + 46) - 46
    raw[start + offset : start + offset + len(content)] = content
    path.write_bytes(raw)


def test_files_that_miss_are_all_named(contents, tmp_path):
    path = packed(tmp_path / "x.zip", {k: v for k, v in contents.items() if k not in ("design.json", "ODD.md")})
    assert refusal(path) == f"design.json: this file is missing; {ANEW}\nODD.md: this file is missing; {ANEW}"


def test_files_that_nobody_asked_for_are_refused(contents, tmp_path):
    path = packed(tmp_path / "x.zip", contents | {"run.py": b"x", "scenarios/more.toml": b"x"})
    assert refusal(path) == (
        f"run.py: no bundle has such a file; {DISTRUST}, and ask for it anew\n"
        f"scenarios/more.toml: {METADATA} does not list this file; {ANEW}"
    )


def test_a_changed_file_is_named_with_its_digest(contents, tmp_path):
    listed = {entity["@id"]: entity for entity in json.loads(contents[METADATA])["@graph"]}["README.md"]["sha256"]
    path = packed(tmp_path / "x.zip", contents | {"README.md": b"x"})
    assert refusal(path) == (
        "README.md: its SHA-256 is 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881, but"
        f" {METADATA} says {listed[:60]}...; the bundle was changed or damaged: {ANEW}"
    )


@pytest.mark.parametrize("name", [METADATA, "design.json", "scenarios.json", "environment.json"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", f"it is not valid JSON; {ANEW}"),
        (b"\xff", f"it is not valid JSON; {ANEW}"),
        (b'{"a": NaN}', f"it is not valid JSON; {ANEW}"),
        (b'{"a": "\\ud800"}', f"it is not valid JSON; {ANEW}"),
        (b"1" * 5000, f"it is not valid JSON; {ANEW}"),
        (b"[" * 100_000, f"its brackets are nested too deeply; {ANEW}"),
    ],
    ids=["open", "no text", "not a number", "half a sign", "too long a number", "too deep"],
)
def test_what_is_no_json_is_refused(name, text, told, contents, tmp_path):
    changed = contents | {name: text}
    path = packed(tmp_path / "x.zip", changed if name == METADATA else listed_anew(changed))
    assert refusal(path) == f"{name}: {told}"


def test_all_that_is_wrong_with_a_design_is_named(contents, tmp_path):
    design = json.loads(contents["design.json"]) | {"scale": "1", "sed": 3}
    assert refusal(forged(tmp_path / "x.zip", contents, design__json=design)) == (
        "design.json: scale is '1', but must be a number from 0.01 to 1000\ndesign.json: there is no field sed; did you"
        " mean seeds?"
    )
    assert refusal(forged(tmp_path / "x.zip", contents, design__json=[])) == (
        f"design.json: it is not a JSON object; {ANEW}"
    )


def test_a_design_that_asks_for_too_much_is_refused(contents, tmp_path):
    design = json.loads(contents["design.json"]) | {"seeds": {"number": 10**4000}}
    assert refusal(forged(tmp_path / "x.zip", contents, design__json=design)) == (
        "design.json: it asks for more than 10,000,000 seeds, or lists more than 1,000 names"
    )


@pytest.mark.parametrize("rows", [{}, [], 3, [{}] * 201])
def test_a_list_of_scenarios_must_be_one(rows, contents, tmp_path):
    assert refusal(forged(tmp_path / "x.zip", contents, scenarios__json=rows)) == (
        f"scenarios.json: it is not a JSON list of 1 to 200 scenarios; {ANEW}"
    )


def test_names_of_scenario_files_are_checked_before_they_are_written(contents, tmp_path):
    rows = json.loads(contents["scenarios.json"])
    rows[0]["files"]["../../x.toml"] = "design.json"
    del rows[1]["files"]["baseline.toml"]
    rows.append({"name": 1})
    assert refusal(forged(tmp_path / "x.zip", contents, scenarios__json=rows)) == (
        "scenarios.json: scenario 1: ../../x.toml is no name of a scenario's file, which ends in .toml and leads into"
        f" no folder; {ANEW}\nscenarios.json: scenario 1: its file ../../x.toml is to be found in design.json, but"
        f" there is no such file in scenarios/; {ANEW}\nscenarios.json: scenario 2: it has no baseline.toml; {ANEW}\n"
        f"scenarios.json: scenario 3 is no object of name, title, digest and files; {ANEW}"
    )


def test_a_scenario_cannot_be_a_file_of_this_machine(contents, tmp_path):
    secret = tmp_path / "secret.toml"
    secret.write_text('title = "secret"')
    rows, design = json.loads(contents["scenarios.json"]), json.loads(contents["design.json"])
    rows[0]["name"] = design["scenarios"][0] = str(secret)
    path = forged(tmp_path / "x.zip", contents, scenarios__json=rows, design__json=design)
    assert refusal(path) == (f"scenarios.json: {secret} is made of the files of baseline; {ANEW}")


def test_a_wrong_scenario_is_told_like_an_analysts_own(contents, tmp_path):
    text = contents["scenarios/my-own-rger.toml"].replace(b"title", b"titel", 1)
    environment = json.loads(contents["environment.json"])[0]
    path = packed(tmp_path / "x.zip", listed_anew(contents | {"scenarios/my-own-rger.toml": text}))
    lines = refusal(path).splitlines()
    assert lines[:-1] == [
        "My Own Ärger.toml: title is missing; it must be a text, what the policy is in a few words",
        "My Own Ärger.toml: there is no field titel; did you mean title?",
    ]
    assert lines[-1] == (
        "if this thbsim is not the one that made the bundle, install thbsim"
        f" {environment['versions']['thbsim']} (model source {environment['model_source']}), which made it"
    )


@pytest.mark.parametrize("rows", [{}, [], [{"versions": {}}], [1]])
def test_environments_must_be_ones(rows, contents, tmp_path):
    assert refusal(forged(tmp_path / "x.zip", contents, environment__json=rows)) == (
        f"environment.json: it is not a JSON list of objects of model_source, versions, processor, system, runs; {ANEW}"
    )


def changed_runs(contents, **columns):
    return bytes_of(table_of(contents, "runs.parquet").with_columns(**columns))


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("scenario", "x", "a run is of scenario x, but scenarios.json has baseline, sector-inspections+My Own Ärger"),
        ("state", "begun", "the state of a run is neither finished nor failed"),
        ("seed", -1, f"the seed of a run is not from 0 to {2**62}"),
        ("draw", None, f"the draw of a run is not from 0 to {2**62}"),
        ("seed", 1, "two runs have the same scenario, draw and seed"),
        ("parameters", "[]", "the parameters of a run, [], are not a JSON object of numbers"),
        ("parameters", '{"a": true}', 'the parameters of a run, {"a": true}, are not a JSON object of numbers'),
        ("parameters", "[" * 99_999, f"the parameters of a run, {'[' * 60}..., are not a JSON object of numbers"),
        ("parameters", '{"a": 1}', 'the parameters of a run, {"a": 1}, name a, which is no quantity of the baseline'),
        ("began", "[1.5]", "the weeks in which changes began, [1.5], are not a JSON list of whole numbers or null"),
    ],
)
def test_runs_that_cannot_be_lived_are_refused(column, value, told, contents, tmp_path):
    kind = pl.Int64 if column in ("seed", "draw") else pl.String
    runs = changed_runs(contents, **{column: pl.lit(value, kind)})
    text = refusal(forged(tmp_path / "x.zip", contents, runs__parquet=runs))
    assert f"runs.parquet: {told}; {ANEW}" in text.splitlines()


def test_parameters_stay_in_the_range_of_the_baseline(contents, tmp_path):
    path = "exits.escape_hazard.labour"
    runs = changed_runs(contents, parameters=pl.lit(json.dumps({path: 1e300})))
    text = refusal(forged(tmp_path / "x.zip", contents, runs__parquet=runs))
    assert text.startswith(f'runs.parquet: the parameters of a run, {{"{path}": 1e+300}}, give {path} a value outside')


def test_tables_with_other_columns_or_types_are_refused(contents, tmp_path):
    table = pl.DataFrame({"seed": ["1"]})
    assert refusal(forged(tmp_path / "x.zip", contents, runs__parquet=bytes_of(table))) == (
        "runs.parquet: its columns are seed String, but must be scenario String, draw Int64, seed Int64, state String,"
        f" error String, seconds Float64, began String, parameters String, key String; {ANEW}"
    )
    assert refusal(forged(tmp_path / "x.zip", contents, values__parquet=bytes_of(table))).startswith(
        "values.parquet: its columns are seed String, but must be scenario String, draw Int64, seed Int64, outcome"
    )


def test_more_runs_than_any_sweep_has_are_not_read(contents, tmp_path):
    runs = table_of(contents, "runs.parquet")
    many = pl.DataFrame([pl.Series(one.name, [None], one.dtype).new_from_index(0, 10_000_001) for one in runs])
    assert refusal(forged(tmp_path / "x.zip", contents, runs__parquet=bytes_of(many))) == (
        f"runs.parquet: it has 10,000,001 runs, but must have 1 to 10,000,000; {ANEW}"
    )


def test_values_must_be_those_of_the_runs(contents, tmp_path):
    values = table_of(contents, "values.parquet")
    each = values.height // 8
    for changed in (values.head(-1), pl.concat([values, values])):
        assert refusal(forged(tmp_path / "x.zip", contents, values__parquet=bytes_of(changed))) == (
            f"values.parquet: it has {changed.height} values, but 8 finished runs of {each} each make {values.height};"
            f" {ANEW}"
        )
    for changed in (values.reverse(), values.with_columns(value=pl.lit(float("nan"))), values.with_columns(year=2010)):
        changed = changed.with_columns(pl.col("year").cast(pl.Int32))
        assert refusal(forged(tmp_path / "x.zip", contents, values__parquet=bytes_of(changed))) == (
            f"values.parquet: its rows are not those of runs.parquet and design.json; {ANEW}"
        )


@pytest.mark.parametrize("name", ["runs.parquet", "values.parquet"])
def test_what_is_no_parquet_is_refused(name, contents, tmp_path):
    path = packed(tmp_path / "x.zip", listed_anew(contents | {name: b"PAR1" + bytes(1000) + b"PAR1"}))
    assert refusal(path) == f"its tables cannot be read as Parquet; {ANEW}"


QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example("../../outside.toml")
@example("/tmp/outside.toml")
@example("scenarios/")
@example("")
def test_no_name_of_an_entry_writes_anything_or_ends_in_a_traceback(contents, tmp_path, name):
    path = tmp_path / "deep" / "deeper" / "x.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    packed(path, contents)
    with zipfile.ZipFile(path, "a") as more:
        if name not in contents:
            more.writestr(zipfile.ZipInfo(name), b"")
    before = sorted(tmp_path.rglob("*"))
    told = refusal_if_any(path)
    assert (not told) == (name in contents or name == "scenarios/")
    assert all(line.startswith(f"{path}: ") and line.isprintable() for line in told.splitlines())
    assert sorted(tmp_path.rglob("*")) == before


@QUICK
@given(st.data())
def test_damage_anywhere_is_a_sentence(bundle, tmp_path, data):
    raw = bytearray(bundle.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "x.zip"
    path.write_bytes(raw[: data.draw(st.integers(len(raw) - 3, len(raw)))])
    assert all(line.startswith(f"{path}: ") for line in refusal_if_any(path).splitlines())


@QUICK
@given(st.data())
def test_damage_within_a_table_is_a_sentence(contents, tmp_path, data):
    name = data.draw(st.sampled_from(["runs.parquet", "values.parquet"]))
    raw = bytearray(contents[name])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path = packed(tmp_path / "x.zip", listed_anew(contents | {name: bytes(raw)}))
    assert all(line.startswith(f"{path}: ") for line in refusal_if_any(path).splitlines())
    assert contents_of(path)[name] == bytes(raw)
