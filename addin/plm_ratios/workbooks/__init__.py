"""Workbook files (.xlsx, .xlsm), changed without a trace: function names respelled for a host, and
cached values brought up to date by Calc.

    recalc.recalculate        the whole job, behind `plm-ratios recalc FILE`
    names                     function names inside formulas, and mappings between hosts
    package, book, sheet      a workbook read: zip parts, structure, cells with their places
    markup, cached, charts    bytes edited in place
    calc_copy, calculation    what Calc is given, and what it answers
    obstacles                 formulas that keep their values, and why

recalculate() is imported from here; the rest from its module.
"""

from .package import NotAWorkbook
from .recalc import CannotRecalculate, check_target, default_target, recalculate
from .report import Kept, Report, Resized

__all__ = [
    "CannotRecalculate",
    "Kept",
    "NotAWorkbook",
    "Report",
    "Resized",
    "check_target",
    "default_target",
    "recalculate",
]
