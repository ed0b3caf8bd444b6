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

# What a cell holds, inside a sentence: the beginning of a long text.
_SHOWN = """
LAMBDA(given,
  IF(ISTEXT(given), LEFT(given, 100) & IF(LEN(given) > 100, "…", ""),
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

# How the ratio of a model came about; `which` is the position of a basis, and `kind` that of a kind of
# parameters. What fills a slot that a sentence has not may be an error.
_EXPLAINED = """
LAMBDA(place, which, each, kind,
  LET(
    tell, LAMBDA(column, INDEX(PlmWhy[[Sequences]:[Worth off]], place, column)),
    by, LAMBDA(column, INDEX(PlmEntries[[Parameters]:[Seen]], place, column)),
    fit, $RSTAR,
    passes, LAMBDA(long, by(7) / (by(5) * long)),
    worth, LAMBDA(long, LET(seen, passes(long), CHOOSE(which, by(5) * long, by(6), by(7),
      IF(tell(16) <> "", tell(16 + (long <> each)),
        IF(seen > 1, by(5) * long * (1 + fit * (1 - EXP((1 - seen) / fit))), by(7)))))),
    often, IFERROR(passes(each), 0),
    told, tell(IF(which < 4, which, 4 + (often > 1) + (often > $EXTRAPOLATED))),
    own, INDEX(PlmEntries[Length], place),
    off, IF(ISNUMBER(FIND("{o}", told)), IF(ABS(each / own - 1) > $OFF, tell(7), ""), ""),
    beware, tell(11 + kind) & "",
    figure, LAMBDA(column, PLM_HUMAN(worth(each) / by(column))),
    IF(ISERROR(FIND("{r}", told)), told,
      IF(by(kind) = "", tell(7 + kind),
        REDUCE(told, SEQUENCE(14), LAMBDA(done, i,
          SUBSTITUTE(done, "{" & MID("bkosrlahewtupm", i, 1) & "}", IFERROR(CHOOSE(i,
            IF(off & beware = "", "", " Beware:"),
            beware,
            off,
            tell(7 + kind),
            figure(kind),
            PLM_SHORT(each, 6),
            figure(2),
            figure(1),
            figure(3),
            PLM_HUMAN(worth(own) / by(kind)),
            PLM_HUMAN(worth(each)),
            PLM_HUMAN(by(5) * each),
            PLM_HUMAN(often),
            PLM_HUMAN(by(5) * each * (1 + fit))
          ), ""))
        ))))
  )
)
"""

# Whether a model was trained by another objective than a law is for.
_OTHERWISE = """
LAMBDA(law, place,
  LET(
    kind, INDEX(PlmLaws[Objective], law),
    own, INDEX(PlmEntries[Objective], place) & "",
    (INDEX(PlmLaws[Domain], law) = "protein") * (own <> "") * (kind <> "any")
      * ISERROR(FIND(" " & kind & " ", " " & own & " "))
  )
)
"""

# Sentences: in what a model is not what a law is about.
_MISMATCH = """
LAMBDA(law, place, best,
  LET(
    sparse, INDEX(PlmLaws[Counts], law) = $SPARSE,
    name, INDEX(PlmEntries[Name], place),
    IF(PLM_OTHERWISE(law, place),
      "The law is for " & INDEX(PlmLaws[Objective], law) & "; " & name & " was trained by "
        & INDEX(PlmEntries[Objective], place) & ". ", "")
    & IF(sparse,
      IF(INDEX(PlmEntries[Mixture], place), "", "The law is for sparse models, and " & name & " is dense."),
      SUBSTITUTE(INDEX(PlmWhy[In full dense], place), "{n}",
        PLM_HUMAN(INDEX(PlmEntries[Active], place) / best)))
    & " " & INDEX(PlmWhy[In full], place)
  )
)
"""

# What to beware of behind the verdict on a model, in parentheses; `law` is "" for a number.
_WARNED = """
LAMBDA(law, place,
  LET(
    dense, INDEX(PlmWhy[In short dense], place),
    about, IF(law = "", dense,
      IF(PLM_OTHERWISE(law, place), "the law is for " & INDEX(PlmLaws[Objective], law) & ", not "
        & INDEX(PlmEntries[Objective], place) & "; ", "")
      & IF(INDEX(PlmLaws[Counts], law) <> $SPARSE, dense,
        IF(INDEX(PlmEntries[Mixture], place), "", "the law is for sparse models; "))),
    all, about & INDEX(PlmWhy[In short], place),
    IF(all = "", "", " (" & LEFT(all, LEN(all) - 2) & ")")
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
    "PLM_OTHERWISE": _OTHERWISE,
    "PLM_MISMATCH": _MISMATCH,
    "PLM_WARNED": _WARNED,
}
