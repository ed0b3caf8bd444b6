"""Names of a workbook with comments, which Excel shows as help while somebody types a function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from ..hosts.lambdas.definition import Definition


class CommentingWorkbook(xlsxwriter.Workbook):  # type: ignore[misc] # XlsxWriter has no types
    """A workbook whose names can be functions, with comments; XlsxWriter writes names without."""

    def __init__(self, written: IO[bytes], options: Mapping[str, Any]):
        super().__init__(written, options)
        self.lambdas: dict[str, Definition] = {}

    def define_lambda(self, definition: Definition) -> None:
        """Define a function as a name, which may call those that are defined already.

        Raises ValueError if Excel would refuse it, and UnreadableFormula if it calls something unknown.
        """
        from ..hosts.lambdas.rules import check  # openpyxl: a workbook without such names needs none of it
        from ..hosts.lambdas.stored_form import stored

        formula = stored(definition.text, self.lambdas)
        check(definition, formula)
        self.lambdas[definition.name] = definition
        self.define_name(definition.name, f"={formula}")

    def _extract_named_ranges(self, defined_names: list[list[Any]]) -> Any:
        """Only names of cells are listed among the file's properties; XlsxWriter takes #VALUE! for a cell."""
        ranges = [defined for defined in defined_names if defined[0] not in self.lambdas]
        return super()._extract_named_ranges(ranges)

    def _write_defined_name(self, defined_name: list[Any]) -> None:
        name, _, formula, _ = defined_name
        if name not in self.lambdas:
            super()._write_defined_name(defined_name)
            return
        attributes = [("name", name), ("comment", self.lambdas[name].comment)]
        self._xml_data_element("definedName", formula, attributes)
