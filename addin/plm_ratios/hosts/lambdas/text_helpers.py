"""The helpers that write numbers and sentences as the core does."""

from __future__ import annotations

# A number to some digits, as %.3g writes it: 0.0312, 1.23e+08. The point is the decimal sign in every language.
_SHORT = """
LAMBDA(n, digits,
  IF(n = 0, "0",
    LET(
      guess, INT(LOG10(ABS(n))),
      near, ROUND(n / 10 ^ guess, digits - 1),
      exponent, guess + (ABS(near) >= 10),
      plain, IF((exponent < -4) + (exponent >= digits),
        near / 10 ^ (exponent - guess) & "e" & IF(exponent < 0, "-", "+")
          & IF(ABS(exponent) < 10, "0", "") & ABS(exponent),
        ROUND(n, digits - 1 - exponent) & ""),
      SUBSTITUTE(plain, ",", ".")
    )
  )
)
"""

# A number as people say it, to three digits: 21.1 billion.
_HUMAN = """
LAMBDA(n,
  LET(
    scale, IF(n >= 1E12, 1E12, IF(n >= 1E9, 1E9, IF(n >= 1E6, 1E6, 1))),
    size, n / scale,
    whole, ROUND(size, 0),
    IF(size < 999.5, PLM_SHORT(size, 3),
      IF(whole < 1000, whole & "", INT(whole / 1000) & "," & RIGHT("00" & MOD(whole, 1000), 3)))
      & IF(scale = 1, "", " " & CHOOSE(LOG10(scale) / 3 - 1, "million", "billion", "trillion"))
  )
)
"""

# What a cell holds, inside a sentence.
_SHOWN = """
LAMBDA(given,
  IF(ISTEXT(given), given,
    IF(ISLOGICAL(given), IF(given, "True", "False"), SUBSTITUTE(given & "", ",", ".")))
)
"""

# Sentences about the letters of a text that are not what they seem.
_ODD = """
LAMBDA(phrase,
  LET(
    letters, SEQUENCE(LEN(phrase & " ")),
    code, LAMBDA(i, IFERROR(UNICODE(MID(phrase, i, 1)), 0)),
    first, LAMBDA(forms, REDUCE(0, letters, LAMBDA(done, i,
      IF(done > 0, done, IF(XLOOKUP(code(i), PlmLetters[Code], forms, "", 0, 2) = "", 0, i))))),
    named, LAMBDA(i, "U+" & DEC2HEX(code(i), 4)),
    unseen, first(PlmLetters[Unseen]),
    alike, first(PlmLetters[Looks like]),
    TRIM(
      IF(unseen = 0, "", SUBSTITUTE($INVISIBLE, "{code}", named(unseen)))
      & " " &
      IF(alike = 0, "", SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($LOOKALIKE, "{code}", named(alike)),
        "{letter}", MID(phrase, alike, 1)),
        "{like}", XLOOKUP(code(alike), PlmLetters[Code], PlmLetters[Looks like], "", 0, 2)))
    )
  )
)
"""

# A sentence of PlmTexts about what a cell holds, with remarks on its letters.
_SAY = """
LAMBDA(about, given,
  LET(
    sentence, INDEX(PlmTexts[Text], XMATCH(about, PlmTexts[Key], 0)),
    remarks, IF(ISTEXT(given), PLM_ODD(given), ""),
    SUBSTITUTE(
      SUBSTITUTE(sentence, " {remarks}", IF(remarks = "", "", " " & remarks)),
      "{cell}", PLM_SHOWN(given))
  )
)
"""

# That nothing goes by a name, with the nearest names: of a model, or of a law where `what` is "law".
_UNKNOWN = """
LAMBDA(what, given,
  LET(
    near, IF(what = "law",
      PLM_SIMILAR(given, PlmNames[Law], PlmLaws[Id]),
      PLM_SIMILAR(given, PlmNames[Model], PlmEntries[Name])),
    SUBSTITUTE(SUBSTITUTE(
      PLM_SAY("unknown" & IF(what = "law", "Law", "") & IF(near = "", "Far", ""), given),
      "{what}", what), "{nearest}", near)
  )
)
"""

