"""One file of many: packs a bundle the same way each time, and reads one that nobody vouches for.

What comes out of a bundle stays in memory.  No name of an entry is ever used as a path on the disk.
"""

import io
import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

from scenarios.errors import Problems

MOST_ENTRIES = 500
MOST_TEXT = 1_000_000  # bytes of a text
MOST_BYTES = 1_000_000_000  # of all entries together, and of a table
MOST_DIRECTORY = 1_000_000  # bytes of the list of entries
MOST_RATIO = 200  # how many bytes may come out of one; tables are packed without compression
PIECE = 1 << 20
SPAN = (1980, 1, 1, 0, 0, 0)  # the time of every entry, so that the same contents are the same bytes
NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?")
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, EOFError, OverflowError),
)  # what the library raises over damaged files


class BundleError(ValueError):
    """A bundle that cannot be written, or not be trusted; `problems` holds one sentence for each."""

    @property
    def problems(self):
        return self.args

    def __str__(self):
        return "\n".join(self.args)


class Faults(Problems):
    """Gathers what is wrong with one bundle, then raises it together as BundleError."""

    def raise_if_any(self):
        if self.sentences:
            raise BundleError(*dict.fromkeys(self.sentences))


def pack(path, contents):
    """Write {name: bytes, or the path of a file} as one zip, under another name until it is whole.

    Raises BundleError where it would be too large to be opened again.
    """
    _refuse_too_large(path, contents)
    partial = path.with_name(path.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "w") as archive:
            for name, content in contents.items():
                _add(archive, name, content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _add(archive, name, content):
    entry = zipfile.ZipInfo(name, SPAN)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED if isinstance(content, bytes) else zipfile.ZIP_STORED
    entry.file_size = size_of(content)
    with archive.open(entry, "w") as target, reader_of(content) as source:
        while piece := source.read(PIECE):
            target.write(piece)


def reader_of(content):
    """A file, open for reading, of bytes or of a path."""
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")


def size_of(content):
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def _refuse_too_large(path, contents):
    faults = Faults(path)
    if len(contents) > MOST_ENTRIES:
        faults.add(f"it would have {len(contents)} entries, more than {MOST_ENTRIES}; bundle fewer scenarios")
    for name, content in contents.items():
        if isinstance(content, bytes) and len(content) > MOST_TEXT:
            faults.add(f"it would have {len(content):,} bytes, more than {MOST_TEXT:,}; make the design smaller", name)
    whole = sum(map(size_of, contents.values()))
    if whole > MOST_BYTES:
        faults.add(f"it would hold {whole:,} bytes, more than {MOST_BYTES:,}; keep fewer outcomes or runs")
    faults.raise_if_any()


def unpacked(path, tables=()):
    """{name: bytes} of all entries of a zip.  Raises BundleError with all that is wrong with its entries.

    Args:
        path: A file that anybody may have made.
        tables: Names of entries that may be as large as the whole; others are texts.
    """
    path, faults = Path(path), Faults(path)
    if not path.is_file():
        faults.add("is no file; check the path")
        faults.raise_if_any()
    try:
        with path.open("rb") as file:
            _check_end(file, faults)
            with zipfile.ZipFile(file) as archive:
                entries = _checked_entries(archive, tables, faults)
                return _contents(archive, entries, tables, faults)
    except BundleError:
        raise
    except OSError as error:
        faults.add(f"cannot be read ({error.strerror}); check its path and permissions")
    except DAMAGE:
        faults.add("is damaged, so that it cannot be read as a zip; copy it again from where it came")
    faults.raise_if_any()
    raise AssertionError


def _check_end(file, faults):
    """Refuse what is no zip, or has a list of entries that is too long to be read at all."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - 22 - 65_535 - 20))
    tail = file.read()
    plain = tail[-22:].startswith(b"PK\5\6") and tail.endswith(b"\0\0")
    end = len(tail) - 22 if plain else tail.rfind(b"PK\5\6")
    if end < 0 or len(tail) - end < 22:
        faults.add("is not a zip, as a bundle is; give the file that thbsim experiments bundle wrote")
    elif start + end > MOST_BYTES + 2 * MOST_DIRECTORY or tail[max(0, end - 20) : end].startswith(b"PK\6\7"):
        faults.add(
            f"is larger than a bundle can be ({MOST_BYTES:,} bytes); give the file that thbsim experiments bundle wrote"
        )
    elif (length := int.from_bytes(tail[end + 12 : end + 16], "little")) > MOST_DIRECTORY:
        faults.add(f"its list of entries has {length:,} bytes, more than {MOST_DIRECTORY:,}; it is no bundle of thbsim")
    faults.raise_if_any()


def _checked_entries(archive, tables, faults):
    """The entries that are files.  All that is wrong with any of them is raised together."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        faults.add(f"it has {len(entries)} entries, more than {MOST_ENTRIES}; it is no bundle of thbsim")
        faults.raise_if_any()
    seen = set()
    for entry in entries:
        for wrong in _wrong_with(entry, seen, tables):
            faults.add(wrong, shown(entry.orig_filename))
        seen.add(entry.orig_filename)
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_BYTES:
        faults.add(f"its entries say that they hold {declared:,} bytes, more than {MOST_BYTES:,}; do not trust it")
    faults.raise_if_any()
    return [entry for entry in entries if not entry.filename.endswith("/")]


def _wrong_with(entry, seen, tables):
    name = entry.orig_filename
    if reason := wrong_name(name):
        yield f"the name of this entry {reason}; do not trust the bundle, and ask for it anew"
    if name in seen:
        yield "there are two entries of this name, so that nobody knows which is meant; ask for the bundle anew"
    kind = (entry.external_attr >> 16) & 0o170000
    if kind not in (0, 0o100000, 0o040000):
        yield "this entry is a link or a device, and a bundle has files only; do not trust the bundle"
    if entry.flag_bits & 0x41:
        yield "this entry is encrypted, and a bundle never is; ask for it anew"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield "this entry is compressed in a way that no bundle is; pack it anew with thbsim bundle"
    most = MOST_BYTES if name in tables else 0 if name.endswith("/") else MOST_TEXT
    if entry.file_size > most:
        yield f"says that it holds {entry.file_size:,} bytes, more than {most:,}; do not trust the bundle"
    elif entry.file_size > MOST_RATIO * max(entry.compress_size, 1000):
        yield f"grows from {entry.compress_size:,} to {entry.file_size:,} bytes, as no bundle does; do not trust it"


def wrong_name(name):
    """Why an entry must not have this name; None if it may."""
    parts = name.split("/")
    for found, reason in (
        (name.startswith("/"), "is a path from the root of a disk"),
        ("\\" in name, "has a backslash"),
        (":" in name, "has a colon, as names of drives have"),
        (".." in parts, "leads out of the bundle"),
        (not NAME.fullmatch(name) or "." in parts, "has signs that no bundle uses"),
        (len(name) > 150, "is longer than 150 signs"),
    ):
        if found:
            return reason
    return None


def _contents(archive, entries, tables, faults):
    found, left = {}, MOST_BYTES
    for entry in entries:
        most = min(left, MOST_BYTES if entry.filename in tables else MOST_TEXT)
        found[entry.filename] = _read(archive, entry, most, faults)
        left -= len(found[entry.filename])
    return found


def _read(archive, entry, most, faults):
    """The bytes of an entry, piece by piece, and never more than `most`, whatever its header says."""
    pieces = bytearray()
    with archive.open(entry) as source:
        while piece := source.read(min(PIECE, most + 1 - len(pieces))):
            pieces += piece
            if len(pieces) > most:
                faults.add(f"holds more than {most:,} bytes; do not trust the bundle", entry.filename)
                faults.raise_if_any()
    return bytes(pieces)


def shown(name):
    """A name from a bundle as a sentence may have it: short, every sign printable."""
    short = name if len(name) <= 60 else name[:60] + "..."
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in short)
