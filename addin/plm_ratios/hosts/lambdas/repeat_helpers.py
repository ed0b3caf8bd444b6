"""The helpers for the basis "effective": what repeated data are worth, and what that rests on.

PlmRepeats holds the facts that may stand for each part of the sum, the preferred one first; `pick` is 1 for
the lowest ratio, 2 for the preferred and 3 for the highest.
"""

from __future__ import annotations

# The row of PlmRepeats for a part of the sum: its first fact, or the one of the smallest or largest amount.
_PICKED = """
LAMBDA(key, each, pick,
  LET(
    start, XMATCH(key, PlmRepeats[Key], 0),
    IF(pick = 2, start,
      LET(
        lines, FILTER(SEQUENCE(ROWS(PlmRepeats[Key])), PlmRepeats[Key] = key),
        amounts, MAP(lines, LAMBDA(i,
          INDEX(PlmRepeats[Amount], i) * IF(INDEX(PlmRepeats[Times length], i), each, 1))),
        INDEX(lines, XMATCH(IF(pick = 1, MIN(amounts), MAX(amounts)), amounts, 0))
      ))
  )
)
"""

# Tokens seen (`what` 1), distinct tokens (2) or effective ones (3) of a model, over all stages of training.
_REPEATED = """
LAMBDA(place, each, pick, what,
  LET(
    stages, PLM_AT(PlmEntries[Stages], place),
    fit, INDEX(PlmRepeats[Amount], PLM_PICKED("fit", 1, pick)),
    IF(ISERROR(stages), stages,
      REDUCE(0, SEQUENCE(stages), LAMBDA(total, k,
        LET(
          seen, INDEX(PlmRepeats[Amount], PLM_PICKED(place & " seen " & k, 1, pick)),
          at, PLM_PICKED(place & " distinct " & k, each, pick),
          apart, INDEX(PlmRepeats[Amount], at) * IF(INDEX(PlmRepeats[Times length], at), each, 1),
          total + CHOOSE(what, seen, apart,
            IF(seen <= apart, seen, apart + apart * fit * (1 - EXP((1 - seen / apart) / fit))))
        )
      )))
  )
)
"""

# Tokens per parameter by a choice of facts: the fewest tokens over the most parameters, or the opposite.
_REPEATED_RATIO = """
LAMBDA(place, each, pick,
  PLM_REPEATED(place, each, pick, 3) / INDEX(PlmRepeats[Amount], PLM_PICKED(place & " sized", 1, 4 - pick))
)
"""

# A cell of SPREAD, from the column of its ratio on; where a reading hardly differs it is the preferred one.
_REPEATED_CELL = """
LAMBDA(place, each, pick, column,
  LET(
    stages, SEQUENCE(INDEX(PlmEntries[Stages], place)),
    usual, PLM_REPEATED_RATIO(place, each, 2),
    differs, LAMBDA(which, LET(mine, PLM_REPEATED_RATIO(place, each, which),
      MAX(mine, usual) > MIN(mine, usual) * (1 + $SAME))),
    chosen, IF(differs(pick), pick, 2),
    who, LAMBDA(i, INDEX(PlmRepeats[According to], i)),
    lines, LAMBDA(which, VSTACK(
      MAP(stages, LAMBDA(k, PLM_PICKED(place & " seen " & k, 1, which))),
      MAP(stages, LAMBDA(k, PLM_PICKED(place & " distinct " & k, each, which))),
      PLM_PICKED("fit", 1, which),
      PLM_PICKED(place & " sized", 1, 4 - which))),
    joined, LAMBDA(what, long, REDUCE("", stages, LAMBDA(done, k,
      done & IF(k = 1, "", " + ") & who(PLM_PICKED(place & what & k, long, chosen))))),
    CHOOSE(column,
      PLM_REPEATED_RATIO(place, each, chosen),
      PLM_REPEATED_RATIO(place, each, chosen) / usual,
      PLM_REPEATED(place, each, chosen, 3),
      INDEX(PlmRepeats[Amount], PLM_PICKED(place & " sized", 1, 4 - chosen)),
      "seen: " & joined(" seen ", 1) & "; distinct: "
        & SUBSTITUTE(joined(" distinct ", each), "{length}", PLM_SHORT(each, 6))
        & "; " & who(PLM_PICKED("fit", 1, chosen)),
      who(PLM_PICKED(place & " sized", 1, 4 - chosen)),
      INDEX({"low";"medium";"high"}, MIN(MAP(lines(chosen), LAMBDA(i, INDEX(PlmRepeats[Confidence], i))))),
      IF(differs(1) + differs(3),
        LET(
          known, lines(2),
          add, LAMBDA(done, sentence,
            IF((sentence = "") + ISNUMBER(FIND("|" & sentence & "|", done)), done, done & sentence & "|")),
          told, REDUCE("|", lines(chosen), LAMBDA(done, i,
            add(IF(ISNUMBER(XMATCH(i, known, 0)), done, add(done, INDEX(PlmRepeats[Counts], i) & "")),
              INDEX(PlmRepeats[Note], i) & ""))),
          SUBSTITUTE(MID(told, 2, MAX(0, LEN(told) - 2)), "|", " ")
        ),
        PLM_TEXT(IF(INDEX(PlmEntries[Alone], place), "alone", "agree")))
    )
  )
)
"""

SUMS = {
    "PLM_PICKED": _PICKED,
    "PLM_REPEATED": _REPEATED,
}
SENTENCES = {
    "PLM_REPEATED_RATIO": _REPEATED_RATIO,
    "PLM_REPEATED_CELL": _REPEATED_CELL,
}
