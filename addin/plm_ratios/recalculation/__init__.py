"""Recalculates a workbook with Calc and changes nothing else in it: `plm-ratios recalc FILE`.

recalculating        the entry point: recalculate(), and checks of where the result goes
update               from a workbook to the same workbook with Calc's values
calc_copy            the copy that Calc opens, and left_out the parts removed from it
calc_results         what Calc answers, and rounds: repeated calculation until nothing more is kept
dependencies         which formulas may change
our_functions        which calls are calls of our functions
function_calls       calls of our functions that Calc does not make
true_errors          which of Calc's errors replace the stored ones
unsupported          formulas that keep their values, and why
chart_caches         copies of cell values in charts
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
