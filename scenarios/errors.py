"""What is wrong with a file of this package, all of it at once, in sentences that say what to do."""

from difflib import get_close_matches
from pathlib import Path

MOST_LISTED = 30  # words that a sentence lists when none is near
LONGEST_WORD = 80  # letters of an unknown word that are compared
_ROOT = Path(__file__).parent.parent


class ScenarioError(ValueError):
    """A file says something that the model cannot do.

    `problems` holds one sentence for each; printed, they stand one on a line.
    """

    def __init__(self, *problems):
        super().__init__(*problems)

    @property
    def problems(self):
        return self.args

    def __str__(self):
        return "\n".join(self.args)


class Problems:
    """Gathers what is wrong with one file, then raises it together."""

    def __init__(self, file):
        self.file = shown(file)
        self.sentences = []

    def add(self, sentence, place=""):
        """Note one problem; place is the parameter or change within the file, where there is one."""
        whole = ": ".join(part for part in (self.file, place, sentence) if part)
        self.sentences.append("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in whole))

    def raise_if_any(self):
        if self.sentences:
            raise ScenarioError(*dict.fromkeys(self.sentences))


def shown(file):
    """How sentences name a file: from the project's folder on if it is ours, else as it was given."""
    path = Path(file)
    return path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else str(path)


def near(word, known):
    """The known word most like this one, whatever the case of its letters; None if none is like it."""
    by_lower = {other.lower(): other for other in reversed(tuple(known))}
    found = get_close_matches(word[:LONGEST_WORD].lower(), list(by_lower), n=1)
    return by_lower[found[0]] if found else None


def did_you_mean(word, known):
    """The end of a sentence about a mistyped word; empty if no known word is like it."""
    found = near(word, known)
    return f"; did you mean {found}?" if found else ""


def hint(word, known):
    """The end of a sentence about an unknown word: the nearest known one, else what there is to choose from."""
    return did_you_mean(word, known) or (f"; choose from {listed(known)}" if known else "")


def listed(words):
    """Words with commas; a long list is cut short."""
    words = tuple(words)
    rest = len(words) - MOST_LISTED
    return ", ".join(words[:MOST_LISTED]) + (f" and {rest} more" if rest > 0 else "")
