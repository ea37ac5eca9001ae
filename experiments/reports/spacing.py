"""What must not be parted at the end of a line."""

import re


def kept_together(text):
    """The text with no-break spaces before %, EUR and the signs before which French has a space."""
    return re.sub(r" (?=[%:;!?»](?:\W|$)|EUR\b)", "\u00a0", text)
