"""The extension: interface, add-in and core as files, in a folder or packed as an .oxt."""

from __future__ import annotations

from pathlib import Path

from ...functions import FUNCTIONS
from ...ooxml.reproducible_zip import READABLE, write_zip
from ...version import __version__
from ..bundle import carried_files
from . import interface

TITLE = "plm-ratios: tokens per parameter of protein language models"

# The part of this folder that both ends share.
_SHARED = ("hosts/calc/__init__.py", "hosts/calc/interface.py", "hosts/calc/values.py")


def files() -> dict[str, bytes]:
    """Every file of the extension by its path, sorted."""
    generated = {
        "META-INF/manifest.xml": interface.manifest(),
        "description.xml": interface.description(TITLE, __version__),
        interface.IDL_FILE: interface.idl(FUNCTIONS),
        interface.CONFIGURATION_FILE: interface.configuration(FUNCTIONS),
    }
    found = {path: text.encode("utf-8") for path, text in generated.items()}
    found[interface.COMPONENT_FILE] = Path(__file__).with_name("addin.py").read_bytes()
    found |= {f"pythonpath/{path}": content for path, content in carried_files(*_SHARED).items()}
    return dict(sorted(found.items()))


def write_folder(folder: Path) -> None:
    """Writes the extension unpacked, as LibreOffice keeps it once installed."""
    for path, content in files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def build(path: Path) -> Path:
    """Writes the .oxt: the same bytes for the same sources, whenever and wherever it is built.

    Nothing is compressed, because the bytes of a compressed file depend on the machine's zlib.
    """
    write_zip(path, files(), compressed=False, mode=READABLE)
    return path