# What is wrong with a cell that must hold the name of a model; #N/A for a text.
_NAMELESS = """
LAMBDA(given,
  IF(ISTEXT(given), IF(given = "", PLM_SAY("blankName", ""), NA()),
    IF(given * 1 = 0, PLM_SAY("blankName", ""), SUBSTITUTE(PLM_SAY("noName", given), "{what}", "model")))
)
"""

# What is wrong with a cell that must hold a number above zero.
_SIZELESS = """
LAMBDA(what, given,
  LET(
    found, PLM_NUMBER(given),
    sentence, IF(ISERROR(found),
      PLM_SAY(IF(ERROR.TYPE(found) = 3, "noNumber", "notFinite"), given),
      SUBSTITUTE(PLM_SAY(IF(found < 0, "negative", "zero"), given), "{number}", PLM_SHORT(found, 6))),
    SUBSTITUTE(sentence, "{what}", what)
  )
)
"""

# How the ratio of a model came about; `which` is the position of a basis.
_EXPLAINED = """
LAMBDA(place, which, each,
  LET(
    own, INDEX(PlmEntries[Length], place),
    off, IF(own = "", FALSE, ABS(each / own - 1) > $OFF),
    total, INDEX(PlmEntries[Sequences], place) * each,
    figure, PLM_HUMAN(total / INDEX(PlmEntries[Parameters], place)),
    active, INDEX(PlmEntries[Active], place),
    sentence, INDEX(PlmWhy[Sequences], place) & IF(off, INDEX(PlmWhy[Length off], place), "")
      & INDEX(PlmWhy[Sequences end], place),
    CHOOSE(which,
      IF(ISERROR(FIND("{ratio}", sentence)), sentence,
        SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(sentence,
          "{ratio}", figure),
          "{length}", PLM_SHORT(each, 6)),
          "{total}", PLM_HUMAN(total)),
          "{active}", IF(active = "", "", PLM_HUMAN(total / active)))),
      INDEX(PlmWhy[Unique], place),
      INDEX(PlmWhy[Seen], place))
  )
)
"""

# Sentences: in what a model is not what a law is about.
_MISMATCH = """
LAMBDA(law, place, best,
  LET(
    kind, INDEX(PlmLaws[Objective], law),
    sparse, INDEX(PlmLaws[Counts], law) = $SPARSE,
    own, INDEX(PlmEntries[Objective], place) & "",
    active, INDEX(PlmEntries[Active], place),
    name, INDEX(PlmEntries[Name], place),
    TRIM(
      IF((INDEX(PlmLaws[Domain], law) = "protein") * (own <> "") * (kind <> "any")
          * ISERROR(FIND(" " & kind & " ", " " & own & " ")),
        "The law is for " & kind & "; " & name & " was trained by " & own & ". ", "")
      & IF((active <> "") * NOT(sparse),
        "A mixture of experts, and the law is for dense models: by the " & PLM_HUMAN(active)
          & " parameters active per token it is " & PLM_HUMAN(active / best) & " times the optimum. ", "")
      & IF((active = "") * sparse, "The law is for sparse models, and " & name & " is dense.", "")
    )
  )
)
"""

LAYOUTS = {
    "PLM_SHORT": _SHORT,
    "PLM_HUMAN": _HUMAN,
    "PLM_SHOWN": _SHOWN,
    "PLM_ODD": _ODD,
    "PLM_SAY": _SAY,
    "PLM_UNKNOWN": _UNKNOWN,
    "PLM_NAMELESS": _NAMELESS,
    "PLM_SIZELESS": _SIZELESS,
    "PLM_EXPLAINED": _EXPLAINED,
    "PLM_MISMATCH": _MISMATCH,
}
