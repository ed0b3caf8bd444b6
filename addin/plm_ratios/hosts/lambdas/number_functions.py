"""The functions that give one number or verdict, for cells and ranges alike."""

from __future__ import annotations

_RATIO = """
LAMBDA(model, [basis], [length],
  PLM_EACH(
    LAMBDA(name, word, size, none,
      LET(counted, PLM_ON_BASIS(name, word, size),
        IF(ISERROR(counted), counted,
          counted / PLM_AT(PlmEntries[Parameters], PLM_NAMED(name, PlmNames[Model]))))
    ),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1
  )
)
"""

_MODELTOKENS = """
LAMBDA(model, [basis], [length],
  PLM_EACH(
    LAMBDA(name, word, size, none, PLM_ON_BASIS(name, word, size)),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1
  )
)
"""

_PARAMS = """
LAMBDA(model, [kind],
  PLM_EACH(
    LAMBDA(name, word, none, nothing,
      LET(
        place, PLM_NAMED(name, PlmNames[Model]),
        IF(IF(ISTEXT(name), name = "", TRUE), place,
          CHOOSE(PLM_CHOICE(word, $KINDS, 1),
            PLM_AT(PlmEntries[Parameters], place),
            PLM_AT(PlmEntries[Active], place),
            PLM_AT(PlmEntries[Exact], place)
          ))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(kind), "", PLM_CELL(kind)),
    1, 1
  )
)
"""

_SEQS = """
LAMBDA(name,
  PLM_EACH(
    LAMBDA(each, none, nothing, nil, PLM_AT(PlmEntries[Sequences], PLM_NAMED(each, PlmNames[Entry]))),
    PLM_CELL(name), 1, 1, 1
  )
)
"""

_EPOCHS = """
LAMBDA(model, [length],
  PLM_EACH(
    LAMBDA(name, size, none, nothing,
      LET(
        place, PLM_NAMED(name, PlmNames[Model]),
        each, PLM_SIZE(size, $LENGTH),
        IF(ISERROR(place), place, IF(ISERROR(each), each,
          IF(INDEX(PlmEntries[Epochs by length], place),
            PLM_REPEATED(place, each, 2, 1) / PLM_REPEATED(place, each, 2, 2),
            PLM_AT(PlmEntries[Epochs], place))))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1, 1
  )
)
"""

_TOKENS = """
LAMBDA(sequences, [length],
  PLM_EACH(
    LAMBDA(many, size, none, nothing,
      LET(
        typed, PLM_COUNT(many),
        found, IF(ISTEXT(many) * ISERROR(typed),
          IF(ERROR.TYPE(typed) = 3,
            LET(
              place, PLM_NAMED(many, PlmNames[Entry]),
              IF(IFERROR(INDEX(PlmEntries[Kind], place) = "dataset", FALSE),
                PLM_AT(PlmEntries[Sequences], place), typed)
            ),
            typed),
          typed),
        IF(ISERROR(found), found, found * PLM_SIZE(size, $LENGTH))
      )
    ),
    PLM_CELL(sequences),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1, 1
  )
)
"""

_FLOPS = """
LAMBDA(parameters, tokencount,
  PLM_EACH(
    LAMBDA(size, data, none, nothing,
      LET(n, PLM_COUNT(size), d, PLM_COUNT(data), IF(ISERROR(n), n, 6 * n * d))
    ),
    PLM_CELL(parameters), PLM_CELL(tokencount), 1, 1
  )
)
"""

_VERDICT = """
LAMBDA(given, [target],
  PLM_EACH(
    LAMBDA(built, wanted, none, nothing,
      LET(
        named, LAMBDA(each, ISTEXT(each) * ISERROR(PLM_NUMBER(each))
          * (IFERROR(ERROR.TYPE(PLM_NUMBER(each)), 0) = 3)),
        model, IF(named(built), IFERROR(PLM_NAMED(built, PlmNames[Model]), #VALUE!), ""),
        law, IF(named(wanted), IFERROR(PLM_LAW(wanted), #VALUE!), ""),
        figure, IF(model = "", PLM_SIZE(built, 0),
          PLM_AT(PlmEntries[Seen], model) / PLM_AT(PlmEntries[Parameters], model)),
        goal, IF(law = "", PLM_SIZE(wanted, $TARGET), PLM_ADVISED(law, model)),
        IF(ISERROR(model), model,
          IF(ISERROR(law), law,
            IF(ISERROR(figure), figure, PLM_JUDGED(figure, goal))))
      )
    ),
    PLM_CELL(given),
    IF(ISOMITTED(target), "", PLM_CELL(target)),
    1, 1
  )
)
"""

_OPTIMAL_FOR = """
LAMBDA(parameters, [law],
  PLM_EACH(
    LAMBDA(size, name, none, nothing,
      LET(n, PLM_SIZE(size, 0), place, PLM_LAW(name), IF(ISERROR(n), n, PLM_FITTING(place, n, 1)))
    ),
    PLM_CELL(parameters),
    IF(ISOMITTED(law), "", PLM_CELL(law)),
    1, 1
  )
)
"""

LAYOUTS = {
    "TOKENS": _TOKENS,
    "RATIO": _RATIO,
    "MODELTOKENS": _MODELTOKENS,
    "PARAMS": _PARAMS,
    "SEQS": _SEQS,
    "AVGLEN": _SEQS.replace("Sequences", "Length"),
    "EPOCHS": _EPOCHS,
    "FLOPS": _FLOPS,
    "VERDICT": _VERDICT,
    "OPTIMALTOKENS": _OPTIMAL_FOR,
    "OPTIMALPARAMS": _OPTIMAL_FOR.replace("parameters", "tokencount").replace("n, 1)", "n, 2)"),
}
