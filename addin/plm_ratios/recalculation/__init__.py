"""A workbook recalculated by Calc, of which nothing else changes: `plm-ratios recalc FILE`.

recalculating        the whole job
update               from a workbook to the same workbook with the values of Calc
calc_copy            what Calc is given, and left_out what it is not
calc_results         what it answers, and rounds: asked as often as it takes
dependencies         which formulas may change
function_calls       calls of our functions that Calc does not make
true_errors          which errors of Calc are true
unsupported          formulas that keep their values, and why
chart_caches         copies of values in charts
report               what changed, and what was kept
"""

from ..ooxml.package import NotAWorkbook
from .recalculating import CannotRecalculate, check_target, default_target, recalculate
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
