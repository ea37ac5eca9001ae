"""Brings the translations up to date with the English texts: `python -m experiments.translations`.

New texts come in empty; those whose English has changed keep their translation, marked fuzzy, until somebody looks at
them; those that are no longer said go.  A translator's program, such as Poedit, opens the files as they are.

The English of some topics stands elsewhere, in policy files and definitions; their templates are written from there.
"""

import io
import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from experiments.language import FOLDER, LANGUAGES, catalogue
from scenarios.catalogue import CATALOGUE, load, names
from scenarios.policy import OWNERS
from sim.definitions import OUTCOMES

DESIGNS = Path(__file__).parent / "designs"
WRITTEN = "# Written by `python -m experiments.translations` from what the program says: do not change it by hand.\n"


def topics():
    """The kinds of texts, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.pot"))


def elsewhere():
    """The topics whose English stands elsewhere: {topic: {key: text}}."""
    outcomes = {
        f"{name}.{field}": getattr(definition, source)
        for name, definition in OUTCOMES.items()
        for field, source in (("title", "title"), ("definition", "text"))
    }
    return {"outcomes": outcomes, "owners": OWNERS, "policies": of_policies(), "designs": of_designs()}


def of_policies(folder=CATALOGUE):
    """The texts of the baseline and of all policies of a catalogue: {"targeting.leaves_out.1": text}."""
    baseline = load("baseline").baseline
    found = {"baseline.title": baseline.title, "baseline.question": baseline.question}
    for name in names(folder)[1:]:
        (policy,) = load(name, folder=folder).policies
        found |= {f"{name}.{field}": getattr(policy, field) for field in ("title", "question", "why")}
        found |= {f"{name}.leaves_out.{number}": text for number, text in enumerate(policy.leaves_out, 1)}
        found |= {f"{name}.change.{number}": change.why for number, change in enumerate(policy.changes, 1)}
    return found


def of_designs(folder=DESIGNS):
    """The texts of the designs that come with the program: {"report.title": text}."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {f"{path.stem}.{field}": tables[field] for field in ("title", "question") if field in tables}
    return found


def template(texts):
    """The English file of a topic, as bytes, from {key: text}."""
    catalog = Catalog()
    for key, text in texts.items():
        catalog.add(text, context=key)
    return WRITTEN.encode() + _written(catalog, "")


def read(topic, language):
    """The Babel Catalog of one topic in one language; an empty one where there is none yet."""
    path = catalogue(topic, language)
    if not path.is_file():
        return read_po(io.BytesIO(_header(language)), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=None if language == "en" else language)


def updated(topic, language):
    """The file of a translation as it has to be after the English texts, as bytes."""
    found = read(topic, language)
    found.update(_keyed(topic, found), no_fuzzy_matching=True, update_creation_date=False)
    return _written(found, language)


def _keyed(topic, found):
    """The English texts; a translation of what was said before under the same key is kept, marked fuzzy."""
    template = read(topic, "en")
    before = {message.context: message for message in found if message.context}
    for message in template:
        old = before.get(message.context)
        if old is not None and old.id != message.id:
            found.delete(old.id, old.context)
            found.add(message.id, old.string, flags={"fuzzy"} if old.string else (), context=message.context)
    return template


def _written(catalog, language):
    for message in catalog:
        message.flags.discard("python-format")  # "95 % interval" looks like one
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return _header(language) + body.getvalue().strip(b"\n") + b"\n"


def _header(language):
    """Without dates, which would differ each time."""
    lines = ['msgid ""', 'msgstr ""', '"Content-Type: text/plain; charset=utf-8\\n"']
    lines += [f'"Language: {language}\\n"'] if language else []
    return ("\n".join(lines) + "\n\n").encode()


def main():
    for topic, texts in elsewhere().items():
        catalogue(topic, "en").write_bytes(template(texts))
    for language in LANGUAGES[1:]:
        (FOLDER / language).mkdir(exist_ok=True)
        for topic in topics():
            catalogue(topic, language).write_bytes(updated(topic, language))


if __name__ == "__main__":
    main()
