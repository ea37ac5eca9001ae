"""Refuses a document that says more than a simulation can: that something will happen, or what causes what."""

import re

from experiments.reports.document import plain, texts
from experiments.requests import UsageError

# Whole words that foretell, name a cause, or leave no doubt.  German has one verb for its future and its passive, so
# that neither is used; the French future goes by its endings.
FORETOLD = {
    "en": r"will|won't|\w+'ll|shall|caus(?:es?|ed|ing|al\w*)|proves?|proved|proven|guarante\w+"
    r"|certainly|undoubtedly",
    "nl": r"zal|zult|zullen|\w*oorza\w+|bewij[sz]\w*|bewezen|garande\w+|gegarandeerd|ongetwijfeld",
    "fr": r"va|vont|\w+r(?:a|ont)|caus(?:ée?s?|ent|er|e|es)|entraîn\w+|provoqu\w+|prouv\w+|garanti\w*"
    r"|certainement",
    "de": r"werde|wird|werden|verursach\w+|ursache\w*|bewirk\w+|beweis\w*|bewies\w*|bewiesen|garantier\w*|zweifellos",
}
NOT_FORETOLD = {
    "front",
    "affront",
    "extra",
    "infra",
    "supra",
    "opera",
    "opéra",
    "caméra",
}  # end as a French future does


def check(document, quoted=()):
    """Raises UsageError where a text overstates.

    Args:
        document: A Document; its annex may be left out.
        quoted: Texts that others have written, such as the titles of policies; they are theirs.
    """
    language = document.language
    told = sorted(set(map(plain, texts(document))))
    found = [text for text in told if overstates(_without(text, quoted, language), language)]
    if found:
        raise UsageError(
            f"the document is not written, as it would say more than a simulation can: {' | '.join(found)}; say what"
            " happens in the simulated worlds instead"
        )


def overstates(text, language):
    """The first word of a text that says too much, or None."""
    for match in re.finditer(rf"\b(?:{FORETOLD[language]})\b", text, re.IGNORECASE):
        if match[0].lower() not in NOT_FORETOLD:
            return match[0]
    return None


def _without(text, quoted, language):
    """A text without what others have written and what would be refused; nothing else hangs on who wrote it."""
    for one in sorted(quoted, key=len, reverse=True):
        if overstates(one, language):
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", "", text)
    return text
