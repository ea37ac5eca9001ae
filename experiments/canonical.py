"""Plain values as text that is the same for the same values, and its digest."""

import hashlib
import json
from pathlib import Path


def canonical(values):
    """JSON with sorted keys and no room left for taste.  Numbers keep every digit."""
    return json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def digest_of(values):
    """SHA-256 of plain values."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def digest_of_file(path):
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
