"""The helpers that write numbers and sentences as the core does."""

from __future__ import annotations

# A number rounded as the core does it: by all its digits, and a half to the even side.
_ROUNDED = """
LAMBDA(n, digits,
  LET(
    part, (n - INT(n)) * 10 ^ digits,
    rest, part - INT(part),
    last, INT(part) + IF(digits, 0, INT(n)),
    ROUND(INT(n) + (INT(part) + (rest > 0.5) + (rest = 0.5) * MOD(last, 2)) / 10 ^ digits, digits)
  )
)
"""

# A number to some digits, as %.3g writes it: 0.0312, 1.23e+08. The decimal sign is the point everywhere.
_SHORT = """
LAMBDA(n, digits,
  IF(n = 0, "0",
    LET(
      guess, INT(LOG10(ABS(n))),
      near, PLM_ROUNDED(n / 10 ^ guess, digits - 1),
      exponent, guess + (ABS(near) >= 10),
      SUBSTITUTE(
        IF((exponent < -4) + (exponent >= digits),
          near / 10 ^ (exponent - guess) & "e" & IF(exponent < 0, "-", "+")
            & IF(ABS(exponent) < 10, "0", "") & ABS(exponent),
          PLM_ROUNDED(n, digits - 1 - exponent) & ""),
        ",", ".")
    )
  )
)
"""

# A number as people say it, to three digits: 21.1 billion.
_HUMAN = """
LAMBDA(n,
  LET(
    scale, IF(n < 1E6, 0, MIN(INT(LOG10(n) / 3), 4)),
    size, n / 1000 ^ scale,
    IF(size < 999.5, PLM_SHORT(size, 3),
      REDUCE(TEXT(PLM_ROUNDED(size, 0), "0"), {3,7,11,15}, LAMBDA(done, k,
        IF(LEN(done) > k, LEFT(done, LEN(done) - k) & "," & RIGHT(done, k), done))))
      & IF(scale, CHOOSE(scale - 1, " million", " billion", " trillion"), "")
  )
)
"""

# What a cell holds, inside a sentence.
_SHOWN = """
LAMBDA(given,
  IF(ISTEXT(given), given,
    IF(ISLOGICAL(given), IF(given, "True", "False"), PLM_SHORT(given, 15)))
)
"""

# Sentences about the letters of a text that are not what they seem: one about those that cannot be seen, and
# one about those that look like others.
_ODD = """
LAMBDA(phrase,
  LET(
    first, LAMBDA(remarks, REDUCE("", SEQUENCE(LEN(phrase & " ")), LAMBDA(done, i,
      IF(done <> "", done,
        XLOOKUP(IFERROR(UNICODE(MID(phrase, i, 1)), 0), PlmLetters[Code], remarks, "", 0, 2) & "")))),
    TRIM(first(PlmLetters[Unseen]) & " " & first(PlmLetters[Looks like]))
  )
)
"""

# A text of PlmTexts.
_TEXT = """
LAMBDA(key, INDEX(PlmTexts[Text], XMATCH(key, PlmTexts[Key], 0)))
"""

# How a number can be read whose marks mean something else in other countries (1,234 or 65.000), and what to
# type instead; "" for any other text.
_READINGS = """
LAMBDA(given,
  LET(
    typed, PLM_TYPED(given),
    body, PLM_UNSIGNED(typed),
    head, PLM_HEAD(body),
    end, MID(body, LEN(head) + 1, 99),
    show, LAMBDA(figure, IF(body = typed, "", LEFT(typed)) & figure & RIGHT(given, LEN(end))),
    amount, LAMBDA(mark, LEN(head) - LEN(SUBSTITUTE(head, mark, ""))),
    at, IFERROR(FIND(",", head), IFERROR(FIND(".", head), 0)),
    comma, amount(",") = 1,
    front, LEFT(head, MAX(0, at - 1)),
    decimals, MID(head, at + 1, 99),
    zero, PLM_WITHOUT(front, {"0"}) = "",
    three, (at > 0) * NOT(zero) * (LEN(decimals) = 3) * (LEN(front) <= 3)
      * PLM_DIGITS(decimals) * PLM_DIGITS(front),
    bare, PLM_WITHOUT(front, {".","_","'"," "}),
    decimal, IF(bare = "", "0", bare) & "." & decimals,
    short, REDUCE(decimals, {1,2,3}, LAMBDA(done, k,
      IF(RIGHT(done) = "0", LEFT(done, LEN(done) - 1), done))),
    sure, IF(end <> "", decimal,
      front & IF(short = "", "", "." & short & IF(LEN(short) = 3, "0", ""))),
    fill, LAMBDA(about, first, marks, second, others, other,
      SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(PLM_TEXT(about),
        "{first}", show(first)), "{marks}", PLM_TEXT(marks)), "{second}", show(second)),
        "{others}", PLM_TEXT(others)), "{typed}", show(first)), "{other}", show(other))),
    IF(ISERROR(PLM_POWER(head, TRIM(end))), "",
      IF(three * comma,
        fill("twoReadings", front & decimals, "comma", decimal, "decimalComma", sure),
        IF(three * (end = ""),
          fill("twoReadings", front & decimals, "point", decimal, "decimalPoint", sure),
          IF(comma * PLM_DIGITS(decimals) * PLM_GROUPED(PLM_MASK(front), "0"),
            IF(PLM_DIGITS(front) * NOT(zero),
              fill("twoReadings", decimal, "decimalComma", front & decimals, "anyComma", front & decimals),
              fill("oneReading", decimal, IF(amount("."), "both", "decimalComma"), "", "point", "")),
            IF((amount(".") > 1) * (amount(",") = 0) * PLM_GROUPED(PLM_MASK(head), ""),
              fill("oneReading", PLM_WITHOUT(head, {"."}), "points", "", "point", ""),
              "")))))
  )
)
"""

