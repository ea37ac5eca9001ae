"""Reads a TOML file, and checks tables against models whose field texts say what must stand there."""

import copy
import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, create_model

from scenarios.errors import ScenarioError, hint, shown

MOST_BYTES = 1_000_000
MOST_SHOWN = 60  # characters of a wrong value that a sentence quotes


class Strict(BaseModel):
    """A table that holds these fields and no others.  The text below a field says what must stand there."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


def _as_tuple(value):
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


# No control characters, which no document can hold, and none for private use, by which papers mark their numbers.
WRITTEN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x{e000}-\x{f8ff}\x{fffe}\x{ffff}]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=WRITTEN)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple), Field(min_length=1)]


def read_toml(path):
    """The tables of a TOML file and its text.  Raises ScenarioError, one sentence."""
    text = _read_text(path)
    try:
        return tomllib.loads(text), text
    except RecursionError:
        raise ScenarioError(f"{shown(path)}: brackets are nested too deeply; close the ones left open") from None
    except tomllib.TOMLDecodeError as error:
        advice = "correct the file there (texts stand in quotes, dates without, as 2011-01-31)"
        raise ScenarioError(f"{shown(path)}: not valid TOML: {error}; {advice}") from None
    except ValueError:
        raise ScenarioError(f"{shown(path)}: has a number of too many digits; write it shorter") from None


def _read_text(path):
    name = shown(path)
    try:
        raw = _read_bytes(Path(path))
    except OSError as error:
        raise ScenarioError(f"{name}: cannot be read ({error.strerror}); check its path and permissions") from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError(f"{name}: larger than 1 MB, so hardly a scenario; give the TOML file itself")
    if not raw.strip():
        raise ScenarioError(f"{name}: the file is empty; copy a file of scenarios/catalogue and change it")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"{name}: line {line} is not UTF-8 text; save the file as UTF-8") from None


def _read_bytes(path):
    if path.is_dir():
        raise ScenarioError(f"{shown(path)}: is a folder; give the TOML file inside it")
    if not path.exists():
        raise ScenarioError(f"{shown(path)}: there is no such file; check the path")
    if not path.is_file():
        raise ScenarioError(f"{shown(path)}: is not a regular file; give a TOML file")
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def checked(model, table, place, problems):
    """The table as a model.  What is wrong goes into problems, and the fields that are wrong come out as None."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
    for one in found:
        problems.add(_sentence(model, one), place)
    wrong = {one["loc"][0] for one in found}
    return _forgiving(model).model_validate({name: value for name, value in table.items() if name not in wrong})


@cache
def _forgiving(model):
    """The same model with no field compulsory, so that the rest of a faulty table can still be checked."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        fields[name] = (field.annotation, optional := copy.copy(field))
        if field.is_required():
            optional.default = None
    return create_model(model.__name__, __base__=model, **fields)


def _sentence(model, found):
    fields, depth = _innermost(model, found["loc"])
    whole, last = ".".join(found["loc"][: depth + 1]), found["loc"][depth]
    if found["type"] == "extra_forbidden":
        return f"there is no field {whole}{hint(last, fields)}"
    if found["type"] == "missing":
        return f"{whole} is missing; it must be {fields[last]}"
    name = ".".join(part for part in found["loc"] if isinstance(part, str))
    inner = f"{whole} " if name != whole else ""
    return f"{name} is {quoted(found['input'])}, but {inner}must be {fields[last]}"


def _innermost(model, place):
    """({name: text} of the fields of the table in which a place lies, how deep that table lies)."""
    for depth, part in enumerate(place):
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        inner = _table_of(fields[part].annotation) if part in fields else None
        if inner is None or depth + 1 == len(place):
            break
        model = inner
    return {name: field.description for name, field in fields.items()}, depth


def _table_of(annotation):
    """The model of a field that is a table of fields, or None."""
    kinds = get_args(annotation) or (annotation,)
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def quoted(value):
    """A value much as TOML writes it, cut short."""
    try:
        text = _as_toml(value)
    except (RecursionError, ValueError):  # a number of thousands of digits, tables within tables within tables
        return "too large to show"
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "..."


def _as_toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_as_toml(part) for part in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_as_toml(part)}' for name, part in value.items())} }}" if value else "{}"
    return repr(value)
