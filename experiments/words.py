"""Labels and counts as readers write them."""

from sim import names

WORDS = {
    "pag_asa": "PAG-ASA",
    "surya": "Sürya",
    "minors_route": "minors' route (Child Focus)",
    "netherlands_shelters": "shelters, Netherlands",
    "germany_shelters": "shelters, Germany",
    "belgium_eu15": "Belgium, EU-15",
}
CAPITALS = (*names.REGIONS, *names.ORIGINS, *names.CENTRES)


def in_words(label):
    """A label of a table as readers write it."""
    if label in WORDS:
        return WORDS[label]
    words = label.replace("_", " ")
    return words.title() if label in CAPITALS else words


def path_in_words(path):
    """The path of a parameter as a title has it: population: form share: labour."""
    return path.replace("_", " ").replace(".", ": ")


def percent(share):
    """A share in percent: 90 %."""
    return f"{round(100.0 * share)} %"


def signed_percent(share):
    """A change in percent, always with its sign: +9 %."""
    return f"{round(100.0 * share):+d} %"


def counted(number, noun):
    """A number with its noun: 1 draw, 2,000 draws."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
