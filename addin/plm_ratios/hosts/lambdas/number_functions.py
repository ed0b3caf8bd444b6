"""The functions that give one number, for cells and ranges alike."""

from __future__ import annotations

_TOKENS_OF_MODEL = """
LAMBDA(model, [basis], [length],
  PLM_EACH(
    LAMBDA(name, word, size,
      LET(
        place, PLM_NAMED(name, PlmNames[Model]),
        which, PLM_CHOICE(word, {"sequences";"unique";"seen"}, 1),
        each, PLM_SIZE(size, 325),
        IF(ISERROR(which), which, IF(ISERROR(each), each,
          CHOOSE(which,
            PLM_AT(PlmEntries[Sequences], place) * each,
            PLM_AT(PlmEntries[Unique], place),
            PLM_AT(PlmEntries[Seen], place)
          )@
        ))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length))
  )
)
"""

_PARAMS = """
LAMBDA(model, [kind],
  PLM_EACH(
    LAMBDA(name, word, none,
      LET(
        place, PLM_NAMED(name, PlmNames[Model]),
        which, PLM_CHOICE(word, {"total";"active";"exact"}, 1),
        CHOOSE(which,
          PLM_AT(PlmEntries[Parameters], place),
          PLM_AT(PlmEntries[Active], place),
          PLM_AT(PlmEntries[Exact], place)
        )
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(kind), "", PLM_CELL(kind)),
    1
  )
)
"""

_OF_ENTRY = """
LAMBDA(name,
  PLM_EACH(
    LAMBDA(each, none, nothing, PLM_AT(PlmEntries[@], PLM_NAMED(each, PlmNames[Entry]))),
    PLM_CELL(name), 1, 1
  )
)
"""

_EPOCHS = """
LAMBDA(model,
  PLM_EACH(
    LAMBDA(each, none, nothing, PLM_AT(PlmEntries[Epochs], PLM_NAMED(each, PlmNames[Model]))),
    PLM_CELL(model), 1, 1
  )
)
"""

_TOKENS = """
LAMBDA(sequences, [length],
  PLM_EACH(
    LAMBDA(many, size, none,
      LET(
        typed, PLM_NUMBER(many),
        place, PLM_NAMED(many, PlmNames[Entry]),
        found, IF(ISNUMBER(typed), PLM_COUNT(many), IF(ERROR.TYPE(typed) = 3,
          IF(IFERROR(INDEX(PlmEntries[Kind], place) = "dataset", FALSE),
            PLM_AT(PlmEntries[Sequences], place), typed),
          typed)),
        IF(ISERROR(found), found, found * PLM_SIZE(size, 325))
      )
    ),
    PLM_CELL(sequences),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1
  )
)
"""

_FLOPS = """
LAMBDA(parameters, tokencount,
  PLM_EACH(
    LAMBDA(size, many, none,
      LET(n, PLM_COUNT(size), d, PLM_COUNT(many), IF(ISERROR(n), n, 6 * n * d))
    ),
    PLM_CELL(parameters), PLM_CELL(tokencount), 1
  )
)
"""

LAYOUTS = {
    "TOKENS": _TOKENS,
    "RATIO": _TOKENS_OF_MODEL.replace("@", " / PLM_AT(PlmEntries[Parameters], place)"),
    "MODELTOKENS": _TOKENS_OF_MODEL.replace("@", ""),
    "PARAMS": _PARAMS,
    "SEQS": _OF_ENTRY.replace("@", "Sequences"),
    "AVGLEN": _OF_ENTRY.replace("@", "Length"),
    "EPOCHS": _EPOCHS,
    "FLOPS": _FLOPS,
}
