"""The spreadsheet functions, defined once for every host.

definitions   every function: its name, arguments, help text and what it does; plan_definitions: those for
              planning a training
signature     how arguments are read from cells, and results given back
cells         cell values: errors, blanks, ranges, numbers typed as text
headers       which first cell of a column is its header
tables        the tables that spill, about models
law_tables    and about scaling laws; plan_tables: plans and accelerators
"""

from . import plan_definitions as plan_definitions  # adds its functions to the list
from .definitions import CATEGORY, FUNCTIONS

__all__ = ["CATEGORY", "FUNCTIONS"]
