"""What calls our functions besides cells: columns of tables, names, conditional formats, validations.

A table's column keeps a formula for the rows to come, which would bring the call back; it is taken out with
those of the cells. The others are no values, so they stay, and are reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..ooxml.addresses import Address
from ..ooxml.package import Package
from ..ooxml.structured_references import Table
from ..ooxml.workbook import Book
from ..ooxml.xml_edits import MAIN, Edit, Element, elements, reading, set_attribute, splice
from .calls import Calls

_FORMULAS = ("formula", "formula1", "formula2", "f")
_RULES = {
    "conditionalFormatting": "a conditional format",
    "dataValidation": "a data validation",
}
_EXTENDED = "http://schemas.microsoft.com/office/excel/2006/main"  # formulas inside extensions


def without_calls_in_tables(package: Package, book: Book, calls: Calls) -> None:
    """Take the formulas that call our functions out of the columns and totals of tables."""
    for sheet, part in book.sheet_parts.items():
        for link in package.relationships(part):
            if link.kind.endswith("/table") and link.target in package.parts:
                with reading(book.path.name, link.target):
                    edits = list(_table_edits(package, link.target, book, sheet, calls))
                package.parts[link.target] = splice(package.parts[link.target], edits)


def _table_edits(package: Package, part: str, book: Book, sheet: str, calls: Calls) -> Iterator[Edit]:
    data = package.parts[part]
    columns = elements(data, "tableColumn", namespaces=MAIN)
    for formula in elements(data, "calculatedColumnFormula", "totalsRowFormula", namespaces=MAIN):
        if not calls.found_in(formula.text, sheet):
            continue
        yield Edit(formula.span.start, formula.span.end, b"")
        if formula.name == "totalsRowFormula":
            number, column = next(
                (number, each)
                for number, each in enumerate(columns)
                if each.span.start < formula.span.start < each.span.end
            )
            yield _without_total(package, part, column, number, book, sheet)


def _without_total(package: Package, part: str, column: Element, number: int, book: Book, sheet: str) -> Edit:
    """The column's tag, which says what its total is: nothing, or the text that stands there."""
    start, inner, *_ = column.span
    tag = set_attribute(package.parts[part][start:inner], "totalsRowFunction", None)
    box = Table.read(package.tree(part), sheet).box
    value = book.sheets[sheet].value(Address(box.bottom, box.left + number))
    if value and value.kind == "str":
        text = value.text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        tag = set_attribute(tag, "totalsRowLabel", text)
    return Edit(start, inner, tag)


def remarks(book: Book, calls: Calls) -> list[str]:
    """Sentences about what still calls our functions."""
    found = []
    for name in book.names:
        if name.name.upper() not in calls.lambdas and calls.found_in(name.formula, name.sheet or ""):
            found.append(
                f"The name {name.name} calls our functions and stays as it is; cells that use it hold values."
            )
    for sheet in book.sheets:
        for what in _rules(book, sheet, calls):
            found.append(
                f"{what[0].upper()}{what[1:]} of {sheet} calls our functions: it stays as it is, and does "
                "nothing where they are missing."
            )
    if calls.lambdas:
        found.append("The functions themselves are names of this workbook, and stay in it.")
    for own in sorted(calls.defined_otherwise):
        found.append(f"This workbook defines {own} itself, so calls of it stay formulas.")
    return found


def _rules(book: Book, sheet: str, calls: Calls) -> list[str]:
    """Which kinds of rules of a sheet call our functions."""
    data = book.package.parts[book.sheet_parts[sheet]]
    if not any(name.encode() in data for name in _RULES):
        return []
    spaces = frozenset({*MAIN, _EXTENDED})
    calling = [
        formula.span.start
        for formula in elements(data, *_FORMULAS, namespaces=spaces)
        if formula.span.start >= book.sheets[sheet].body.end and calls.found_in(formula.text, sheet)
    ]
    return [
        what
        for name, what in _RULES.items()
        if any(each.span.start < at < each.span.end for each in elements(data, name) for at in calling)
    ]
