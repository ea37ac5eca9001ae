"""What one visitor of the page sees: language, tab and store; kept in the address, so that a reload shows the same."""

from html import escape

import panel as pn
import param

from experiments.language import LANGUAGES, say

OF_ERRORS = "p { color: #a3190b; border-left: 3px solid #a3190b; padding-left: 8px; overflow-wrap: anywhere; }"
TABS = ("map", "policies", "watch", "experiments", "about")


class Session(param.Parameterized):
    """One visitor.  Views keep their own settings in a Parameterized of theirs, tied to the address by `keep`."""

    language = param.Selector(default="en", objects=list(LANGUAGES))
    tab = param.Selector(default=TABS[0], objects=list(TABS))
    address = param.String(default=None, allow_None=True, doc="of the store; the user's own by default")

    def say(self, key, **words):
        """A text of the catalogues in the visitor's language."""
        return say(self.language, key, **words)

    def told(self, error):
        """What a visitor is told of an error: ours as they are, defects as such."""
        return str(error) if isinstance(error, ValueError) else self.say("page.defect")

    def sentence(self, error):
        """The same as escaped HTML."""
        return pn.pane.HTML(f"<p class='wrong' role='alert'>{escape(self.told(error))}</p>", stylesheets=[OF_ERRORS])

    def keep(self, settings, names):
        """Tie settings to the address.

        Args:
            settings: A Parameterized; what an address has that it does not allow is left out.
            names: {its parameter: name in the address}.
        """
        address = pn.state.location
        if address is None:  # without a browser, as in tests
            return
        for own, name in names.items():
            _take(settings, own, name, address)
        address.sync(settings, names)


def _take(settings, own, name, address):
    """Take a setting from the address; one that is not allowed stays as it is by default, and leaves the address."""
    query = dict(address.query_params)
    if name not in query:
        return
    try:
        settings.param.update(**{own: query[name]})
    except ValueError:
        del query[name]
        address.search = ""
        address.update_query(**query)
