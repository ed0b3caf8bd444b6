"""In what the LAMBDA functions differ from those of the other hosts, and why."""

from __future__ import annotations

_TABLES = "A blank row holds empty texts, since a formula cannot leave a cell blank. So it is in every table."
_NOTES = "The note on an unknown name has the nearest names, but not that it may be meant as a number."

#: A sentence or two for each function that differs.
LIMITS = {
    "RATIO": "Mathematical letters such as 𝐄 are not read as the usual ones, and the invisible letters "
    "called tags are not left out: most versions of Excel count each as two letters. A name with one is "
    "unknown, in every function that takes names.",
    "TOKENS": "Some spaces in a number are let pass where others refuse them: after its sign, after the e of "
    "1.5e9, and two in place of one between digits. Excel 2024 has no pattern matching. So it is in every "
    "function that takes numbers.",
    "FLOPS": "Where two arguments are wrong, the error shown may be that of the other one. So it is in every "
    "function with more than one argument, but for WHY.",
    "MODELS": "A range without a single name is #N/A, where others give an empty table: Excel has none.",
    "COMPARE": _TABLES,
    "FRONTIER": _NOTES,
    "OPTIMAL": _NOTES,
    "WHY": "Of a model of your own that was trained in stages it tells, on effective tokens, about "
    "325 residues, whatever the length.",
    "PLAN": "As text for Excel Labs and for Google Sheets, its note on a budget such as 1,234 says only that "
    "it is no number, and not how it can be read: with that, the formula would be longer than Excel takes.",
    "PLMVERSION": "It names the catalog that the workbook was written with, and so do all numbers: what you "
    "add to a catalog of your own afterwards is not there before the workbook is written again.",
}

#: What a helper is in a function that stands alone, where it would be longer than Excel takes otherwise.
#: PLAN names laws, and no models.
SHORTER = {
    "PLAN": {
        "PLM_READINGS": 'LAMBDA(given,"")',
        "PLM_UNKNOWN": "LAMBDA(what,given,more,LET(near,PLM_SIMILAR(given,PlmNames[Law],PlmLaws[Id]),"
        'SUBSTITUTE(PLM_SAY("unknownLaw"&IF(near="","Far",""),given,more),"{nearest}",near)))',
    }
}
