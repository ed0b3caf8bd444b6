"""Writes docs/lambda.md, the page about the functions as LAMBDA formulas.

python docs/generate_lambda.py
"""

from __future__ import annotations

from pathlib import Path

from plm_ratios.hosts.lambdas.limits import LIMITS

PAGE = Path(__file__).parent / "lambda.md"

_HEAD = """# Excel without macros, Python or add-in: LAMBDA formulas

Generated from `docs/generate_lambda.py` and `addin/plm_ratios/hosts/lambdas/` by `make docs`.

**Not opened in Excel or Google Sheets by us so far.**
[What was checked](#what-was-checked-and-what-was-not) says what was done instead.

    pip install .                                        # in the folder of the source
    plm-ratios new functions.xlsx --flavour lambda

writes a workbook in which the functions are formulas: names of the workbook, each a LAMBDA over tables of
the catalog. Whoever opens it types `=RATIO("ESM-2 15B", "seen")` into any cell. There is nothing to
install, to allow or to trust, and nothing leaves the computer.

## Which Excel

| Excel | the functions | the other sheets |
|---|---|---|
| Microsoft 365 on Windows and Mac, Excel on the web, Excel 2024 | answer | calculate |
| Excel 2021, 2019, 2016 | `#NAME?` once a cell is calculated; until then the stored values | calculate |
| LibreOffice Calc 7.4 | errors in place of the examples | calculate |

Compare, Bases, What-if, Claims, Laws, Plan and Slide are those of the plain workbook (`plm-ratios new
comparison.xlsx`): they call none of the functions, so they calculate in every program. For Calc with
functions there is `plm-ratios calc install`.

## In a workbook of your own

1. Open both workbooks in Excel.
2. In ours, right-click the tab of the sheet **PLM**, *Move or Copy*, choose your workbook under *To book*,
   tick *Create a copy*, OK.
3. On the copy, the column *Answers here* shows 1 for each function. You may hide the sheet.

The sheet holds every table that the functions read, and a call of every function. Excel takes a name along
with a copied sheet where a formula on the sheet uses it (Microsoft's article Q63028), and references to
tables of the same sheet follow the copy. That this brings all names along is known from such articles and
not tried by us. If a function is missing after copying, take the text for Excel Labs below.

A workbook must not have functions of two kinds: where xlwings Lite runs in a workbook, its function and a
LAMBDA of the same name get in each other's way. Take one or the other, or the names with `PLM_`.

`plm-ratios export` reads such a workbook like any other. `plm-ratios recalc` leaves calls of a workbook's own
names to Excel, and keeps the values that Excel stored.

## As text, for Excel Labs

    plm-ratios lambda labs plm_excel_labs.txt

Excel Labs is Microsoft's free add-in with an editor for formulas (*Advanced formula environment*). The
functions are called `PLM_RATIO`, `PLM_TOKENS` and so on there, so that they can stand beside functions of
other kinds.

1. Copy the sheet PLM into your workbook, as above: the text is formulas only, the numbers are in the
   sheet's tables.
2. *Home > Add-ins > Excel Labs > Advanced formula environment > Modules*. Paste the whole text into the
   module *Workbook*, and save it there.
3. Type `=PLM_RATIO("ESM-2 15B")`.

No function calls another one, so you may take single ones, or import the text as a module of any name. To
import it from an address, put it into a gist: Excel Labs takes no other source.

## Google Sheets, without a script

    plm-ratios lambda sheets plm_named_functions.txt

For spreadsheets in which Apps Script is not allowed. The text has the steps, and for each function what the
form *Data > Named functions* asks for: name, description, placeholders, formula. Upload the workbook first,
written with the same catalog; the formulas read the cells of its sheet PLM. Once they are in one
spreadsheet, others import them from there.

Other than in Excel, every argument has to be given: `=RATIO("ESM-2 15B", "", "")`. An empty text stands for
one that is left out. With a script there is nothing to copy by hand, and no such difference:
[sheets.md](sheets.md).

## Where answers differ

The names, the arguments, the tables and the error values are those of [functions.md](functions.md): numbers
as text (`"15B"`), arguments left out, whole columns, every alias. The catalog is that of the edition that
wrote the workbook, with your own models, if you have a catalog of your own. These are the differences:

"""

_TAIL = """
## What was checked, and what was not

- **Answers**: IronCalc, an engine by others that knows LAMBDA, calculates every golden vector, and all calls
  in the workbook. The few answers that differ from Python's are listed in the tests, each with its reason.
  IronCalc is not Excel.
- **Stored form**: a LAMBDA in a file is spelled otherwise than in a cell (`_xlfn.`, `_xlpm.`, `_xlop.`).
  The forms are those that XlsxWriter documents, and that Excel was seen to save; `stored_form.py` names the
  sources. What is stored is read back into what is typed, by us and by openpyxl.
- **Limits of Excel**: lengths of names, comments (255) and formulas (8,192), nesting (64), names that read
  as a cell or that Excel has reserved, are checked when the workbook is written. A validator of Office Open
  XML finds nothing.
- **Excel Labs**: the text has the forms of its documentation. It was not pasted there.
- **Google Sheets**: the translated formulas give in IronCalc what the LAMBDA formulas give, for every
  golden vector. What only Sheets has (`ARRAYFORMULA`) is left out there.
- **Not checked**: Excel and Google Sheets themselves: how fast the functions are there, what a copied sheet
  takes along, and whether Sheets makes named functions of the names in an uploaded workbook. Look into
  *Data > Named functions* after uploading.
"""


def text() -> str:
    """The whole page."""
    rows = [f"| `{name}` | {sentence} |" for name, sentence in LIMITS.items()]
    return _HEAD + "\n".join(["| function | what differs, and why |", "|---|---|", *rows, ""]) + _TAIL


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(f"Wrote {PAGE}")
