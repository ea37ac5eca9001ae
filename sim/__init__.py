"""The model: a world of networks, victims, markets, inspectors and centres, and one compiled week of its life."""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent


def _source_digest():
    files = sorted([*_HERE.rglob("*.py"), *(_HERE / "data").glob("*.csv")])
    source = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(source).hexdigest()[:12]


def _writable(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _cache_folder(digest):
    """Where compiled code is kept: beside the package, in the user's own cache folder, or for this start only."""
    beside = _HERE / "__pycache__" / f"compiled-{digest}"
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "thbsim" / f"compiled-{digest}"
    return next((folder for folder in (beside, own) if _writable(folder)), None) or _for_this_start()


def _for_this_start():
    folder = tempfile.mkdtemp("-thbsim")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


# Numba does not notice when a function *called* by a cached function changes, so the cache folder is named after the
# source: edit any file here and the old cache is left behind.  No Intel SVML: digits must not hang on the processor.
SOURCE_DIGEST = _source_digest()
COMPILED_FOLDER = Path(os.environ.setdefault("NUMBA_CACHE_DIR", str(_cache_folder(SOURCE_DIGEST))))
os.environ["NUMBA_DISABLE_INTEL_SVML"] = "1"
if "numba" in sys.modules:
    sys.modules["numba"].config.reload_config()


def is_compiled():
    """Whether an earlier start has left the compiled loop for exactly this source."""
    return any(COMPILED_FOLDER.rglob("*live_weeks*.nbc"))
