"""Workbook files (.xlsx, .xlsm), changed without a trace: function names respelled for a host, and
cached values brought up to date by Calc.

    recalc.recalculate        the whole job, behind `plm-ratios recalc FILE`
    names                     function names inside formulas, and mappings between hosts
    package, book, sheet      a workbook read: zip parts, structure, cells with their places
    markup, cached, charts    bytes edited in place
    formulas, references      what formulas call, and which cells they read; structured: tables
    dependencies, regions     which formulas may change, and the index behind that
    calc_copy, left_out       what Calc is given
    calculation, rounds       what it answers, asked as often as it takes
    own_calls, judgement      calls that Calc does not make, and whose errors are true
    obstacles                 formulas that keep their values, and why

recalculate() is imported from here; the rest from its module.
"""

from .package import NotAWorkbook
from .recalc import CannotRecalculate, check_target, default_target, recalculate
from .report import Kept, Report, Resized, TurnedError

__all__ = [
    "CannotRecalculate",
    "Kept",
    "NotAWorkbook",
    "Report",
    "Resized",
    "TurnedError",
    "check_target",
    "default_target",
    "recalculate",
]
