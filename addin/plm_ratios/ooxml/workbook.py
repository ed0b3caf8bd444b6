"""A workbook's structure: its sheets by name, shared strings, defined names and charts."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from .addresses import Area, parse_reference
from .package import NotAWorkbook, Package
from .sizes import require_small
from .structured_references import Table
from .worksheet import Sheet
from .xml_edits import MAIN, reading

_PROPERTIES = "docProps/custom.xml"
_RELATIONSHIP_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


@dataclass(frozen=True)
class Name:
    """A defined name; `sheet` is the sheet of a local one, None for the whole workbook."""

    name: str
    formula: str
    sheet: str | None


class Book:
    """The content of a workbook's package."""

    def __init__(self, package: Package, path: Path):
        self.package = package
        self.path = path
        self.part = package.workbook_part() or ""
        self._root = package.tree(self.part)
        targets = {link.id: link for link in package.relationships(self.part)}
        self.sheet_names: list[str] = []
        #: Part name of each worksheet; chart sheets and macro sheets are not included.
        self.sheet_parts: dict[str, str] = {}
        for node in _all(self._root, "sheet"):
            name = node.get("name", "")
            self.sheet_names.append(name)
            link = targets.get(next(filter(None, map(node.get, _RELATIONSHIP_IDS)), ""))
            if link and link.kind.endswith("/worksheet"):
                if link.target not in package.parts:
                    raise NotAWorkbook(f'{path.name} is damaged: sheet "{name}" is missing.')
                self.sheet_parts[name] = link.target
        if not self.sheet_names:
            raise NotAWorkbook(f"{path.name} is damaged: it lists no sheets.")

    @classmethod
    def open(cls, path: Path) -> Book:
        """Read a workbook file."""
        return cls(Package.open(path), path)

    def require_small(self) -> None:
        """Raises NotAWorkbook if the worksheets hold more cells than fit into memory."""
        require_small(self.path.name, (self.package.parts[part] for part in self.sheet_parts.values()))

    def own_property(self, name: str) -> str:
        """What the file says of itself under a name that is not among the usual ones; "" if nothing."""
        part = self.package.find(_PROPERTIES)
        if part is None:
            return ""
        for node in self.package.tree(part):
            if node.get("name") == name:
                return "".join(node.itertext())
        return ""

    @cached_property
    def strings(self) -> list[str]:
        """The shared strings, without formatting and phonetic text."""
        for link in self.package.relationships(self.part):
            if link.kind.endswith("/sharedStrings") and link.target in self.package.parts:
                return [_plain_text(node) for node in _all(self.package.tree(link.target), "si")]
        return []

    @cached_property
    def names(self) -> list[Name]:
        """The defined names."""
        found = []
        for node in _all(self._root, "definedName"):
            local = node.get("localSheetId")
            number = int(local) if local and re.fullmatch("[0-9]{1,9}", local) else len(self.sheet_names)
            sheet = self.sheet_names[number] if number < len(self.sheet_names) else None
            found.append(Name(node.get("name", ""), node.text or "", sheet))
        return found

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The worksheets, parsed."""
        self.require_small()
        return {name: self.sheet(name) for name in self.sheet_parts}

    def sheet(self, name: str, spans: bool = True) -> Sheet:
        """One worksheet, parsed; without `spans` to read only, see Sheet.read()."""
        part = self.sheet_parts[name]
        with reading(self.path.name, part):
            return Sheet.read(self.package.parts[part], self.strings, spans)

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of all worksheets, without those that state no range, which no program would accept."""
        found = []
        for name, part in self.sheet_parts.items():
            for link in self.package.relationships(part):
                if link.kind.endswith("/table") and link.target in self.package.parts:
                    tree = self.package.tree(link.target)
                    with contextlib.suppress(ValueError):
                        found.append(Table.read(tree, name))
        return found

    @cached_property
    def links(self) -> dict[int, str]:
        """The other files that formulas refer to by number, [1]Sheet1!A1; "" where that is no file."""
        found = {}
        for number, part in enumerate(self.links_parts, 1):
            files = [link.target for link in self.package.relationships(part) if link.external]
            found[number] = unquote(files[0]) if files else ""
        return found

    @cached_property
    def links_parts(self) -> list[str]:
        """The parts that describe these files, in the order of their numbers."""
        targets = {link.id: link.target for link in self.package.relationships(self.part)}
        return [
            targets.get(next(filter(None, map(node.get, _RELATIONSHIP_IDS)), ""), "")
            for node in _all(self._root, "externalReference")
        ]

    @property
    def asks_for_calculation(self) -> bool:
        """True if the file says that its values are to be calculated when it is opened: the stored ones
        may be placeholders, written by programs that do not calculate."""
        asked = {node.get("fullCalcOnLoad", "0") for node in _all(self._root, "calcPr")}
        return not asked.isdisjoint({"1", "true", "on"})

    def find_sheet(self, name: str) -> str | None:
        """A sheet's name as spelled in the workbook (the case does not matter), or None."""
        wanted = name.casefold()
        return next((known for known in self.sheet_parts if known.casefold() == wanted), None)

    def areas(self, reference: str) -> list[tuple[str, Area]]:
        """The cells of a reference or of a defined name. Raises ValueError if it is neither."""
        try:
            areas = parse_reference(reference)
        except ValueError:
            areas = parse_reference(self._named(reference))
        found = [(self.find_sheet(sheet), area) for sheet, area in areas]
        if any(sheet is None for sheet, _ in found):
            raise ValueError(f"{reference} refers to a sheet that is not in the workbook")
        return [(sheet, area) for sheet, area in found if sheet is not None]

    def _named(self, reference: str) -> str:
        """The formula of a name, given as in charts: Sheet1!name, or Book1.xlsx!name."""
        qualifier, _, name = reference.strip().rpartition("!")
        sheet = qualifier.strip("'").replace("''", "'").casefold()
        matching = [known for known in self.names if known.name.casefold() == name.casefold()]
        local = [known for known in matching if known.sheet and known.sheet.casefold() == sheet]
        for known in local + [known for known in matching if known.sheet is None]:
            return known.formula
        raise ValueError(f"{reference} is neither a reference to cells nor a name")


def _all(root: Element, name: str) -> list[Element]:
    return [node for namespace in MAIN for node in root.iter(f"{{{namespace}}}{name}")]


def _plain_text(item: Element) -> str:
    """The text of a shared string: its own <t>, or those of its runs <r>; <rPh> is phonetic text."""
    texts = []
    for child in item:
        kind = child.tag.rpartition("}")[2]
        if kind == "t":
            texts.append(child.text or "")
        elif kind == "r":
            texts += [node.text or "" for node in child if node.tag.rpartition("}")[2] == "t"]
    return "".join(texts)
