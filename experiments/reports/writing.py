"""From what a user asks for to a file: which paper, of which experiment, in which language and format."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from experiments import output
from experiments.advice import asking
from experiments.language import check as check_language
from experiments.reports import overstated
from experiments.requests import UsageError
from scenarios.errors import hint

FORMS = ("recommendations", "independent", "government")
FORMATS = {"docx": "docx", "html": "", "pdf": "weasyprint"}  # and the package that writes it, beyond the base


@dataclass(frozen=True)
class Asked:
    """What was asked for, checked."""

    form: str
    language: str
    format: str
    path: Path
    template: Path | None = None


def asked(form, language, path, file_format=None, template=None):
    """An Asked.  Raises UsageError and FolderError before any time is spent.

    Args:
        form: Of FORMS.
        language: Of experiments.language.LANGUAGES.
        path: The file to write.
        file_format: Of FORMATS; by default the ending of the path.
        template: A Word file whose styles, header and logo are taken; for docx only.
    """
    target = Path(path)
    kind = file_format or target.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise UsageError(f"--form {form}: there is no such paper{hint(form, FORMS)}; choose {', '.join(FORMS)}")
    if kind not in FORMATS:
        raise UsageError(
            f"--format {kind or 'is not given'}: choose {', '.join(FORMATS)}, or let --out end in one of them"
        )
    own = target.suffix.removeprefix(".").lower()
    if own in FORMATS and own != kind:
        raise UsageError(f"--out {target} ends in {own} and --format is {kind}; leave one of them out")
    if template is not None and kind != "docx":
        raise UsageError(f"--template is for Word only, and --format is {kind}; leave one of them out")
    check_language(language)
    _check_package(kind)
    if target.is_dir():
        raise UsageError(f"--out {target} is a folder; name a file in it, such as {target / f'{form}.{kind}'}")
    output.prepare(target.parent)
    return Asked(form, language, kind, target, template)


def _check_package(kind):
    if FORMATS[kind] and find_spec(FORMATS[kind]) is None:
        raise UsageError(
            f"--format {kind} needs a package that is not installed; give make setup-report (or pip install"
            " 'thbsim[report]'), or choose --format html"
        )


def document_of(pairs, form, language, scenario=None, years=None):
    """The Document of a paper, and the texts in it that others have written.  Raises UsageError.

    Args:
        pairs: Pairs of a stored experiment.
        form: Of FORMS.
        language: Of experiments.language.LANGUAGES.
        scenario: Whose records the rapporteur reports; the reference by default.
        years: (first, last) of those reports, either may be None; the last year, or the last two.
    """
    if form == "recommendations":
        if scenario is not None or years is not None:
            raise UsageError(
                "--scenario, --from and --to go with the rapporteur's reports; recommendations compare all scenarios of"
                " the experiment, over all its years"
            )
        from experiments.reports import recommendations

        return recommendations.build(pairs, language), recommendations.quoted(pairs, language)
    from experiments.reports import government, independent

    chosen = independent if form == "independent" else government
    return chosen.build(pairs, language, scenario, years), chosen.quoted(pairs, language)


def report(experiment, out, form="recommendations", language="en", store=None, template=None):
    """Write a paper of a stored experiment, as `thbsim report` does, and return its path.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        out: The file; its ending, docx, html or pdf, says the format.
        form: "recommendations", "independent" or "government".
        language: "en", "nl", "fr" or "de".
        store: The address of the store; the user's own by default.
        template: A Word file whose styles, header and logo are taken.

    Raises UsageError, StoreError, FolderError, ScenarioError.
    """
    return write(experiment, store, asked(form, language, out, None, template))


def write(experiment, address, asked, scenario=None, years=None):
    """Write the paper, and return its path.  Raises UsageError, StoreError, FolderError, ScenarioError.

    Args:
        experiment: Its id, an Experiment, or Pairs.
        address: Of the store; the user's own by default.
        asked: An Asked.
        scenario, years: As in `document_of`.
    """
    scenarios = 2 if asked.form == "recommendations" else 1
    pairs = asking.stored(experiment, address, scenarios)
    document, quoted = document_of(pairs, asked.form, asked.language, scenario, years)
    overstated.check(document, quoted)
    if asked.format == "docx":
        from experiments.reports import word

        return word.write(document, asked.path, asked.template)
    from experiments.reports import page, pdf

    return (page if asked.format == "html" else pdf).write(document, asked.path)
