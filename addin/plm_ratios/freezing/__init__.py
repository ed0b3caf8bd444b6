"""Puts values in the place of calls of our functions: `plm-ratios freeze FILE`.

freezing         the entry point: freeze(), and checks of where the result goes
calls            which formulas call our functions
selection        which cells become values
stored_values    whether the values that the file holds can stand for formulas
cells            formula cells made constants
surroundings     what else calls our functions: tables, names, conditional formats, validations
links            links to the add-in, and the numbers of the others
macros           VBA left out where the result is an .xlsx
comments         formulas kept in comments, and shapes the drawings of comments
report           what was frozen, and what was not
excel_button     what the ribbon of the add-in runs
"""

from .freezing import default_target, freeze
from .report import CannotFreeze, Report

__all__ = ["CannotFreeze", "Report", "default_target", "freeze"]
