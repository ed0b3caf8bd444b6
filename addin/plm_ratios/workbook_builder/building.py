"""Builds a whole workbook, sheet after sheet."""

from __future__ import annotations

from pathlib import Path

from ..errors import PlmError
from ..files import replacing
from ..hosts.lite import parts, program
from . import (
    accelerators_sheet,
    bases_sheet,
    catalog_sheets,
    claims_sheet,
    compare_sheet,
    excel_parts,
    functions_sheet,
    lambda_sheet,
    laws_sheet,
    plan_sheet,
    plan_sums_sheet,
    ranges_sheet,
    slide_sheet,
    spellings_sheet,
    stages_sheet,
    start_sheet,
    what_if_sheet,
)
from .book import WorkbookBuilder
from .flavours import Flavour
from .inputs import Inputs


def build(
    path: Path,
    of: Flavour,
    inputs: Inputs | None = None,
    replace: bool = False,
    route: str = program.INSIDE,
) -> Path:
    """Write a new workbook and return its path. `route` is how one for xlwings Lite finds the package.

    Either the whole file is written or none. Raises FileExists if the file exists and `replace` is
    False, and UnknownName if a model is not in the catalog.
    """
    path = Path(path)
    if path.suffix.lower() != of.suffix:
        raise PlmError(f"The flavour {of.name} is a {of.suffix} file; name it {path.stem}{of.suffix}.")
    with replacing(path, replace) as temporary:
        book = WorkbookBuilder(temporary, of)
        start_sheet.write(book)
        compare_sheet.write(book, inputs or Inputs())
        bases_sheet.write(book, inputs or Inputs())
        what_if_sheet.write(book, inputs or Inputs())
        claims_sheet.write(book, inputs or Inputs())
        laws_sheet.write(book)
        plan_sheet.write(book)
        slide_sheet.write(book, inputs or Inputs())
        catalog_sheets.write_catalog(book, (inputs or Inputs()).avglen)
        catalog_sheets.write_datasets(book)
        accelerators_sheet.write(book)
        catalog_sheets.write_sources(book)
        functions_sheet.write(book)
        ranges_sheet.write(book)
        spellings_sheet.write(book)
        stages_sheet.write(book, (inputs or Inputs()).avglen)
        plan_sums_sheet.write(book)
        if of.lambdas:
            lambda_sheet.write(book)
            lambda_sheet.define_names(book)
        if of.macros:
            excel_parts.write_settings(book)
            excel_parts.write_help(book)
            excel_parts.finish(book)
        if of.macros or of.lite or of.lambdas:
            excel_parts.keep_values(book)
        book.save()
        if of.lite:
            parts.add(temporary, program.files(route))
    return path