# A sentence of PlmTexts about what a cell holds, with remarks on its letters, and one more.
_SAY = """
LAMBDA(about, given, more,
  LET(
    remarks, TRIM(IF(ISTEXT(given), PLM_ODD(given), "") & " " & more),
    SUBSTITUTE(
      SUBSTITUTE(PLM_TEXT(about), " {remarks}", IF(remarks = "", "", " " & remarks)),
      "{cell}", PLM_SHOWN(given))
  )
)
"""

# That nothing goes by a name, with the nearest names: of a model, or of a law where `what` is "law".
_UNKNOWN = """
LAMBDA(what, given, more,
  LET(
    near, IF(what = "law",
      PLM_SIMILAR(given, PlmNames[Law], PlmLaws[Id]),
      PLM_SIMILAR(given, PlmNames[Model], PlmEntries[Name])),
    SUBSTITUTE(SUBSTITUTE(
      PLM_SAY("unknown" & IF(what = "law", "Law", "") & IF(near = "", "Far", ""), given, more),
      "{what}", what), "{nearest}", near)
  )
)
"""

# What is wrong with a cell that must hold the name of a model; #N/A for a text.
_NAMELESS = """
LAMBDA(given,
  IF(ISTEXT(given), IF(given = "", PLM_TEXT("blankName"), NA()),
    IF(given * 1 = 0, PLM_TEXT("blankName"), SUBSTITUTE(PLM_SAY("noName", given, ""), "{what}", "model")))
)
"""

# What is wrong with a cell that must hold a number above zero.
_SIZELESS = """
LAMBDA(what, given,
  LET(
    found, PLM_NUMBER(given),
    readings, IF(ISTEXT(given), PLM_READINGS(given), ""),
    sentence, IF(ISERROR(found),
      SUBSTITUTE(
        PLM_SAY(
          IF(ERROR.TYPE(found) <> 3, "notFinite", IF(readings = "", "noNumber", "ambiguous")),
          given, ""),
        "{says}", readings),
      SUBSTITUTE(PLM_TEXT(IF(found < 0, "negative", "zero")), "{number}", PLM_SHORT(found, 6))),
    SUBSTITUTE(sentence, "{what}", what)
  )
)
"""

# How the ratio of a model came about; `which` is the position of a basis. What fills a slot that a sentence
# has not may be an error.
_EXPLAINED = """
LAMBDA(place, which, each,
  LET(
    apart, INDEX(PlmEntries[Sequences], place) * each,
    passes, IFERROR(INDEX(PlmEntries[Seen], place) / apart, 0),
    fit, $RSTAR,
    total, apart * IF(which < 4, 1, IF(passes > 1, 1 + fit * (1 - EXP((1 - passes) / fit)), passes)),
    tell, LAMBDA(column, INDEX(PlmWhy[[Sequences]:[Once off]], place, column)),
    fill, LAMBDA(done, slot, said, SUBSTITUTE(done, "{" & slot & "}", IFERROR(said, ""))),
    fill(fill(fill(fill(fill(fill(fill(fill(
      tell(IF(which < 4, which, 4 + (passes > 1) + (passes > $EXTRAPOLATED))),
      "o", IF(ABS(each / INDEX(PlmEntries[Length], place) - 1) > $OFF,
        tell(7 + (which = 4) * (1 + (passes <= 1))), "")),
      "r", PLM_HUMAN(total / INDEX(PlmEntries[Parameters], place))),
      "l", PLM_SHORT(each, 6)),
      "t", PLM_HUMAN(total)),
      "a", PLM_HUMAN(total / INDEX(PlmEntries[Active], place))),
      "u", PLM_HUMAN(apart)),
      "p", PLM_HUMAN(passes)),
      "m", PLM_HUMAN(apart * (1 + fit)))
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

WORDS = {
    "PLM_ROUNDED": _ROUNDED,
    "PLM_SHORT": _SHORT,
    "PLM_HUMAN": _HUMAN,
    "PLM_SHOWN": _SHOWN,
    "PLM_ODD": _ODD,
    "PLM_TEXT": _TEXT,
}
LAYOUTS = {
    "PLM_READINGS": _READINGS,
    "PLM_SAY": _SAY,
    "PLM_UNKNOWN": _UNKNOWN,
    "PLM_NAMELESS": _NAMELESS,
    "PLM_SIZELESS": _SIZELESS,
    "PLM_EXPLAINED": _EXPLAINED,
    "PLM_MISMATCH": _MISMATCH,
}
