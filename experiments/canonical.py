"""Plain values as text that is the same for the same values, and its digest."""

import hashlib
import json


def canonical(values):
    """JSON with sorted keys and no room left for taste.  Numbers keep every digit."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def digest_of(values):
    """SHA-256 of plain values."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()
