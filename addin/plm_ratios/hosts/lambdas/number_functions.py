"""The functions that give one number or verdict, for cells and ranges alike."""

from __future__ import annotations

_RATIO = """
LAMBDA(model, [basis], [length], [kind],
  PLM_EACH(
    LAMBDA(name, word, size, of,
      LET(
        counted, PLM_ON_BASIS(name, word, size),
        which, PLM_CHOICE(of, $KINDS, 1),
        IF(ISERROR(which), which,
          IF(ISERROR(counted), counted, counted / PLM_SIZED(PLM_NAMED(name, PlmNames[Model]), which)))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    IF(ISOMITTED(kind), "", PLM_CELL(kind))
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
        which, PLM_CHOICE(word, $KINDS, 1),
        IF(IF(ISTEXT(name), name = "", TRUE), place, IF(ISERROR(which), which, PLM_SIZED(place, which)))
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
    LAMBDA(each, none, nothing, nil, PLM_AT(PlmEntries[Count], PLM_NAMED(each, PlmNames[Entry]))),
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

_SCORE = """
LAMBDA(model, [benchmark],
  PLM_EACH(
    LAMBDA(name, word, none, nothing,
      LET(
        place, PLM_NAMED(name, PlmNames[Model]),
        which, PLM_CHOICE(word, $BENCHMARKS, 1),
        IF(IF(ISTEXT(name), name = "", TRUE), place, IF(ISERROR(which), which,
          IF(which = 1, PLM_AT(PlmEntries[Score on substitutions], place),
            PLM_AT(PlmEntries[Score on indels], place))))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(benchmark), "", PLM_CELL(benchmark)),
    1, 1
  )
)
"""

_TOKENS = """
LAMBDA(sequences, [length],
  PLM_EACH(
    LAMBDA(many, size, none, nothing,
      LET(found, PLM_SEQUENCES(many), IF(ISERROR(found), found, found * PLM_SIZE(size, PLM_USUAL(many))))
    ),
    PLM_CELL(sequences),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1, 1
  )
)
"""

_FLOPS = """
LAMBDA(parameters, [tokencount],
  PLM_EACH(
    LAMBDA(size, data, none, nothing, PLM_TRAINING(size, IF(PLM_NUMBER(data) = 0, "", data), FALSE)),
    PLM_CELL(parameters),
    IF(ISOMITTED(tokencount), "", PLM_CELL(tokencount)),
    1, 1
  )
)
"""

_VERDICT = """
LAMBDA(given, [target],
  PLM_EACH(
    LAMBDA(built, wanted, none, nothing,
      LET(
        model, PLM_SUBJECT(built),
        law, IF(PLM_WORD(wanted), IFERROR(PLM_LAW(wanted), #VALUE!), ""),
        figure, IF(model = "", PLM_SIZE(built, 0),
          PLM_AT(PlmEntries[Seen], model) / PLM_AT(PlmEntries[Parameters], model)),
        goal, IF(law = "", PLM_SIZE(wanted, $TARGET), PLM_ADVISED(law, model)),
        IF(ISERROR(model), model,
          IF(ISERROR(law), law,
            IF(ISERROR(figure), figure,
              PLM_JUDGED(figure, goal) & IF(model = "", "", PLM_WARNED(law, model)))))
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
    "AVGLEN": _SEQS.replace("Count", "Length"),
    "EPOCHS": _EPOCHS,
    "SCORE": _SCORE,
    "FLOPS": _FLOPS,
    "VERDICT": _VERDICT,
    "OPTIMALTOKENS": _OPTIMAL_FOR,
    "OPTIMALPARAMS": _OPTIMAL_FOR.replace("parameters", "tokencount").replace("n, 1)", "n, 2)"),
}
