"""The functions that give tables, and NEAREST, which goes through a list of models."""

from __future__ import annotations

_OPTIMAL = """
LAMBDA(budget, [law],
  LET(
    single, LAMBDA(cells, ROWS(cells) * COLUMNS(cells) = 1),
    given, IF(ISOMITTED(law), "", law),
    amount, IF(single(budget), PLM_SIZE(PLM_ONE(budget), 0), budget),
    name, IF(single(given), INDEX(PlmLaws[Id], PLM_LAW(PLM_ONE(given))), given),
    PLM_TABLE(PlmHeaders[OPTIMAL], $BUDGETS, amount, name, "", "", LAMBDA(x, y, none, nothing, column,
      IF(ISERROR(x), x, IF(ISERROR(y), y,
        LET(
          place, PLM_LAW(y),
          spend, PLM_SIZE(x, 0),
          bad, ISERROR(place + spend),
          size, IF(ISERROR(place), place, IF(ISERROR(spend), spend, PLM_BEST(place, spend, 1))),
          data, PLM_BEST(place, spend, 2),
          range, LAMBDA(sign, IF(ISERROR(size), "", IF(SUM((PlmLaws[Revises] = place) * 1),
            REDUCE(data / size, SEQUENCE(ROWS(PlmLaws[Revises])), LAMBDA(found, i,
              IF(INDEX(PlmLaws[Revises], i) = place,
                sign * MAX(sign * found, sign * PLM_BEST(i, spend, 2) / PLM_BEST(i, spend, 1)), found))),
            ""))),
          CHOOSE(column,
            IF(bad, y, INDEX(PlmLaws[Law], place)),
            IF(bad, x, spend),
            size,
            IF(ISERROR(size), size, data),
            IF(ISERROR(size), size, data / size),
            range(-1),
            range(1),
            PLM_BUDGET_NOTE(place, y, spend, x, size, PLM_OUTSIDE(place, spend, size, data))
          )
        )
      ))
    ))
  )
)
"""

_FRONTIER = """
LAMBDA(model, [law],
  LET(
    single, LAMBDA(cells, ROWS(cells) * COLUMNS(cells) = 1),
    given, IF(ISOMITTED(law), "", law),
    names, IF(single(model), LET(x, PLM_ONE(model), IF(ISTEXT(x) * (x <> ""), x, NA())), model),
    chosen, IF(single(given), INDEX(PlmLaws[Id], PLM_LAW(PLM_ONE(given))), given),
    PLM_TABLE(PlmHeaders[FRONTIER], $FRONTIERS, names, chosen, "", "", LAMBDA(x, y, none, nothing, column,
      IF(ISERROR(x), x, IF(ISERROR(y), y,
        LET(
          place, PLM_LAW(y),
          at, IF(ISERROR(place), place, PLM_NAMED(x, PlmNames[Model])),
          size, PLM_AT(PlmEntries[Parameters], at),
          seen, IF(ISERROR(size), size, PLM_AT(PlmEntries[Seen], at)),
          budget, PLM_AT(PlmEntries[FLOPs], at),
          best, PLM_BEST(place, budget, 1),
          data, PLM_BEST(place, budget, 2),
          CHOOSE(column,
            IF(ISERROR(at), x, INDEX(PlmEntries[Name], at)),
            IF(ISERROR(place), y, INDEX(PlmLaws[Law], place)),
            budget, size, seen, seen / size, best, data, data / best, size / best,
            IF(ISERROR(place), PLM_UNKNOWN("law", y, ""),
              IF(ISERROR(at), IF(ISTEXT(x), PLM_UNKNOWN("model", x, ""), PLM_NAMELESS(x)),
                IF(ISERROR(budget), INDEX(PlmWhy[No FLOPs], at),
                  IF(ISERROR(best), INDEX(PlmLaws[Without sizes], place),
                    TRIM(PLM_OUTSIDE(place, budget, best, data) & " " & PLM_MISMATCH(place, at, best))))))
          )
        )
      ))
    ))
  )
)
"""

_LAWS = """
LAMBDA(LET(
  all, PlmLaws[[#All],[Law]:[Id]],
  listed, FILTER(all, SEQUENCE(ROWS(all)) <= 1 + $LAWS),
  IF(listed = "", "", listed)
))
"""

