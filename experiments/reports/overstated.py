"""Refuses a document that says more than a simulation can: that something will happen, or what causes what."""

import re

from experiments.reports.document import plain, texts
from experiments.requests import UsageError

# Whole words that foretell, name a cause, or leave no doubt.  German has one verb for its future and its passive, so
# that neither is used; the French future goes by its endings.
FORETOLD = {
    "en": r"will|won't|shall|causes?|caused|causing|proves?|proved|proven|guarante\w+|certainly|undoubtedly",
    "nl": r"zal|zult|zullen|veroorza\w+|bewij[sz]\w*|bewezen|garande\w+|gegarandeerd|ongetwijfeld",
    "fr": r"va|vont|\w+(?:era|eront|ira|iront|dra|dront|aura|auront|rra|rront)|causée?s?|causent|causer|cause"
    r"|provoqu\w+|prouv\w+|garanti\w*|certainement",
    "de": r"werde|wird|werden|verursach\w+|beweis\w*|bewies\w*|bewiesen|garantier\w*|zweifellos",
}


def check(document, quoted=()):
    """Raises UsageError where a text overstates.

    Args:
        document: A Document; its annex may be left out.
        quoted: Texts that others have written, such as the titles of policies; they are theirs.
    """
    found = sorted(
        {text for text in map(plain, texts(document)) if overstates(_without(text, quoted), document.language)}
    )
    if found:
        raise UsageError(
            f"the document is not written, as it would say more than a simulation can: {' | '.join(found)}; say what"
            " happens in the simulated worlds instead"
        )


def overstates(text, language):
    """The first word of a text that says too much, or None."""
    match = re.search(rf"\b(?:{FORETOLD[language]})\b", text, re.IGNORECASE)
    return match and match[0]


def _without(text, quoted):
    for one in sorted(quoted, key=len, reverse=True):
        text = text.replace(one, "")
    return text
