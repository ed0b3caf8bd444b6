"""The formats of the workbook: one for each role that a cell can have, and each number format."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from ..comparison import sheet_styles


class Styles:
    """Formats by role and number format, created once each: styles("input", COUNT)."""

    def __init__(self, workbook: xlsxwriter.Workbook):
        self._workbook = workbook
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, role: str, number_format: str = "") -> Format:
        key = (role, number_format)
        if key not in self._made:
            properties = sheet_styles.look(role)
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def difference(self, **properties: Any) -> Format:
        """A format for conditional formatting, which holds only what it changes."""
        return self._workbook.add_format(properties)
