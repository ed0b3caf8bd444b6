"""Removes the time of writing from LibreOffice's PDFs, so that the same content gives the same bytes.

Dates and identifiers are plain text after the last stream, and each is replaced by one of the same length,
so that no offset in the file changes. Others, which a later LibreOffice may write, are left as they are.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path

_DATE = re.compile(rb"(?<=Date)\(D:\d{14}[^)]*\)")
_IDENTIFIER = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")


def settle(path: Path, date: datetime.date) -> None:
    """Rewrite a PDF in place, as if it were written at the start of a day."""
    before, stream_ends, after = path.read_bytes().rpartition(b"endstream")

    def beginning(found: re.Match[bytes]) -> bytes:
        return date.strftime("(D:%Y%m%d000000Z)").encode().ljust(len(found[0]))

    after = _IDENTIFIER.sub(b"0" * 32, _DATE.sub(beginning, after))
    identifier = hashlib.sha256(before + after).hexdigest()[:32].upper().encode()
    path.write_bytes(before + stream_ends + after.replace(b"0" * 32, identifier))
