"""What the workbook, its macros and the Python behind it must call by the same names."""

from __future__ import annotations

# Properties of the file (docProps/custom.xml) that say what wrote it.
VERSION_PROPERTY = "plm-ratios version"
EDITION_PROPERTY = "catalog edition"
XLWINGS_PROPERTY = "xlwings version"

# The sheet that xlwings reads its settings from, and what stands there for the interpreter until a
# person names one: a variable that the macros set once they have found it.
SETTINGS_SHEET = "xlwings.conf"
FOUND_BY_VBA = "%PLM_RATIOS_INTERPRETER%"

# Names of cells on the sheet Start that the macros and the buttons write.
STATUS, ADD_IN_VERSION, REPORT = "Status", "AddInVersion", "CheckReport"

# The cell on the sheet Slide below which the button Export slides reports.
EXPORT_REPORT = "ExportReport"
