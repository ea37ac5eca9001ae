"""The documents that go with the program, wherever it lies: in a checkout, or installed as a package."""

from pathlib import Path

BUNDLED = Path(__file__).parent / "bundled"  # filled by the build of a wheel; pyproject.toml says from what
ROOT = Path(__file__).parent.parent
DOCUMENTS = {
    "ODD.md": "docs/ODD.md",
    "LICENSE": "LICENSE",
    "CITATION.cff": "CITATION.cff",
    "requirements.lock": "requirements.lock",
}  # {name: where it lies in a checkout}


def document(name):
    """The bytes of a document of DOCUMENTS.  Raises FileNotFoundError where the program was not installed whole."""
    installed = BUNDLED / name
    return (installed if installed.is_file() else ROOT / DOCUMENTS[name]).read_bytes()
