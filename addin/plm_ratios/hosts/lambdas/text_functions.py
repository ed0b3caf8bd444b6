"""The functions that give sentences."""

from __future__ import annotations

_SOURCE = """
LAMBDA(name, quantity,
  PLM_EACH(
    LAMBDA(each, word, none, nothing,
      IF(ISTEXT(each) * (each <> ""), PLM_CITED(PLM_NAMED(each, PlmNames[Entry]), word), NA())
    ),
    PLM_CELL(name), PLM_CELL(quantity), 1, 1
  )
)
"""

_WHY = """
LAMBDA(model, [basis], [length], [kind],
  PLM_EACH(
    LAMBDA(given, word, size, of,
      LET(
        which, PLM_CHOICE(word, $BASES, 1),
        each, PLM_SIZE(size, $LENGTH),
        sized, PLM_CHOICE(of, $KINDS, 1),
        told, LAMBDA(what, cell, PLM_SAY(IF(ISTEXT(cell), "unknown", "missing") & what, cell, "")),
        entry, PLM_NAMED(given, PlmNames[Entry]),
        place, PLM_NAMED(given, PlmNames[Model]),
        at, XMATCH(PLM_PLAIN(given, PlmLetters[In names]), PlmNames[Key], 0),
        law, INDEX(PlmNames[Law], at),
        chip, INDEX(PlmNames[Accelerator], at),
        IF(ISERROR(given), given, IF(ISERROR(word), word, IF(ISERROR(size), size, IF(ISERROR(of), of,
          IF(IF(ISTEXT(given), given = "", TRUE), PLM_NAMELESS(given),
            IF(ISERROR(which), told("basis", word),
              IF(ISERROR(each), PLM_SIZELESS("average length", size), IF(ISERROR(sized), told("kind", of),
                IF(IFERROR(INDEX(PlmEntries[Kind], entry) = "dataset", FALSE), INDEX(PlmWhy[Seen], entry),
                  IF(ISERROR(entry) * ISNUMBER(law), INDEX(PlmLaws[About], law),
                  IF(ISERROR(entry) * ISNUMBER(chip), INDEX(PlmAccelerators[About], chip),
                    IF(ISERROR(place),
                      PLM_UNKNOWN("model", given, SUBSTITUTE(
                        IF(PLM_READINGS(given) = "", "", PLM_TEXT("asNumber")),
                        "{says}", PLM_READINGS(given))),
                      PLM_EXPLAINED(place, which, each, sized))))))))
          )
        ))))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    IF(ISOMITTED(kind), "", PLM_CELL(kind))
  )
)
"""

_PLMVERSION = """
LAMBDA(PLM_TEXT("version"))
"""

LAYOUTS = {
    "SOURCE": _SOURCE,
    "WHY": _WHY,
    "PLMVERSION": _PLMVERSION,
}
