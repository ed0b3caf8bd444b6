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
LAMBDA(model, [basis], [length],
  PLM_EACH(
    LAMBDA(given, word, size, none,
      LET(
        which, PLM_CHOICE(word, $BASES, 1),
        each, PLM_SIZE(size, $LENGTH),
        entry, PLM_NAMED(given, PlmNames[Entry]),
        place, PLM_NAMED(given, PlmNames[Model]),
        law, INDEX(PlmNames[Law], XMATCH(PLM_PLAIN(given, PlmLetters[In names]), PlmNames[Key], 0)),
        IF(ISERROR(given), given, IF(ISERROR(word), word, IF(ISERROR(size), size,
          IF(IF(ISTEXT(given), given = "", TRUE), PLM_NAMELESS(given),
            IF(ISERROR(which), PLM_SAY(IF(ISTEXT(word), "unknownBasis", "missingBasis"), word, ""),
              IF(ISERROR(each), PLM_SIZELESS("average length", size),
                IF(IFERROR(INDEX(PlmEntries[Kind], entry) = "dataset", FALSE), INDEX(PlmWhy[Seen], entry),
                  IF(ISERROR(entry) * ISNUMBER(law), INDEX(PlmLaws[About], law),
                    IF(ISERROR(place),
                      PLM_UNKNOWN("model", given, SUBSTITUTE(
                        IF(PLM_READINGS(given) = "", "", PLM_TEXT("asNumber")),
                        "{says}", PLM_READINGS(given))),
                      PLM_EXPLAINED(place, which, each))))))
          )
        )))
      )
    ),
    PLM_CELL(model),
    IF(ISOMITTED(basis), "", PLM_CELL(basis)),
    IF(ISOMITTED(length), "", PLM_CELL(length)),
    1
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
