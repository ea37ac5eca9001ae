"""What is not to be parted at the end of a line, such as a number and its unit."""

import re

NO_BREAK = "\u00a0"
UNITS = "%|€|EUR|euros?|Euro|km|millions?|billions?|miljoen|miljard|milliards?|Mio|Mrd|Million(?:en)?|Milliarden?"
_SPACE = re.compile(
    rf"(?<=[\d)\ue001]) (?=(?:{UNITS})(?!\w))"  # after a number, a bracket, or the end of a document's mark
    r"|(?<=\d) (?=\d{3}(?!\d))"
    r"|(?<=[<>≤≥±]) (?=\d)"
    r"| (?=[:;?!»](?:\W|$))|(?<=«) "
)


def kept_together(text):
    """The text with spaces that do not break: within numbers, before % and euros, and at French signs."""
    return _SPACE.sub(NO_BREAK, text)
