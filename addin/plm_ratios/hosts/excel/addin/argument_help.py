"""Help for the arguments of functions, written into the file, where Excel's wizard finds it.

Application.MacroOptions, by which a workbook gives such help, refuses functions of an add-in: it is hidden.
This is what Excel itself writes into a workbook to which MacroOptions gave help ([MS-XLSX], CT_DefinedName;
seen in VBA-CSV.xlsm of github.com/PGS62/VBA-CSV). The text for a whole function is an attribute in its VBA.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from ....functions import FUNCTIONS
from ....functions.signature import Function
from ..wrappers import check

_URI = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"


def extension() -> str:
    """The last element of the part xl/workbook.xml."""
    names = "".join(_of(function) for function in FUNCTIONS.values() if function.arguments)
    described = f"<x14:definedNames>{names}</x14:definedNames>"
    return f'<extLst><ext uri="{_URI}" xmlns:x14="{_X14}">{described}</ext></extLst>'


def _of(function: Function) -> str:
    check(function)
    texts = "".join(
        f'<x14:argumentDescription index="{index}">{escape(argument.help)}</x14:argumentDescription>'
        for index, argument in enumerate(function.arguments)
    )
    count = len(function.arguments)
    described = f'<x14:argumentDescriptions count="{count}">{texts}</x14:argumentDescriptions>'
    return f'<x14:definedName name="{function.name}">{described}</x14:definedName>'
