"""Settings of levers as a short text for the address: hotline:1.5:2012-01-01:26;targeting:1."""

from datetime import date
from urllib.parse import quote, unquote

from experiments.page.levers.lever import Setting, in_order, is_step, levers
from scenarios.changes import LONGEST_RAMP

LONGEST = 4000  # letters that are read


def written(settings):
    """The text of some Settings; what is as in the catalogue is left out from behind."""
    return ";".join(_written(one) for one in in_order(settings))


def _written(setting):
    given = levers()[setting.lever].as_given
    parts = [setting.lever, f"{setting.size:g}"]
    if (setting.start, setting.ramp) != (given.start, given.ramp) or setting.place:
        parts += [setting.start.isoformat(), str(setting.ramp)]
    parts += [f"{key}={','.join(quote(label, safe='') for label in labels)}" for key, labels in setting.place]
    return ":".join(parts)


def read(text):
    """The Settings of a text.  Raises ValueError where it is none."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    found = [_read(part) for part in text.split(";") if part]
    if len({one.lever for one in found}) < len(found):
        raise ValueError("a lever is set twice")
    return in_order(found)


def _read(part):
    name, size, *rest = part.split(":")
    if name not in levers():
        raise ValueError(f"there is no lever {name}")
    lever, amount = levers()[name], float(size)
    if not is_step(amount):
        raise ValueError(f"{name}: no such size")
    given = lever.as_given
    start, ramp = (date.fromisoformat(rest[0]), int(rest[1])) if len(rest) > 1 else (given.start, given.ramp)
    if not 0 <= ramp <= LONGEST_RAMP:
        raise ValueError(f"{name}: no such ramp")
    return Setting(name, amount, start, ramp, lever.narrowed(dict(_place(lever, one) for one in rest[2:])))


def _place(lever, text):
    key, _, labels = text.partition("=")
    chosen = tuple(unquote(label) for label in labels.split(","))
    if not set(chosen) <= set(lever.places.get(key, ())):
        raise ValueError(f"{lever.name}: no such place")
    return key, chosen
