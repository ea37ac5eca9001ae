"""The policy file of the levers on the page: what the visitor says of it, saving it, and loading one."""

from io import BytesIO

import panel as pn

from experiments.page.levers import prose, reading
from experiments.page.levers.writing import Head
from experiments.reports import words
from scenarios.policy import OWNERS

MOST_TOLD = 20  # mistakes


class Filing:
    """A folded part with the head of the file, a button that saves it and one that loads another.

    Args:
        session: The visitor's Session.
        text: Gives the text of the file as the levers stand.
        named: Called without anything when the title has changed.
        taken: Called with what was read as a reading.Loaded.
    """

    def __init__(self, session, text, named, taken):
        self._session, self._text, self._taken = session, text, taken
        say, wide = session.say, {"sizing_mode": "stretch_width"}
        self.title = pn.widgets.TextInput(name=say("page_policies.title"), **wide)
        owners = {words.owner(session.language, key): key for key in OWNERS}
        self.owner = pn.widgets.Select(
            name=say("page_policies.owner"), options={say("page_policies.as_levers"): ""} | owners, **wide
        )
        self.question = pn.widgets.TextInput(name=say("page_policies.question"), **wide)
        self.why = pn.widgets.TextInput(name=say("page_policies.why"), **wide)
        self.save = pn.widgets.FileDownload(
            callback=self._file, filename="policy.toml", label=say("page_policies.save"), button_type="default", **wide
        )
        self.load = pn.widgets.FileInput(name=say("page_policies.load"), accept=".toml", multiple=False, **wide)
        self.told = prose.pane("")
        self.title.param.watch(lambda _: named(), "value")
        self.load.param.watch(lambda event: self._load(event.new), "value")
        self.whole = pn.Card(
            self.title, self.owner, self.question, self.why, self.save,
            self.load, self.told, title=say("page_policies.file"), collapsed=True, **wide, **prose.CARD,
        )  # fmt: skip

    @property
    def head(self):
        """What the visitor says of the policy."""
        return Head(*(widget.value or "" for widget in (self.title, self.owner, self.question, self.why)))

    def call(self, name):
        """Let the file have a name; without one there is nothing to save."""
        self.save.param.update(filename=f"{name or 'policy'}.toml", disabled=not name)

    def _file(self):
        return BytesIO(self._text().encode("utf-8"))

    def _load(self, content):
        """Read what the browser sent; what is wrong with it is said in sentences."""
        if content is None:
            return
        try:
            found = reading.loaded(content, self.load.filename or "")
        except ValueError as error:
            self.told.object = prose.paragraphs("\n".join(str(error).splitlines()[:MOST_TOLD]), "wrong")
            return
        head = found.head if found.settings else Head()
        self.title.value, self.owner.value, self.question.value, self.why.value = (
            head.title, head.owner, head.question, head.why,
        )  # fmt: skip
        self._taken(found)
        told = self._session.say("page_policies.loaded", title=found.policy.title)
        self.told.object = prose.paragraphs(told, "status")
