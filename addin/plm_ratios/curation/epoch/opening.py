"""Opens the file of an export, also as Epoch AI's site and spreadsheet programs pack it: its text."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import warnings
import zipfile
import zlib
from pathlib import Path

from ...errors import PlmError
from ...ooxml.addresses import Address
from ...ooxml.archive import LIMITS, Archive, UnusableArchive
from ...ooxml.package import NotAWorkbook
from ...ooxml.workbook import Book
from ...reading import CannotRead, read_bytes, require_file

MOST_BYTES = 100_000_000
_LIMITS = LIMITS._replace(packed=MOST_BYTES, unpacked=MOST_BYTES, read=MOST_BYTES)
_COLUMN = re.compile(rb'\br="([A-Za-z]{1,3})[0-9]')
_MOST_ROWS, _MOST_COLUMNS = 100_000, 500
# Their downloads, those with the most models of sequences first.
_NAMES = (
    "biology_models.csv",
    "all_ai_models.csv",
    "notable_ai_models.csv",
    "large_scale_ai_models.csv",
    "frontier_ai_models.csv",
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotAnExportError(PlmError):
    """The file is not an export of Epoch AI's models, or is damaged."""


def text_of(path: Path) -> tuple[str, list[str]]:
    """The text of a file, and what is to be said of it. Raises NotAnExportError, with one sentence."""
    if path.is_dir():
        raise NotAnExportError(f"{path} is a folder. Name the CSV file that Epoch AI exports.")
    try:
        if require_file(path).st_size > MOST_BYTES:
            raise _too_large(path)
        raw = read_bytes(path, MOST_BYTES)
    except CannotRead as error:
        raise NotAnExportError(str(error)) from None
    if raw.startswith(b"PK\x03\x04"):
        return _from_archive(path, raw)
    if raw.startswith(b"\x1f\x8b"):
        return _decoded(_from_gzip(path), path), []
    if raw.startswith(_OLD_EXCEL):
        raise NotAnExportError(f"{path} is a workbook in the old .xls format. Save it as CSV or as .xlsx.")
    return _decoded(raw, path), []


def _too_large(path: Path) -> NotAnExportError:
    return NotAnExportError(f"{path} is larger than any export of Epoch AI's models (100 MB).")


def _damaged(path: Path) -> NotAnExportError:
    return NotAnExportError(f"{path} is damaged or cut off: it cannot be unpacked. Download it again.")


def _from_gzip(path: Path) -> bytes:
    try:
        with gzip.open(path) as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise _damaged(path) from None
    if len(raw) > MOST_BYTES:
        raise _too_large(path)
    return raw


def _from_archive(path: Path, raw: bytes) -> tuple[str, list[str]]:
    try:
        archive = Archive(raw, _LIMITS)
        names = {entry.filename for entry in archive.entries}
        if "xl/workbook.xml" in names:
            return _from_workbook(path)
        if "content.xml" in names and "mimetype" in names:
            raise NotAnExportError(f"{path} is a document of LibreOffice. Save it as CSV or as .xlsx.")
        entry = _the_export(archive.entries, path)
        return _decoded(archive.read(entry), path), [f"Read {entry.filename} in it."]
    except UnusableArchive as reason:
        if str(reason).startswith("is damaged"):
            raise _damaged(path) from reason
        raise NotAnExportError(f"{path} {reason}") from reason


def _the_export(entries: list[zipfile.ZipInfo], path: Path) -> zipfile.ZipInfo:
    """The CSV file of an archive: of the names that they use the first, else the only one."""
    tables = [
        entry
        for entry in entries
        if entry.filename.lower().endswith(".csv") and not entry.filename.startswith("__MACOSX/")
    ]
    for name in _NAMES:
        for entry in tables:
            if entry.filename.lower().endswith(name):
                return entry
    if len(tables) == 1:
        return tables[0]
    found = ", ".join(sorted(entry.filename for entry in tables)[:6])
    said = f"It holds {found}" if found else "It holds no CSV file"
    raise NotAnExportError(f"{path} is a ZIP file. {said}. Unpack it, and name the file with the models.")


def _from_workbook(path: Path) -> tuple[str, list[str]]:
    """The first sheet with a header of theirs, as CSV."""
    import pandas

    try:
        book = Book.open(path)
        book.package.verify()
    except PlmError as reason:
        raise _damaged(path) from reason
    _require_small(book, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of what openpyxl would lose on saving
            sheets = pandas.read_excel(
                path,
                sheet_name=None,
                header=None,
                dtype=str,
                keep_default_na=False,
                nrows=_MOST_ROWS + 1,
                engine="openpyxl",
            )
    except Exception:  # openpyxl raises whatever a damaged part leads it to
        raise _damaged(path) from None
    for name, sheet in sheets.items():
        if not len(sheet) or not {"Model", "System"} & {str(cell).strip() for cell in sheet.iloc[0]}:
            continue
        if len(sheet) > _MOST_ROWS or len(sheet.columns) > _MOST_COLUMNS:
            raise _too_large(path)
        out = io.StringIO(newline="")
        sheet.to_csv(out, index=False, header=False, lineterminator="\n")
        return out.getvalue(), [f'Read the sheet "{name}" of the workbook.']
    raise NotAnExportError(f'{path} is a workbook without a sheet whose first row has "Model" or "System".')


def _require_small(book: Book, path: Path) -> None:
    """Raises NotAnExportError where a sheet is too wide: every row would be filled up to its last column."""
    try:
        book.require_small()
    except NotAWorkbook as reason:
        raise _too_large(path) from reason
    for part in book.sheet_parts.values():
        columns = set(_COLUMN.findall(book.package.parts[part]))
        if any(Address.parse(f"{column.decode()}1").column > _MOST_COLUMNS for column in columns):
            raise _too_large(path)


def _decoded(raw: bytes, path: Path) -> str:
    if not raw.strip():
        raise NotAnExportError(f"{path} is empty.")
    damaged = NotAnExportError(f"{path} is damaged or cut off: its text cannot be decoded. Export it again.")
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _text(raw.decode("utf-16"), path)
        nulls = raw[:400].count(0)
        if nulls > len(raw[:400]) // 4:  # every other byte, without a byte order mark
            return _text(raw.decode("utf-16-be" if raw[0] == 0 else "utf-16-le"), path)
        if raw.startswith(codecs.BOM_UTF8):
            return _text(raw.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise damaged from None
    try:
        return _text(raw.decode("utf-8"), path)
    except UnicodeDecodeError:
        # Text that is mostly valid UTF-8 is UTF-8 with an error; reading it as cp1252 would garble all of it.
        decoded = raw.decode("utf-8", errors="replace")
        faults = decoded.count("\ufffd")
        if sum(ord(sign) > 127 for sign in decoded) - faults >= faults:
            raise damaged from None
    try:
        return _text(raw.decode("cp1252"), path)
    except UnicodeDecodeError:
        raise damaged from None


def _text(text: str, path: Path) -> str:
    if "\0" in text:
        raise NotAnExportError(f"{path} is not a text file. Name the CSV file that Epoch AI exports.")
    return text
