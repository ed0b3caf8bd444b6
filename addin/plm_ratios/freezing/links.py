"""Takes out the links to our add-in that no formula needs any more; Excel would ask whether to update them.

Formulas name other files by number, [2]Sheet1!A1, in the order of the workbook's list. Where a link in the
middle goes, the later ones get new numbers. What cannot be renumbered for certain keeps the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..ooxml.formula_names import is_our_file
from ..ooxml.package import Package
from ..ooxml.part_lists import remove_parts, remove_relationships
from ..ooxml.workbook import Book
from ..ooxml.xml_edits import Edit, elements, splice, the_element

#: Elements that hold formulas, in worksheets, tables, charts and the workbook part.
_FORMULAS = (
    *("f", "formula", "formula1", "formula2"),
    *("calculatedColumnFormula", "totalsRowFormula", "definedName"),
)
_WITH_FORMULAS = ("/worksheets/", "/tables/", "/charts/", "/chartsheets/", "/macrosheets/")
#: Parts that hold what people read, not formulas.
_TEXTS = ("sharedStrings", "comments", "threadedComments", "docProps/", "[Content_Types]", ".rels", ".bin")
# The number of a file in a formula, and texts, which are passed over. Table1[2], Table1[[a],[2]] are columns.
_NUMBER = re.compile(r'"(?:[^"]|"")*"|(?<![\w\].\[])\[(?P<number>\d+)\](?=[^\[\]]*!)')
_ANYWHERE = re.compile(rb"\[(\d+)\][^\[\]<>]{0,300}!")


def without_our_links(package: Package, book: Book) -> list[str]:
    """Remove the links to our add-in. Returns sentences about those that have to stay."""
    ours = [number for number, file in book.links.items() if is_our_file(file)]
    remarks = []
    for number in reversed(ours):  # so that the numbers of those that come before hold
        if any(found == number for *_, found in _uses(package, book)):
            remarks.append(
                "Something else still refers to the add-in, so Excel may ask about the link to it."
            )
        elif any(found >= number for found in _elsewhere(package, book)):
            remarks.append("The link to the add-in stays, since other links could not be numbered anew.")
        else:
            _remove(package, book, number)
    return list(dict.fromkeys(remarks))


def _uses(package: Package, book: Book) -> Iterator[tuple[str, int, int, int]]:
    """Every number of a file in a formula: part, place in its bytes, and the number."""
    for part in _formula_parts(package, book):
        data = package.parts[part]
        for element in elements(data, *_FORMULAS):
            raw = data[element.span.inner : element.span.inner_end].decode("utf-8", "surrogateescape")
            if "[" not in raw:
                continue
            text = raw.replace("&quot;", '"     ')  # of the same length, for the places
            for found in _NUMBER.finditer(text):
                if found["number"]:
                    before = len(raw[: found.start("number")].encode("utf-8", "surrogateescape"))
                    start = element.span.inner + before
                    yield part, start, start + len(found["number"]), int(found["number"])


def _formula_parts(package: Package, book: Book) -> list[str]:
    return [
        part
        for part in package.parts
        if part.lower().endswith(".xml")
        and (part == book.part or any(folder in f"/{part}" for folder in _WITH_FORMULAS))
        and b"[" in package.parts[part]
        and "/_rels/" not in part
    ]


def _elsewhere(package: Package, book: Book) -> set[int]:
    """Numbers of files in parts where they are not formulas of a known kind: macros of shapes, pivots."""
    known = {*_formula_parts(package, book), *book.links_parts}
    found: set[int] = set()
    for part in package.parts:
        if part not in known and not any(word in part for word in (*_TEXTS, "/media/")):
            found.update(int(number) for number in _ANYWHERE.findall(package.parts[part]))
    return found


def _remove(package: Package, book: Book, number: int) -> None:
    edits: dict[str, list[Edit]] = {}
    for part, start, end, found in _uses(package, book):
        if found > number:
            edits.setdefault(part, []).append(Edit(start, end, b"%d" % (found - 1)))
    data = package.parts[book.part]
    listed = elements(data, "externalReference")
    whole = listed[number - 1].span
    if len(listed) == 1:
        whole = the_element(data, "externalReferences").span
    edits.setdefault(book.part, []).append(Edit(whole.start, whole.end, b""))
    gone = book.links_parts[number - 1]
    for part, of_part in edits.items():
        package.parts[part] = splice(package.parts[part], of_part)
    remove_relationships(
        package, book.part, lambda kind, target: target == gone and kind.endswith("/externalLink")
    )
    remove_parts(package, [gone])
