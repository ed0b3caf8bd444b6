"""The package as text, for a module that needs no index of packages: a zip archive in base64.

It holds what the functions need and nothing else, byte for byte as it is here, and the models that
people added themselves.
"""

from __future__ import annotations

import base64
import io
from hashlib import sha256
from pathlib import Path

from ...catalog import config_paths
from ...errors import PlmError
from ...ooxml.archive import Archive, Limits, UnusableArchive
from ...ooxml.reproducible_zip import write_zip
from ..bundle import carried_files

OWN = "own"  # the folder of user catalogs, next to the package

_OURS = (
    "udfs.py",
    "comparison/*.py",
    "records/__init__.py",
    "records/fields.py",
    "hosts/lite/__init__.py",
    "hosts/lite/slide.py",
)
_LINE = 100  # characters
#: Ours holds about 200 files of 4 MB, and user catalogs.
_LIMITS = Limits(packed=50 << 20, unpacked=50 << 20, read=50 << 20, entries=2_000)


def files() -> dict[str, bytes]:
    """Every file by its path in the archive, sorted."""
    found = carried_files(*_OURS)
    for number, place in enumerate(config_paths.existing_paths()):
        compiled = Path(place.json)
        if compiled.is_file():
            # Catalogs of the same name may come from several folders.
            found[f"{OWN}/{number}/{compiled.name}"] = compiled.read_bytes()
    return dict(sorted(found.items()))


def archive() -> bytes:
    """The zip archive: the same bytes for the same sources, as far as zlib is the same."""
    packed = io.BytesIO()
    write_zip(packed, files())
    return packed.getvalue()


def as_text(packed: bytes) -> str:
    """An archive in base64, in lines that an editor can show."""
    text = base64.b64encode(packed).decode("ascii")
    return "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))


def digest(packed: bytes) -> str:
    """What tells one archive from another."""
    return sha256(packed).hexdigest()[:12]


def unpack(text: str) -> dict[str, str]:
    """The files of an archive in base64, by their paths; raises PlmError if it is not one of ours."""
    try:
        data = base64.b64decode(text)
    except ValueError:
        raise PlmError("The archive of the package is damaged: it is not base64.") from None
    found = {}
    try:
        archive = Archive(data, _LIMITS)
        for entry in archive.entries:
            found[entry.filename] = archive.read(entry).decode("utf-8")
    except UnusableArchive as reason:
        raise PlmError(f"The archive of the package {reason}") from reason
    except UnicodeDecodeError:
        raise PlmError("The archive of the package is damaged: a file in it is not text.") from None
    return found
