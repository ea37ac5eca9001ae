"""Word files as archives: read with care, as they may come from anybody, and written the same each time."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

LARGEST = 60_000_000  # unpacked [bytes]
MOST_PARTS = 2_000
PIECE = 1 << 16  # read at once [bytes]
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of times in archives


class PackageError(ValueError):
    """An archive that is not opened; says why."""


def unpacked(path):
    """The parts of an archive: {name: bytes}.  Raises PackageError, and OSError where there is no such file."""
    try:
        with ZipFile(path) as archive:
            return _parts(archive)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise PackageError("it is not a Word document, or a damaged or locked one") from None


def _parts(archive):
    if len(archive.infolist()) > MOST_PARTS:
        raise PackageError(f"it has more than {MOST_PARTS} parts")
    parts, room = {}, LARGEST
    for info in archive.infolist():
        parts[info.filename] = _part(archive, info, room)
        room -= len(parts[info.filename])
    return parts


def _part(archive, info, room):
    """Piece by piece: the sizes that an archive gives for itself may be wrong."""
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    body = io.BytesIO()
    with archive.open(info) as file:
        while piece := file.read(PIECE):
            body.write(piece)
            if body.tell() > room:
                raise PackageError(f"it unpacks to more than {LARGEST // 1_000_000} MB")
    return body.getvalue()


def packed(parts):
    """An archive of parts, as bytes; the same parts give the same bytes."""
    body = io.BytesIO()
    with ZipFile(body, "w") as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name, EARLIEST), part, ZIP_DEFLATED)
    return body.getvalue()


def repacked(body):
    """An archive's bytes without the times at which it was made."""
    return packed(unpacked(io.BytesIO(body)))
