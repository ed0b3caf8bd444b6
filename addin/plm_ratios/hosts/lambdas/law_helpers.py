"""The helpers that evaluate scaling laws; a law is a row of PlmLaws."""

from __future__ import annotations

# The row of the law that a cell names; the usual one where it is blank, or 0.
_LAW = """
LAMBDA(given,
  IF(ISERROR(given), given,
    LET(
      usual, $LAW,
      key, IF(ISTEXT(given), IF(given = "", usual, PLM_PLAIN(given, PlmLetters[In names])),
        IF(given * 1 = 0, usual, given & "")),
      PLM_AT(PlmNames[Law], XMATCH(key, PlmNames[Key], 0))
    )
  )
)
"""

# The best use of a compute budget: parameters where `which` is 1, tokens where it is 2.
_BEST = """
LAMBDA(law, budget, which,
  LET(
    least, PLM_AT(PlmLaws[Parameters at 1 FLOP], law),
    size, least * budget ^ INDEX(PlmLaws[Exponent of parameters], law),
    same, INDEX(PlmLaws[Ratio], law),
    data, IF(same <> "", same * size,
      IF(INDEX(PlmLaws[Joined], law),
        budget / (INDEX(PlmLaws[FLOPs each], law) * size),
        INDEX(PlmLaws[Tokens at 1 FLOP], law) * budget ^ INDEX(PlmLaws[Exponent of tokens], law))),
    IF(ISERROR(least + budget), least + budget,
      IFERROR(IF((budget > 0) * (size > 0) * (data > 0), IF(which = 1, size, data), #NUM!), #NUM!))
  )
)
"""

# The tokens for which a model of this size is the best one, or, where `by` is 2, the parameters for which
# this many tokens are.
_FITTING = """
LAMBDA(law, given, by,
  LET(
    least, PLM_AT(PlmLaws[Parameters at 1 FLOP], law),
    same, INDEX(PlmLaws[Ratio], law),
    each, INDEX(PlmLaws[FLOPs each], law),
    budget, IF(same <> "",
      IF(by = 1, each * same, each / same) * given ^ 2,
      IF(by = 1,
        (given / least) ^ (1 / INDEX(PlmLaws[Exponent of parameters], law)),
        (given / INDEX(PlmLaws[Tokens at 1 FLOP], law)) ^ (1 / INDEX(PlmLaws[Exponent of tokens], law)))),
    found, IF(same <> "", IF(by = 1, same * given, given / same), PLM_BEST(law, budget, 3 - by)),
    IF(ISERROR(least), least, IFERROR(IF((budget > 0) * (found > 0), found, #NUM!), #NUM!))
  )
)
"""

# The tokens per parameter that a law advises at the compute of a model; for all alike where `place` is "".
_ADVISED = """
LAMBDA(law, place,
  LET(
    same, INDEX(PlmLaws[Ratio], law),
    budget, PLM_AT(PlmEntries[FLOPs], place),
    IF(place = "",
      IF(ISERROR(PLM_AT(PlmLaws[Parameters at 1 FLOP], law)), NA(), IF(same = "", #VALUE!, same)),
      PLM_BEST(law, budget, 2) / PLM_BEST(law, budget, 1))
  )
)
"""

# A sentence where a budget, or its optimum, lies outside the range in which the law was fitted; "" inside.
_OUTSIDE = """
LAMBDA(law, budget, size, data,
  LET(
    short, LAMBDA(n, SUBSTITUTE(PLM_SHORT(n, 3), "e+", "e")),
    check, LAMBDA(done, found, unit, low, high,
      IF((done <> "") + (low = ""), done,
        IF((found >= low * (1 - $EDGE)) * (found <= high * (1 + $EDGE)), "",
          short(found) & " " & unit & " lie " & IF(found < low, "below", "above") & " the range of "
            & INDEX(PlmLaws[Law], law) & " (" & short(low) & " to " & short(high) & " " & unit
            & "): an extrapolation."))),
    check(check(check(
        INDEX(PlmLaws[Without range], law) & "",
        budget, "FLOPs", INDEX(PlmLaws[FLOPs from], law), INDEX(PlmLaws[FLOPs to], law)),
        size, "parameters",
        INDEX(PlmLaws[Parameters from], law), INDEX(PlmLaws[Parameters to], law)),
        data, "tokens",
        INDEX(PlmLaws[Tokens from], law), INDEX(PlmLaws[Tokens to], law))
  )
)
"""

# What is said of an optimum, or why there is none: with what cells held as law and budget, and as what it was
# read.
_BUDGET_NOTE = """
LAMBDA(law, name, budget, given, size, note,
  IF(ISERROR(law), PLM_UNKNOWN("law", name, ""),
    IF(ISERROR(budget), PLM_SIZELESS("compute budget", given),
      IF(ISERROR(size),
        IF(ERROR.TYPE(size) = 7, INDEX(PlmLaws[Without sizes], law),
          SUBSTITUTE(SUBSTITUTE(PLM_TEXT("noOptimum"), "{what}", "compute budget"),
            "{given}", PLM_SHORT(budget, 6))),
        note)))
)
"""

LAYOUTS = {
    "PLM_LAW": _LAW,
    "PLM_BEST": _BEST,
    "PLM_FITTING": _FITTING,
    "PLM_ADVISED": _ADVISED,
    "PLM_OUTSIDE": _OUTSIDE,
    "PLM_BUDGET_NOTE": _BUDGET_NOTE,
}
