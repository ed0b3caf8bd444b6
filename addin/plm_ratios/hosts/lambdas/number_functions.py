"""The functions that give one number of a model or dataset."""

from __future__ import annotations

_LEFT_OUT = '{name}, IF(ISOMITTED({name}), "", PLM_CELL({name}))'

_TOKENS_OF_MODEL = """
LAMBDA(model, [basis], [length],
  PLM_EACH(
    LAMBDA(name, word, size,
      LET(
        at, PLM_NAMED(name, PlmNames[Model]),
        known, IF(ISERROR(at), at, at),
        which, PLM_CHOICE(word, {"sequences";"unique";"seen"}, 1),
        each, PLM_SIZE(size, 325),
        IF(ISERROR(which), which, IF(ISERROR(each), each,
          CHOOSE(which,
            PLM_AT(PlmEntries[Sequences], known) * each,
            PLM_AT(PlmEntries[Unique], known),
            PLM_AT(PlmEntries[Seen], known)
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

LAYOUTS = {
    "RATIO": _TOKENS_OF_MODEL.replace("@", " / PLM_AT(PlmEntries[Parameters], known)"),
    "MODELTOKENS": _TOKENS_OF_MODEL.replace("@", ""),
}