_NEAREST = """
LAMBDA([target], [basis], [names], [length],
  LET(
    every, IF(ISOMITTED(names), TRUE, IF(ROWS(names) * COLUMNS(names) = 1,
      LET(x, PLM_ONE(names), IF(ISERROR(x), FALSE, IF(ISTEXT(x), x = "", x * 1 = 0))),
      FALSE)),
    places, IF(every,
      FILTER(SEQUENCE(ROWS(PlmEntries[Kind])),
        (PlmEntries[Kind] <> "dna") * (PlmEntries[Kind] <> "rna") * (PlmEntries[Kind] <> "dataset")),
      PLM_LIST(names)),
    PLM_EACH(
      LAMBDA(figure, word, size, none,
        LET(
          goal, PLM_SIZE(figure, $TARGET),
          which, PLM_CHOICE(word, $BASES, 1),
          each, PLM_SIZE(size, $LENGTH),
          wrong, IF(ISERROR(goal), goal, IF(ISERROR(which), which, SUM(places) + each)),
          far, MAP(places, LAMBDA(place,
            IFERROR(ABS(LN(
              CHOOSE(which,
                PLM_AT(PlmEntries[Sequences], place) * each,
                PLM_AT(PlmEntries[Unique], place),
                PLM_AT(PlmEntries[Seen], place),
                PLM_REPEATED(place, each, 2, 3)
              ) / PLM_AT(PlmEntries[Parameters], place) / goal)), 9E99))),
          IF(ISERROR(wrong), wrong,
            IF(MIN(far) = 9E99, NA(),
              INDEX(PlmEntries[Name], INDEX(places, XMATCH(MIN(far), far, 0)))))
        )
      ),
      IF(ISOMITTED(target), "", PLM_CELL(target)),
      IF(ISOMITTED(basis), "", PLM_CELL(basis)),
      IF(ISOMITTED(length), "", PLM_CELL(length)),
      1
    )
  )
)
"""

_MODELS = """
LAMBDA([family],
  LET(
    given, IF(ISOMITTED(family), "", PLM_CELL(family)),
    kept, TOCOL(PLM_FILLED(given)),
    of, LAMBDA(x, LET(
      key, PLM_PLAIN(x, PlmLetters[In names]),
      own, EXACT(PlmEntries[Family], key),
      IF(OR(own), FILTER(PlmEntries[Name], own), NA()))),
    bad, SUM(MAP(kept, LAMBDA(x, IF(ISERROR(x), x, IF(ISTEXT(x), IF(ISERROR(ROWS(of(x))), NA(), 0), NA()))))),
    IF(IF(ROWS(given) * COLUMNS(given) = 1, IFERROR(INDEX(kept, 1) = "", FALSE), FALSE),
      FILTER(PlmEntries[Name], PlmEntries[Kind] <> "dataset"),
      IF(ISERROR(bad), bad,
        REDUCE(of(INDEX(kept, 1)), SEQUENCE(ROWS(kept)), LAMBDA(done, i,
          IF(i = 1, done, VSTACK(done, of(INDEX(kept, i))))))))
  )
)
"""

_CATALOG = """
LAMBDA(LET(all, PlmCatalog[#All], IF(all = "", "", all)))
"""

_COMPARE = """
LAMBDA(names, [basis], [length], [kind],
  LET(
    single, LAMBDA(cells, ROWS(cells) * COLUMNS(cells) = 1),
    words, IF(ISOMITTED(basis), "", basis),
    sizes, IF(ISOMITTED(length), "", length),
    given, IF(ISOMITTED(kind), "", kind),
    named, IF(single(names), LET(x, PLM_ONE(names), IF(ISTEXT(x) * (x <> ""), x, NA())), names),
    one, LAMBDA(cells, among, IF(single(cells), INDEX(among, PLM_CHOICE(PLM_ONE(cells), among, 1)), cells)),
    chosen, one(words, $BASES),
    kinds, one(given, $KINDS),
    long, IF(single(sizes), PLM_SIZE(PLM_ONE(sizes), $LENGTH), sizes),
    PLM_TABLE(PlmHeaders[COMPARE], $COMPARED, named, chosen, long, kinds, LAMBDA(x, y, z, w, column,
      LET(
        place, PLM_NAMED(x, PlmNames[Model]),
        entry, PLM_NAMED(x, PlmNames[Entry]),
        which, PLM_CHOICE(w, $KINDS, 1),
        size, IF(ISERROR(which), which, PLM_SIZED(place, which)),
        counted, PLM_ON_BASIS(x, y, z),
        figure, IF(ISERROR(which), which, IF(ISERROR(counted), counted, counted / size)),
        CHOOSE(column,
          IF(ISERROR(entry), x, INDEX(PlmEntries[Name], entry)),
          size,
          PLM_AT(PlmEntries[Count], entry),
          counted,
          y,
          figure,
          figure / $TARGET,
          PLM_JUDGED(figure, $TARGET),
          IF(ISERROR(x), x, IF(ISTEXT(x), PLM_CITED(entry, y), NA()))
        )
      )
    ))
  )
)
"""

