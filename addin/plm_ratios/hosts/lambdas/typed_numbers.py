"""The helpers that read numbers as people type them, as catalog/typed_numbers.py says.

A text that readers of different countries read differently is #VALUE!, as is one that is no number.
"""

from __future__ import annotations

# Every digit a 9, so that texts can be compared with patterns.
_MASK = """
LAMBDA(phrase, REDUCE(phrase, {0,1,2,3,4,5,6,7,8}, LAMBDA(done, digit, SUBSTITUTE(done, digit, 9))))
"""

# A text without some characters.
_WITHOUT = """
LAMBDA(phrase, letters, REDUCE(phrase, letters, LAMBDA(done, letter, SUBSTITUTE(done, letter, ""))))
"""

# A text that may be a number, in the usual form of its letters and without quotes around it.
_TYPED = """
LAMBDA(phrase,
  TRIM(SUBSTITUTE(SUBSTITUTE(TRIM(
    SUBSTITUTE(SUBSTITUTE(PLM_PLAIN(phrase, PlmLetters[In numbers]), " ", "|"), "'", " ")
  ), " ", "'"), "|", " "))
)
"""

# A number without its sign.
_UNSIGNED = """
LAMBDA(phrase, TRIM(MID(phrase, 1 + ISNUMBER(FIND(LEFT(phrase & "!"), "+-")), 99)))
"""

# The digits of a number without sign and their marks, up to a suffix or a power.
_HEAD = """
LAMBDA(phrase,
  LET(
    word, LEFT(PLM_WITHOUT(PLM_MASK(phrase), {"9",".",",","_","'"," "})),
    TRIM(IF(word = "", phrase, LEFT(phrase, FIND(word, phrase) - 1)))
  )
)
"""

# Whether a text is made of digits.
_DIGITS = """
LAMBDA(phrase, (phrase <> "") * (PLM_WITHOUT(PLM_MASK(phrase), {"9"}) = ""))
"""

# A whole number with or without a sign; #VALUE! for any other text.
_WHOLE = """
LAMBDA(phrase,
  LET(
    digits, PLM_UNSIGNED(phrase),
    IF(PLM_DIGITS(digits), VALUE(digits) * IF(LEFT(phrase) = "-", -1, 1), #VALUE!)
  )
)
"""

# The power of ten that the end of a number stands for: M, e9, x10^9, x10⁹; also ^9 after the number 10.
_POWER = """
LAMBDA(head, tail,
  IF(tail = "", 0,
    LET(
      close, SUBSTITUTE(tail, " ", ""),
      level, REDUCE(close, SEQUENCE(12), LAMBDA(done, i,
        SUBSTITUTE(done, MID("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", i, 1), MID("0123456789+-", i, 1))
      )),
      times, ISNUMBER(FIND(LEFT(level), "x×*·⋅")) * (MID(level, 2, 2) = "10"),
      mark, IF(EXACT(close, level), "^", ""),
      start, IF(times, 4, 1),
      raised, IF(MID(level, start, LEN(mark)) = mark, MID(level, start + LEN(mark), 99), ""),
      IFERROR(
        INDEX(PlmSuffixes[Power], XMATCH(tail, PlmSuffixes[Suffix], 0)),
        IF(LEFT(tail) = "e", PLM_WHOLE(MID(tail, 2, 99)),
          IF(times + (head = "10"), PLM_WHOLE(raised) - (1 - times), #VALUE!)
        )
      )
    )
  )
)
"""

# Whether the whole part of a number has its thousands in order: 65 000 000, 65,000,000, 6,50,00,000. One
# comma alone (1,234) says nothing, unless decimals follow.
_GROUPED = """
LAMBDA(pattern, decimals,
  LET(
    mark, LEFT(PLM_WITHOUT(pattern, {"9"})),
    first, FIND(mark, pattern) - 1,
    behind, MID(pattern, first + 1, 99),
    length, LEN(behind),
    IF(mark = "", TRUE,
      OR(
        (first >= 1) * (first <= 3) * EXACT(behind, REPT(mark & "999", length / 4))
          * ((mark <> ",") + (length >= 8) + (decimals <> "")),
        (mark = ",") * (first >= 1) * (first <= 2) * (length >= 7)
          * EXACT(behind, REPT(",99", MAX(0, length - 4) / 3) & ",999")
      )
    )
  )
)
"""

# The number that a cell holds, also as text such as "65M" or "1.5e9"; 0 for a blank, #VALUE! for no number.
_NUMBER = """
LAMBDA(given,
  IF(ISERROR(given), given, IF(given = "", 0, IF(ISTEXT(given),
    LET(
      typed, PLM_TYPED(given),
      body, PLM_UNSIGNED(typed),
      head, PLM_HEAD(body),
      tail, TRIM(MID(body, LEN(head) + 1, 99)),
      point, FIND(".", head & "."),
      front, LEFT(head, point - 1),
      decimals, MID(head, point + 1, 99),
      exponent, PLM_POWER(head, tail) - LEN(decimals),
      digits, PLM_WITHOUT(front, {",","_","'"," "}) & decimals,
      sure, PLM_DIGITS(digits) * PLM_GROUPED(PLM_MASK(front), decimals)
        * NOT((tail = "") * (LEN(decimals) = 3) * (LEN(front) <= 3) * (PLM_WITHOUT(front, {"0"}) <> "")),
      IF(IFERROR(sure * ISNUMBER(exponent), 0),
        IFERROR(IF(exponent < 0, VALUE(digits) / 10 ^ -exponent, VALUE(digits) * 10 ^ exponent), #NUM!)
          * IF(LEFT(typed) = "-", -1, 1),
        #VALUE!
      )
    ),
    given * 1
  )))
)
"""

# A number above zero; `usual` where the cell is blank.
_SIZE = """
LAMBDA(given, usual, LET(found, IF(given = "", usual, PLM_NUMBER(given)), IF(found > 0, found, #NUM!)))
"""

# A number of zero or more.
_COUNT = """
LAMBDA(given, LET(found, PLM_NUMBER(given), IF(found < 0, #NUM!, found)))
"""

LAYOUTS = {
    "PLM_MASK": _MASK,
    "PLM_WITHOUT": _WITHOUT,
    "PLM_TYPED": _TYPED,
    "PLM_UNSIGNED": _UNSIGNED,
    "PLM_HEAD": _HEAD,
    "PLM_DIGITS": _DIGITS,
    "PLM_WHOLE": _WHOLE,
    "PLM_POWER": _POWER,
    "PLM_GROUPED": _GROUPED,
    "PLM_NUMBER": _NUMBER,
    "PLM_SIZE": _SIZE,
    "PLM_COUNT": _COUNT,
}
