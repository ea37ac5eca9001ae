"""The papers of an experiment: chosen, written in the background, downloaded."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import panel as pn

from experiments.language import LANGUAGES, texts
from experiments.page.jobs import Job
from experiments.reports import writing


def papers(session, experiment):
    """A form that writes a paper of an experiment; its files are held in memory only."""
    say = session.say
    forms = {say(f"page_experiments.form_{form}"): form for form in writing.FORMS}
    names = {texts("words", language)["name"]: language for language in LANGUAGES}
    form = pn.widgets.Select(name=say("page_experiments.form"), options=forms)
    language = pn.widgets.Select(name=say("page_experiments.paper_language"), options=names, value=session.language)
    kind = pn.widgets.Select(name=say("page_experiments.format"), options=list(writing.FORMATS))
    write = pn.widgets.Button(name=say("page_experiments.write"), button_type="primary")
    place = pn.Column(sizing_mode="stretch_width")

    def begin(_):
        chosen = form.value, language.value, kind.value
        write.disabled = True
        place.objects = [pn.indicators.LoadingSpinner(value=True, size=30)]
        Job(lambda _: written(experiment, session.address, *chosen), lambda found: show(found, chosen), fail,
            shown=lambda _: None, stopped=lambda: None).start()  # fmt: skip

    def show(content, chosen):
        write.disabled = False
        name = "thbsim-{}-{}-{}.{}".format(experiment, *chosen)
        label = say("page.download", name=name)
        place.objects = [
            pn.widgets.FileDownload(
                callback=lambda: BytesIO(content),
                filename=name,
                label=label,
                max_width=420,
                sizing_mode="stretch_width",
            )
        ]

    def fail(error):
        write.disabled = False
        place.objects = [session.sentence(error)]

    write.on_click(begin)
    return pn.Column(pn.FlexBox(form, language, kind), write, place, sizing_mode="stretch_width")


def written(experiment, address, form, language, kind):
    """A paper as bytes.  Raises UsageError, StoreError."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"paper.{kind}"
        writing.write(experiment, address, writing.asked(form, language, path, kind))
        return path.read_bytes()
