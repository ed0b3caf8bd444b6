"""The helpers for planning a training: compute, accelerators, the best model where data are repeated."""

from __future__ import annotations

# Training compute of a number of parameters, or of a model whose name was typed; without tokens, those that
# the model saw. `positive` says whether numbers must be above zero.
_TRAINING = """
LAMBDA(size, data, positive,
  LET(
    model, PLM_SUBJECT(size),
    read, LAMBDA(cell, IF(positive, PLM_SIZE(cell, 0), PLM_COUNT(cell))),
    each, IF(model = "", 6 * read(size), PLM_AT(PlmEntries[FLOPs each], model)),
    IF(ISERROR(each), each,
      each * IF(data = "", IF(model = "", #VALUE!, PLM_AT(PlmEntries[Seen], model)), read(data)))
  )
)
"""

# The peak of an accelerator, whose name a cell must hold.
_PEAK = """
LAMBDA(given,
  IF(ISERROR(given), given,
    IF(ISTEXT(given),
      INDEX(PlmAccelerators[[Accelerator]:[Id]], PLM_AT(PlmNames[Accelerator],
        XMATCH(PLM_PLAIN(given, PlmLetters[In names]), PlmNames[Key], 0)), $PEAK),
      NA()))
)
"""

# A share of the peak; the usual one where the cell is blank.
_SHARE = """
LAMBDA(given, LET(found, PLM_SIZE(given, $UTILIZATION), IF(found > 1, #NUM!, found)))
"""

# The parameters of least loss for a budget and so many distinct tokens, as analysis/planning.py says. `term`
# is the logarithm of what more parameters, or more tokens, take off the loss, `at` that of their number.
_BALANCED = """
LAMBDA(budget, unique,
  LET(
    top, LN(budget / 6),
    term, LAMBDA(at, full, fit, scale, power,
      LET(
        x, MAX(EXP(at) / full - 1, 0) / fit,
        worth, IF(x = 0, at, LN(full) + LN(1 + fit * (1 - EXP(-x)))),
        scale - power * worth + at - x - worth
      )),
    filled, $FILLED * unique ^ $FILLING,
    EXP(top / 2 ^ ($HALVINGS + 1) + REDUCE(0, SEQUENCE($HALVINGS), LAMBDA(low, i,
      LET(middle, low + top / 2 ^ i,
        IF(term(middle, filled, $RNSTAR, $SIZESCALE, $ALPHA)
            > term(top - middle, unique, $RSTAR, $DATASCALE, $BETA), middle, low)))))
  )
)
"""

LAYOUTS = {
    "PLM_TRAINING": _TRAINING,
    "PLM_PEAK": _PEAK,
    "PLM_SHARE": _SHARE,
    "PLM_BALANCED": _BALANCED,
}
