"""Disks that are full, whoever says so: the system by its number, polars by its text."""

import errno

NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SIGNS = ("No space left on device", "Disk quota exceeded", "File too large")


def is_full(error):
    """Whether an exception says that there is no room left."""
    return getattr(error, "errno", None) in NUMBERS or any(sign in str(error) for sign in SIGNS)
