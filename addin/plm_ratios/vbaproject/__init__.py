"""Writes a VBA project from the text of its modules: the part vbaProject.bin of a workbook.

    >>> project = Project([standard_module('Attribute VB_Name = "Empty"')])
    >>> project.to_bytes()[:4].hex()
    'd0cf11e0'

The form is the one that [MS-OVBA] requires of writers: compressed source and no compiled code, so that
Excel compiles the modules from the text when it loads them. xlwings' own released workbook has the
same form. The same modules give the same bytes, on any day and any machine.
"""

from .modules import Module, class_module, document_module, standard_module
from .project import Project

__all__ = ["Module", "Project", "class_module", "document_module", "standard_module"]