_BASES = """
LAMBDA(model,
  LET(
    places, PLM_LIST(model),
    bad, SUM(places),
    IF(ISERROR(bad), bad,
      MAKEARRAY(1 + $BASISCOUNT * ROWS(places), $BASESTABLE, LAMBDA(i, j,
        IF(i = 1, INDEX(PlmHeaders[BASES], j),
          LET(
            place, INDEX(places, INT((i + $BASISCOUNT - 2) / $BASISCOUNT)),
            which, MOD(i + $BASISCOUNT - 2, $BASISCOUNT) + 1,
            counted, CHOOSE(which, PLM_AT(PlmEntries[Sequences], place) * $LENGTH,
              PLM_AT(PlmEntries[Unique], place), PLM_AT(PlmEntries[Seen], place),
              PLM_REPEATED(place, $LENGTH, 2, 3)),
            figure, counted / PLM_AT(PlmEntries[Parameters], place),
            IFERROR(CHOOSE(j,
              INDEX(PlmEntries[Name], place),
              INDEX($BASES, which),
              counted,
              PLM_AT(PlmEntries[Parameters], place),
              figure,
              PLM_JUDGED(figure, $TARGET),
              INDEX(PlmSources[Short], XMATCH(
                place & " " & INDEX($COUNTED, which), PlmSources[Key], 0))
            ), "")
          )
        )
      ))
    )
  )
)
"""

_SPREAD = """
LAMBDA(model, [basis], [length],
  LET(
    places, PLM_LIST(model),
    single, LAMBDA(cells, IF(ROWS(cells) * COLUMNS(cells) = 1, PLM_ONE(cells), #VALUE!)),
    which, PLM_CHOICE(IF(ISOMITTED(basis), "", single(basis)), $BASES, 1),
    each, PLM_SIZE(IF(ISOMITTED(length), "", single(length)), $LENGTH),
    key, LAMBDA(place, place & " " & INDEX($BASES, which)),
    first, LAMBDA(place, IF(which = 4,
      IF(INDEX(PlmEntries[Stages], place) * INDEX(PlmEntries[Parameters], place) > 0, 1, NA()),
      XMATCH(key(place), PlmSpread[Key], 0))),
    bad, IF(ISERROR(which + each), which + each, SUM(places)),
    lines, REDUCE(0, places, LAMBDA(done, place,
      VSTACK(done, IF(ISERROR(first(place)), -place, place * 10 + SEQUENCE(3))))),
    IF(ISERROR(bad), bad,
      IF(MAX(lines) = 0, NA(),
        MAKEARRAY(ROWS(lines), $SPREADS, LAMBDA(i, j,
          IF(i = 1, INDEX(PlmHeaders[SPREAD], j),
            LET(
              line, INDEX(lines, i),
              place, IF(line < 0, -line, INT(line / 10)),
              record, first(place) + MOD(line, 10) - 1,
              times, IF(which = 1, each, 1),
              figure, LAMBDA(at, INDEX(PlmSpread[Counted], at) * times / INDEX(PlmSpread[Parameters], at)),
              IF(j = 1, INDEX(PlmEntries[Name], place),
                IF(j = 2, INDEX($BASES, which),
                  IF(line < 0, IF(j = $SPREADS, LET(
                      said, INDEX(PlmWhy[[Sequences]:[Once]], place, which),
                      IF(ISNUMBER(FIND("{r}", said)), INDEX(PlmWhy[Total], place), said)), ""),
                    IF((which = 4) * (j > 3), PLM_REPEATED_CELL(place, each, MOD(line, 10), j - 3),
                    CHOOSE(j - 2,
                      INDEX({"lowest";"preferred";"highest"}, MOD(line, 10)),
                      figure(record),
                      figure(record) / figure(first(place) + 1),
                      INDEX(PlmSpread[Counted], record) * times,
                      INDEX(PlmSpread[Parameters], record),
                      INDEX(PlmSpread[Tokens according to], record) & "",
                      INDEX(PlmSpread[Parameters according to], record) & "",
                      INDEX(PlmSpread[Confidence], record) & "",
                      INDEX(PlmSpread[Note], record) & ""
                    )))))
            )
          )
        ))
      ))
  )
)
"""

LAYOUTS = {
    "OPTIMAL": _OPTIMAL,
    "FRONTIER": _FRONTIER,
    "LAWS": _LAWS,
    "NEAREST": _NEAREST,
    "MODELS": _MODELS,
    "CATALOG": _CATALOG,
    "COMPARE": _COMPARE,
    "BASES": _BASES,
    "SPREAD": _SPREAD,
}
