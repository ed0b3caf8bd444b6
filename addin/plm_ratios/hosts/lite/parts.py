"""The parts of a workbook in which xlwings Lite keeps its files, written and read.

Lite keeps them as an Office add-in keeps its settings: a web extension part whose properties are JSON
texts. The shapes here are those of workbooks that Lite saved.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Mapping
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from ...errors import PlmError
from ...ooxml.package import CONTENT_TYPES, Package, rels_of
from ...ooxml.xml_edits import append

ADD_IN = "wa200008175"  # xlwings Lite in Microsoft's store

_WE = "http://schemas.microsoft.com/office/webextensions/webextension/2010/11"
_WETP = "http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PANES_RELATIONSHIP = "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes"
_EXTENSION_RELATIONSHIP = "http://schemas.microsoft.com/office/2011/relationships/webextension"
_PANES_TYPE = "application/vnd.ms-office.webextensiontaskpanes+xml"
_EXTENSION_TYPE = "application/vnd.ms-office.webextension+xml"
_PANES = "xl/webextensions/taskpanes.xml"
_EXTENSION = "xl/webextensions/webextension1.xml"

# Of the newest build of Lite whose files could be studied; it brings them up to date itself.
_BUILD = {"pyodideVersion": "0.27.5", "addinVersion": "1.0.0.0-18"}
_FUNCTIONS = (
    ("{D87F86FE-615C-45B5-9D79-34F1136793EB}", "containsCustomFunctions"),
    ("{7C84B067-C214-45C3-A712-C9D94CD141B2}", "customFunctionIdList"),
)
# Where a package says what its parts are, and which to open first: what is added there for the new ones.
_DECLARED = {
    CONTENT_TYPES: (
        "Types",
        f'<Override PartName="/{_PANES}" ContentType="{_PANES_TYPE}"/>'
        f'<Override PartName="/{_EXTENSION}" ContentType="{_EXTENSION_TYPE}"/>',
    ),
    rels_of(""): (
        "Relationships",
        f'<Relationship Id="rIdLite" Type="{_PANES_RELATIONSHIP}" Target="{_PANES}"/>',
    ),
}
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def add(path: Path, files: Mapping[str, str]) -> None:
    """Puts the files into a workbook that has none yet, in place."""
    package = Package.open(path)
    for part, (element, more) in _DECLARED.items():
        package.parts[part] = append(package.parts[part], element, more)
    for part, text in _parts(files).items():
        package.add(part, text.encode("utf-8"))
    with path.open("wb") as file:
        package.write(file)


def read(path: Path) -> dict[str, str]:
    """The files that a workbook carries for Lite, by name; PlmError where it carries none."""
    package = Package.open(path)
    found: list[dict[str, str]] = []
    for part in package.parts_of_type("webextension+xml"):
        extension = package.tree(part)
        if any(_is_lite(reference) for reference in extension.iter(f"{{{_WE}}}reference")):
            found.append(_files(extension, path))
    if not found:
        raise PlmError(f"{path.name} carries no Python for xlwings Lite.")
    if any(files != found[0] for files in found):  # one is read, and perhaps another one run
        raise PlmError(
            f"{path.name} carries Python for xlwings Lite more than once; which runs is not known."
        )
    return found[0]


def _is_lite(reference: Element) -> bool:
    return reference.get("id", "").casefold() == ADD_IN


def _files(extension: Element, path: Path) -> dict[str, str]:
    found = {}
    for stored in extension.iter(f"{{{_WE}}}property"):
        name = stored.get("name", "")
        try:
            value = json.loads(stored.get("value", ""))
        except ValueError:
            raise PlmError(f"{path.name} is damaged: {name!a} of xlwings Lite cannot be read.") from None
        if "." in name and isinstance(value, str):  # the others are settings
            if name in found:
                raise PlmError(f"{path.name} carries {name!a} twice; which of them runs is not known.")
            found[name] = value
    return found


def _parts(files: Mapping[str, str]) -> dict[str, str]:
    """The new parts by their names."""
    return {_PANES: _panes(), rels_of(_PANES): _panes_rels(), _EXTENSION: _extension({**files, **_BUILD})}


def _panes() -> str:
    return (
        f'{_HEADER}<wetp:taskpanes xmlns:wetp="{_WETP}">'
        '<wetp:taskpane dockstate="right" visibility="0" width="438" row="2">'
        f'<wetp:webextensionref xmlns:r="{_R}" r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
    )


def _panes_rels() -> str:
    return (
        f'{_HEADER}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_EXTENSION_RELATIONSHIP}" Target="webextension1.xml"/>'
        "</Relationships>"
    )


def _extension(properties: Mapping[str, str]) -> str:
    identity = str(uuid5(NAMESPACE_URL, json.dumps(properties))).upper()
    stored = "".join(
        f'<we:property name="{_escaped(name)}" value="{_escaped(json.dumps(value, ensure_ascii=False))}"/>'
        for name, value in properties.items()
    )
    functions = "".join(
        f'<a:ext xmlns:a="{_A}" uri="{uri}"><we:{element}/></a:ext>' for uri, element in _FUNCTIONS
    )
    reference = f'<we:reference id="{ADD_IN}" version="1.0.0.0" store="{{}}" storeType="OMEX"/>'
    return (
        f'{_HEADER}<we:webextension xmlns:we="{_WE}" id="{{{identity}}}">'
        f"{reference.format('en-US')}"
        f"<we:alternateReferences>{reference.format(ADD_IN.upper())}</we:alternateReferences>"
        f"<we:properties>{stored}</we:properties><we:bindings/>"
        f'<we:snapshot xmlns:r="{_R}"/><we:extLst>{functions}</we:extLst></we:webextension>'
    )


def _escaped(text: str) -> str:
    return escape(text, {'"': "&quot;"})
